"""What the ledger needs from a storage."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from poltech.ledger._model import EntryBatch, Head, Node

__all__ = ["LedgerStore"]


class LedgerStore(Protocol):
    """Where one workspace's log is kept. Nothing in it is ever changed or deleted."""

    def head(self, *, lock: bool) -> Head:
        """Read how far it has grown.

        With `lock`, nobody else may append until this unit of work ends.
        """
        ...

    def append(self, batch: EntryBatch, nodes: Sequence[Node], head: Head) -> None:
        """Write entries, the inner nodes they complete, and the new head."""
        ...

    def batches(self, start: int, end: int) -> Iterator[EntryBatch]:
        """Stream the batches that hold the entries from `start` up to `end`."""
        ...

    def nodes(self, level: int, start: int, end: int) -> Sequence[Node]:
        """Read the nodes of a level from index `start` up to `end`."""
        ...
