"""The Merkle log in SQL."""

from collections.abc import Iterator, Sequence
from typing import Final, final

from sqlalchemy import BigInteger, Integer, LargeBinary, func, select

from poltech.ledger import EntryBatch, Head, Node
from poltech.storage.errors import LedgerConflictError
from poltech.storage.sql._bulk import load
from poltech.storage.sql._session import Session
from poltech.storage.sql._shape import Shape, column

__all__ = ["LedgerTables", "SqlLedger"]

_NODE: Final = ("level", "index", "hash")
_HASH: Final = 32
_LENGTH: Final = 4
_PAGE: Final = 64


@final
class LedgerTables:
    """The log: a row for each batch that was appended, its entries packed."""

    def __init__(self, shape: Shape) -> None:
        self.head = shape.table(
            "ledger_head",
            column("size", BigInteger()),
            column("peaks", LargeBinary()),
            key=[],
            references=[("workspace_id", "workspace")],
        )
        self.batch = shape.table(
            "ledger_batch",
            column("first", BigInteger()),
            column("size", Integer()),
            column("entries", LargeBinary()),
            key=["first"],
            append_only=True,
        )
        self.node = shape.table(
            "ledger_node",
            column("level", Integer()),
            column("index", BigInteger()),
            column("hash", LargeBinary()),
            key=["level", "index"],
            append_only=True,
        )


@final
class SqlLedger:
    """The log, in one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = session.schema.tables.ledger

    def head(self, *, lock: bool) -> Head:
        """Read how far it has grown.

        With `lock`, nobody else may append until this unit of work ends.
        """
        head = self._tables.head
        query = select(head).where(self._session.mine(head))
        if lock:
            self._session.gate.write()
            query = query.with_for_update()
        rows = self._session.read(query)
        return Head(rows[0].size, _cut(rows[0].peaks)) if rows else Head()

    def append(self, batch: EntryBatch, nodes: Sequence[Node], head: Head) -> None:
        """Write entries, the inner nodes they complete, and the new head.

        Raises:
            LedgerConflictError: the entries do not follow the head.
        """
        session, table = self._session, self._tables.head
        moved = session.write(
            table.update()
            .where(session.mine(table), table.c.size == batch.first)
            .values(size=head.size, peaks=b"".join(head.peaks))
        )
        if not moved:
            raise LedgerConflictError
        if batch.entries:
            row = (session.owner, batch.first, len(batch.entries), pack(batch.entries))
            columns = ("first", "size", "entries")
            load(session, self._tables.batch, columns, [row])
        places = sorted((node.level, node.index, node.hash) for node in nodes)
        rows = [(session.owner, *place) for place in places]
        load(session, self._tables.node, _NODE, rows)

    def batches(self, start: int, end: int) -> Iterator[EntryBatch]:
        """Stream the batches that hold the entries from `start` up to `end`."""
        batch = self._tables.batch
        mine = self._session.mine(batch)
        query = select(func.max(batch.c.first)).where(mine, batch.c.first <= start)
        at = self._session.read(query)[0][0] or 0
        query = select(batch).where(mine, batch.c.first < end).order_by(batch.c.first)
        while rows := self._session.read(query.where(batch.c.first >= at).limit(_PAGE)):
            for row in rows:
                at = row.first + row.size
                if start < at:
                    yield EntryBatch(row.first, unpack(row.entries))

    def nodes(self, level: int, start: int, end: int) -> Sequence[Node]:
        """Read the nodes of a level from index `start` up to `end`."""
        columns = self._tables.node.c
        query = (
            select(columns.level, columns.index, columns.hash)
            .where(self._session.mine(self._tables.node), columns.level == level)
            .where(columns.index >= start, columns.index < end)
            .order_by(columns.index)
        )
        return [Node(*row) for row in self._session.read(query)]


def pack(entries: Sequence[bytes]) -> bytes:
    """Put entries one after the other, each behind its length.

    >>> unpack(pack([b"one", b"", b"three"]))
    (b'one', b'', b'three')
    """
    return b"".join([len(entry).to_bytes(_LENGTH) + entry for entry in entries])


def unpack(packed: bytes) -> tuple[bytes, ...]:
    """Take entries apart again."""
    entries: list[bytes] = []
    at = 0
    while at < len(packed):
        start = at + _LENGTH
        at = start + int.from_bytes(packed[at:start])
        entries.append(packed[start:at])
    return tuple(entries)


def _cut(peaks: bytes) -> tuple[bytes, ...]:
    return tuple(peaks[at : at + _HASH] for at in range(0, len(peaks), _HASH))
