"""What criteria are written with: the tables of one workspace, at one instant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.types import NullType

from poltech.storage.sql._session import Session
from poltech.storage.sql.segments._parts import ONE, Found, Row

__all__ = ["Scope", "index_of"]


@final
class Scope:
    """The tables of one workspace, at one instant.

    Attributes:
        session: the transaction.
        at: the instant of asking.
    """

    def __init__(self, session: Session, at: datetime) -> None:
        self.session = session
        self.at = at
        self.contacts = session.schema.tables.contacts
        self.consent = session.schema.tables.consent
        self._open = index_of(self.contacts.contact, "open")
        self._inactive = index_of(self.contacts.contact, "inactive")

    @property
    def embedded(self) -> bool:
        """Whether the engine is SQLite."""
        return self.session.embedded

    def find(
        self, rows: FromClause, *where: ColumnElement[bool], by: str | None = None
    ) -> Select[Any]:
        """Find the contacts of some rows.

        Args:
            rows: a table, under a name of its own.
            where: what must hold of a row.
            by: the index that SQLite goes by.
        """
        column = rows.c.get("contact_id")
        own = rows.c.id if column is None else column
        query = select(type_coerce(own, NullType()).label("id"))
        return _by(query, rows, by).where(self.session.mine(rows), *where)

    def exists(
        self, rows: FromClause, *where: ColumnElement[bool], by: str | None = None
    ) -> ColumnElement[bool]:
        """Say that there is such a row."""
        return self.rows(rows, *where, by=by).exists()

    def rows(
        self, rows: FromClause, *where: ColumnElement[bool], by: str | None = None
    ) -> Select[Any]:
        """Give such rows, without looking into them."""
        query = select(ONE).select_from(rows)
        return _by(query, rows, by).where(self.session.mine(rows), *where)

    def number(self, query: Select[Any], most: int) -> int | None:
        """Count rows up to a number; `None` if there are more."""
        cut = query.limit(most + 1).subquery()
        found = self.session.read(select(func.count()).select_from(cut))
        count: int = found[0][0]
        return count if count <= most else None

    def number_of_all(self, queries: Sequence[Select[Any]], most: int) -> int | None:
        """Count the rows of several queries up to a number."""
        counts = [self.number(query, most) for query in queries]
        known = [count for count in counts if count is not None]
        total = sum(known)
        return total if len(known) == len(counts) and total <= most else None

    def everyone(self, *, row: Row | None = None) -> Found:
        """Find every active contact, or those of whose row something holds."""
        contact = self.contacts.contact.alias()
        rows = [_active(contact)] if row is None else [_active(contact), row(contact)]
        return Found(
            query=self.find(contact, *rows, by=self._open), once=True, active=True
        )

    def active(self, contact: FromClause) -> Select[Any]:
        """Find active contacts, under a name that further conditions may use."""
        query = select(contact.c.id).where(self.session.mine(contact), _active(contact))
        return _by(query, contact, self._open)

    def is_active(
        self, contact: ColumnElement[Any], *, row: Row | None = None
    ) -> ColumnElement[bool]:
        """Say that a contact is active, and that something holds of its row."""
        rows = self.contacts.contact.alias()
        further = () if row is None else (row(rows),)
        return self.exists(
            rows, rows.c.id == contact, _active(rows), *further, by=self._open
        )

    def others(self) -> Select[Any]:
        """Find the contacts that are not active: few, in an index of their own."""
        contact = self.contacts.contact.alias()
        return self.find(contact, _inactive(contact), by=self._inactive)

    def is_other(self, contact: ColumnElement[Any]) -> ColumnElement[bool]:
        """Say that a contact is not active."""
        rows = self.contacts.contact.alias()
        return self.exists(
            rows, rows.c.id == contact, _inactive(rows), by=self._inactive
        )


def index_of(table: Table, word: str) -> str:
    """Name an index of a table."""
    return f"{table.name}_{word}_ix"


def _by(query: Select[Any], rows: FromClause, index: str | None) -> Select[Any]:
    """Tell SQLite which index to go by; unless it has statistics it only guesses."""
    if index is None:
        return query
    return query.with_hint(rows, f"INDEXED BY {index}", "sqlite")


def _active(rows: FromClause) -> ColumnElement[bool]:
    """Write a word of ours into the statement, so that partial indexes are found."""
    return rows.c.subject == literal_column("'active'")


def _inactive(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.subject != literal_column("'active'")
