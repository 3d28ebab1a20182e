"""One unit of work: a transaction, or two where keys lie apart, and its stores."""

from collections.abc import Callable, Sequence
from typing import final

from sqlalchemy.exc import StatementError

from poltech.clock import Clock
from poltech.events import Event
from poltech.ids import WorkspaceId
from poltech.storage._gate import Gate
from poltech.storage.errors import FailedStorageError
from poltech.storage.sql._failures import meaning
from poltech.storage.sql._schema import Schema
from poltech.storage.sql._session import Session
from poltech.storage.sql._transaction import Transaction
from poltech.storage.sql.consent import (
    SqlConsent,
    SqlElections,
    SqlNotices,
    SqlSuppressions,
)
from poltech.storage.sql.contacts import (
    SqlActivities,
    SqlContacts,
    SqlFields,
    SqlMerges,
    SqlSources,
)
from poltech.storage.sql.events import SqlEvents
from poltech.storage.sql.idempotency import SqlIdempotency
from poltech.storage.sql.ledger import SqlLedger
from poltech.storage.sql.segments import SqlAudiences, SqlSegments
from poltech.storage.sql.vault import SqlKeys

__all__ = ["SqlWork", "Unit"]


@final
class SqlWork:
    """Every room's stores, on one transaction."""

    def __init__(
        self, session: Session, key_session: Callable[[], Session], clock: Clock
    ) -> None:
        self._key_session = key_session
        self.workspace = session.workspace
        self.session = session
        self.contacts = SqlContacts(session)
        self.sources = SqlSources(session)
        self.fields = SqlFields(session)
        self.activities = SqlActivities(session)
        self.merges = SqlMerges(session)
        self.consent = SqlConsent(session)
        self.suppressions = SqlSuppressions(session)
        self.notices = SqlNotices(session)
        self.elections = SqlElections(session)
        self.segments = SqlSegments(session)
        self.audiences = SqlAudiences(session, self.segments)
        self.ledger = SqlLedger(session)
        self.events = SqlEvents(session)
        self.idempotency = SqlIdempotency(session, clock)

    @property
    def keys(self) -> SqlKeys:
        """The wrapped keys, whose own database is opened when they are first asked."""
        return SqlKeys(self._key_session())


@final
class Unit:
    """A unit of work from its first statement to its last.

    Where keys lie in a database of their own they are committed first: after a crash
    between the two there may be a key that opens nothing, and never sealed data that
    nothing opens.
    """

    def __init__(
        self,
        open_main: Callable[[], Transaction],
        open_keys: Callable[[], Transaction] | None,
        workspace: WorkspaceId,
        schema: Schema,
        gate: Gate,
        clock: Clock,
    ) -> None:
        self._schema, self._gate, self._open_keys = schema, gate, open_keys
        self._main = open_main()
        self._keys: Transaction | None = None
        self.session = Session(self._main.connection, workspace, schema, gate)
        self._key_view: Session | None = None
        self.work = SqlWork(self.session, self.key_session, clock)

    @property
    def events(self) -> Sequence[Event]:
        """What was appended to the feed in it."""
        return self.work.events.appended

    def commit(self) -> None:
        """Keep what was written.

        Raises:
            EndedWorkError: a write in it failed, and the failure was passed over.
            FailedStorageError: nobody knows whether it was kept.
        """
        try:
            self._gate.require_whole()
            self.work.events.flush()
            self._gate.close()
            if self._keys is not None:
                self._end(self._keys)
                self._keys = None
        except BaseException:
            self.rollback()
            raise
        self._end(self._main)

    def rollback(self) -> None:
        """Drop what was written."""
        self._gate.close()
        for transaction in (self._keys, self._main):
            if transaction is not None:
                transaction.rollback()

    def key_session(self) -> Session:
        """Open the database of the keys when it is first asked, if it lies apart."""
        if self._open_keys is None:
            return self.session
        if self._keys is None or self._key_view is None:
            self._keys = self._open_keys()
            self._key_view = Session(
                self._keys.connection, self.session.workspace, self._schema, self._gate
            )
        return self._key_view

    def _end(self, transaction: Transaction) -> None:
        try:
            transaction.commit()
        except StatementError as failure:
            schema, engine = self._schema, self.session.engine
            known = meaning(failure.orig or failure, engine, schema.prefix)
            if isinstance(known, FailedStorageError):
                known = FailedStorageError(
                    adapter=engine, problem=known.problem, outcome_known=False
                )
            raise known from None
