"""Re-check every figure of an import against the raw rows, by code that shares nothing with the product.

    python -m benchmarks.recheck FILE MAPPING [--k N] [--rules N]

It drives the command line, reads only its JSON answers, and counts rows with the standard library's csv module. Files
of one row a person whose every label is a value of the file or "other" (no `top` or hierarchy) are in its reach.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import tomllib
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from typing import Any

Person = tuple[tuple[str, ...], frozenset[str]]
"""The labels of one row in attribute order, and the scopes its consent cells grant."""


def shoal(workspace: Path, *words: str) -> Any:
    """Run one verb and return its JSON answer; a refusal ends the check."""
    command = [sys.executable, "main.py", *words, "--workspace", str(workspace), "--json"]
    environment = {**os.environ, "SHOAL_PASSPHRASE": "recheck every figure"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def label(cell: str, settings: dict[str, Any]) -> str:
    """Return the label of one cell, from the mapping's words alone."""
    cell = cell.strip()
    if not cell:
        return "(missing)"
    if "bands" not in settings:
        return cell
    edges = settings["bands"]
    band = bisect_right(edges, float(cell))
    if band == 0:
        return f"under {edges[0]}"
    return f"{edges[-1]} and over" if band == len(edges) else f"{edges[band - 1]}–{edges[band] - 1}"


def read_people(file: Path, mapping: dict[str, Any], names: list[str], floor: int) -> Counter[Person]:
    """Count people by labels and granted scopes, with the values that fewer than the floor have as "other"."""
    people = count_people(file, mapping, names)
    held = [Counter[str]() for _ in names]
    for (labels, _), count in people.items():
        for place, value in enumerate(labels):
            held[place][value] += count
    folding = [mapping["columns"][name]["kind"] == "nominal" for name in names]
    folded: Counter[Person] = Counter()
    for (labels, granted), count in people.items():
        told = (
            "other" if folds and value != "(missing)" and counts[value] < floor else value
            for value, counts, folds in zip(labels, held, folding, strict=True)
        )
        folded[tuple(told), granted] += count
    return folded


def count_people(file: Path, mapping: dict[str, Any], names: list[str]) -> Counter[Person]:
    """Count people by the labels of their cells and granted scopes."""
    columns = mapping["columns"]
    consents = {name: each for name, each in columns.items() if each["role"] == "consent"}
    people: Counter[Person] = Counter()
    with file.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter=mapping.get("file", {}).get("delimiter", ",")):
            labels = tuple(label(row[name], columns[name]) for name in names)
            granted = frozenset(each["scope"] for name, each in consents.items() if row[name] in each["granted"])
            people[labels, granted] += 1
    return people


def check_segments(people: Counter[Person], answer: Any, names: list[str]) -> None:
    """Every person is in exactly one segment, which has exactly the people it says, all of whom granted its scopes."""
    boxes = [
        ([frozenset(segment["values"][name]) for name in names], frozenset(segment["scopes"]), segment)
        for segment in answer["segments"]
    ]
    found: Counter[int] = Counter()
    for (labels, granted), count in people.items():
        inside = [
            segment["id"]
            for sets, scopes, segment in boxes
            if scopes == granted and all(value in values for value, values in zip(labels, sets, strict=True))
        ]
        assert len(inside) == 1, f"{count} people are in {len(inside)} segments"
        found[inside[0]] += count
    for _, _, segment in boxes:
        assert found[segment["id"]] == segment["people"] >= answer["floor"], f"segment {segment['id']} miscounts"


def random_conditions(answer: Any, source: random.Random) -> dict[str, list[str]]:
    """Draw one to three attributes and some labels of each."""
    attributes = source.sample(answer["attributes"], source.randint(1, min(3, len(answer["attributes"]))))
    return {
        each["name"]: source.sample(each["values"], source.randint(1, max(1, len(each["values"]) - 1)))
        for each in attributes
    }


def check_audience(people: Counter[Person], answer: Any, names: list[str], told: Any, wanted: dict[str, Any]) -> None:
    """Reach and protected follow from the segments, and enclose the people whom the rows say match."""
    reach = protected = 0
    for segment in answer["segments"]:
        overlaps = [(set(segment["values"][name]), set(labels)) for name, labels in wanted.items()]
        if all(values <= labels for values, labels in overlaps):
            reach += segment["people"]
        elif all(values & labels for values, labels in overlaps):
            protected += segment["people"]
    assert (told["reach"], told["protected"]) == (reach, protected), f"{told['rule']}: {told['reach']} is not {reach}"
    matching = sum(
        count
        for (labels, _), count in people.items()
        if all(labels[names.index(name)] in allowed for name, allowed in wanted.items())
    )
    assert reach <= matching <= reach + protected, f"{told['rule']}: {matching} people match"


def as_rule(wanted: dict[str, list[str]]) -> str:
    """Write conditions as rule text."""
    return " AND ".join(
        f'"{name}" IN ({", ".join(_quoted(value) for value in labels)})' for name, labels in wanted.items()
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    """Import, list, ask; compare each answer with the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("mapping", type=Path)
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--rules", type=int, default=20)
    asked = parser.parse_args()
    mapping = tomllib.loads(asked.mapping.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        words = [str(asked.file), "--population", "checked", "--mapping", str(asked.mapping), "--k", str(asked.k)]
        imported = shoal(workspace, "import", *words)
        answer = shoal(workspace, "segments", "checked")
        names = [attribute["name"] for attribute in answer["attributes"]]
        people = read_people(asked.file, mapping, names, asked.k)
        assert imported["people_in"] == people.total() == imported["people_kept"] + imported["people_dropped"]
        check_segments(people, answer, names)
        source = random.Random(1)  # noqa: S311  # a fixed workload, no secret
        for _ in range(asked.rules):
            wanted = random_conditions(answer, source)
            told = shoal(workspace, "audience", "checked", "--where", as_rule(wanted))
            check_audience(people, answer, names, told, wanted)
    print(
        f"{asked.file.name}: {people.total():,} people in {len(answer['segments']):,} segments of at least {asked.k}; "
        f"every person in exactly one, every count and {asked.rules} audiences agree with the rows."
    )


if __name__ == "__main__":
    main()
