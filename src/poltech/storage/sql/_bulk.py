"""Many rows at once, past SQLAlchemy: straight through the driver.

PostgreSQL refuses COPY into a table behind row-level security, so many rows go by
binary COPY into a temporary table and on by one INSERT … SELECT; few go as arrays.
SQLite takes tuples by `executemany`, cheapest in the order of the key. Rows hold
values as the driver takes them: the stores encode, nothing here looks at a value.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, Final, TypeAlias, final
from zlib import crc32

import attrs
from sqlalchemy import Dialect, Table

from poltech.storage.sql._session import Session, chunks

__all__ = ["Clash", "fetch", "load", "remove"]

Rows: TypeAlias = Sequence[tuple[object, ...]]

_FEW: Final = 500
_PIECE: Final = 1_000
_INSERT: Final = "INSERT INTO {} ({}) {}"
_UNNEST: Final = "SELECT * FROM unnest({})"
_STAGE: Final = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS {} AS SELECT {} FROM {} WITH NO DATA"
)
_COPY: Final = "COPY {} ({}) FROM STDIN (FORMAT BINARY)"
_SELECT: Final = "SELECT {} FROM {}"
_CLEAR: Final = "TRUNCATE {}"
OWN: Final = "workspace_id = {}"
_FETCH: Final = "SELECT {} FROM {} WHERE {} AND {} IN ({})"
_FETCH_MANY: Final = "SELECT {} FROM {} WHERE {} AND {} = ANY(%b)"
_DELETE: Final = "DELETE FROM {} WHERE {}"
_DELETE_MANY: Final = "DELETE FROM {} AS kept USING unnest({}) AS gone ({}) WHERE {}"
_SHORT: Final = {
    "BIGINT": "int8",
    "BYTEA": "bytea",
    "DATE": "date",
    "INTEGER": "int4",
    "NUMERIC": "numeric",
    "TEXT": "text",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "UUID": "uuid",
}


@final
class Clash(Enum):
    """What to do with a row whose key is there already."""

    REFUSE = "refuse"
    KEEP = "keep"
    REPLACE = "replace"


def load(
    session: Session,
    table: Table,
    columns: tuple[str, ...],
    rows: Rows,
    *,
    clash: Clash = Clash.REFUSE,
    newer_by: tuple[str, ...] = (),
) -> None:
    """Write rows; each begins with the workspace, then the columns.

    Args:
        session: the transaction.
        table: where to.
        columns: what the rows hold, after the workspace.
        rows: values as the driver takes them, in the order of the key.
        clash: what to do with a row whose key is there already.
        newer_by: columns that tell which of the two is newer; the older stays out.
    """
    session.gate.write()
    if rows:
        plan = _plan(table, columns, clash, newer_by, session.connection.dialect)
        with session.translated():
            if session.embedded:
                session.connection.exec_driver_sql(plan.insert, [*rows])
            else:
                _send(session, plan, rows)


def remove(
    session: Session, table: Table, columns: tuple[str, ...], rows: Rows
) -> None:
    """Delete the rows that have these values."""
    session.gate.write()
    if rows:
        statement = _removal(table, columns, session.connection.dialect)
        with session.translated():
            if session.embedded:
                session.connection.exec_driver_sql(statement, [*rows])
            else:
                _cursor(session).execute(statement, _arrays(rows), binary=True)


def fetch(
    session: Session,
    table: Table,
    columns: tuple[str, ...],
    by: str,
    values: Sequence[object],
) -> Iterator[tuple[Any, ...]]:
    """Read columns, as the driver gives them, of the rows that bear one of the values.

    Args:
        session: the transaction.
        table: where from.
        columns: what to read.
        by: the column that is looked at.
        values: as the driver takes them.
    """
    session.gate.read()
    for piece in chunks(values, _PIECE):
        marks = len(piece) if session.embedded else 0
        query = _query(table, columns, by, marks, session.connection.dialect)
        with session.translated():
            if session.embedded:
                told = (session.owner, *piece)
                rows = session.connection.exec_driver_sql(query, told).all()
            else:
                told = (session.owner, list(piece))
                rows = _cursor(session).execute(query, told, binary=True).fetchall()
        yield from rows


@final
@attrs.frozen(kw_only=True)
class _Plan:
    """The statements that load one shape of row."""

    insert: str
    stage: str = ""
    copy: str = ""
    types: tuple[str, ...] = ()
    merge: str = ""
    clear: str = ""


def _send(session: Session, plan: _Plan, rows: Rows) -> None:
    cursor = _cursor(session)
    if len(rows) < _FEW:
        cursor.execute(plan.insert, _arrays(rows), binary=True)
        return
    cursor.execute(plan.stage)
    with cursor.copy(plan.copy) as copy:
        copy.set_types(plan.types)
        for row in rows:
            copy.write_row(row)
    cursor.execute(plan.merge)
    cursor.execute(plan.clear)


def _cursor(session: Session) -> Any:  # noqa: ANN401 - psycopg is an extra
    driver: Any = session.connection.connection.driver_connection
    return driver.cursor()


def _arrays(rows: Rows) -> list[list[object]]:
    return [list(values) for values in zip(*rows, strict=True)]


@lru_cache(maxsize=512)
def _plan(
    table: Table,
    columns: tuple[str, ...],
    clash: Clash,
    newer_by: tuple[str, ...],
    dialect: Dialect,
) -> _Plan:
    """Write the statements for one shape of row, once."""
    names = ("workspace_id", *columns)
    into = _list(dialect, names)
    place = dialect.identifier_preparer.format_table(table)
    end = _on_clash(dialect, table, columns, clash, newer_by)
    if dialect.name == "sqlite":
        values = f"VALUES ({_marks(len(names))}){end}"
        return _Plan(insert=_INSERT.format(place, into, values))
    types = _types(table, names, dialect)
    stage = f"poltech_stage_{crc32(repr((place, names, types)).encode()):08x}"
    few, many = _UNNEST.format(_casts(types)), _SELECT.format(into, stage)
    return _Plan(
        insert=_INSERT.format(place, into, few + end),
        stage=_STAGE.format(stage, into, place),
        copy=_COPY.format(stage, into),
        types=types,
        merge=_INSERT.format(place, into, many + end),
        clear=_CLEAR.format(stage),
    )


@lru_cache(maxsize=512)
def _removal(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    names = ("workspace_id", *columns)
    place = dialect.identifier_preparer.format_table(table)
    quote = dialect.identifier_preparer.quote
    if dialect.name == "sqlite":
        return _DELETE.format(place, " AND ".join(f"{quote(n)} = ?" for n in names))
    return _DELETE_MANY.format(
        place,
        _casts(_types(table, names, dialect)),
        _list(dialect, names),
        " AND ".join(f"kept.{quote(name)} = gone.{quote(name)}" for name in names),
    )


@lru_cache(maxsize=512)
def _query(
    table: Table, columns: tuple[str, ...], by: str, marks: int, dialect: Dialect
) -> str:
    place = dialect.identifier_preparer.format_table(table)
    named = dialect.identifier_preparer.quote(by)
    wanted = _list(dialect, columns)
    if dialect.name == "sqlite":
        return _FETCH.format(wanted, place, OWN.format("?"), named, _marks(marks))
    return _FETCH_MANY.format(wanted, place, OWN.format("%b"), named)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _on_clash(
    dialect: Dialect,
    table: Table,
    columns: tuple[str, ...],
    clash: Clash,
    newer_by: tuple[str, ...],
) -> str:
    """Write what follows an INSERT."""
    if clash is Clash.REFUSE:
        return ""
    if clash is Clash.KEEP:
        return " ON CONFLICT DO NOTHING"
    quote = dialect.identifier_preparer.quote
    key = [column.name for column in table.primary_key.columns]
    changes = ", ".join(
        f"{quote(name)} = excluded.{quote(name)}" for name in columns if name not in key
    )
    end = f" ON CONFLICT ({_list(dialect, key)}) DO UPDATE SET {changes}"
    if newer_by:
        new = ", ".join(f"excluded.{quote(name)}" for name in newer_by)
        place = dialect.identifier_preparer.format_table(table)
        old = ", ".join(f"{place}.{quote(name)}" for name in newer_by)
        end += f" WHERE ({new}) > ({old})"
    return end


def _list(dialect: Dialect, names: Sequence[str]) -> str:
    return ", ".join(map(dialect.identifier_preparer.quote, names))


def _types(table: Table, names: Sequence[str], dialect: Dialect) -> tuple[str, ...]:
    written = (table.c[name].type.compile(dialect=dialect) for name in names)
    return tuple(_SHORT[text.partition(" COLLATE")[0]] for text in written)


def _casts(types: Sequence[str]) -> str:
    return ", ".join(f"%b::{name}[]" for name in types)
