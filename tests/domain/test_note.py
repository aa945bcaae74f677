"""Signed notes, checkpoints and proofs: published examples, round-trips, and everything a strict reader refuses."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.domain.merkle import inclusion_proof, leaf_hash, tree_root, verify_inclusion
from planner.domain.note import (
    Checkpoint,
    SigningKey,
    TlogProof,
    VerifierKey,
    open_checkpoint,
    parse_note,
    sign_checkpoint,
)

KEY = SigningKey("shoal.example/ledger", bytes(range(32)))
OTHER = SigningKey("shoal.example/other", bytes(range(1, 33)))
LEAVES = [leaf_hash(b"%d" % i) for i in range(11)]
CHECKPOINT = Checkpoint(KEY.name, len(LEAVES), tree_root(LEAVES))
SIGNED = sign_checkpoint(CHECKPOINT, KEY)
PROOF = TlogProof(4, inclusion_proof(LEAVES, 4), SIGNED)

PUBLISHED_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_published_example_note_verifies_under_its_published_key() -> None:
    key = VerifierKey.parse(PUBLISHED_VKEY)
    assert parse_note(PUBLISHED_NOTE.encode()).is_signed_by(key)
    assert key.vkey == PUBLISHED_VKEY
    assert not parse_note(PUBLISHED_NOTE.replace("answer", "cause").encode()).is_signed_by(key)


def test_the_published_multi_line_note_is_read_up_to_its_last_empty_line() -> None:
    note = parse_note(
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQ"
        "waqP3ZekRwNtIc=\n".encode()
    )
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert [line.name for line in note.signatures] == ["quasimodo.example/salvatore"]


def test_the_published_checkpoint_is_read() -> None:
    note = parse_note(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyW"
        "E+xeMcTOAYQ8=\n".encode()
    )
    checkpoint = Checkpoint.parse(note.text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == note.text


def test_a_signed_checkpoint_opens_under_the_pinned_key() -> None:
    pinned = VerifierKey.parse(KEY.verifier.vkey)
    assert open_checkpoint(SIGNED.encode(), pinned) == CHECKPOINT


def test_a_proof_survives_its_text_and_proves_its_entry() -> None:
    proof = TlogProof.parse(PROOF.text.encode())
    assert proof == PROOF
    checkpoint = open_checkpoint(proof.checkpoint.encode(), KEY.verifier)
    assert verify_inclusion(LEAVES[4], proof.index, checkpoint.size, proof=proof.hashes, root=checkpoint.root)


@given(st.binary(max_size=40))
def test_extra_data_survives_unread(extra: bytes) -> None:
    proof = TlogProof(0, (), SIGNED, extra)
    assert TlogProof.parse(proof.text.encode()) == proof


@pytest.mark.parametrize(
    "key",
    [OTHER.verifier, VerifierKey(KEY.name, OTHER.verifier.public), VerifierKey(OTHER.name, KEY.verifier.public)],
    ids=["another key", "another key under the same name", "the same key under another name"],
)
def test_only_the_pinned_key_opens_a_checkpoint(key: VerifierKey) -> None:
    with pytest.raises(PlannerError, match="checkpoint-not-signed"):
        open_checkpoint(SIGNED.encode(), key)


def test_a_checkpoint_of_another_ledger_signed_by_this_key_does_not_open() -> None:
    elsewhere = sign_checkpoint(Checkpoint("shoal.example/elsewhere", 1, LEAVES[0]), KEY)
    with pytest.raises(PlannerError, match="checkpoint-not-signed"):
        open_checkpoint(elsewhere.encode(), KEY.verifier)


def test_a_cosignature_by_an_unknown_key_is_ignored_and_a_wrong_one_by_the_known_key_is_not() -> None:
    cosigned = SIGNED + OTHER.sign(CHECKPOINT.text).split("\n\n")[1]
    assert open_checkpoint(cosigned.encode(), KEY.verifier) == CHECKPOINT
    spoiled = SIGNED + KEY.sign("another text\n").split("\n\n")[1]
    with pytest.raises(PlannerError, match="checkpoint-not-signed"):
        open_checkpoint(spoiled.encode(), KEY.verifier)


NOTE_MUTATIONS: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "no signatures": lambda _: CHECKPOINT.text,
    "signatures without lines": lambda _: CHECKPOINT.text + "\n",
    "no newline at the end": lambda text: text[:-1],
    "a newline more": lambda text: text + "\n",
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "a tab": lambda text: text.replace("\n", "\t\n", 1),
    "a NUL": lambda text: "\0" + text,
    "a hyphen for the dash": lambda text: text.replace("—", "-"),
    "two spaces": lambda text: text.replace("— ", "—  "),
    "a plus in the name": lambda text: text.replace("— shoal", "— sho+al"),
    "base64 cut": lambda text: text[:-3] + "\n",
    "base64 padded more": lambda text: text.replace("=\n", "==\n"),
    "url-safe base64": lambda text: text[:-8] + "-_" + text[-6:],
    "a signature of four bytes": lambda _: CHECKPOINT.text + "\n— a AAAAAA==\n",
    "too many signatures": lambda text: text + text.split("\n\n")[1] * 16,
    "too long": lambda text: "x" * 70_000 + text,
}


@pytest.mark.parametrize("name", NOTE_MUTATIONS)
def test_a_malformed_note_is_refused(name: str) -> None:
    with pytest.raises(PlannerError, match="proof-unreadable"):
        parse_note(NOTE_MUTATIONS[name](SIGNED).encode())


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(PlannerError, match="proof-unreadable"):
        parse_note(SIGNED.encode().replace(b"shoal", b"sho\xffl"))


ROOT = base64.b64encode(CHECKPOINT.root).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n",
        f"\n1\n{ROOT}\n",
        f"origin\n01\n{ROOT}\n",
        f"origin\n-1\n{ROOT}\n",
        f"origin\n1.0\n{ROOT}\n",
        f"origin\n\u0661\n{ROOT}\n",
        f"origin\n{10**30}\n{ROOT}\n",
        f"origin\n1\n{ROOT[:-4]}\n",
        f"origin\n1\n{ROOT}",
        f"origin\n1\n{ROOT}\nextension\n",
        f"origin\n1\n{ROOT}\n\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(PlannerError, match="proof-unreadable"):
        Checkpoint.parse(text)


PROOF_MUTATIONS: dict[str, Callable[[str], str]] = {
    "another version": lambda text: text.replace("@v1", "@v2"),
    "no index": lambda text: text.replace("index 4\n", ""),
    "a leading zero": lambda text: text.replace("index 4", "index 04"),
    "a negative index": lambda text: text.replace("index 4", "index -4"),
    "a short hash": lambda text: text.replace("index 4\n", "index 4\nAAAA\n"),
    "no checkpoint": lambda text: text.split("\n\n")[0] + "\n",
    "too many hashes": lambda text: text.replace("index 4\n", "index 4\n" + f"{ROOT}\n" * 64),
    "extra that is not base64": lambda text: text.replace("index", "extra !\nindex", 1),
    "extra after the index": lambda text: text.replace("index 4\n", "index 4\nextra AAAA\n"),
    "windows lines": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", PROOF_MUTATIONS)
def test_a_malformed_proof_is_refused(name: str) -> None:
    with pytest.raises(PlannerError, match="proof-unreadable"):
        TlogProof.parse(PROOF_MUTATIONS[name](PROOF.text).encode())


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        "name+00000000",
        KEY.verifier.vkey.replace("+", "+0", 1),
        KEY.verifier.vkey.replace("shoal", "sho al"),
        KEY.verifier.vkey[:-4],
        f"{KEY.name}+{KEY.verifier.key_id.hex()}+" + base64.b64encode(b"\4" + KEY.verifier.public).decode(),
        KEY.verifier.vkey.replace("shoal", "other"),
    ],
)
def test_a_key_that_is_not_one_is_refused(vkey: str) -> None:
    with pytest.raises(PlannerError, match="key-unreadable"):
        VerifierKey.parse(vkey)


@pytest.mark.parametrize("text", ["no newline", "a\ttab\n", "a\r\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="lines of text"):
        KEY.sign(text)


def test_the_secret_is_not_shown_when_a_key_is_printed() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert "\\x01\\x02" not in repr(KEY)
