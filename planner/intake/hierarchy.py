"""Hierarchies: from distinct paths (city, region, country) to labels in tree order and their coarser levels."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import MISSING, Level
from planner.domain.errors import PlannerError
from planner.intake.mapping import AttributeColumn

OTHER = "other"
"""The label of values that were folded together."""

UNLISTED = "(unlisted)"
"""The group of values that a hierarchy file does not name."""

LAST = (OTHER, UNLISTED, MISSING)
"""The labels that are nobody's value; they come last."""

MOST_TEXT = 64 << 20
"""Characters of a hierarchy file: as many labels as an attribute may have, and more."""

TreePath = tuple[str, ...]
"""A value and its groups, from fine to coarse."""


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    """Labels in tree order, the coarser levels over them, and the label code of each path that was given."""

    labels: tuple[str, ...]
    levels: tuple[Level, ...]
    codes: NDArray[np.uint32]


def grow_tree(
    column: AttributeColumn,
    texts: Sequence[Sequence[str | None]],
    people: NDArray[np.int64],
    *,
    floor: int = 0,
    listed: Sequence[TreePath] = (),
) -> Tree:
    """Return the tree of a hierarchical column.

    `texts` holds one sequence per level from fine to coarse, or only the fine values when `listed` gives their groups.
    Groups sort by their text, with "other", `(unlisted)` and `(missing)` last. A label under two parents is told
    apart by them ("Springfield, Ohio"). An empty fine value is the leaf `(missing)` under the group `(missing)`,
    whatever the coarser columns say. With a floor, a value or group held by fewer people becomes "other" within its
    parent.
    """
    paths = _listed_paths(texts[0], listed) if listed else _column_paths(texts)
    if floor:
        paths = _fold_rare(paths, people, floor)
    leaves = _in_tree_order(paths)
    place = {path: code for code, path in enumerate(leaves)}
    names = column.levels[1:] or tuple(f"level {number}" for number in range(2, len(leaves[0]) + 1))
    return Tree(
        labels=_tell_apart(leaves),
        levels=tuple(_level(name, [leaf[depth:] for leaf in leaves]) for depth, name in enumerate(names, start=1)),
        codes=np.array([place[path] for path in paths], dtype=np.uint32),
    )


def sort_labels(names: Iterable[str]) -> list[str]:
    """Return the distinct names sorted by their text, with "other", `(unlisted)` and `(missing)` last."""
    distinct = set(names)
    return sorted(distinct.difference(LAST)) + [name for name in LAST if name in distinct]


def read_hierarchy(path: Path) -> tuple[TreePath, ...]:
    """Read a hierarchy file: CSV in UTF-8 without a header, one value a line with its groups from fine to coarse.

    Raises PlannerError: `hierarchy-file-missing`, `hierarchy-file-unreadable`, `hierarchy-line` (another number of
    entries than the first line, an empty entry, or no group), `hierarchy-two-parents` (a value listed twice with
    different groups).
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MOST_TEXT + 1)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
        numbered = [(rows.line_num, tuple(entry.strip() for entry in row)) for row in rows if row]
    except FileNotFoundError:
        raise PlannerError("hierarchy-file-missing", file=path.name) from None
    except (OSError, UnicodeDecodeError, csv.Error):
        raise PlannerError("hierarchy-file-unreadable", file=path.name) from None
    if not numbered or len(text) > MOST_TEXT:
        raise PlannerError("hierarchy-file-unreadable", file=path.name)
    return _checked(numbered, path.name)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _checked(numbered: Sequence[tuple[int, TreePath]], file: str) -> tuple[TreePath, ...]:
    width = max(2, len(numbered[0][1]))
    seen: dict[str, TreePath] = {}
    for number, path in numbered:
        if len(path) != width or not all(path):
            raise PlannerError("hierarchy-line", file=file, line=number, entries=width)
        if seen.setdefault(path[0], path) != path:
            raise PlannerError("hierarchy-two-parents", file=file, line=number)
    return tuple(seen.values())


def _in_tree_order(paths: Iterable[TreePath]) -> list[TreePath]:
    """Return the distinct paths sorted by their coarsest group first."""
    distinct = list(set(paths))
    levels = list(zip(*distinct, strict=True))
    order = np.lexsort([_ranks(level) for level in levels])
    return [distinct[i] for i in order.tolist()]


def _ranks(names: Sequence[str]) -> NDArray[np.int64]:
    rank = {name: i for i, name in enumerate(sort_labels(names))}
    return np.array([rank[name] for name in names], dtype=np.int64)


def _column_paths(texts: Sequence[Sequence[str | None]]) -> list[TreePath]:
    missing = (MISSING,) * len(texts)
    return [tuple(text or MISSING for text in path) if path[0] else missing for path in zip(*texts, strict=True)]


def _listed_paths(fine: Sequence[str | None], listed: Sequence[TreePath]) -> list[TreePath]:
    groups = len(listed[0]) - 1
    known = {path[0]: path for path in listed}
    missing = (MISSING,) * (groups + 1)
    return [known.get(text) or (text, *(UNLISTED,) * groups) if text else missing for text in fine]


def _fold_rare(paths: Sequence[TreePath], people: NDArray[np.int64], floor: int) -> list[TreePath]:
    """Rename every value or group below the floor; a group holds at least as many people as what is inside it."""
    counts: dict[TreePath, int] = {}
    for path, number in zip(paths, people.tolist(), strict=True):
        for depth in range(len(path)):
            counts[path[depth:]] = counts.get(path[depth:], 0) + number
    folded = {path: _folded(path, counts, floor) for path in set(paths)}
    return [folded[path] for path in paths]


def _folded(path: TreePath, counts: dict[TreePath, int], floor: int) -> TreePath:
    if path[0] == MISSING:
        return path
    rare = sum(counts[path[depth:]] < floor for depth in range(len(path)))
    return (OTHER,) * rare + path[rare:]


def _level(name: str, groups: Sequence[TreePath]) -> Level:
    distinct = list(dict.fromkeys(groups))
    place = {group: index for index, group in enumerate(distinct)}
    return Level(name, _tell_apart(distinct), tuple(place[group] for group in groups))


def _tell_apart(paths: Sequence[TreePath]) -> tuple[str, ...]:
    """Name each path by its fine end, with as many of its parents as make the name its own."""
    names = [path[0] for path in paths]
    for depth in range(2, len(paths[0]) + 1 if paths else 0):
        shared = {name for name, times in Counter(names).items() if times > 1}
        if not shared:
            break
        names = [_joined(path[:depth]) if name in shared else name for name, path in zip(names, paths, strict=True)]
    return tuple(_numbered(names))


def _joined(path: TreePath) -> str:
    return ", ".join(dict.fromkeys(path))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """Yield each name, numbered where it is still not its own: names that hold commas may read like a path."""
    taken: set[str] = set()
    for name in names:
        again = (name if number == 1 else f"{name} ({number})" for number in count(1))
        taken.add(own := next(candidate for candidate in again if candidate not in taken))
        yield own
