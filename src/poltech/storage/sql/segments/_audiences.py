"""Who answers to questions, in SQL."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, Final, final

from sqlalchemy import ScalarResult, Select, func, select

from poltech.ids import ContactId, SegmentId
from poltech.segments import (
    Expression,
    SegmentNotFoundError,
    expand,
    lot,
    simplify,
)
from poltech.storage.sql._session import Session, chunks
from poltech.storage.sql.segments._parts import Query
from poltech.storage.sql.segments._plan import LOT, Planner
from poltech.storage.sql.segments._rows import padded
from poltech.storage.sql.segments._scope import Scope
from poltech.storage.sql.segments._segments import SqlSegments

__all__ = ["SqlAudiences"]

_PIECE: Final = 512
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
        session = self._session
        query = self._sorted(self._audience(where, at))
        options: dict[str, Any] = {"stream_results": True, "max_row_buffer": batch}
        session.gate.read()
        with session.translated():
            result = session.connection.execute(query, execution_options=options)
        with closing(result):
            yield from self._unpacked(result.scalars(), batch)

    def _unpacked(
        self, raw: ScalarResult[bytes], batch: int
    ) -> Iterator[Sequence[ContactId]]:
        while True:
            self._session.gate.read()
            with self._session.translated():
                piece = raw.fetchmany(batch)
            if not piece:
                return
            yield [*map(ContactId.unpack, piece)]

    def contains(
        self, where: Expression, contacts: Sequence[ContactId], at: datetime
    ) -> frozenset[ContactId]:
        """Tell which of some contacts answer at an instant."""
        scope = self._scope(at)
        part = Planner(scope).part(simplify(self._expanded(where)))
        rows = scope.contacts.contact.alias()
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

    def _sorted(self, query: Query) -> Select[Any]:
        """Sort by identifier, and give identifiers as the sixteen bytes they are."""
        found = query.subquery()
        if self._session.embedded:
            return select(found.c.id).order_by(found.c.id)
        return select(func.uuid_send(found.c.id)).order_by(found.c.id)
