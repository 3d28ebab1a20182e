"""Criteria as parts of a query: narrow rows by index, the workspace first."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import singledispatch
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, FromClause, Select, Table, func, or_, select

from poltech.errors import msg
from poltech.segments import (
    Added,
    Attribute,
    Comparison,
    Consents,
    Did,
    Everyone,
    Expression,
    Has,
    HasField,
    InDivision,
    InvalidSegmentError,
    Reachable,
    Sourced,
    Suppressed,
    Tagged,
    window,
)
from poltech.storage.sql.segments._parts import Bounds, Found, Part, Row, join
from poltech.storage.sql.segments._rows import (
    compare,
    row_of_added,
    row_of_attribute,
    row_of_point,
)
from poltech.storage.sql.segments._scope import Scope

__all__ = ["criterion", "told_by_row"]

Rows: TypeAlias = Callable[[FromClause], Sequence[ColumnElement[bool]]]
"""Says what must hold of a row, under the name that its table is given."""

_RANGES: Final = frozenset({Comparison.EQUAL, Comparison.IN, Comparison.STARTS_WITH})


@singledispatch
def criterion(where: Expression, scope: Scope) -> Part:
    """Make a part of a criterion.

    Raises:
        InvalidSegmentError: it is none.
    """
    del scope
    raise InvalidSegmentError(field=where.word, problem=msg("not a question"))


def told_by_row(scope: Scope, row: Row) -> Part:
    """Make a part of what the row of a contact tells; all rows must be looked at."""
    return Part(
        find=lambda: scope.everyone(row=row),
        holds=lambda contact: scope.is_active(contact, row=row),
        row=row,
    )


def _looked_up(scope: Scope, table: Table, rows: Rows) -> Part:
    """Make a part of rows that an index finds, one for each contact."""

    def find() -> Select[Any]:
        named = scope.named(table)
        return scope.find(named, *rows(named))

    def holds(contact: ColumnElement[Any]) -> ColumnElement[bool]:
        named = scope.named(table)
        return scope.exists(named, named.c.contact_id == contact, *rows(named))

    return Part(
        find=lambda: Found(query=find(), once=True),
        holds=holds,
        bounds=lambda: Bounds(queries=(find(),)),
    )


@criterion.register
def _(where: Everyone, scope: Scope) -> Part:
    del where
    return Part(find=scope.everyone, holds=scope.is_active)


@criterion.register
def _(where: Has, scope: Scope) -> Part:
    row = row_of_attribute(where)
    part = told_by_row(scope, row)
    if where.attribute is not Attribute.POSTCODE or where.comparison not in _RANGES:
        return part

    def find() -> Select[Any]:
        rows = scope.named(scope.contacts.contact, "postcode")
        return scope.find(rows, row(rows))

    return Part(
        find=lambda: Found(query=find(), once=True),
        holds=part.holds,
        row=row,
        bounds=lambda: Bounds(queries=(find(),)),
    )


@criterion.register
def _(where: Reachable, scope: Scope) -> Part:
    return told_by_row(scope, row_of_point(where))


@criterion.register
def _(where: Added, scope: Scope) -> Part:
    return told_by_row(scope, row_of_added(where, scope.at))


@criterion.register
def _(where: Tagged, scope: Scope) -> Part:
    return _looked_up(scope, scope.contacts.tag, lambda rows: [rows.c.tag == where.tag])


@criterion.register
def _(where: InDivision, scope: Scope) -> Part:
    return _looked_up(
        scope,
        scope.contacts.division,
        lambda rows: [rows.c.scheme == where.scheme, rows.c.code == where.code],
    )


@criterion.register
def _(where: Consents, scope: Scope) -> Part:
    return _looked_up(
        scope,
        scope.consent.state,
        lambda rows: [
            rows.c.purpose == where.purpose,
            rows.c.medium == where.medium,
            rows.c.statement == where.statement.value,
        ],
    )


@criterion.register
def _(where: HasField, scope: Scope) -> Part:
    def rows(named: FromClause) -> Sequence[ColumnElement[bool]]:
        conditions = [named.c.key == where.key]
        if where.values:
            column = named.c[_column(where.values[0])]
            conditions.append(compare(column, where.comparison, where.values))
        return conditions

    return _looked_up(scope, scope.contacts.field, rows)


def _column(value: object) -> str:
    """Name the column that a value of a custom field lies in."""
    if isinstance(value, str):
        return "text_value"
    return "date_value" if isinstance(value, date) else "number_value"


@criterion.register
def _(where: Sourced, scope: Scope) -> Part:
    asked = scope.named(scope.contacts.source)
    traits = {
        "id": where.source,
        "kind": where.kind,
        "origin": where.origin and where.origin.value,
        "label": where.label,
    }
    named = [asked.c[name] == value for name, value in traits.items() if value]
    sources = select(asked.c.id).where(scope.session.mine(asked), *named)

    def first(rows: FromClause) -> ColumnElement[bool]:
        return rows.c.source_id.in_(sources)

    def queries() -> list[Select[Any]]:
        contact = scope.named(scope.contacts.contact, "source")
        further = scope.named(scope.contacts.contact_source)
        return [
            scope.find(contact, first(contact)),
            scope.find(further, further.c.source_id.in_(sources)),
        ]

    def holds(contact: ColumnElement[Any]) -> ColumnElement[bool]:
        further = scope.named(scope.contacts.contact_source)
        return or_(
            scope.is_active(contact, row=first),
            scope.exists(
                further,
                further.c.contact_id == contact,
                further.c.source_id.in_(sources),
            ),
        )

    return Part(
        find=lambda: Found(query=join(queries(), embedded=scope.embedded), once=True),
        holds=holds,
        bounds=lambda: Bounds(queries=tuple(queries())),
    )


@criterion.register
def _(where: Suppressed, scope: Scope) -> Part:
    def find() -> Select[Any]:
        points = scope.named(scope.consent.suppression)
        keys = scope.named(scope.contacts.key)
        conditions = [
            scope.session.mine(points),
            points.c.digest == keys.c.digest,
            points.c.lifted_at.is_(None),
        ]
        if where.cause is not None:
            conditions.append(points.c.cause == where.cause.value)
        if where.medium is not None:
            conditions.append(points.c.medium.in_(["", where.medium]))
        return scope.find(keys, *conditions)

    return Part(
        find=lambda: Found(query=find()),
        holds=lambda contact: contact.in_(find()),
        bounds=lambda: Bounds(queries=(find(),)),
    )


@criterion.register
def _(where: Did, scope: Scope) -> Part:
    table = scope.contacts.activity
    by = "kind" if where.subject is None else "act"
    grouped = (where.at_least, where.at_most, where.total) != (1, None, None)

    def find() -> Select[Any]:
        acts = scope.named(table, by)
        query = scope.find(acts, *_acts(where, scope, acts))
        return _often(query, acts, where) if grouped else query

    def holds(contact: ColumnElement[Any]) -> ColumnElement[bool]:
        acts = scope.named(table, "kind")
        rows = scope.rows(acts, *_acts(where, scope, acts))
        query = rows.where(acts.c.contact_id == contact)
        return (_often(query, acts, where) if grouped else query).exists()

    def bounds() -> Bounds:
        acts = scope.named(table, by)
        conditions = _acts(where, scope, acts)
        if where.subject is None:
            conditions = conditions[:1]
        return Bounds(queries=(scope.find(acts, *conditions),))

    return Part(
        find=lambda: Found(query=find(), once=grouped), holds=holds, bounds=bounds
    )


def _acts(where: Did, scope: Scope, acts: FromClause) -> list[ColumnElement[bool]]:
    """Say which acts are looked at; the kind comes first."""
    start, end = window(where, scope.at)
    conditions = [acts.c.kind == where.kind]
    if where.subject is not None:
        conditions.append(acts.c.subject == where.subject)
    if start is not None:
        conditions.append(acts.c.at >= start)
    if end is not None:
        conditions.append(acts.c.at < end)
    if where.total is not None:
        conditions.append(acts.c.currency == where.total.currency)
    return conditions


def _often(query: Select[Any], acts: FromClause, where: Did) -> Select[Any]:
    """Keep to the contacts who acted often enough, and gave enough."""
    conditions = [func.count() >= where.at_least]
    if where.at_most is not None:
        conditions.append(func.count() <= where.at_most)
    if where.total is not None:
        conditions.append(func.sum(acts.c.amount) >= where.total.minor)
    return query.group_by(acts.c.contact_id).having(*conditions)
