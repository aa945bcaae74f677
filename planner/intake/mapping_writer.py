"""Writing a mapping: tidy TOML that says for each column what it is and, as a comment, why; and one digest of it."""

import json
import re
import textwrap
from collections import abc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.domain.attribute import Edge
from planner.domain.canonical import Json, digest
from planner.intake.mapping import AttributeColumn, ConsentColumn, FileOptions, Mapping, SensitiveColumn

COMMENT_WIDTH = 110
"""Characters of a comment line."""

_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f]")


class _Raw(str):
    """A text that TOML writes without quotes: a date."""

    __slots__ = ()


def mapping_text(
    mapping: Mapping, *, reasons: abc.Mapping[str, str] | None = None, opening: str = "", folder: Path | None = None
) -> str:
    """Return the mapping as TOML that `parse_mapping` reads back to an equal mapping.

    `reasons` gives a comment for a column, `opening` one for the whole file. Hierarchy files inside `folder` are named
    relative to it.
    """
    parts = [_comment(opening)] if opening else []
    file = _file_options(mapping.file)
    if file:
        parts.append(_section("file", file))
    for name, options in _columns(mapping, folder):
        reason = (reasons or {}).get(name, "")
        parts.append(_comment(reason) + _section(f"columns.{_key(name)}", options))
    return "\n".join(parts)


def mapping_digest(mapping: Mapping) -> str:
    """Return the SHA-256 of what the mapping says, whatever its spelling, in hexadecimal.

    A hierarchy file counts by its name alone.
    """
    columns: list[Json] = [
        [name, {key: _plain(value) for key, value in options.items()}] for name, options in _columns(mapping)
    ]
    return digest({"columns": columns, "file": {key: _plain(v) for key, v in _file_options(mapping.file).items()}})


def _columns(mapping: Mapping, folder: Path | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk the columns with their options, in the order they are written."""
    singles = {"identifier": mapping.identifier, "updated": mapping.updated, "weight": mapping.weight}
    yield from ((name, {"role": role}) for role, name in singles.items() if name is not None)
    yield from ((column.name, _attribute(column, folder)) for column in mapping.attributes)
    yield from ((column.name, _consent(column)) for column in mapping.consents)
    yield from ((column.name, _sensitive(column)) for column in mapping.sensitive)
    yield from ((name, {"role": "dropped"}) for name in mapping.dropped)


def _attribute(column: AttributeColumn, folder: Path | None) -> dict[str, Any]:
    return {"role": "attribute", "kind": str(column.kind)} | _said(
        bands=_edges(column.bands),
        order=column.order,
        levels=column.levels,
        hierarchy=_hierarchy(column.hierarchy, folder),
        top=column.top,
        rare=None if column.fold_rare else "keep",
        priority=column.priority if column.priority != 1 else None,
        behavioural=column.behavioural or None,
    )


def _consent(column: ConsentColumn) -> dict[str, Any]:
    return {"role": "consent", "scope": column.scope, "granted": column.granted}


def _sensitive(column: SensitiveColumn) -> dict[str, Any]:
    return {"role": "sensitive"} | _said(
        l=column.distinct if column.distinct != 1 else None,
        t=column.closeness,
        bands=_edges(column.bands),
        order=column.order,
    )


def _file_options(file: FileOptions) -> dict[str, Any]:
    return _said(encoding=file.encoding, delimiter=file.delimiter, names=file.names)


def _said(**options: Any) -> dict[str, Any]:
    """Keep the options that say something."""
    return {name: value for name, value in options.items() if value is not None and value != ()}


def _edges(bands: tuple[Edge, ...]) -> tuple[Edge, ...]:
    return tuple(_Raw(edge) if isinstance(edge, str) else edge for edge in bands)


def _hierarchy(path: Path | None, folder: Path | None) -> Path | None:
    inside = path is not None and folder is not None and path.is_relative_to(folder)
    return path.relative_to(folder) if path and folder and inside else path


def _section(name: str, options: dict[str, Any]) -> str:
    lines = [f"{key} = {_value(value)}\n" for key, value in options.items()]
    return f"[{name}]\n{''.join(lines)}"


def _value(value: Any) -> str:
    match value:
        case tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
        case bool():
            return str(value).lower()
        case _Raw() | int() | float():
            return str(value)
        case Path():
            return _quoted(value.as_posix())
        case _:
            return _quoted(value)


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(item) for item in value]
        case Path():
            return value.name
        case _:
            return value


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    """Quote as a TOML basic string, which escapes as JSON does, and DEL too (TOML 1.0, section String)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    paragraphs = [_NOT_PRINTED.sub(" ", paragraph) for paragraph in text.split("\n")] if text else []
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, COMMENT_WIDTH) or [""]]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)
