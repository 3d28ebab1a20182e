"""Reading a whole log again, to find what is not as it was appended."""

from collections.abc import Iterable, Sequence
from typing import final

from poltech.ledger._checkpoints import Checkpoint
from poltech.ledger._model import (
    EntryBatch,
    Fault,
    FaultKind,
    Head,
    Node,
    Verification,
)
from poltech.ledger._ports import LedgerStore
from poltech.ledger._rules import grow, leaf_hash, peak_levels, root_hash

__all__ = ["Audit"]

_MOST_FAULTS = 100
_NEVER = 1 << 62
"""No log grows this long."""


@final
class Audit:
    """Builds the tree of a log anew, and compares it with all that is known of it.

    It holds one batch and one hash for each level, however long the log is. A fault is
    told where it is found first, on the lowest level that knows of it.
    """

    def __init__(self, store: LedgerStore, checkpoints: Iterable[Checkpoint]) -> None:
        self._store = store
        self._stated = store.head(lock=False)
        self._tree = Head()
        self._faults: list[Fault] = []
        self._checkpoints = sorted(checkpoints, key=lambda each: each.size)
        self._vouched = 0
        self._forks: list[tuple[int, int]] = []

    def run(self) -> Verification:
        """Read all entries once."""
        self._meet_checkpoints()
        for batch in self._store.batches(0, self._stated.size):
            if not self._follows(batch) or len(self._faults) >= _MOST_FAULTS:
                break
            self._take(batch.entries)
        self._compare_end()
        return Verification(
            size=self._tree.size,
            root=root_hash(self._tree),
            faults=tuple(self._faults[:_MOST_FAULTS]),
        )

    def _blame(self, kind: FaultKind, start: int, end: int) -> None:
        """Note a fault, unless a narrower one explains it."""
        if not any(start <= each.start and each.end <= end for each in self._faults):
            self._faults.append(Fault(kind=kind, start=start, end=end))

    def _follows(self, batch: EntryBatch) -> bool:
        """Tell if a batch stands where the one before it ended."""
        at = self._tree.size
        if batch.first > at:
            self._blame(FaultKind.MISSING, at, batch.first)
        elif batch.first < at:
            self._blame(FaultKind.SURPLUS, batch.first, at)
        return batch.first == at

    def _take(self, entries: Sequence[bytes]) -> None:
        """Append entries, with a stop at each size that a checkpoint speaks of."""
        while entries:
            stop = self._checkpoints[0].size if self._checkpoints else None
            room = len(entries) if stop is None else stop - self._tree.size
            leaves = [leaf_hash(entry) for entry in entries[:room]]
            self._tree, nodes = grow(self._tree, leaves)
            self._compare_nodes(nodes)
            self._meet_checkpoints()
            entries = entries[room:]

    def _compare_nodes(self, nodes: Sequence[Node]) -> None:
        for level in sorted({node.level for node in nodes}):
            row = [node for node in nodes if node.level == level]
            first, last = row[0].index, row[-1].index
            kept = {
                node.index: node.hash
                for node in self._store.nodes(level, first, last + 1)
            }
            for node in row:
                if kept.get(node.index) != node.hash:
                    start = node.index << level
                    self._blame(FaultKind.CHANGED, start, start + (1 << level))

    def _meet_checkpoints(self) -> None:
        """Compare the tree with the checkpoints of the size it has now."""
        while self._checkpoints and self._checkpoints[0].size == self._tree.size:
            if self._checkpoints.pop(0).root == root_hash(self._tree):
                self._vouched = self._tree.size
            else:
                self._forks.append((self._vouched, self._tree.size))

    def _compare_end(self) -> None:
        size, stated = self._tree.size, self._stated
        if size < stated.size and not self._faults:
            self._blame(FaultKind.MISSING, size, stated.size)
        if size == stated.size:
            self._compare_peaks()
        for batch in self._store.batches(stated.size, _NEVER):
            end = batch.first + len(batch.entries)
            self._blame(FaultKind.SURPLUS, stated.size, end)
            break
        for fork in self._forks:
            self._blame(FaultKind.FORKED, *fork)
        for checkpoint in self._checkpoints:
            if checkpoint.size > stated.size:
                self._blame(FaultKind.TRUNCATED, stated.size, checkpoint.size)

    def _compare_peaks(self) -> None:
        levels = peak_levels(self._tree.size)
        if len(self._stated.peaks) != len(levels):
            self._blame(FaultKind.CHANGED, 0, self._tree.size)
            return
        start = 0
        peaks = zip(levels, self._tree.peaks, self._stated.peaks, strict=True)
        for level, computed, stated in peaks:
            end = start + (1 << level)
            if computed != stated:
                self._blame(FaultKind.CHANGED, start, end)
            start = end
