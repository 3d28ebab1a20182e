"""What keeps workspaces apart on PostgreSQL, and rows from being changed."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import ColumnElement, create_engine, func, select, text, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from poltech.ids import WorkspaceId
from poltech.storage import OutdatedSchemaError, UnsafeDatabaseError, WorkspaceRow
from poltech.storage.sql import (
    Schema,
    SqlStorage,
    _bulk,
    grants_for,
    migrate,
    protections,
)
from poltech.storage.sql._session import Session
from poltech.storage.sql._walls import append_only
from poltech.storage.testing import PostgresDatabase, postgres_database
from poltech.storage.testing._contract._stage import IDS, NOON, PROFILE, register
from poltech.storage.testing._contract._units import fill
from poltech.storage.testing._contract._walls import WallsContract

pytestmark = pytest.mark.postgres

TABLES = Schema().tables
WALLED = [table for table in TABLES.all if table.info["walled"]]
APPEND_ONLY = [table for table in TABLES.all if table.info["append_only"]]


@pytest.fixture(scope="module")
def database() -> Iterator[PostgresDatabase]:
    """Give a database with tables in it."""
    with postgres_database() as database:
        yield database


@pytest.fixture
def fresh() -> Iterator[PostgresDatabase]:
    """Give a database with tables in it, to be spoilt."""
    with postgres_database() as database:
        yield database


@pytest.fixture
def storage(database: PostgresDatabase) -> Iterator[SqlStorage]:
    """Open it as the plain role."""
    with closing(SqlStorage(database.url)) as storage:
        yield storage


def _run(url: str, *statements: str, **values: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


class TestRowLevelSecurityAlone(WallsContract):
    """Invariant 29: the walls hold where no statement names the workspace."""

    @pytest.fixture(autouse=True)
    @staticmethod
    def _without_where(storage: SqlStorage) -> Iterator[None]:
        def anybodys(_: Session, __: object) -> ColumnElement[bool]:
            return true()

        TestRowLevelSecurityAlone.storage = storage
        _bulk._query.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Session, "mine", anybodys)
            patch.setattr(_bulk, "OWN", "{} IS NOT NULL")
            yield
        _bulk._query.cache_clear()


@pytest.mark.parametrize("table", WALLED, ids=lambda table: table.name)
@pytest.mark.parametrize("told", [None, ""])
def test_without_a_workspace_nothing_is_seen(
    database: PostgresDatabase, storage: SqlStorage, table: object, told: str | None
) -> None:
    """Invariant 31: with no workspace told, or an empty one, there are no rows."""
    workspace = register(storage)
    with storage.begin(workspace) as work:
        fill(work)
    engine = create_engine(database.url, poolclass=NullPool)
    with engine.connect() as connection:
        if told is not None:
            connection.execute(
                text("SELECT set_config('poltech.workspace', '', false)")
            )
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_without_a_workspace_nothing_is_written(database: PostgresDatabase) -> None:
    """Invariant 31: a row of any workspace is refused while none is told."""
    statement = (
        "INSERT INTO poltech_contact_tag (workspace_id, tag, contact_id)"
        " VALUES (gen_random_uuid(), 'tag', gen_random_uuid())"
    )
    with pytest.raises(DBAPIError, match="row-level security"):
        _run(database.url, statement)


def test_rows_of_another_workspace_are_refused(
    database: PostgresDatabase, storage: SqlStorage
) -> None:
    """Invariant 30: WITH CHECK refuses to write, or move, a row across the wall."""
    ours, theirs = register(storage), register(storage)
    with storage.begin(ours) as work:
        fill(work)
    see = "SELECT set_config('poltech.workspace', :ours, true)"
    insert = (
        "INSERT INTO poltech_contact_tag (workspace_id, tag, contact_id)"
        " VALUES (CAST(:theirs AS uuid), 'tag', gen_random_uuid())"
    )
    move = "UPDATE poltech_contact SET workspace_id = CAST(:theirs AS uuid)"
    for statement in (insert, move):
        with pytest.raises(DBAPIError, match="row-level security"):
            _run(database.url, see, statement, ours=str(ours), theirs=str(theirs))


def test_the_workspace_does_not_outlive_its_unit(storage: SqlStorage) -> None:
    """Invariant 31: a pooled connection keeps no workspace for who comes next."""
    workspace = register(storage)
    for write in (True, False):
        with storage.begin(workspace, write=write) as work:
            work.contacts.page(None, 1)
    told = text("SELECT current_setting('poltech.workspace', true)")
    with storage.engine.connect() as connection:
        assert not connection.execute(told).scalar()


def test_the_owner_is_walled_too(fresh: PostgresDatabase) -> None:
    """Forced row-level security holds for the tables' owner as for everybody."""
    with (
        closing(SqlStorage(fresh.url)) as storage,
        storage.begin(register(storage)) as work,
    ):
        fill(work)
    engine = create_engine(fresh.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        for table in WALLED:
            count = select(func.count()).select_from(table)
            assert connection.execute(count).scalar() == 0


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET workspace_id = workspace_id", "DELETE FROM {}"]
)
def test_what_is_append_only_is_not_granted(
    database: PostgresDatabase, table: object, verb: str
) -> None:
    """Invariant 51: the role poltech runs under cannot change or delete the ledger."""
    with pytest.raises(DBAPIError, match="permission denied"):
        _run(database.url, verb.format(table.name))


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET workspace_id = workspace_id",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_what_is_append_only_stays_in_sqlite(
    tmp_path: object, table: object, statement: str
) -> None:
    """Invariant 51: triggers refuse to change, delete or replace the ledger."""
    with closing(SqlStorage(f"sqlite:///{tmp_path}/office.db")) as storage:
        migrate(storage)
        workspace = register(storage)
        with storage.begin(workspace) as work:
            fill(work)
            if table.name == "poltech_ledger_node":
                session = work.session
                session.connection.execute(
                    table.insert().values(
                        workspace_id=workspace, level=1, index=0, hash=bytes(32)
                    )
                )
        with (
            storage.engine.connect() as connection,
            pytest.raises(DBAPIError, match="append only"),
        ):
            connection.exec_driver_sql(statement.format(table.name))


def test_a_sound_database_has_no_gaps(storage: SqlStorage) -> None:
    """Invariant 30: what `migrate` made passes the catalogue check."""
    assert storage.gaps() == []


GAPS = {
    "disabled": "ALTER TABLE poltech_contact DISABLE ROW LEVEL SECURITY",
    "not forced": "ALTER TABLE poltech_event NO FORCE ROW LEVEL SECURITY",
    "no policy": "DROP POLICY poltech_workspace ON poltech_activity",
    "wide policy": "CREATE POLICY wide ON poltech_contact USING (true)",
    "no check": "ALTER POLICY poltech_workspace ON poltech_source WITH CHECK (true)",
    "other check": "ALTER POLICY poltech_workspace ON poltech_source"
    " USING (true) WITH CHECK (true)",
    "view": "CREATE VIEW everybody AS SELECT * FROM poltech_contact",
    "materialised view": "CREATE MATERIALIZED VIEW everybody AS"
    " SELECT * FROM poltech_contact",
    "definer": "CREATE FUNCTION everybody() RETURNS bigint LANGUAGE sql SECURITY"
    " DEFINER AS 'SELECT count(*) FROM poltech_contact'",
    "truncate": "GRANT TRUNCATE ON poltech_contact TO {role}",
    "ledger": "GRANT DELETE ON poltech_ledger_batch TO {role}",
}


@pytest.mark.parametrize("statement", GAPS.values(), ids=GAPS.keys())
def test_a_gap_is_found(fresh: PostgresDatabase, statement: str) -> None:
    """Invariant 30: each way to open the wall is found, and the database refused."""
    _run(fresh.owner_url, statement.format(role=fresh.role))
    with closing(SqlStorage(fresh.url)) as storage:
        assert len(storage.gaps()) == 1
        with pytest.raises(UnsafeDatabaseError):
            storage.workspaces()
    with closing(SqlStorage(fresh.url, allow_unforced=True)) as storage:
        assert storage.workspaces() == []


def test_a_view_with_its_callers_rights_is_no_gap(fresh: PostgresDatabase) -> None:
    """A host may make views that go by the rights of who asks."""
    _run(
        fresh.owner_url,
        "CREATE VIEW ours WITH (security_invoker = on) AS SELECT * FROM poltech_contact",
    )
    with closing(SqlStorage(fresh.url)) as storage:
        assert storage.gaps() == []


def test_the_owner_is_refused(fresh: PostgresDatabase) -> None:
    """Poltech does not run as the role that could take the wall down."""
    with (
        closing(SqlStorage(fresh.owner_url)) as storage,
        pytest.raises(UnsafeDatabaseError),
    ):
        storage.workspaces()


def test_missing_tables_are_no_gap(storage: SqlStorage) -> None:
    """A table that is not there is told as such."""
    other = SqlStorage(storage.engine, schema=Schema(prefix="other_"))
    with pytest.raises(OutdatedSchemaError):
        other.gaps()


def test_the_registry_is_not_changed_by_the_role(
    database: PostgresDatabase, storage: SqlStorage
) -> None:
    """Workspaces are registered by the plain role, and not renamed or deleted."""
    row = WorkspaceRow(id=IDS.new(WorkspaceId), name="Béthune", created_at=NOON)
    storage.create(row, PROFILE)
    for verb in (
        "UPDATE poltech_workspace SET name = ''",
        "DELETE FROM poltech_workspace",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            _run(database.url, verb)


def test_protections_are_what_migrations_run(fresh: PostgresDatabase) -> None:
    """A host that makes the tables by its own migrations finds the same walls."""
    schema = Schema(prefix="host_")
    engine = create_engine(fresh.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        schema.tables.metadata.create_all(connection)
        schema.tables.key_metadata.create_all(connection)
        for statement in protections(schema, "postgresql"):
            connection.execute(text(statement))
        for statement in grants_for(schema, fresh.role):
            if "schema_version" not in statement:
                connection.execute(text(statement))
    with closing(SqlStorage(fresh.url, schema=schema)) as storage:
        assert storage.gaps() == []
        assert storage.workspaces() == []


def test_protections_of_sqlite_are_triggers() -> None:
    """On SQLite a host runs the triggers of what is append-only, and nothing else."""
    expected = [line for t in APPEND_ONLY for line in append_only(t.name)]
    assert [*protections(Schema(), "sqlite")] == expected
