"""The catalogue: what people may agree to in this workspace, in words that other privacy tools understand."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.canonical import Json, digest
from planner.domain.errors import PlannerError
from planner.domain.strict import Kinds, nearest, read_date, read_fields, require_text
from planner.domain.vocabulary import Purpose, Vocabulary

STARTING_NOTICE = "starting"
"""The notice version of scopes that nobody has edited yet."""

LONGEST_VALIDITY_DAYS = 3_650

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIELDS: Kinds = {
    "name": str,
    "purpose": str,
    "channel": (str, type(None)),
    "sentence": str,
    "notice_version": str,
    "notice_on": (str, type(None)),
    "collected_by": str,
    "collected_since": (str, type(None)),
    "valid_days": (int, type(None)),
    "withdrawal": str,
    "third_parties": bool,
    "legal_basis": str,
}
_DATES = ("notice_on", "collected_since")


@dataclass(frozen=True, slots=True)
class ConsentScope:
    """A purpose on a channel that people say yes or no to."""

    name: str
    purpose: str
    """The vocabulary's key of the purpose."""
    channel: str | None
    """The vocabulary's key of the channel; None: whatever the channel."""
    sentence: str
    """What people were shown, plainly."""
    notice_version: str
    """The privacy notice that went with it; empty: none is known, so nothing may rest on this scope."""
    notice_on: date | None
    """The day that notice took effect."""
    collected_by: str
    """How people said yes."""
    collected_since: date | None
    """When the oldest of these consents was given; None: the source renews or drops them itself."""
    valid_days: int | None
    """How long a yes lasts; None: until it is withdrawn."""
    withdrawal: str
    """How people take it back."""
    third_parties: bool
    """Whether people were told that others receive their data."""
    legal_basis: str
    """The vocabulary's key of the legal basis."""

    def to_json(self) -> dict[str, Json]:
        """Return every field; dates as ISO 8601."""
        plain: dict[str, Json] = {name: getattr(self, name) for name in self.__slots__}
        return plain | {name: value.isoformat() for name in _DATES if (value := getattr(self, name))}

    def digest(self) -> str:
        """Return the SHA-256 of the scope's canonical JSON, in hexadecimal."""
        return digest(self.to_json())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The consent scopes of a workspace and the promises that go with them.

    Raises PlannerError when made from scopes that contradict the vocabulary or each other: `scope-…`.
    """

    vocabulary: Vocabulary
    scopes: tuple[ConsentScope, ...]
    no_sale: bool = True
    """The promise that people's data is never sold or traded."""

    def __post_init__(self) -> None:
        for each in self.scopes:
            _check(each, self.vocabulary)
        if len(set(self.names)) < len(self.scopes):
            twice = next(name for name in self.names if self.names.count(name) > 1)
            raise PlannerError("scope-exists", scope=twice)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the scopes, in the catalogue's order."""
        return tuple(each.name for each in self.scopes)

    def get(self, name: str) -> ConsentScope | None:
        """Return the scope of this name, if the catalogue has it."""
        return next((each for each in self.scopes if each.name == name), None)

    def scope(self, name: str) -> ConsentScope:
        """Return the scope of this name. Raises PlannerError `unknown-scope` with the nearest name."""
        found = self.get(name)
        if found is None:
            raise PlannerError("unknown-scope", scope=name, nearest=nearest(name, self.names))
        return found

    def covering(self, purpose: Purpose, channel: str) -> tuple[ConsentScope, ...]:
        """Return the scopes that cover a purpose on a channel, the closest purpose and named channel first.

        A scope covers its own purpose and every narrower one, on its own channel or, when it names none, on all.
        """
        broader = [each.key for each in self.vocabulary.widening(purpose)]
        fits = [each for each in self.scopes if each.purpose in broader and each.channel in (None, channel)]
        return tuple(sorted(fits, key=lambda each: (broader.index(each.purpose), each.channel is None, each.name)))

    def with_scope(self, scope: ConsentScope) -> "Catalogue":
        """Return the catalogue with one more scope. Raises PlannerError `scope-exists`, `scope-…`."""
        return dataclasses.replace(self, scopes=(*self.scopes, scope))

    def without_scope(self, name: str) -> "Catalogue":
        """Return the catalogue with one scope less. Raises PlannerError `unknown-scope`."""
        gone = self.scope(name)
        return dataclasses.replace(self, scopes=tuple(each for each in self.scopes if each != gone))

    def edited(self, name: str, /, **fields: str | int | bool | date | None) -> "Catalogue":
        """Return the catalogue with some fields of one scope replaced.

        Raises PlannerError `unknown-scope`, `scope-field-unknown`, `scope-…`.
        """
        before = self.scope(name)
        for field in fields:
            if field not in _FIELDS:
                raise PlannerError("scope-field-unknown", field=field, nearest=nearest(field, tuple(_FIELDS)))
        after = dataclasses.replace(before, **fields)  # type: ignore[arg-type]  # Catalogue checks every type itself
        return dataclasses.replace(self, scopes=tuple(after if each == before else each for each in self.scopes))

    def digest(self) -> str:
        """Return the one digest of scopes, promises and vocabulary."""
        return digest({"catalogue": self.to_json(), "vocabulary": self.vocabulary.digest()})

    def to_json(self) -> dict[str, Json]:
        """Return scopes and promises; `from_json` reads them back to an equal catalogue."""
        return {"no_sale": self.no_sale, "scopes": [each.to_json() for each in self.scopes]}

    @classmethod
    def from_json(cls, plain: object, vocabulary: Vocabulary) -> "Catalogue":
        """Read what `to_json` wrote. Raises PlannerError `catalogue-unreadable` with the place, or `scope-…`."""
        code = "catalogue-unreadable"
        told = read_fields(plain, {"no_sale": bool, "scopes": list}, code=code, place="catalogue")
        scopes = [_scope_from(each, f"scopes[{i}]") for i, each in enumerate(told["scopes"])]
        return cls(vocabulary, tuple(scopes), told["no_sale"])


def _scope_from(plain: object, place: str) -> ConsentScope:
    told: dict[str, Any] = read_fields(plain, _FIELDS, code="catalogue-unreadable", place=place)
    dates = {name: read_date(told[name], code="catalogue-unreadable", place=f"{place}.{name}") for name in _DATES}
    return ConsentScope(**{**told, **dates})


def _check(scope: ConsentScope, vocabulary: Vocabulary) -> None:
    if not isinstance(scope.name, str) or not _NAME.fullmatch(scope.name):
        raise PlannerError("scope-name-wrong", scope=str(scope.name))
    for field in _DATES:
        if type(getattr(scope, field)) not in (date, type(None)):
            raise PlannerError("scope-value-wrong", place=f"{scope.name}.{field}")
    read_fields(scope.to_json(), _FIELDS, code="scope-value-wrong", place=scope.name)
    require_text(scope.sentence, scope.notice_version, scope.collected_by, scope.withdrawal)
    known: Mapping[str, Mapping[str, object]] = {
        "purpose": vocabulary.purposes,
        "channel": vocabulary.channels,
        "legal_basis": vocabulary.legal_bases,
    }
    for field, names in known.items():
        written = getattr(scope, field)
        if written is not None and written not in names:
            raise PlannerError(
                "scope-field-value-unknown",
                scope=scope.name,
                field=field,
                written=written,
                nearest=nearest(written, tuple(names)),
            )
    if scope.valid_days is not None and not 1 <= scope.valid_days <= LONGEST_VALIDITY_DAYS:
        raise PlannerError("scope-validity-wrong", scope=scope.name, longest=LONGEST_VALIDITY_DAYS)
    if not scope.sentence.strip():
        raise PlannerError("scope-sentence-missing", scope=scope.name)
