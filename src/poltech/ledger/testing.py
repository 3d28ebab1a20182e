"""A log in lists, strategies, and the contract of ledger stores, for tests alone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any, Protocol, TypeAlias, final

import attrs
from hypothesis import strategies as st

from poltech.ledger._checkpoints import verify_receipt
from poltech.ledger._model import EntryBatch, Head, Node
from poltech.ledger._notes import Signer
from poltech.ledger._ports import LedgerStore
from poltech.ledger._rules import grow, leaf_hash
from poltech.ledger._service import Ledger

__all__ = [
    "LEDGER",
    "BeginLedgerWork",
    "LedgerWork",
    "ListLedger",
    "entries",
    "ledger_store_contract",
    "splits",
]

LEDGER = Ledger(Signer("poltech.example/test", bytes(range(32))))
"""A log that everybody can sign for."""


@final
@attrs.define
class ListLedger:
    """A ledger store in plain lists, so that a test can tamper with it."""

    stated: Head = attrs.field(factory=Head)
    stored: list[EntryBatch] = attrs.field(factory=list[EntryBatch])
    kept: dict[tuple[int, int], bytes] = attrs.field(
        factory=dict[tuple[int, int], bytes]
    )

    def head(self, *, lock: bool) -> Head:
        """Read how far it has grown; nobody else is there."""
        del lock
        return self.stated

    def append(self, batch: EntryBatch, nodes: Sequence[Node], head: Head) -> None:
        """Write entries, the inner nodes they complete, and the new head."""
        self.stored.append(batch)
        self.kept |= {(node.level, node.index): node.hash for node in nodes}
        self.stated = head

    def batches(self, start: int, end: int) -> Iterator[EntryBatch]:
        """Stream the batches that hold the entries from `start` up to `end`."""
        for batch in self.stored:
            if batch.first < end and start < batch.first + len(batch.entries):
                yield batch

    def nodes(self, level: int, start: int, end: int) -> Sequence[Node]:
        """Read the nodes of a level from index `start` up to `end`."""
        found = ((at, self.kept.get((level, at))) for at in range(start, end))
        return [Node(level, at, hash_) for at, hash_ in found if hash_]


def entries(max_size: int = 300) -> st.SearchStrategy[list[bytes]]:
    """Draw the entries of a log, some of them equal or empty."""
    sizes = st.one_of(st.integers(0, 20), st.integers(0, max_size))
    return sizes.flatmap(
        lambda size: st.integers(0, 255).map(
            lambda seed: [bytes([seed]) * (at % 5) for at in range(size)]
        )
    )


@st.composite
def splits(draw: st.DrawFn, whole: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Draw a way to append entries in several batches."""
    cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    edges = [0, *cuts, len(whole)]
    return [whole[start:end] for start, end in pairwise(edges)]


class LedgerWork(Protocol):
    """The part of a unit of work that a log is kept in."""

    @property
    def ledger(self) -> LedgerStore:
        """The log."""
        ...


def _grown(head: Head, count: int) -> tuple[EntryBatch, list[Node], Head]:
    added = tuple(b"entry %d" % (head.size + at) for at in range(count))
    new, nodes = grow(head, [leaf_hash(entry) for entry in added])
    return EntryBatch(head.size, added), nodes, new


BeginLedgerWork: TypeAlias = Callable[[], AbstractContextManager[LedgerWork]]
"""Opens a unit of work that commits on clean exit."""


class _LedgerStoreContract:
    """What the ledger relies on."""

    make: Callable[[], BeginLedgerWork]

    def _filled(self, *sizes: int) -> BeginLedgerWork:
        begin = self.make()
        for size in sizes:
            with begin() as work:
                work.ledger.append(*_grown(work.ledger.head(lock=True), size))
        return begin

    def test_begins_empty(self) -> None:
        """A log that nobody appended to has an empty head and no batch."""
        with self.make()() as work:
            assert work.ledger.head(lock=False) == Head()
            assert list(work.ledger.batches(0, 1)) == []

    def test_keeps_the_head(self) -> None:
        """The head that was written last is read in the next unit of work."""
        with self._filled(3, 8)() as work:
            head = work.ledger.head(lock=False)
        assert (head.size, len(head.peaks)) == (11, 3)

    def test_streams_the_batches_of_a_range(self) -> None:
        """Batches come in order, whole, and only where they meet the range."""
        with self._filled(3, 4, 5)() as work:
            met = {
                (start, end): [
                    (batch.first, len(batch.entries))
                    for batch in work.ledger.batches(start, end)
                ]
                for start, end in [(0, 12), (2, 4), (3, 7), (6, 8), (12, 20)]
            }
        assert met == {
            (0, 12): [(0, 3), (3, 4), (7, 5)],
            (2, 4): [(0, 3), (3, 4)],
            (3, 7): [(3, 4)],
            (6, 8): [(3, 4), (7, 5)],
            (12, 20): [],
        }

    def test_entries_come_back_to_the_byte(self) -> None:
        """Empty entries and bytes of any value are kept."""
        begin = self.make()
        added = (b"", bytes(range(256)), b"\x00", b"")
        head, nodes = grow(Head(), [leaf_hash(entry) for entry in added])
        with begin() as work:
            work.ledger.append(EntryBatch(0, added), nodes, head)
        with begin() as work:
            assert list(work.ledger.batches(0, 4)) == [EntryBatch(0, added)]

    def test_keeps_nodes_by_level(self) -> None:
        """Nodes are read by level and range, in order; those not there are not."""
        with self._filled(255, 258, 512)() as work:
            found = [
                [(node.level, node.index) for node in work.ledger.nodes(*asked)]
                for asked in [(8, 0, 9), (8, 1, 3), (16, 0, 1), (0, 0, 5)]
            ]
        assert found == [[(8, n) for n in range(4)], [(8, 1), (8, 2)], [], []]

    def test_serves_a_ledger(self) -> None:
        """A log that is kept there verifies, and proves what it holds."""
        begin = self.make()
        for size in (1, 300, 5):
            with begin() as work:
                LEDGER.append(work.ledger, [b"entry"] * size)
        with begin() as work:
            note = LEDGER.checkpoint(work.ledger)
            receipt = LEDGER.receipt(work.ledger, 305)
            assert LEDGER.verify(work.ledger, [note]).whole
        verify_receipt(receipt, leaf_hash(b"entry"), [LEDGER.key], LEDGER.origin)


def ledger_store_contract(make: Callable[[], BeginLedgerWork]) -> type[Any]:
    """Give a test class that any ledger store must pass.

    Args:
        make: makes an empty storage and gives the function that opens its units of
            work, each of which commits on clean exit.
    """
    return type(
        "LedgerStoreContract", (_LedgerStoreContract,), {"make": staticmethod(make)}
    )
