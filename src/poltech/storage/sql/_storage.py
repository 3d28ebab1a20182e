"""A storage in SQLite or PostgreSQL."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias, final

from sqlalchemy import URL, Connection, Engine, Table
from sqlalchemy.exc import StatementError

from poltech.clock import Clock, SystemClock
from poltech.errors import msg
from poltech.events import Event
from poltech.ids import WorkspaceId
from poltech.profile import Profile
from poltech.storage._gate import Gate
from poltech.storage._ports import WorkspaceRow
from poltech.storage.errors import InvalidSchemaError
from poltech.storage.sql._check import Gap, find_gaps, is_ready, require_ready
from poltech.storage.sql._engines import open_engine, require_supported
from poltech.storage.sql._failures import meaning
from poltech.storage.sql._orphans import find_orphans
from poltech.storage.sql._schema import Schema
from poltech.storage.sql._transaction import (
    JoinedTransaction,
    OwnTransaction,
    Transaction,
)
from poltech.storage.sql._work import SqlWork, Unit
from poltech.storage.sql.registry import SqlRegistry

__all__ = ["Place", "SqlStorage"]

Place: TypeAlias = str | URL | Engine | Connection
"""Where a database is: an address, a host's engine, or a host's open connection."""

_NOWHERE = WorkspaceId(int=0)


@final
class SqlStorage:
    """Workspaces in SQLite or PostgreSQL.

    On a host's open connection, units of work join the host's transaction: they are
    savepoints in it, and the host's commit decides. Their events are then announced
    when the host calls `announce`.

    Args:
        place: an address, a host's engine, or a host's open connection.
        schema: where the tables lie.
        keys: a database of its own for the wrapped keys, with its own backups.
        clock: dates idempotency keys.
        allow_unforced: use a PostgreSQL database even if it does not hold workspaces
            apart by itself.

    Raises:
        ConfigurationError: the address is none of SQLite or PostgreSQL, or a driver
            is missing.
        InvalidSchemaError: SQLite was given a namespace.
    """

    def __init__(
        self,
        place: Place,
        *,
        schema: Schema | None = None,
        keys: str | URL | Engine | None = None,
        clock: Clock | None = None,
        allow_unforced: bool = False,
    ) -> None:
        self.schema = schema or Schema()
        self.allow_unforced = allow_unforced
        self._clock = clock or SystemClock()
        self._owned: list[Engine] = []
        self._joined = place if isinstance(place, Connection) else None
        self.engine = self._engine(place)
        self.key_engine = None if keys is None else self._engine(keys)
        self._known: set[WorkspaceId] = set()
        self._listeners: dict[
            WorkspaceId, list[Callable[[Sequence[Event]], object]]
        ] = {}
        self._pending: list[tuple[WorkspaceId, Sequence[Event]]] = []

    @property
    def place(self) -> Engine | Connection:
        """Where the rows are: an engine, or the host's open connection."""
        return self.engine if self._joined is None else self._joined

    @contextmanager
    def begin(
        self, workspace: WorkspaceId, *, write: bool = True
    ) -> Generator[SqlWork, None, None]:
        """Open a unit of work; one that only reads waits for nobody.

        Raises:
            WorkspaceNotFoundError: there is no such workspace.
            BusyStorageError: others did not let go.
        """
        with self._unit(workspace, write=write) as unit:
            if workspace not in self._known:
                SqlRegistry(unit.session).require(workspace)
            yield unit.work
        if self._joined is not None:
            self._pending.append((workspace, unit.events))
        else:
            self._known.add(workspace)
            self._tell(workspace, unit.events)

    def create(self, row: WorkspaceRow, profile: Profile) -> None:
        """Register a workspace.

        Raises:
            WorkspaceExistsError: a workspace of that name exists.
        """
        with self._unit(row.id, write=True) as unit:
            SqlRegistry(unit.session).create(row, profile)

    def workspaces(self) -> Sequence[WorkspaceRow]:
        """List the workspaces, oldest first."""
        with self._unit(_NOWHERE, write=False) as unit:
            return SqlRegistry(unit.session).all()

    def profile(self, workspace: WorkspaceId) -> Profile:
        """Read what a workspace is.

        Raises:
            WorkspaceNotFoundError: it does not exist.
        """
        with self._unit(workspace, write=False) as unit:
            return SqlRegistry(unit.session).profile()

    def listen(
        self, workspace: WorkspaceId, listener: Callable[[Sequence[Event]], object]
    ) -> None:
        """Call `listener` after each commit, with the events appended in it."""
        self._listeners.setdefault(workspace, []).append(listener)

    def orphans(self, workspace: WorkspaceId) -> Mapping[str, int]:
        """Count the rows that name what is not there, by table and column."""
        with self._unit(workspace, write=False) as unit:
            return find_orphans(unit.session, unit.key_session())

    def gaps(self) -> Sequence[Gap]:
        """List what keeps a PostgreSQL database from holding workspaces apart.

        Raises:
            OutdatedSchemaError: a table is missing.
        """
        gaps: list[Gap] = []
        for place, tables in self._databases():
            with self._translated(place), _looking(place) as connection:
                if connection.dialect.name != "sqlite":
                    gaps.extend(find_gaps(connection, tables))
        return gaps

    def announce(self) -> None:
        """Tell listeners what happened on a host's connection, after its commit."""
        pending, self._pending = self._pending, []
        for workspace, events in pending:
            self._tell(workspace, events)

    def close(self) -> None:
        """Give back the connections that were opened here; a host's stay open."""
        for engine in self._owned:
            engine.dispose()

    def _tell(self, workspace: WorkspaceId, events: Sequence[Event]) -> None:
        for listener in self._listeners.get(workspace, ()) if events else ():
            listener(events)

    def _engine(self, place: Place) -> Engine:
        engine = self._opened(place)
        if engine.dialect.name == "sqlite" and self.schema.namespace:
            raise InvalidSchemaError(
                field="namespace", problem=msg("SQLite has none; give a prefix")
            )
        return engine

    def _opened(self, place: Place) -> Engine:
        if isinstance(place, Connection):
            return require_supported(place.engine)
        if isinstance(place, Engine):
            return require_supported(place)
        self._owned.append(open_engine(place))
        return self._owned[-1]

    @contextmanager
    def _unit(
        self, workspace: WorkspaceId, *, write: bool
    ) -> Generator[Unit, None, None]:
        self._require_ready()
        begin = partial(self._open, workspace=workspace, write=write)
        unit = Unit(
            partial(begin, self.place),
            None if self.key_engine is None else partial(begin, self.key_engine),
            workspace,
            self.schema,
            Gate(write=write),
            self._clock,
        )
        try:
            yield unit
        except BaseException:
            unit.rollback()
            raise
        unit.commit()

    def _databases(self) -> Iterator[tuple[Engine | Connection, Sequence[Table]]]:
        """Give each database, with the tables that lie in it."""
        tables = self.schema.tables
        if self.key_engine is None:
            yield self.place, tables.all
        else:
            yield self.place, tables.metadata.sorted_tables
            yield self.key_engine, tables.key_metadata.sorted_tables

    def _require_ready(self) -> None:
        """Ask, once for an engine, whether its tables are ready and walled."""
        unforced = self.allow_unforced
        for place, tables in self._databases():
            if not is_ready(place, self.schema, unforced=unforced):
                with self._translated(place), _looking(place) as connection:
                    require_ready(connection, self.schema, tables, unforced=unforced)

    def _open(
        self, place: Engine | Connection, workspace: WorkspaceId, *, write: bool
    ) -> Transaction:
        with self._translated(place):
            if isinstance(place, Connection):
                return JoinedTransaction(place, workspace, write=write)
            return OwnTransaction(place, workspace, write=write)

    @contextmanager
    def _translated(self, place: Engine | Connection) -> Generator[None, None, None]:
        try:
            yield
        except StatementError as failure:
            cause = failure.orig or failure
            raise meaning(cause, place.dialect.name, self.schema.prefix) from None


@contextmanager
def _looking(place: Engine | Connection) -> Generator[Connection, None, None]:
    """Give a connection to look at the catalogue with."""
    if isinstance(place, Connection):
        yield place
    else:
        with place.connect() as connection:
            yield connection
