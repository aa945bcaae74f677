"""The ledger's tree, against a plain reading of the RFC's recursive definitions and against mutations of its proofs."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

SIZES = (1, 2, 3, 5, 7, 8)
WRONG = hashlib.sha256(b"wrong").digest()


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"entry %d" % i) for i in range(size)]


def naive_split(size: int) -> int:
    split = 1
    while split * 2 < size:
        split *= 2
    return split


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = naive_split(len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162 §2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    split = naive_split(len(leaves))
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_subproof(old: int, leaves: list[bytes], complete: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 §2.1.4.1, word for word."""
    if old == len(leaves):
        return [] if complete else [naive_root(leaves)]
    split = naive_split(len(leaves))
    if old <= split:
        return [*naive_subproof(old, leaves[:split], complete), naive_root(leaves[split:])]
    return [*naive_subproof(old - split, leaves[split:], False), naive_root(leaves[:split])]


@dataclass(frozen=True)
class Inclusion:
    name: str
    leaf: bytes
    index: int
    size: int
    proof: tuple[bytes, ...]
    root: bytes
    holds: bool

    def verdict(self) -> bool:
        return verify_inclusion(self.leaf, self.index, self.size, proof=self.proof, root=self.root)


@dataclass(frozen=True)
class Consistency:
    name: str
    old_size: int
    new_size: int
    proof: tuple[bytes, ...]
    old_root: bytes
    new_root: bytes
    holds: bool

    def verdict(self) -> bool:
        return verify_consistency(
            self.old_size, self.new_size, proof=self.proof, old_root=self.old_root, new_root=self.new_root
        )


def spoiled(proof: tuple[bytes, ...]) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    """The same proof, wrong in every way a proof can be wrong."""
    yield "with a hash too many", (*proof, WRONG)
    yield "with a hash before it", (WRONG, *proof)
    for i, sibling in enumerate(proof):
        yield f"without hash {i}", proof[:i] + proof[i + 1 :]
        yield f"with hash {i} wrong", (*proof[:i], bytes([sibling[0] ^ 1]) + sibling[1:], *proof[i + 1 :])
        yield f"with hash {i} short", (*proof[:i], sibling[:-1], *proof[i + 1 :])
    if len(set(proof)) > 1:
        yield "backwards", proof[::-1]


def inclusions() -> Iterator[Inclusion]:
    for size in SIZES:
        leaves = leaves_of(size)
        for index in {0, size // 2, size - 1}:
            good = Inclusion(
                f"{index} of {size}",
                leaves[index],
                index,
                size,
                tuple(naive_path(index, leaves)),
                naive_root(leaves),
                True,
            )
            yield good
            bad = replace(good, holds=False)
            yield replace(bad, name=f"{good.name}, root wrong", root=WRONG)
            yield replace(bad, name=f"{good.name}, leaf wrong", leaf=WRONG)
            yield replace(bad, name=f"{good.name}, index past the end", index=size)
            yield replace(bad, name=f"{good.name}, index negative", index=index - size - 1)
            yield replace(bad, name=f"{good.name}, no such size", size=0)
            yield replace(bad, name=f"{good.name}, size doubled", size=size * 2)
            for how, proof in spoiled(good.proof):
                yield replace(bad, name=f"{good.name}, {how}", proof=proof)


def consistencies() -> Iterator[Consistency]:
    for new_size in (*SIZES, 13):
        leaves = leaves_of(new_size)
        for old_size in sorted({1, new_size // 2, new_size - 1, new_size} - {0}):
            proof = tuple(naive_subproof(old_size, leaves, True))
            roots = naive_root(leaves[:old_size]), naive_root(leaves)
            good = Consistency(f"{old_size} in {new_size}", old_size, new_size, proof, *roots, True)
            yield good
            bad = replace(good, holds=False)
            yield replace(bad, name=f"{good.name}, old root wrong", old_root=WRONG)
            yield replace(bad, name=f"{good.name}, new root wrong", new_root=WRONG)
            yield replace(bad, name=f"{good.name}, sizes swapped", old_size=new_size + 1, new_size=old_size)
            yield replace(bad, name=f"{good.name}, old size zero", old_size=0)
            yield replace(bad, name=f"{good.name}, old size negative", old_size=-1)
            for how, spoilt in spoiled(proof):
                yield replace(bad, name=f"{good.name}, {how}", proof=spoilt)


VECTORS: list[Inclusion | Consistency] = [*inclusions(), *consistencies()]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_proof_verifies_exactly_when_it_is_the_proof_of_the_rfc(vector: Inclusion | Consistency) -> None:
    assert vector.verdict() is vector.holds


def test_most_vectors_must_fail() -> None:
    failing = sum(not vector.holds for vector in VECTORS)
    assert len(VECTORS) >= 150
    assert failing / len(VECTORS) >= 0.7


@pytest.mark.parametrize("size", range(34))
def test_roots_and_proofs_are_those_of_the_rfc(size: int) -> None:
    leaves = leaves_of(size)
    assert tree_root(leaves) == naive_root(leaves)
    for index in range(size):
        assert list(inclusion_proof(leaves, index)) == naive_path(index, leaves)
    for old in range(1, size + 1):
        assert list(consistency_proof(leaves, old)) == naive_subproof(old, leaves, True)


def test_known_hashes_of_the_rfc_family() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.integers(1, 400), st.data())
def test_every_honest_proof_verifies(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    root = tree_root(leaves)
    assert verify_inclusion(leaves[index], index, size, proof=inclusion_proof(leaves, index), root=root)
    proof = consistency_proof(leaves, old)
    assert verify_consistency(old, size, proof=proof, old_root=tree_root(leaves[:old]), new_root=root)


@given(st.integers(2, 200), st.data())
def test_a_rewritten_ledger_is_inconsistent_with_every_checkpoint_that_saw_the_entry(
    size: int, data: st.DataObject
) -> None:
    leaves = leaves_of(size)
    rewritten = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(rewritten + 1, size))
    forged = [*leaves[:rewritten], WRONG, *leaves[rewritten + 1 :]]
    proof = consistency_proof(forged, old)
    assert not verify_consistency(old, size, proof=proof, old_root=tree_root(leaves[:old]), new_root=tree_root(forged))


@given(st.integers(0, 300))
def test_a_frontier_grows_as_the_tree_does_and_survives_storage(size: int) -> None:
    leaves = leaves_of(size)
    frontier = Frontier.of(leaves)
    assert (frontier.size, frontier.root) == (size, tree_root(leaves))
    kept = Frontier.from_bytes(frontier.to_bytes())
    assert kept == frontier
    assert kept.append(WRONG).root == tree_root([*leaves, WRONG])


@pytest.mark.parametrize("data", [b"", b"1234567", b"\0" * 7 + b"\1", b"\0" * 8 + b"x", b"\0" * 7 + b"\3" + b"x" * 32])
def test_a_frontier_of_the_wrong_length_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a frontier"):
        Frontier.from_bytes(data)


def test_asking_for_a_proof_of_what_is_not_there_is_an_error() -> None:
    leaves = leaves_of(3)
    for index in (-1, 3):
        with pytest.raises(IndexError):
            inclusion_proof(leaves, index)
    for old in (-1, 4):
        with pytest.raises(IndexError):
            consistency_proof(leaves, old)


def test_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    left, right = leaves_of(2)
    assert leaf_hash(left + right) != node_hash(left, right)
    assert verify_inclusion(tree_root([left, right]), 0, 1, proof=(), root=tree_root([left, right]))
    assert not verify_inclusion(leaf_hash(left + right), 0, 1, proof=(), root=tree_root([left, right]))
