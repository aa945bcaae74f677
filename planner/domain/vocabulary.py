"""The vocabulary: purposes, channels and legal bases, each with the name other privacy tools know it by."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain.canonical import Json, digest
from planner.domain.errors import PlannerError
from planner.domain.strict import Kinds, read_fields, read_texts

CODE = "vocabulary-unreadable"

PROFILING, THIRD_PARTY_SHARING, SPECIAL_CATEGORY = "profiling", "third-party-sharing", "special-category"
"""Purposes that a campaign takes on by how it works, whatever it declares."""

_TERM: Kinds = {"key": str, "name": str, "dpv": str, "fideslang": (str, type(None)), "tcf": (int, type(None))}
_PURPOSE: Kinds = {**_TERM, "sentence": str, "broader": (str, type(None)), "legal_bases": list}
_CHANNEL: Kinds = {**_TERM, "platforms": list}
_BASIS: Kinds = {"key": str, "name": str, "iri": str}
_VERSIONS: Kinds = {"dpv": str, "fideslang": str, "tcf": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One idea in three vocabularies; None where a vocabulary has no word for it."""

    key: str
    name: str
    dpv: str
    """The IRI in the W3C Data Privacy Vocabulary."""
    fideslang: str | None
    """The data use in fideslang."""
    tcf: int | None
    """The purpose in the IAB Transparency and Consent Framework."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose(Term):
    """Why data is used."""

    sentence: str
    broader: str | None
    """The key of the purpose that this one is a kind of."""
    legal_bases: tuple[str, ...]
    """Keys of the legal bases it may rest on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Term):
    """How people are reached; its terms say what using it amounts to."""

    platforms: tuple[str, ...]
    """Who delivers on this channel in our place, and so receives the list; none when we do it ourselves."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """What makes a use lawful, with its IRI in DPV's extension for the GDPR."""

    key: str
    name: str
    iri: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The purposes, channels and legal bases that a workspace knows, by key, in their order."""

    versions: Mapping[str, str]
    """Which version of each outside vocabulary the terms are taken from."""
    purposes: Mapping[str, Purpose]
    channels: Mapping[str, Channel]
    legal_bases: Mapping[str, LegalBasis]

    def widening(self, purpose: Purpose) -> Iterator[Purpose]:
        """Walk from a purpose to ever broader ones, itself first."""
        yield purpose
        if purpose.broader is not None:
            yield from self.widening(self.purposes[purpose.broader])

    def digest(self) -> str:
        """Return the one digest of the vocabulary."""
        return digest(
            {
                "versions": dict(self.versions),
                "purposes": [_plain(each) for each in self.purposes.values()],
                "channels": [_plain(each) for each in self.channels.values()],
                "legal_bases": [_plain(each) for each in self.legal_bases.values()],
            }
        )

    @classmethod
    def parse(cls, text: str) -> "Vocabulary":
        """Read a vocabulary from JSON text.

        Raises PlannerError `vocabulary-unreadable` with the place of what is missing, unknown, twice or circular.
        """
        try:
            plain = json.loads(text)
        except ValueError:
            raise PlannerError(CODE, place="vocabulary") from None
        kinds = {"versions": dict, "purposes": list, "channels": list, "legal_bases": list}
        told = read_fields(plain, kinds, code=CODE, place="vocabulary")
        purposes = [_purpose(each, f"purposes[{i}]") for i, each in enumerate(told["purposes"])]
        channels = [_channel(each, f"channels[{i}]") for i, each in enumerate(told["channels"])]
        bases = [_read(each, _BASIS, f"legal_bases[{i}]") for i, each in enumerate(told["legal_bases"])]
        read = cls(
            versions=_read(told["versions"], _VERSIONS, "versions"),
            purposes={each.key: each for each in purposes},
            channels={each.key: each for each in channels},
            legal_bases={each["key"]: LegalBasis(**each) for each in bases},
        )
        for name in ("purposes", "channels", "legal_bases"):
            if len(getattr(read, name)) < len(told[name]):
                raise PlannerError(CODE, place=name)
        _check(read)
        return read


def _read(plain: object, kinds: Kinds, place: str) -> dict[str, Any]:
    return read_fields(plain, kinds, code=CODE, place=place)


def _purpose(plain: object, place: str) -> Purpose:
    told = _read(plain, _PURPOSE, place)
    return Purpose(**{**told, "legal_bases": read_texts(told["legal_bases"], code=CODE, place=place)})


def _channel(plain: object, place: str) -> Channel:
    told = _read(plain, _CHANNEL, place)
    return Channel(**{**told, "platforms": read_texts(told["platforms"], code=CODE, place=place)})


def _check(vocabulary: Vocabulary) -> None:
    for key in (PROFILING, THIRD_PARTY_SHARING, SPECIAL_CATEGORY):
        if key not in vocabulary.purposes:
            raise PlannerError(CODE, place=f"purposes.{key}")
    for purpose in vocabulary.purposes.values():
        if not purpose.legal_bases or not set(purpose.legal_bases) <= set(vocabulary.legal_bases):
            raise PlannerError(CODE, place=f"purposes.{purpose.key}.legal_bases")
        _check_ends(purpose, vocabulary.purposes)


def _check_ends(purpose: Purpose, purposes: Mapping[str, Purpose]) -> None:
    """Check that a purpose leads to ever broader ones and comes to an end."""
    seen: set[str] = set()
    at: str | None = purpose.key
    while at is not None:
        if at in seen or at not in purposes:
            raise PlannerError(CODE, place=f"purposes.{purpose.key}.broader")
        seen.add(at)
        at = purposes[at].broader


def _plain(each: Term | LegalBasis) -> dict[str, Json]:
    names = [field for kind in type(each).__mro__ for field in getattr(kind, "__slots__", ())]
    return {name: getattr(each, name) for name in names}
