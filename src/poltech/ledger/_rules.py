"""The Merkle tree of RFC 9162, section 2.1: how it grows, and what proves what. Pure.

Nobody needs a log to check a proof: `verify_inclusion` and `verify_consistency` take
the proof and what it speaks of, and nothing else.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from hashlib import sha256
from hmac import compare_digest

from poltech.ledger._model import (
    ConsistencyProof,
    Head,
    InclusionProof,
    LeafHash,
    Node,
)
from poltech.ledger.errors import BrokenProofError

__all__ = [
    "HASH_BYTES",
    "TILE_HEIGHT",
    "consistency_ranges",
    "fold",
    "grow",
    "inclusion_ranges",
    "leaf_hash",
    "node_hash",
    "peak_levels",
    "perfect_subtrees",
    "root_hash",
    "root_of_inclusion",
    "verify_consistency",
    "verify_inclusion",
]

HASH_BYTES = 32
TILE_HEIGHT = 8
"""Hashes are kept every eight levels: the tiles of 256 of C2SP `tlog-tiles`."""


def leaf_hash(entry: bytes) -> LeafHash:
    """Hash an entry, apart from all inner nodes (section 2.1.1)."""
    return LeafHash(sha256(b"\x00" + entry).digest())


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one (section 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def fold(subtrees: Sequence[bytes]) -> bytes:
    """Hash subtrees of falling height into one, the smallest first."""
    if not subtrees:
        return sha256(b"").digest()
    return reduce(lambda right, left: node_hash(left, right), reversed(subtrees))


def root_hash(head: Head) -> bytes:
    """Give the root of a log.

    >>> root_hash(Head()).hex()[:16]
    'e3b0c44298fc1c14'
    """
    return fold(head.peaks)


def peak_levels(size: int) -> list[int]:
    """Give the heights of the perfect subtrees of a log, largest first.

    >>> peak_levels(11)
    [3, 1, 0]
    """
    return [n for n in reversed(range(size.bit_length())) if size >> n & 1]


def grow(head: Head, leaves: Sequence[bytes]) -> tuple[Head, list[Node]]:
    """Append leaf hashes to a log.

    Returns:
        The new head, and the nodes that the leaves complete on the levels that are
        kept, each level in order.
    """
    peaks = dict(zip(peak_levels(head.size), head.peaks, strict=True))
    size = head.size + len(leaves)
    kept: list[Node] = []
    row, level, first = list(leaves), 0, head.size
    while row:
        if level and level % TILE_HEIGHT == 0:
            kept += [Node(level, first + at, each) for at, each in enumerate(row)]
        if first % 2:
            row.insert(0, peaks.pop(level))
        if len(row) % 2:
            peaks[level] = row.pop()
        row = [node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=True)]
        level, first = level + 1, first // 2
    return Head(size, tuple(peaks[n] for n in peak_levels(size))), kept


def perfect_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a range of entries, as the tree does, into levels and indexes."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Give the ranges whose hashes make an inclusion proof (section 2.1.3.1)."""
    start, end = 0, size
    ranges: list[tuple[int, int]] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """Give the ranges whose hashes make a consistency proof (section 2.1.4.1)."""
    start, end = 0, new
    ranges: list[tuple[int, int]] = []
    while old and old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        ranges.append((start, end))
    return ranges[::-1]


def _split(size: int) -> int:
    """Give the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def root_of_inclusion(proof: InclusionProof, leaf: LeafHash) -> bytes:
    """Compute the root that an inclusion proof leads to (section 2.1.3.2).

    Raises:
        BrokenProofError: it cannot be the proof of that index in that size.
    """
    place, last = proof.index, proof.size - 1
    _require(0 <= place <= last and _are_hashes([leaf, *proof.path]))
    root: bytes = leaf
    for hash_ in proof.path:
        _require(last > 0)
        if place % 2 or place == last:
            root = node_hash(hash_, root)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, hash_)
        place, last = place >> 1, last >> 1
    _require(last == 0)
    return root


def verify_inclusion(proof: InclusionProof, leaf: LeafHash, root: bytes) -> None:
    """Check that an entry stands in the log of a root.

    Args:
        proof: what shows it.
        leaf: `leaf_hash` of the entry.
        root: from a checkpoint that is trusted, of the same size.

    Raises:
        BrokenProofError: it does not follow.
    """
    _require(compare_digest(root_of_inclusion(proof, leaf), root))


def verify_consistency(proof: ConsistencyProof, old: bytes, new: bytes) -> None:
    """Check that the log of one root grew into the log of another.

    Args:
        proof: what shows it.
        old: root from an earlier checkpoint.
        new: root from a later one.

    Raises:
        BrokenProofError: it does not follow (section 2.1.4.2).
    """
    _require(0 <= proof.old <= proof.new and _are_hashes([old, new, *proof.path]))
    if proof.old in {0, proof.new}:
        expected = fold([]) if proof.old == 0 else new
        _require(not proof.path and compare_digest(old, expected))
        return
    power_of_two = proof.old & (proof.old - 1) == 0
    path = [old, *proof.path] if power_of_two else [*proof.path]
    _require(bool(path) and bool(proof.path))
    for computed, stated in zip(_roots(proof, path), (old, new), strict=True):
        _require(compare_digest(computed, stated))


def _roots(proof: ConsistencyProof, path: list[bytes]) -> tuple[bytes, bytes]:
    """Compute the old and the new root that a consistency proof leads to."""
    place, last = proof.old - 1, proof.new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for hash_ in path[1:]:
        _require(last > 0)
        if place % 2 or place == last:
            old, new = node_hash(hash_, old), node_hash(hash_, new)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, hash_)
        place, last = place >> 1, last >> 1
    _require(last == 0)
    return old, new


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def _require(holds: bool) -> None:  # noqa: FBT001 - a condition reads best bare
    if not holds:
        raise BrokenProofError
