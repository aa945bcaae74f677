"""Reading customers to cells, against a bare DuckDB GROUP BY of the same columns: `python -m benchmarks.importing`."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb

from benchmarks.grouping import ATTRIBUTES, CONSENTS

PLACES = {"region": 20, "city": 300}
"""The two profiles: how many values `place` has. At ten million rows they give about 1.6 and 3.2 million cells."""
SKEW = 7.4
"""How unequal values are: a uniform number to this power picks one."""


class Cost(NamedTuple):
    """What a whole process took."""

    seconds: float
    peak_mib: float


def customers(rows: int, places: int) -> str:
    """Return SQL that invents customers in 24 clusters, each with its own favourites; the same every time."""
    sizes = {**ATTRIBUTES, "place": places}
    fields = [_attribute(name, size, seed) for seed, (name, size) in enumerate(sizes.items(), start=10)]
    fields += [
        f"CASE WHEN hash(i, {seed}) % 10 < {likely} THEN 'yes' ELSE 'no' END AS {name}"
        for seed, (name, likely) in enumerate(CONSENTS.items(), start=50)
    ]
    cluster = "(24 * power((hash(i, 1) % 1000003) / 1000003.0, 1.5))::INT"
    return (
        f"SELECT 'C' || lpad(i::VARCHAR, 9, '0') AS id, {', '.join(fields)} "
        f"FROM (SELECT i, {cluster} AS cluster FROM range({rows}) t(i))"
    )


def _attribute(name: str, size: int, seed: int) -> str:
    pick = f"floor({size} * power((hash(i, {seed}) % 1000003) / 1000003.0, {SKEW}))::INT"
    favourite = f"(hash(cluster, {seed}) % {size})::INT"
    return f"'{name[0].upper()}' || lpad((({pick} + {favourite}) % {size})::VARCHAR, 3, '0') AS {name}"


def files(folder: Path, profile: str) -> list[Path]:
    """Return where the CSV and the Parquet file of a profile are."""
    return [folder / f"{profile}.csv", folder / f"{profile}.parquet"]


def make_files(folder: Path, rows: int, profile: str) -> None:
    """Write the customers of a profile as CSV and Parquet."""
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE TABLE customers AS {customers(rows, PLACES[profile])}")
        kinds = ("HEADER", "FORMAT parquet, COMPRESSION zstd")
        for path, options in zip(files(folder, profile), kinds, strict=True):
            connection.execute(f"COPY customers TO '{path}' ({options})")


PAIRS = (("cells", "bare"), ("segments", "bare"), ("cells_distinct", "bare_distinct"))


def measure(step: str, path: Path) -> Cost:
    """Run one step as a process of its own; the memory is that of its largest process."""
    started = time.perf_counter()
    module = "benchmarks.grouping" if step.startswith("bare") else "benchmarks.reading"
    process = subprocess.Popen([sys.executable, "-m", module, step, str(path)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return Cost(float("nan"), float("nan"))
    return Cost(time.perf_counter() - started, usage.ru_maxrss / 1024)


def compare(path: Path, ours: str, theirs: str, *, times: int) -> None:
    """Print the medians of paired runs, and of their ratios."""
    runs = [(measure(ours, path), measure(theirs, path)) for _ in range(times)]
    own, other = (Cost(*(median(values) for values in zip(*side, strict=True))) for side in zip(*runs, strict=True))
    ratio = median(mine.seconds / yours.seconds for mine, yours in runs)
    print(
        f"{path.name:15} {ours:15} {own.seconds:7.2f} s {own.peak_mib:7.0f} MiB   "
        f"{theirs:14} {other.seconds:7.2f} s {other.peak_mib:7.0f} MiB   {ratio:5.2f} x",
        flush=True,
    )


def main() -> None:
    """Make the files in a temporary folder, run every pair, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--times", type=int, default=3)
    arguments.add_argument("--profile", choices=PLACES, action="append")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for profile in chosen.profile or PLACES:
            making = get_context("spawn").Process(target=make_files, args=(Path(folder), chosen.rows, profile))
            making.start()  # apart, because a process begins with its parent's peak of memory
            making.join()
            for path in files(Path(folder), profile):
                for ours, theirs in PAIRS:
                    compare(path, ours, theirs, times=chosen.times)


if __name__ == "__main__":
    main()
