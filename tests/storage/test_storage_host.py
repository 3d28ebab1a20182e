"""A host hands in its engine, or a connection whose transaction we join."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from poltech.errors import ConfigurationError
from poltech.events import Event
from poltech.ids import ContactId, WorkspaceId
from poltech.profile import Actor
from poltech.storage import DuplicateError, UnsafeDatabaseError
from poltech.storage.sql import SqlStorage, migrate
from poltech.storage.testing import Happened, postgres_database
from poltech.storage.testing._contract._stage import (
    IDS,
    NOON,
    a_contact,
    register,
    together,
)

TABLE = "CREATE TABLE hosts_own (word TEXT)"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an engine as a host makes it, with our tables and one of the host's."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'host.db'}")
        migrate(SqlStorage(engine))
        with engine.begin() as connection:
            connection.execute(text(TABLE))
        yield engine
        engine.dispose()
        return
    with postgres_database() as database:
        owner = create_engine(database.owner_url, poolclass=NullPool)
        with owner.begin() as connection:
            connection.execute(text(TABLE))
            connection.execute(text("GRANT ALL ON hosts_own TO PUBLIC"))
        engine = create_engine(database.url)
        yield engine
        engine.dispose()


@pytest.fixture
def workspace(engine: Engine) -> WorkspaceId:
    """Register a workspace, committed."""
    return register(SqlStorage(engine))


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM hosts_own")).scalar_one()


def _kept(engine: Engine, workspace: WorkspaceId) -> int:
    with SqlStorage(engine).begin(workspace, write=False) as work:
        return len(work.contacts.page(None, 100))


INSERT = text("INSERT INTO hosts_own VALUES ('host')")


def test_a_hosts_engine_works_as_ours(engine: Engine, workspace: WorkspaceId) -> None:
    """Units of work on a host's engine commit, and stay open to the host after close."""
    storage = SqlStorage(engine)
    with storage.begin(workspace) as work:
        work.contacts.insert([a_contact()])
    storage.close()
    assert _kept(engine, workspace) == 1


def test_writers_on_a_hosts_engine_take_turns(
    engine: Engine, workspace: WorkspaceId
) -> None:
    """A host's SQLite engine begins late by default; our writers begin at once."""
    storage = SqlStorage(engine)

    def append() -> None:
        for _ in range(10):
            with storage.begin(workspace) as work:
                work.contacts.lock_identities()
                if len(work.contacts.page(None, 100)) < 15:
                    work.contacts.insert([a_contact()])

    together(append, append)
    assert _kept(engine, workspace) == 15


def test_the_host_commits(engine: Engine, workspace: WorkspaceId) -> None:
    """What we and the host write in its transaction is kept when it commits."""
    with engine.connect() as connection:
        connection.execute(INSERT)
        with SqlStorage(connection).begin(workspace) as work:
            work.contacts.insert([a_contact()])
        assert _kept(engine, workspace) == 0
        connection.commit()
    assert (_count(engine), _kept(engine, workspace)) == (1, 1)


@pytest.mark.parametrize("first", [True, False], ids=["host first", "we first"])
def test_the_host_rolls_back(
    engine: Engine, workspace: WorkspaceId, *, first: bool
) -> None:
    """Clean exit of our unit keeps nothing that the host then rolls back."""
    with engine.connect() as connection:
        if first:
            connection.execute(INSERT)
        with SqlStorage(connection).begin(workspace) as work:
            work.contacts.insert([a_contact()])
        connection.execute(INSERT)
        connection.rollback()
    assert (_count(engine), _kept(engine, workspace)) == (0, 0)


def test_our_failure_is_ours_alone(engine: Engine, workspace: WorkspaceId) -> None:
    """A unit that fails takes back what it wrote; the host's transaction goes on."""
    contact = a_contact()
    with engine.connect() as connection:
        storage = SqlStorage(connection)
        connection.execute(INSERT)
        with storage.begin(workspace) as work:
            work.contacts.insert([contact])
        with pytest.raises(DuplicateError), storage.begin(workspace) as work:
            work.contacts.insert([a_contact(), contact])
        connection.commit()
    assert (_count(engine), _kept(engine, workspace)) == (1, 1)


def test_units_nest(engine: Engine, workspace: WorkspaceId) -> None:
    """On one connection a unit may be opened within another, of any workspace."""
    with engine.connect() as connection:
        storage = SqlStorage(connection)
        other = register(storage)
        with storage.begin(workspace) as outer:
            outer.contacts.insert([a_contact()])
            with storage.begin(other) as inner:
                inner.contacts.insert([a_contact(), a_contact()])
            outer.contacts.insert([a_contact(), a_contact()])
        connection.commit()
    assert (_kept(engine, workspace), _kept(engine, other)) == (3, 2)


def test_events_are_announced_when_the_host_says(
    engine: Engine, workspace: WorkspaceId
) -> None:
    """Nobody hears of what a host may still roll back; after its commit it announces."""
    heard: list[Event] = []
    event = Happened(at=NOON, actor=Actor.person(), contact=IDS.new(ContactId))
    with engine.connect() as connection:
        storage = SqlStorage(connection)
        storage.listen(workspace, heard.extend)
        with storage.begin(workspace) as work:
            work.events.append([event])
        assert heard == []
        connection.commit()
        storage.announce()
        storage.announce()
    assert heard == [event]


def test_tables_are_made_in_the_hosts_transaction(tmp_path: Path) -> None:
    """On a host's open connection, migrating is undone by the host's rollback."""
    engine = create_engine(f"sqlite:///{tmp_path / 'host.db'}")
    with engine.connect() as connection:
        storage = SqlStorage(connection)
        migrate(storage)
        connection.rollback()
        connection.commit()
        migrate(storage)
        connection.commit()
        assert storage.workspaces() == []
    engine.dispose()


@pytest.mark.postgres
def test_the_hosts_workspace_is_given_back(postgres_url: str) -> None:
    """What the host's transaction was told before us, it is told after us."""
    with closing(SqlStorage(postgres_url)) as storage:
        workspace = register(storage)
        see = text("SELECT current_setting('poltech.workspace', true)")
        with storage.engine.connect() as connection:
            joined = SqlStorage(connection)
            with joined.begin(workspace):
                assert connection.execute(see).scalar() == str(workspace)
            assert not connection.execute(see).scalar()


@pytest.mark.postgres
def test_a_hosts_snapshot_is_refused(postgres_url: str) -> None:
    """A transaction that cannot see a withdrawal it waited for is not written in."""
    engine = create_engine(postgres_url, isolation_level="REPEATABLE READ")
    workspace = register(SqlStorage(engine))
    with engine.connect() as connection, closing(SqlStorage(connection)) as storage:
        with storage.begin(workspace, write=False) as work:
            assert not work.contacts.page(None, 1)
        with pytest.raises(UnsafeDatabaseError), storage.begin(workspace):
            pytest.fail("it was opened")
    engine.dispose()


@pytest.mark.parametrize(
    "address",
    ["mysql://server/office", "not an address", "sqlite://", "sqlite:///:memory:"],
)
def test_other_databases_are_refused(address: str) -> None:
    """An address that poltech cannot use is told, with what to give instead."""
    with pytest.raises(ConfigurationError):
        SqlStorage(address)
