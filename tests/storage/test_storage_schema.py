"""The shape of the tables, and that migrations make exactly them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, UniqueConstraint, inspect

from poltech.ids import WorkspaceId
from poltech.storage import InvalidSchemaError, OutdatedSchemaError, WorkspaceRow
from poltech.storage.sql import Schema, SqlStorage, include_object, migrate
from poltech.storage.sql.migrations import HEADS
from poltech.storage.testing import PostgresDatabase, postgres_database
from poltech.storage.testing._contract._stage import NOON, PROFILE

SCHEMA = Schema()
WALLED = [table for table in SCHEMA.tables.all if table.info["walled"]]
EXEMPT = {"poltech_workspace"}
"""The registry of the installation lists workspaces by names that the host chose. It
belongs to no workspace and holds no personal data, so no wall stands before it; on a
distributed PostgreSQL it is a reference table."""


@pytest.fixture
def database() -> Iterator[PostgresDatabase]:
    """Give an empty PostgreSQL database."""
    with postgres_database(migrated=False) as database:
        yield database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., SqlStorage]]:
    """Give the opener of an empty database, as its owner."""
    opened: list[SqlStorage] = []
    place = f"sqlite:///{tmp_path / 'empty.db'}"
    if request.param == "postgres":
        place = request.getfixturevalue("database").owner_url

    def open_it(**options: object) -> SqlStorage:
        opened.append(SqlStorage(place, **options))
        return opened[-1]

    yield open_it
    for storage in opened:
        storage.close()


def _differences(storage: SqlStorage, *metadata: MetaData) -> list[object]:
    schema = storage.schema
    with storage.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_schemas": schema.namespace is not None,
                "include_object": lambda _, name, kind, *__: (
                    kind != "table" or name != schema.version_table.name
                ),
                "include_name": lambda name, kind, _: (
                    kind != "schema" or name == schema.namespace
                ),
            },
        )
        return list(compare_metadata(context, list(metadata)))


def test_workspaces_but_the_registry_are_walled() -> None:
    """Every table belongs to a workspace, but those that are exempt and say why."""
    assert {t.name for t in SCHEMA.tables.all if not t.info["walled"]} == EXEMPT


@pytest.mark.parametrize("table", WALLED, ids=lambda table: table.name)
def test_the_workspace_comes_first(table: Table) -> None:
    """Primary, unique and foreign keys and indexes begin with the workspace.

    Distributed PostgreSQL refuses unique keys and foreign keys without the shard key,
    and a unique key without it would tell one office of another's rows.
    """
    keys = [[*table.primary_key.columns]]
    keys += [
        [*rule.columns]
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint)
    ]
    keys += [[*key.columns] for key in table.foreign_key_constraints]
    keys += [[*index.columns] for index in table.indexes]
    assert all(columns[0].name == "workspace_id" for columns in keys)


@pytest.mark.parametrize("table", WALLED, ids=lambda table: table.name)
def test_foreign_keys_stay_in_the_workspace(table: Table) -> None:
    """A row can only refer to rows of its own workspace, or to the workspace."""
    for key in table.foreign_key_constraints:
        there = [element.column for element in key.elements]
        assert there[0].name in {"workspace_id", "id"}
        assert (there[0].name == "id") == (there[0].table.name in EXEMPT)


def test_pointed_tables_exist() -> None:
    """What `points` names exists, so that orphans can be found."""
    for table in SCHEMA.tables.all:
        for column, target in table.info["points"]:
            assert column in table.c
            assert "id" in SCHEMA.tables.metadata.tables[SCHEMA.prefix + target].c


def test_migrations_make_exactly_the_tables(empty: Callable[..., SqlStorage]) -> None:
    """An empty database that was migrated differs in nothing from the metadata."""
    storage = empty()
    migrate(storage)
    tables = storage.schema.tables
    assert _differences(storage, tables.metadata, tables.key_metadata) == []


@pytest.mark.parametrize("prefix", ["", "crm_", "sixteen_letters_"])
def test_tables_bear_the_prefix(empty: Callable[..., SqlStorage], prefix: str) -> None:
    """A host names the prefix of our tables, up to what PostgreSQL can name."""
    storage = empty(schema=Schema(prefix=prefix))
    migrate(storage)
    tables = storage.schema.tables
    assert _differences(storage, tables.metadata, tables.key_metadata) == []
    assert f"{prefix}contact" in inspect(storage.engine).get_table_names()


@pytest.mark.postgres
def test_tables_live_in_a_namespace(database: PostgresDatabase) -> None:
    """A host gives our tables a PostgreSQL schema of their own; it works there."""
    schema = Schema(prefix="", namespace="crm")
    row = WorkspaceRow(id=WorkspaceId(int=1), name="Lens", created_at=NOON)
    with closing(SqlStorage(database.owner_url, schema=schema)) as owner:
        migrate(owner, role=database.role)
        tables = schema.tables
        assert _differences(owner, tables.metadata, tables.key_metadata) == []
    with closing(SqlStorage(database.url, schema=schema)) as storage:
        assert storage.gaps() == []
        storage.create(row, PROFILE)
        assert storage.profile(row.id) == PROFILE


@pytest.mark.parametrize("bad", ["UPPER", "semi;", "a" * 17, 'quo"te', "1st"])
def test_names_of_tables_are_plain(bad: str) -> None:
    """A prefix or namespace that would need quoting, or is long, is refused."""
    with pytest.raises(InvalidSchemaError):
        Schema(prefix=bad)
    with pytest.raises(InvalidSchemaError):
        Schema(namespace=bad)


def test_migrating_again_changes_nothing(empty: Callable[..., SqlStorage]) -> None:
    """Migrating is done once; doing it again keeps what is there."""
    storage = empty()
    row = WorkspaceRow(id=WorkspaceId(int=1), name="Lens", created_at=NOON)
    migrate(storage)
    with storage.engine.begin() as connection:
        table = storage.schema.tables.registry.workspace
        connection.execute(
            table.insert().values(id=row.id, name=row.name, created_at=row.created_at)
        )
    migrate(storage)
    with storage.engine.connect() as connection:
        assert connection.execute(table.select()).all()


def test_a_failed_migration_leaves_nothing(
    empty: Callable[..., SqlStorage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables are made in one transaction: all of them, or none."""
    storage = empty()
    monkeypatch.setattr(
        "poltech.storage.sql.migrations._operations.Operations.index", _break
    )
    with pytest.raises(SabotageError):
        migrate(storage)
    assert inspect(storage.engine).get_table_names() == []
    monkeypatch.undo()
    migrate(storage)


class SabotageError(Exception):
    """What the test breaks a migration with."""


def _break(*_: object, **__: object) -> None:
    raise SabotageError


def test_heads_are_the_last_revisions() -> None:
    """What the package says a database bears is what its revisions end in."""
    config = Config()
    config.set_main_option("script_location", "poltech.storage.sql:migrations")
    assert set(ScriptDirectory.from_config(config).get_heads()) == HEADS


def test_another_version_is_refused(empty: Callable[..., SqlStorage]) -> None:
    """A database that a later or earlier version migrated is not opened."""
    storage = empty(allow_unforced=True)
    migrate(storage)
    version = storage.schema.version_table
    with storage.engine.begin() as connection:
        later = version.c.version_num.like("poltech_0%")
        connection.execute(
            version.update().where(later).values(version_num="poltech_9999")
        )
    with pytest.raises(OutdatedSchemaError):
        storage.workspaces()


def test_missing_tables_are_refused(empty: Callable[..., SqlStorage]) -> None:
    """A database without tables says to migrate, and not that a table is missing."""
    with pytest.raises(OutdatedSchemaError, match="poltech migrate"):
        empty().workspaces()


def test_host_migrations_leave_our_tables_alone(
    empty: Callable[..., SqlStorage],
) -> None:
    """With the published filter a host's Alembic sees its own tables only."""
    storage = empty()
    migrate(storage)
    host = MetaData()
    with storage.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": include_object(storage.schema)}
        )
        assert compare_metadata(context, host) == []
