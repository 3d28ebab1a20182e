"""The shape of a Merkle log: at rest, in proofs, and after a check (RFC 9162)."""

from enum import StrEnum
from typing import NewType, final

import attrs

__all__ = [
    "ConsistencyProof",
    "EntryBatch",
    "Fault",
    "FaultKind",
    "Head",
    "InclusionProof",
    "LeafHash",
    "Node",
    "Verification",
]

LeafHash = NewType("LeafHash", bytes)
"""What `leaf_hash` gives for an entry; the bytes of the entry are no such thing."""


@final
@attrs.frozen
class Head:
    """How far a log has grown.

    Attributes:
        size: number of entries.
        peaks: hashes of the perfect subtrees that make it up, largest first: one for
            each set bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()


@final
@attrs.frozen
class EntryBatch:
    """Entries that were appended together, from index `first` on."""

    first: int
    entries: tuple[bytes, ...]


@final
@attrs.frozen
class Node:
    """Hash of the perfect subtree number `index` of height `level`."""

    level: int
    index: int
    hash: bytes


@final
@attrs.frozen(kw_only=True)
class InclusionProof:
    """Shows that an entry stands in a log (RFC 9162, section 2.1.3).

    Attributes:
        index: where the entry stands.
        size: how many entries the log had.
        path: hashes from the entry's sibling up to the root's child.
    """

    index: int
    size: int
    path: tuple[bytes, ...]


@final
@attrs.frozen(kw_only=True)
class ConsistencyProof:
    """Shows that a log only grew (RFC 9162, section 2.1.4).

    Attributes:
        old: how many entries it had.
        new: how many it has.
        path: hashes from which both roots follow.
    """

    old: int
    new: int
    path: tuple[bytes, ...]


class FaultKind(StrEnum):
    """What is wrong with some entries of a log."""

    CHANGED = "changed"
    """An entry, its place, or a hash above it is not what was appended."""

    MISSING = "missing"
    """Entries that the head counts are not there."""

    SURPLUS = "surplus"
    """Entries are there that the head does not count, or one place has two."""

    TRUNCATED = "truncated"
    """A checkpoint counts entries that the log no longer has."""

    FORKED = "forked"
    """A checkpoint was signed over other entries than these."""


@final
@attrs.frozen(kw_only=True)
class Fault:
    """Something wrong among the entries from `start` up to, not including, `end`."""

    kind: FaultKind
    start: int
    end: int


@final
@attrs.frozen(kw_only=True)
class Verification:
    """What a check of a whole log found.

    Attributes:
        size: entries that were read.
        root: hash over them.
        faults: what is wrong, in the order found; empty for a log that is whole.
    """

    size: int
    root: bytes
    faults: tuple[Fault, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults
