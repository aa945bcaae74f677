"""Reading a mapping: a TOML text that a person wrote becomes a `Mapping`, or a sentence about what to write instead."""

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain.attribute import Kind
from planner.domain.errors import PlannerError
from planner.intake.mapping import (
    AttributeColumn,
    ConsentColumn,
    FileOptions,
    Mapping,
    SensitiveColumn,
    nearest_name,
    own_roles,
)
from planner.intake.mapping_options import FILE_OPTIONS, KINDS, ONE_OF, OPTIONS, ROLES, Option

MOST_SCOPES = 32
"""Consent scopes of one population: each is one bit of a cell's consent."""

MOST_TEXT = 4 << 20
"""Characters of a mapping: one that names 16,384 columns has about 2 million."""

_MOST_PARTS = 16
_LONG_NAME = re.compile(rf"""(?<![\w".-])(?:[\w"-]+[ \t]*\.[ \t]*){{{_MOST_PARTS}}}""")
_NO_NAMES = re.compile(
    r"""\"{3}(?:[^\\]|\\.?)*?(?:"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?|\#[^\n]*""", re.DOTALL
)
"""Texts and comments of TOML, in which a dot parts no names; it always matches, so that no text takes it long."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the text says about one column, its options already read."""

    name: str
    role: str
    kind: Kind | None
    options: dict[str, Any]


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; files it names are looked for beside it.

    Raises PlannerError `mapping-unreadable`, and whatever `parse_mapping` raises.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MOST_TEXT + 1)
    except (OSError, UnicodeDecodeError):
        raise PlannerError("mapping-unreadable", file=path.name) from None
    return parse_mapping(text, folder=path.parent)


def parse_mapping(text: str, *, folder: Path) -> Mapping:
    """Return the mapping that a TOML text describes; a hierarchy file it names is relative to `folder`.

    Raises PlannerError with a code that begins with `mapping-`; its facts name the column and what to write instead.
    """
    if len(text) > MOST_TEXT:
        raise PlannerError("mapping-too-long", most=MOST_TEXT)
    document = _load(text)
    _reject_unknown(document, ("columns", "file"), code="mapping-section-unknown")
    columns = [_read_column(name, said) for name, said in _table(document, "columns").items()]
    mapping = Mapping(
        attributes=tuple(_attribute(said, folder) for said in columns if said.role == "attribute"),
        consents=tuple(ConsentColumn(said.name, **said.options) for said in columns if said.role == "consent"),
        sensitive=tuple(_sensitive(said) for said in columns if said.role == "sensitive"),
        identifier=_only(columns, "identifier"),
        updated=_only(columns, "updated"),
        weight=_only(columns, "weight"),
        dropped=tuple(said.name for said in columns if said.role == "dropped"),
        file=_read_file(_table(document, "file")),
    )
    _check_counting(mapping)
    _check_levels(mapping)
    return mapping


def _load(text: str) -> dict[str, Any]:
    _check_names(text)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        last = text.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise PlannerError("mapping-not-toml", line=int(line[1]) if line else last, reason=reason) from None


def _check_names(text: str) -> None:
    """Refuse a name of so many parts that tomllib, whose time grows with their square, would never end."""
    bare = _NO_NAMES.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    if found := _LONG_NAME.search(bare):
        line = bare.count("\n", 0, found.start()) + 1
        raise PlannerError("mapping-not-toml", line=line, reason=f"a name of more than {_MOST_PARTS} parts")


def _table(document: dict[str, Any], section: str) -> dict[str, Any]:
    table = document.get(section, {})
    if not isinstance(table, dict):
        raise PlannerError("mapping-section-not-table", section=section)
    return table


def _read_column(name: str, said: Any) -> _Said:
    if not isinstance(said, dict) or "role" not in said:
        _reject_dotted(name, said)
        raise PlannerError("mapping-role-missing", column=name, roles=tuple(ROLES))
    role = _choice("role", name, said, ROLES)
    kind = Kind(_choice("kind", name, said, list(Kind))) if role == "attribute" else None
    allowed = (*ROLES[role], *(KINDS[kind] if kind else ()))
    given = {option: value for option, value in said.items() if option not in ("role", "kind" if kind else "role")}
    for option in given:
        _check_option(name, option, allowed, owner=f"{kind} attribute" if kind else f"column with the role {role}")
    values = {option: _read_value(name, option, OPTIONS[option], value) for option, value in given.items()}
    _check_needed(name, kind, role, values)
    return _Said(name, role, kind, values)


def _reject_dotted(name: str, said: Any) -> None:
    """Say that a name with a dot needs quotes: TOML reads `[columns.a.b]` as b inside a."""
    inner = [key for key, value in said.items() if isinstance(value, dict)] if isinstance(said, dict) else []
    if inner:
        raise PlannerError("mapping-name-needs-quotes", column=name, wanted=f'[columns."{name}.{inner[0]}"]')


def _choice(option: str, name: str, said: dict[str, Any], known: Collection[str]) -> str:
    """Return the role or kind that a column names, when it is one of the known."""
    written = str(said.get(option, ""))
    if written not in known:
        raise PlannerError(
            f"mapping-{option}-unknown",
            column=name,
            written=written,
            nearest=nearest_name(written, known),
            known=tuple(map(str, known)),
        )
    return written


def _check_option(name: str, option: str, allowed: Collection[str], *, owner: str) -> None:
    options = tuple(allowed) or ("none but role",)
    if option not in OPTIONS and option != "kind":
        nearest = nearest_name(option, allowed or OPTIONS)
        raise PlannerError("mapping-option-unknown", column=name, option=option, nearest=nearest, options=options)
    if option not in allowed:
        raise PlannerError("mapping-option-misplaced", column=name, option=option, owner=owner, options=options)


def _check_needed(name: str, kind: Kind | None, role: str, values: Collection[str]) -> None:
    one_of = ONE_OF[kind] if kind else ()
    if one_of and len([option for option in one_of if option in values]) != 1:
        raise PlannerError("mapping-option-one-of", column=name, kind=str(kind), options=one_of)
    absent = [option for option in ROLES[role] if role == "consent" and option not in values]
    if absent:
        raise PlannerError("mapping-option-needed", column=name, option=absent[0], wanted=OPTIONS[absent[0]].wanted)


def _read_value(column: str, name: str, option: Option, value: Any) -> Any:
    try:
        return option.read(value)
    except ValueError:
        raise PlannerError("mapping-value-wrong", column=column, option=name, wanted=option.wanted) from None


def _read_file(table: dict[str, Any]) -> FileOptions:
    _reject_unknown(table, FILE_OPTIONS, code="mapping-file-option-unknown")
    return FileOptions(
        **{name: _read_value("[file]", name, FILE_OPTIONS[name], value) for name, value in table.items()}
    )


def _attribute(said: _Said, folder: Path) -> AttributeColumn:
    options = dict(said.options)
    hierarchy = options.pop("hierarchy", None)
    levels = options.get("levels", (said.name,))
    if levels[0] != said.name:
        raise PlannerError("mapping-levels-first", column=said.name, first=levels[0])
    return AttributeColumn(
        said.name,
        said.kind or Kind.NOMINAL,
        hierarchy=folder / hierarchy if hierarchy else None,
        fold_rare=options.pop("rare", True),
        **options,
    )


def _sensitive(said: _Said) -> SensitiveColumn:
    options = dict(said.options)
    distinct, closeness = options.pop("l", 1), options.pop("t", None)
    if distinct < 2 and closeness is None:
        raise PlannerError("mapping-sensitive-undemanding", column=said.name)
    if "bands" in options and "order" in options:
        raise PlannerError("mapping-option-one-of", column=said.name, kind="sensitive", options=("bands", "order"))
    return SensitiveColumn(said.name, distinct, closeness, **options)


def _only(columns: Sequence[_Said], role: str) -> str | None:
    names = [said.name for said in columns if said.role == role]
    if len(names) > 1:
        raise PlannerError("mapping-role-twice", role=role, columns=tuple(names))
    return names[0] if names else None


def _check_counting(mapping: Mapping) -> None:
    """Check what people are counted by, and that there is something to describe them with."""
    if not mapping.attributes:
        raise PlannerError("mapping-no-attribute")
    if mapping.identifier is not None and mapping.weight is not None:
        raise PlannerError("mapping-identifier-and-weight", identifier=mapping.identifier, weight=mapping.weight)
    if mapping.updated is not None and mapping.identifier is None:
        raise PlannerError("mapping-updated-alone", column=mapping.updated)
    scopes = {consent.scope for consent in mapping.consents}
    if len(scopes) > MOST_SCOPES:
        raise PlannerError("mapping-too-many-scopes", scopes=len(scopes), most=MOST_SCOPES)


def _check_levels(mapping: Mapping) -> None:
    """Check that a coarser column belongs to one hierarchy and to nothing else."""
    roles = own_roles(mapping)
    owner: dict[str, str] = {}
    for column in mapping.attributes:
        for level in column.levels[1:]:
            if level in roles:
                raise PlannerError("mapping-level-has-role", column=level, attribute=column.name, role=roles[level])
            if level in owner:
                raise PlannerError("mapping-level-twice", column=level, attributes=(owner[level], column.name))
            owner[level] = column.name


def _reject_unknown(table: Collection[str], known: Collection[str], *, code: str) -> None:
    for name in table:
        if name not in known:
            raise PlannerError(code, name=name, nearest=nearest_name(name, known), known=tuple(known))
