"""Who answers to questions, in SQL."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, Final, final

from sqlalchemy import ColumnElement, CursorResult, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from poltech.ids import ContactId, SegmentId
from poltech.segments import (
    Expression,
    SegmentNotFoundError,
    expand,
    lot,
    simplify,
)
from poltech.storage.sql._session import Session, chunks
from poltech.storage.sql.segments._parts import FIRST, Query
from poltech.storage.sql.segments._plan import LOT, Planner
from poltech.storage.sql.segments._rows import padded
from poltech.storage.sql.segments._scope import Scope
from poltech.storage.sql.segments._segments import SqlSegments

__all__ = ["SqlAudiences"]

_PIECE: Final = 512
_EMPTY: Final[ColumnElement[bytes]] = literal_column("''::bytea")
_STEADY: Final = (
    "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL cursor_tuple_fraction = 1"
)
"""Plan for the values at hand, and for reading to the end."""


@final
class SqlAudiences:
    """Who answers to questions, as one unit of work sees it."""

    def __init__(self, session: Session, segments: SqlSegments) -> None:
        self._session = session
        self._segments = segments
        self._ready = False

    def count(self, where: Expression, at: datetime) -> int:
        """Count who answers at an instant; the database counts, nothing is read."""
        found = self._audience(where, at).subquery()
        rows = self._session.read(select(func.count()).select_from(found))
        count: int = rows[0][0]
        return count

    def ids(
        self, where: Expression, at: datetime, batch: int = 10_000
    ) -> Iterator[Sequence[ContactId]]:
        """Stream who answers at an instant, `batch` at a time, in ascending order."""
        query = self._audience(where, at)
        pieces = self._rows if self._session.embedded else self._strings
        for raw in pieces(query, batch):
            yield ContactId.unpack_all(raw)

    def _rows(self, query: Query, batch: int) -> Iterator[Sequence[bytes]]:
        """Read identifiers from SQLite's own cursor: as rows they would cost more."""
        session = self._session
        session.gate.read()
        with session.translated():
            result = session.connection.execute(query.order_by(None).order_by(FIRST))
        with closing(result):
            while piece := self._fetch_many(result.cursor, batch):
                yield [raw for (raw,) in piece]

    def _fetch_many(self, cursor: Any, batch: int) -> Sequence[tuple[bytes]]:  # noqa: ANN401 - the driver's own
        self._session.gate.read()
        with self._session.translated():
            rows: Sequence[tuple[bytes]] = cursor.fetchmany(batch)
        return rows

    def _strings(self, query: Query, batch: int) -> Iterator[Sequence[bytes]]:
        """Read each batch of identifiers from PostgreSQL as one string of bytes."""
        session = self._session
        found = query.subquery()
        place = func.row_number().over(order_by=found.c.id) - 1
        placed = select(found.c.id, (place // batch).label("piece")).subquery()
        raw = func.uuid_send(placed.c.id)
        together = select(func.string_agg(raw, aggregate_order_by(_EMPTY, placed.c.id)))
        pieces = together.group_by(placed.c.piece).order_by(placed.c.piece)
        options: dict[str, Any] = {"stream_results": True, "max_row_buffer": 4}
        session.gate.read()
        with session.translated():
            result = session.connection.execute(pieces, execution_options=options)
        with closing(result):
            while (string := self._next(result)) is not None:
                yield [string[at : at + 16] for at in range(0, len(string), 16)]

    def _next(self, result: CursorResult[Any]) -> bytes | None:
        self._session.gate.read()
        with self._session.translated():
            row = result.fetchone()
        return None if row is None else row[0]

    def contains(
        self, where: Expression, contacts: Sequence[ContactId], at: datetime
    ) -> frozenset[ContactId]:
        """Tell which of some contacts answer at an instant."""
        scope = self._scope(at)
        part = Planner(scope).part(simplify(self._expanded(where)))
        rows = scope.named(scope.contacts.contact, "open")
        query = scope.active(rows).where(part.holds(rows.c.id))
        found: set[ContactId] = set()
        for piece in chunks(contacts, _PIECE):
            among = self._session.among(rows.c.id, padded(piece))
            found |= {row.id for row in self._session.read(query.where(among))}
        return frozenset(found)

    def _audience(self, where: Expression, at: datetime) -> Query:
        return Planner(self._scope(at)).audience(self._expanded(where))

    def _expanded(self, where: Expression) -> Expression:
        return expand(where, self._fetch)

    def _fetch(self, segment: SegmentId) -> Expression:
        found = self._segments.get([segment])
        if segment not in found:
            raise SegmentNotFoundError(reference=str(segment))
        return found[segment].where

    def _scope(self, at: datetime) -> Scope:
        """Make the connection ready for questions, once."""
        session = self._session
        session.gate.read()
        if not self._ready:
            with session.translated():
                if session.embedded:
                    driver: Any = session.connection.connection.driver_connection
                    driver.create_function(LOT, 2, lot, deterministic=True)
                else:
                    session.connection.exec_driver_sql(_STEADY)
            self._ready = True
        return Scope(session, at)
