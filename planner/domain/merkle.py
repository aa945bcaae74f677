"""The Merkle tree of the ledger (RFC 6962, kept by RFC 9162 §2.1): roots, proofs and their verification."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf; its prefix keeps a leaf from ever passing as a node (RFC 9162 §2.1.1)."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed to append to a tree: its size and the roots of its perfect subtrees, largest first.

    The subtrees are those of the binary digits of `size` that are one, so appending costs O(log size).
    """

    size: int = 0
    subtrees: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier with one more leaf hash."""
        subtrees, carry = list(self.subtrees), leaf
        for _ in range(_trailing_ones(self.size)):
            carry = node_hash(subtrees.pop(), carry)
        return Frontier(self.size + 1, (*subtrees, carry))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.subtrees:
            return EMPTY_ROOT
        *left, root = self.subtrees
        for subtree in reversed(left):
            root = node_hash(subtree, root)
        return root

    def to_bytes(self) -> bytes:
        """Return eight bytes of size (big-endian) and the subtrees' hashes."""
        return self.size.to_bytes(8, "big") + b"".join(self.subtrees)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Read what `to_bytes` wrote. Raises ValueError when the length does not fit the size."""
        size, hashes = int.from_bytes(data[:8], "big"), data[8:]
        if len(data) < 8 or len(hashes) != size.bit_count() * HASH_BYTES:
            raise ValueError("not a frontier")
        return cls(size, tuple(hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES)))

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier of a tree with these leaf hashes."""
        frontier = cls()
        for leaf in leaves:
            frontier = frontier.append(leaf)
        return frontier


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes: O(leaves), about a microsecond each."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the siblings on the way from leaf `index` to the root, lowest first (RFC 9162 §2.1.3.1).

    Raises IndexError when the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof, level = [], list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level, index = _level_above(level), index >> 1
    return tuple(proof)


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the first `old_size` leaves are a prefix of the tree (RFC 9162 §2.1.4.1).

    It is empty when there is nothing to show: an empty old tree, or the same tree. Raises IndexError when the tree
    is smaller than `old_size`.
    """
    if not 0 <= old_size <= len(leaves):
        raise IndexError(old_size)
    if old_size in (0, len(leaves)):
        return ()
    return tuple(_subproof(old_size, leaves, whole=True))


def verify_inclusion(leaf: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether `proof` shows `leaf` at `index` of the tree of `size` leaves under `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    here, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(sibling, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old_size: int, new_size: int, *, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Say whether `proof` shows the old tree to be a prefix of the new one (RFC 9162 §2.1.4.2).

    An empty old tree is a prefix of every tree and a tree is a prefix of itself, both with an empty proof only.
    """
    if not 0 <= old_size <= new_size or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT and (new_size > 0 or new_root == EMPTY_ROOT)
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    return bool(path) and _walk_consistency(old_size, new_size, path) == (old_root, new_root)


def _walk_consistency(old_size: int, new_size: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the old and new roots that the path leads to, or None when its length does not fit the sizes."""
    here, last = old_size - 1, new_size - 1
    settled = _trailing_ones(here)
    here, last = here >> settled, last >> settled
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return (old, new) if last == 0 else None


def _subproof(old_size: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 §2.1.4.1; `whole` says that the old tree's root is known to whoever verifies."""
    if old_size == len(leaves):
        return [] if whole else [tree_root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:split], leaves[split:]
    if old_size <= split:
        return [*_subproof(old_size, left, whole=whole), tree_root(right)]
    return [*_subproof(old_size - split, right, whole=False), tree_root(left)]


def _level_above(level: list[bytes]) -> list[bytes]:
    """Hash neighbours in pairs; an odd last node moves up as it is."""
    sha = hashlib.sha256
    above = [sha(_NODE + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
    return above + level[-1:] if len(level) % 2 else above


def _trailing_ones(number: int) -> int:
    return ((number + 1) & -(number + 1)).bit_length() - 1


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
