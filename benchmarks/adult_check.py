"""A second opinion on the privacy model: pyCANON measures k, l and t of UCI Adult as Shoal cuts it.

    python -m benchmarks.adult_check write FOLDER SEGMENTS.csv [--k N] [--l N] [--t T]
    python benchmarks/adult_check.py check SEGMENTS.csv         (where pycanon is installed, apart from Shoal)

The file has one row a person: for every attribute the values of their segment, and their own salary class.
"""

import argparse
import csv
import importlib
from pathlib import Path


def write(folder: Path, out: Path, *, floor: int, distinct: int, closeness: float) -> None:
    """Cut Adult with the salary class as sensitive column, and write each person's segment."""
    from benchmarks.adult import SALARY, adult_cells, read_adult  # noqa: PLC0415 — absent where pyCANON is
    from planner.domain.attribute import Sensitive  # noqa: PLC0415
    from planner.domain.partition import partition  # noqa: PLC0415

    salaries = read_adult(folder)[SALARY]
    kept = Sensitive(SALARY, tuple(sorted(set(salaries))), distinct=distinct, closeness=closeness)
    cells, person = adult_cells(folder, salary=kept)
    result = partition(cells, floor)
    texts = [
        ["+".join(values.labels_of(set_id)) for set_id in ids]
        for values, ids in zip(result.table.sets, result.table.ids, strict=True)
    ]
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*(attribute.name for attribute in cells.attributes), SALARY])
        for segment, salary in zip(result.tree.leaf_of(cells)[person], salaries, strict=True):
            rows.writerow([*(column[segment] for column in texts), salary])
    print(f"{len(result.table):,} segments of at least {result.table.people.min()} people")


def check(path: Path) -> None:
    """Measure the file with pyCANON."""
    anonymity, pandas = importlib.import_module("pycanon.anonymity"), importlib.import_module("pandas")
    people = pandas.read_csv(path, dtype=str, keep_default_na=False)
    *known, sensitive = people.columns
    print(f"k = {anonymity.k_anonymity(people, known)}")
    print(f"l = {anonymity.l_diversity(people, known, [sensitive])}")
    print(f"t = {anonymity.t_closeness(people, known, [sensitive]):.4f}")


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    writing = verbs.add_parser("write")
    writing.add_argument("folder", type=Path)
    writing.add_argument("out", type=Path)
    writing.add_argument("--k", type=int, default=10)
    writing.add_argument("--l", type=int, default=2, dest="distinct")
    writing.add_argument("--t", type=float, default=0.2)
    checking = verbs.add_parser("check")
    checking.add_argument("path", type=Path)
    options = parser.parse_args()
    if options.verb == "write":
        write(options.folder, options.out, floor=options.k, distinct=options.distinct, closeness=options.t)
    else:
        check(options.path)


if __name__ == "__main__":
    main()
