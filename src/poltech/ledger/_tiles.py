"""Hashes of any subtree, from the entries and the few nodes that are kept."""

from collections.abc import Iterator
from typing import final

from poltech.errors import msg
from poltech.ledger._ports import LedgerStore
from poltech.ledger._rules import (
    TILE_HEIGHT,
    fold,
    leaf_hash,
    node_hash,
    perfect_subtrees,
)
from poltech.ledger.errors import DamagedLedgerError

__all__ = ["Tiles", "damaged", "entries_of"]

_WIDTH = 1 << TILE_HEIGHT


def damaged() -> DamagedLedgerError:
    """Say that what is stored cannot be a log."""
    return DamagedLedgerError(problem=msg("entries or hashes are missing"))


def entries_of(store: LedgerStore, start: int, end: int) -> Iterator[bytes]:
    """Stream the entries from `start` up to `end`.

    Raises:
        DamagedLedgerError: some are missing, or stand twice.
    """
    edge: int | None = None
    for batch in store.batches(start, end):
        if batch.first > start if edge is None else batch.first != edge:
            raise damaged()
        edge = batch.first + len(batch.entries)
        yield from batch.entries[max(start - batch.first, 0) : end - batch.first]
    if start < end and (edge is None or edge < end):
        raise damaged()


@final
class Tiles:
    """Reads 256 hashes at a time, each once, for the proofs of one log."""

    def __init__(self, store: LedgerStore, size: int) -> None:
        self._store = store
        self._size = size
        self._known: dict[tuple[int, int], list[bytes]] = {}

    def hash_of(self, start: int, end: int) -> bytes:
        """Hash the entries of a range that a proof asks for.

        Raises:
            DamagedLedgerError: entries or kept nodes are missing.
        """
        pieces = perfect_subtrees(start, end)
        return fold([self._node(level, index) for level, index in pieces])

    def _node(self, level: int, index: int) -> bytes:
        base = level - level % TILE_HEIGHT
        width = 1 << level - base
        number, offset = divmod(index * width, _WIDTH)
        row = self._tile(base, number)[offset : offset + width]
        while len(row) > 1:
            row = [node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=True)]
        return row[0]

    def _tile(self, level: int, number: int) -> list[bytes]:
        key = (level, number)
        if key not in self._known:
            self._known[key] = self._read(level, number * _WIDTH)
        return self._known[key]

    def _read(self, level: int, start: int) -> list[bytes]:
        end = min(start + _WIDTH, self._size >> level)
        if level == 0:
            return [leaf_hash(entry) for entry in entries_of(self._store, start, end)]
        nodes = self._store.nodes(level, start, end)
        if [node.index for node in nodes] != list(range(start, end)):
            raise damaged()
        return [node.hash for node in nodes]
