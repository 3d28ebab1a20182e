"""The shape of a Merkle log at rest (RFC 9162, section 2.1)."""

from typing import final

import attrs

__all__ = ["EntryBatch", "Head", "Node"]


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
