"""The Merkle log in memory."""

from collections.abc import Iterator, Sequence
from typing import final

import attrs

from poltech.ledger import EntryBatch, Head, Node
from poltech.storage._gate import Gate
from poltech.storage.errors import LedgerConflictError

__all__ = ["LedgerRows", "MemoryLedger"]


@final
@attrs.define
class LedgerRows:
    """The log of a workspace."""

    head: Head = attrs.field(factory=Head)
    batches: tuple[EntryBatch, ...] = ()
    nodes: dict[tuple[int, int], Node] = attrs.field(
        factory=dict[tuple[int, int], Node]
    )

    def copy(self) -> "LedgerRows":
        """Give a copy that can be written to."""
        return LedgerRows(self.head, self.batches, self.nodes.copy())


@final
@attrs.frozen
class MemoryLedger:
    """The log, in one unit of work."""

    _rows: LedgerRows
    _gate: Gate

    def head(self, *, lock: bool) -> Head:
        """Read how far it has grown; writers are alone already."""
        if lock:
            self._gate.write()
        self._gate.read()
        return self._rows.head

    def append(self, batch: EntryBatch, nodes: Sequence[Node], head: Head) -> None:
        """Write entries, the inner nodes they complete, and the new head.

        Raises:
            LedgerConflictError: the entries do not follow the head.
        """
        self._gate.write()
        rows = self._rows
        if batch.first != rows.head.size:
            raise LedgerConflictError
        rows.batches = (*rows.batches, batch)
        rows.nodes.update(((node.level, node.index), node) for node in nodes)
        rows.head = head

    def batches(self, start: int, end: int) -> Iterator[EntryBatch]:
        """Stream the batches that hold the entries from `start` up to `end`."""
        for batch in self._rows.batches:
            self._gate.read()
            if batch.first < end and start < batch.first + len(batch.entries):
                yield batch

    def nodes(self, level: int, start: int, end: int) -> Sequence[Node]:
        """Read the nodes of a level from index `start` up to `end`."""
        self._gate.read()
        found = (self._rows.nodes.get((level, index)) for index in range(start, end))
        return [node for node in found if node is not None]
