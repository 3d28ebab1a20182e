"""What criteria are written with: the tables of one workspace, at one instant."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
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
from poltech.storage.sql.segments._indexed import named
from poltech.storage.sql.segments._parts import ONE, Bounds, Found, Row

__all__ = ["Scope"]


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
        self._named = 0

    @property
    def embedded(self) -> bool:
        """Whether the engine is SQLite."""
        return self.session.embedded

    def named(self, table: Table, by: str | None = None) -> FromClause:
        """Give a table under a name of its own, and perhaps the index to read it by."""
        self._named += 1
        return named(table, self._named, by)

    def find(self, rows: FromClause, *where: ColumnElement[bool]) -> Select[Any]:
        """Find the contacts of some rows."""
        column = rows.c.get("contact_id")
        own = rows.c.id if column is None else column
        query = select(type_coerce(own, NullType()).label("id"))
        return query.where(self.session.mine(rows), *where)

    def rows(self, rows: FromClause, *where: ColumnElement[bool]) -> Select[Any]:
        """Give some rows, without looking into them."""
        query = select(ONE).select_from(rows)
        return query.where(self.session.mine(rows), *where)

    def exists(
        self, rows: FromClause, *where: ColumnElement[bool]
    ) -> ColumnElement[bool]:
        """Say that there is such a row."""
        return self.rows(rows, *where).exists()

    def count_few(self, bounds: Sequence[Bounds], most: int) -> Sequence[int | None]:
        """Count what several bounds allow, up to a number; `None` is more than that.

        All are counted by one statement.
        """
        queries = [query.limit(most + 1) for each in bounds for query in each.queries]
        counts = iter(self._counts(queries))
        totals = [sum(islice(counts, len(b.queries)), b.further) for b in bounds]
        return [total if total <= most else None for total in totals]

    def _counts(self, queries: Sequence[Select[Any]]) -> Sequence[int]:
        if not queries:
            return ()
        counted = [
            select(func.count()).select_from(query.subquery()).scalar_subquery()
            for query in queries
        ]
        return self.session.read(select(*counted))[0]

    def everyone(self, *, row: Row | None = None) -> Found:
        """Find every active contact, or those of whose row something holds."""
        contact = self.named(self.contacts.contact, "open")
        rows = [_active(contact)] if row is None else [_active(contact), row(contact)]
        return Found(query=self.find(contact, *rows), once=True, active=True)

    def active(self, rows: FromClause) -> Select[Any]:
        """Find active contacts among rows, of which further conditions may be said."""
        return select(rows.c.id).where(self.session.mine(rows), _active(rows))

    def is_active(
        self, contact: ColumnElement[Any], *, row: Row | None = None
    ) -> ColumnElement[bool]:
        """Say that a contact is active, and that something holds of its row."""
        rows = self.named(self.contacts.contact, "open")
        further = () if row is None else (row(rows),)
        return self.exists(rows, rows.c.id == contact, _active(rows), *further)

    def others(self) -> Select[Any]:
        """Find the contacts that are not active: few, in an index of their own."""
        contact = self.named(self.contacts.contact, "inactive")
        return self.find(contact, _inactive(contact))

    def is_other(self, contact: ColumnElement[Any]) -> ColumnElement[bool]:
        """Say that a contact is not active."""
        rows = self.named(self.contacts.contact, "inactive")
        return self.exists(rows, rows.c.id == contact, _inactive(rows))


def _active(rows: FromClause) -> ColumnElement[bool]:
    """Write a word of ours into the statement, so that partial indexes are found."""
    return rows.c.subject == literal_column("'active'")


def _inactive(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.subject != literal_column("'active'")
