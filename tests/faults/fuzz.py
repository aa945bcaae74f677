"""What anybody may be sent and has to be read: each reading, and what it is given, made from something sound."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from planner.domain.campaign import Campaign
from planner.domain.canonical import canonical_json
from planner.domain.note import Checkpoint, TlogProof, VerifierKey, parse_note
from planner.domain.rule_text import parse_rule
from planner.formats.archive import unpack
from planner.formats.records import format_ledger_export, parse_canonical, parse_ledger_export
from planner.formats.verification import verify_bundle
from planner.intake.mapping_reader import parse_mapping
from tests.domain.campaigning import campaign
from tests.formats.builders import KEY, a_list, release

HERE = Path("nowhere")
REAL = release(a_list())
VKEY = KEY.verifier.vkey


@dataclass(frozen=True)
class Reading:
    """One way in: what reads it, texts that it takes, pieces to put in, and what else it may raise."""

    read: Callable[[bytes], object]
    sound: tuple[bytes, ...]
    pieces: tuple[bytes, ...]
    raises: tuple[type[Exception], ...] = ()


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("utf-8", "surrogateescape"))


_FILES = unpack(REAL.bundle)
RULES = (b"age >= '35' AND NOT (city IN ('Lyon', 'Bern') OR plan <> 'gold')", b'"a b" BETWEEN 1 AND 2.5')
MAPPINGS = (
    b"[columns.a]\nrole = 'attribute'\nkind = 'ordered'\nbands = [1, 2.5]\n[file]\ndelimiter = ';'\n",
    b"[columns.b]\nrole='attribute'\nkind='nominal'\n[columns.c]\nrole = 'consent'\nscope = 's'\ngranted = [1]\n",
)
READINGS: Mapping[str, Reading] = {
    "rule text": Reading(
        _text(parse_rule),
        RULES,
        (
            b"(",
            b")",
            b"'",
            b'"',
            b"NOT ",
            b" AND ",
            b" OR ",
            b"--",
            b"/*",
            b";",
            b"\\",
            b"::",
            b"CASE ",
            b"{{",
            b"$$",
            b"0x",
        ),
    ),
    "mapping": Reading(
        _text(lambda text: parse_mapping(text, folder=HERE)),
        MAPPINGS,
        (
            b"[",
            b"]",
            b"'''",
            b'"""',
            b"{",
            b"}",
            b".",
            b"=",
            b"nan",
            b"-inf",
            b"1979-05-27",
            b"\\u0000",
            b"role",
            b"levels",
            b"hierarchy",
            b"[[columns]]\n",
        ),
    ),
    "bundle": Reading(
        lambda data: verify_bundle(data, pinned_key=VKEY, ledger_export=None),
        (REAL.bundle,),
        (b"PK\3\4", b"PK\1\2", b"PK\5\6", b"\xff\xff\xff\xff", b"\0" * 4, b"[" * 99, b'{"a":'),
    ),
    "checkpoint": Reading(
        lambda data: Checkpoint.parse(parse_note(data).text),
        (REAL.ledger.checkpoint.encode(),),
        (b"\n", "— ".encode(), b"+", b"=", b"9" * 30, b"\r", b"\0", b"AAAA"),
    ),
    "proof": Reading(
        TlogProof.parse, (REAL.evidence.proof.text.encode(),), (b"\n", b"extra ", b"index ", b"=", b"-1", b"9" * 30)
    ),
    "key": Reading(_text(VerifierKey.parse), (VKEY.encode(),), (b"+", b"=", b" ", b"\n", b"AQ")),
    "ledger": Reading(
        parse_ledger_export,
        (format_ledger_export(REAL.ledger.entries, REAL.ledger.checkpoint),),
        (b"\n", b"{", b"[", b'"', b"1e999", b"\\ud800"),
    ),
    "record": Reading(
        parse_canonical,
        (_FILES["manifest.json"], _FILES["check.json"]),
        (b"{", b"[", b'"', b"1e999", b"-0", b"NaN", b"\\ud800", b"null", b"9" * 40),
        (ValueError,),
    ),
    "campaign": Reading(
        lambda data: Campaign.from_json(json.loads(data)),
        (canonical_json(campaign().to_json()),),
        (b"{", b"[", b'"', b"null", b"1", b"true", b",", b":"),
        (ValueError, RecursionError),
    ),
}
"""Each of these is told calmly (`raises` is caught by whoever calls it), whatever it is given."""


def data_for(reading: Reading) -> st.SearchStrategy[bytes]:
    """Something sound with bytes cut out, doubled, changed or put in, or rubble from the start."""
    piece = st.one_of(st.sampled_from(reading.pieces), st.binary(max_size=6))
    edit = st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), piece)
    changed = st.builds(_edited, st.sampled_from(reading.sound), st.lists(edit, max_size=6))
    return st.one_of(changed, st.lists(piece, max_size=30).map(b"".join))


def _edited(sound: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for place, cut, piece in edits:
        at = place % (len(sound) + 1)
        sound = sound[:at] + piece + sound[at + cut :]
    return sound
