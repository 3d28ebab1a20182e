"""Making the tables, and bringing them up to date."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import StatementError
from sqlalchemy.schema import CreateSchema

from poltech.errors import ConfigurationError, msg
from poltech.storage.sql._failures import meaning
from poltech.storage.sql._schema import Schema
from poltech.storage.sql._storage import SqlStorage
from poltech.storage.sql._transaction import begin_for_host
from poltech.storage.sql._walls import grants_for

__all__ = ["include_object", "migrate"]

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtext('poltech.migrate'))")
_ROOMS: Final = "poltech@head"
_KEYS: Final = "poltech_keys@head"


def migrate(storage: SqlStorage, *, role: str | None = None) -> None:
    """Make the tables of a storage, or bring them up to date.

    On PostgreSQL the storage is opened as the tables' owner here, and later as a plain
    role. On a host's open connection all is done in the host's transaction.

    Args:
        storage: where to.
        role: the plain role that poltech will run under on PostgreSQL; it is given
            what it needs.

    Raises:
        ConfigurationError: Alembic is not installed, or the database refuses.
    """
    tables = storage.schema.tables
    rooms = (_ROOMS, tables.metadata.sorted_tables)
    keys = (_KEYS, tables.key_metadata.sorted_tables)
    if storage.key_engine is None:
        _upgrade(storage.place, storage.schema, [rooms, keys], role)
    else:
        _upgrade(storage.place, storage.schema, [rooms], role)
        _upgrade(storage.key_engine, storage.schema, [keys], role)


def include_object(schema: Schema) -> Callable[..., bool]:
    """Give a filter for a host's own Alembic, which leaves our tables alone.

    It is passed to `context.configure(include_object=…)`; without it, a revision that
    the host generates would drop what it does not know.
    """
    names = {table.name for table in (*schema.tables.all, schema.version_table)}

    def is_of_host(item: Any, *_: object) -> bool:  # noqa: ANN401 - any schema item
        table = getattr(item, "table", item)
        ours = table.name in names and table.schema == schema.namespace
        return not ours

    return is_of_host


def _upgrade(
    place: Engine | Connection,
    schema: Schema,
    branches: Sequence[tuple[str, Sequence[Table]]],
    role: str | None,
) -> None:
    """Run what branches lack, then give the role what it needs, in one transaction."""
    try:
        with _transaction(place) as connection:
            native = connection.dialect.name != "sqlite"
            if native and schema.namespace:
                connection.execute(CreateSchema(schema.namespace, if_not_exists=True))
            for branch, tables in branches:
                _run(connection, schema, branch)
                if native and role:
                    for grant in grants_for(schema, role, tables=tables):
                        connection.exec_driver_sql(grant)
    except StatementError as failure:
        cause = failure.orig or failure
        raise meaning(cause, place.dialect.name, schema.prefix) from None


@contextmanager
def _transaction(place: Engine | Connection) -> Generator[Connection, None, None]:
    """Open a transaction in which nobody else migrates."""
    if isinstance(place, Connection):
        begin_for_host(place, write=True)
        with place.begin_nested():
            yield place
        return
    with place.connect() as connection:
        if place.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(_LOCK)
        yield connection
        connection.commit()


def _run(connection: Connection, schema: Schema, branch: str) -> None:
    try:
        from alembic import command  # noqa: PLC0415 - an extra, and slow to load
        from alembic.config import Config  # noqa: PLC0415 - the same
    except ImportError:
        raise ConfigurationError(
            subject="Alembic",
            problem=msg("it is not installed"),
            remedy='pip install "poltech[migrations]"',
        ) from None
    config = Config()
    config.set_main_option("script_location", "poltech.storage.sql:migrations")
    config.attributes.update(connection=connection, schema=schema)
    command.upgrade(config, branch)
