"""A large office drawn at random, written straight into the tables."""

import random  # noqa: TID251 - a benchmark draws its data, from a seed
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table

from poltech.ids import WorkspaceId
from poltech.storage.sql import Schema

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
WORKSPACE = WorkspaceId(int=0x0192_0000_0000_7000_8000_0000_0000_0001)
TAGS = {"contact": 0.4, "donateur": 0.05, "porte-à-porte": 0.1, "élu": 0.0005}
PETITIONS = [f"petition-{number}" for number in range(50)]
KINDS = {"signed": 40, "opened": 35, "clicked": 15, "attended": 5, "gave": 5}
ASKED = (("campaign", "email"), ("campaign", "sms"), ("newsletter", "email"))
STATEMENTS = {"given": 60, "refused": 15, "withdrawn": 25}
DEPARTMENTS = ["59", "62", *[f"{number:02}" for number in range(1, 96)]]

_YEARS = timedelta(days=3 * 365)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK = 50_000

Row = tuple[Any, ...]


class Office:
    """The rows of an office of so many contacts, the same at every run.

    Identifiers are 16 bytes and instants microseconds: as SQLite keeps them.
    """

    def __init__(self, contacts: int) -> None:
        self.size = contacts
        self._draw = random.Random(7)
        self._start = (NOW - _YEARS - _EPOCH) // _MICROSECOND
        step = _YEARS // _MICROSECOND // contacts
        self._added = [self._start + number * step for number in range(contacts)]
        self._ids = [self._identifier(added) for added in self._added]
        self._sources = [self._identifier(self._start) for _ in range(20)]

    def tables(self, schema: Schema) -> list[tuple[Table, Iterator[Row]]]:
        """Give each table with its rows, in the order of its columns."""
        contacts, consent = schema.tables.contacts, schema.tables.consent
        return [
            (contacts.source, self._source_rows()),
            (contacts.contact, self._contact_rows()),
            (contacts.tag, self._tag_rows()),
            (contacts.activity, self._activity_rows()),
            (consent.state, self._state_rows()),
        ]

    def _identifier(self, at: int) -> bytes:
        high = (at // 1000) << 80 | 7 << 76 | self._draw.getrandbits(12) << 64
        return (high | 2 << 62 | self._draw.getrandbits(62)).to_bytes(16)

    def _source_rows(self) -> Iterator[Row]:
        for number, source in enumerate(sorted(self._sources)):
            label = f"marché {number}"
            yield WORKSPACE.bytes, source, "market_stall", "person", label, None, None

    def _contact_rows(self) -> Iterator[Row]:
        draw = self._draw
        weights = [1 / (rank + 3) for rank in range(len(DEPARTMENTS))]
        departments = draw.choices(DEPARTMENTS, weights, k=self.size)
        subjects = draw.choices(
            ["active", "restricted", "merged", "erased"], [97, 1, 1, 1], k=self.size
        )
        standings = draw.choices(
            ["member", "regular_contact", "occasional_contact", "none"],
            [5, 25, 40, 30],
            k=self.size,
        )
        for number, contact in enumerate(self._ids):
            postcode = f"{departments[number]}{draw.randrange(0, 1000, 10):03}"
            known = draw.random() < 0.95
            yield (
                WORKSPACE.bytes,
                contact,
                "person",
                subjects[number],
                standings[number],
                draw.choice((1, 3, 7, 15, 9, 2)),
                postcode if known else None,
                f"Commune {postcode}" if known else None,
                postcode if known else None,
                "FR",
                None,
                draw.choice(("fr", "fr", "fr", "en", None)),
                draw.randrange(1930, 2008) if draw.random() < 0.6 else None,
                None,
                draw.choice(self._sources),
                None,
                1,
                self._added[number],
                self._added[number],
                draw.randbytes(165),
                None,
                draw.randbytes(380),
            )

    def _tag_rows(self) -> Iterator[Row]:
        for tag, share in sorted(TAGS.items()):
            for contact in self._ids:
                if self._draw.random() < share:
                    yield WORKSPACE.bytes, tag, contact

    def _activity_rows(self) -> Iterator[Row]:
        draw, total = self._draw, 5 * self.size
        step = _YEARS // _MICROSECOND / total
        weights = [1 / (rank + 1) for rank in range(len(PETITIONS))]
        for first in range(0, total, _CHUNK):
            count = min(_CHUNK, total - first)
            kinds = draw.choices([*KINDS], [*KINDS.values()], k=count)
            subjects = draw.choices(PETITIONS, weights, k=count)
            for number, (kind, subject) in enumerate(zip(kinds, subjects, strict=True)):
                at = self._start + int(step * (first + number))
                gift = kind == "gave"
                yield (
                    WORKSPACE.bytes,
                    self._identifier(at),
                    self._ids[int(self.size * draw.random() ** 1.5)],
                    kind,
                    at,
                    subject,
                    draw.randrange(500, 20_000) if gift else None,
                    "EUR" if gift else None,
                    None,
                )

    def _state_rows(self) -> Iterator[Row]:
        record = bytes(16)
        for contact in self._ids:
            statements = self._draw.choices(
                [*STATEMENTS], [*STATEMENTS.values()], k=len(ASKED)
            )
            for (purpose, medium), statement in zip(ASKED, statements, strict=True):
                yield (
                    WORKSPACE.bytes,
                    contact,
                    purpose,
                    medium,
                    statement,
                    None,
                    self._start,
                    record,
                    1,
                    "",
                )


def fill(engine: Engine, schema: Schema, office: Office) -> float:
    """Write an office into tables, whose indexes are made last; give the seconds."""
    started = perf_counter()
    write = _into_sqlite if engine.dialect.name == "sqlite" else _into_postgres
    for table, rows in office.tables(schema):
        with engine.begin() as connection:
            for index in table.indexes:
                index.drop(connection)
            write(connection, table, rows)
            for index in table.indexes:
                index.create(connection)
    _gather(engine)
    return perf_counter() - started


def _gather(engine: Engine) -> None:
    """Let the database look at what it holds."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        embedded = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("ANALYZE" if embedded else "VACUUM ANALYZE")


def _into_sqlite(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    marks = ", ".join("?" for _ in table.columns)
    statement = f"INSERT INTO {table.name} VALUES ({marks})"
    driver: Any = connection.connection.driver_connection
    while chunk := [*islice(rows, _CHUNK)]:
        driver.executemany(statement, chunk)


def _into_postgres(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    """Copy as the owner, who sees past the wall while it is not forced."""
    names = ", ".join(column.name for column in table.columns)
    codecs = [_CODECS[type(column.type).__name__] for column in table.columns]
    driver: Any = connection.connection.driver_connection
    connection.exec_driver_sql(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY")
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types([name for name, _ in codecs])
        for row in rows:
            pairs = zip(codecs, row, strict=True)
            copy.write_row(
                [None if value is None else read(value) for (_, read), value in pairs]
            )
    connection.exec_driver_sql(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")


def _same(value: Any) -> Any:  # noqa: ANN401 - any column's
    return value


_CODECS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "IdType": ("uuid", lambda raw: UUID(bytes=raw)),
    "Instant": ("timestamptz", lambda count: _EPOCH + count * _MICROSECOND),
    "Text": ("text", _same),
    "Integer": ("int4", _same),
    "BigInteger": ("int8", _same),
    "LargeBinary": ("bytea", _same),
    "Date": ("date", _same),
}
