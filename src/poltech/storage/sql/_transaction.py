"""How a unit of work begins and ends on each engine, and on a host's connection."""

from typing import Any, Protocol, final

from sqlalchemy import Connection, Engine, text

from poltech.errors import msg
from poltech.ids import WorkspaceId
from poltech.storage.errors import UnsafeDatabaseError

__all__ = ["JoinedTransaction", "OwnTransaction", "Transaction", "begin_for_host"]

_SEE = "SET LOCAL poltech.workspace = '{}'"
_WRITE = f"SET TRANSACTION ISOLATION LEVEL READ COMMITTED; {_SEE}"
_READ = f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; {_SEE}"
_NOW = text(
    "SELECT current_setting('poltech.workspace', true),"
    " current_setting('transaction_isolation')"
)


class Transaction(Protocol):
    """A transaction that was begun, seen as one workspace."""

    @property
    def connection(self) -> Connection: ...

    def commit(self) -> None:
        """Keep what was written, and let go."""
        ...

    def rollback(self) -> None:
        """Drop what was written, and let go."""
        ...


@final
class OwnTransaction:
    """A transaction on a connection of ours.

    On SQLite it is begun by hand: left to itself the driver begins late, and only to
    read, so that two writers could both go by what neither has committed.
    """

    def __init__(self, engine: Engine, workspace: WorkspaceId, *, write: bool) -> None:
        self.connection = engine.connect()
        self._embedded = engine.dialect.name == "sqlite"
        self._level: str | None = None
        try:
            if self._embedded:
                self._begin_sqlite(write=write)
            else:
                begin = _WRITE if write else _READ
                self.connection.exec_driver_sql(begin.format(workspace))
        except BaseException:
            self.rollback()
            raise

    def commit(self) -> None:
        """Keep what was written, and let go."""
        try:
            self.connection.commit()
        finally:
            self._let_go()

    def rollback(self) -> None:
        """Drop what was written, and let go."""
        try:
            self.connection.rollback()
        finally:
            self._let_go()

    def _begin_sqlite(self, *, write: bool) -> None:
        driver: Any = self.connection.connection.driver_connection
        self._level = driver.isolation_level
        driver.isolation_level = None
        self.connection.exec_driver_sql(
            f"PRAGMA query_only = {'OFF' if write else 'ON'}"
        )
        self.connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    def _let_go(self) -> None:
        if self._embedded and not self.connection.closed:
            driver: Any = self.connection.connection.driver_connection
            driver.isolation_level = self._level
            driver.execute("PRAGMA query_only = OFF")
        self.connection.close()


def begin_for_host(connection: Connection, *, write: bool) -> None:
    """Begin a host's transaction on SQLite if its driver has not yet.

    Else the end of our savepoint would be a commit.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@final
class JoinedTransaction:
    """A savepoint in a host's transaction, which alone decides what is kept."""

    def __init__(
        self, connection: Connection, workspace: WorkspaceId, *, write: bool
    ) -> None:
        self.connection = connection
        self._before = ""
        self._embedded = connection.dialect.name == "sqlite"
        begin_for_host(connection, write=write)
        self._savepoint = connection.begin_nested()
        if not self._embedded:
            self._see(workspace, write=write)

    def commit(self) -> None:
        """Keep what was written, if the host commits."""
        if not self._embedded:
            self.connection.exec_driver_sql(_SEE.format(self._before))
        self._savepoint.commit()

    def rollback(self) -> None:
        """Drop what was written; what the host wrote before stays."""
        self._savepoint.rollback()

    def _see(self, workspace: WorkspaceId, *, write: bool) -> None:
        before, isolation = self.connection.execute(_NOW).one()
        if write and isolation != "read committed":
            self._savepoint.rollback()
            raise UnsafeDatabaseError(
                problem=msg("the host's transaction is not READ COMMITTED"),
                remedy=msg("Join a transaction of that isolation level."),
            )
        self._before = str(WorkspaceId.parse(before)) if before else ""
        self.connection.exec_driver_sql(_SEE.format(workspace))
