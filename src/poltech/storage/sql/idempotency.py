"""Idempotency keys in SQL."""

from datetime import datetime
from typing import final

from sqlalchemy import LargeBinary, select
from sqlalchemy.dialects import postgresql, sqlite

from poltech.clock import Clock
from poltech.storage._rules import answer, unclaimed
from poltech.storage.sql._session import Session
from poltech.storage.sql._shape import Shape, column, instant, word

__all__ = ["IdempotencyTables", "SqlIdempotency"]


@final
class IdempotencyTables:
    """Which requests were answered, and with what."""

    def __init__(self, shape: Shape) -> None:
        self.claim = shape.table(
            "idempotency",
            word("key"),
            column("fingerprint", LargeBinary()),
            word("result", null=True),
            instant("claimed_at"),
            key=["key"],
            indexes={"claimed": ["claimed_at"]},
        )


@final
class SqlIdempotency:
    """Idempotency keys of one unit of work."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._table = session.schema.tables.idempotency.claim

    def claim(self, key: str, fingerprint: bytes) -> str | None:
        """Take a key for a request, or give the result that it had.

        Raises:
            IdempotencyConflictError: the key came with another request, or its first
                request has no result yet.
        """
        session, table = self._session, self._table
        insert = sqlite.insert if session.embedded else postgresql.insert
        taken = session.write_returning(
            insert(table)
            .values(
                workspace_id=session.workspace,
                key=key,
                fingerprint=fingerprint,
                claimed_at=self._clock.now(),
            )
            .on_conflict_do_nothing()
            .returning(table.c.key)
        )
        if taken:
            return None
        query = select(table.c.fingerprint, table.c.result)
        known = session.read(query.where(session.mine(table), table.c.key == key))[0]
        return answer(key, fingerprint, known.fingerprint, known.result)

    def settle(self, key: str, result: str) -> None:
        """Write the result of the request that claimed a key.

        Raises:
            IdempotencyConflictError: nobody claimed it.
        """
        session, table = self._session, self._table
        settled = session.write(
            table.update()
            .where(session.mine(table), table.c.key == key)
            .values(result=result)
        )
        if not settled:
            raise unclaimed(key)

    def forget(self, before: datetime) -> None:
        """Drop the keys claimed before an instant."""
        session, table = self._session, self._table
        old = table.c.claimed_at < before
        session.write(table.delete().where(session.mine(table), old))
