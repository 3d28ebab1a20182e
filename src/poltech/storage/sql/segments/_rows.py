"""Criteria that the row of a contact tells: attributes, points, dates."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, and_, true

from poltech.segments import POINTS, Added, Comparison, Has, Reachable, window
from poltech.storage.sql.segments._parts import Row

__all__ = ["compare", "padded", "row_of_added", "row_of_attribute", "row_of_point"]

_LAST = chr(0x10FFFF)
_BEFORE_SURROGATES, _AFTER_SURROGATES = "\ud7ff", "\ue000"

AnyValue = TypeVar("AnyValue")


def row_of_attribute(where: Has) -> Row:
    """Say how an attribute compares."""
    return lambda rows: compare(
        rows.c[where.attribute.value], where.comparison, where.values
    )


def row_of_point(where: Reachable) -> Row:
    """Say that a contact has what a medium needs."""
    flag = POINTS[where.point].value
    return lambda rows: rows.c.reach.bitwise_and(flag) != 0


def row_of_added(where: Added, at: datetime) -> Row:
    """Say when a contact was added."""
    start, end = window(where, at)

    def row(rows: FromClause) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [true()]
        if start is not None:
            conditions.append(rows.c.created_at >= start)
        if end is not None:
            conditions.append(rows.c.created_at < end)
        return and_(*conditions)

    return row


def compare(
    column: ColumnElement[Any], comparison: Comparison, values: Sequence[object]
) -> ColumnElement[bool]:
    """Compare a column with values; what is not known compares with nothing."""
    match comparison:
        case Comparison.KNOWN:
            return column.is_not(None)
        case Comparison.UNKNOWN:
            return column.is_(None)
        case Comparison.IN:
            return column.in_(padded(values))
        case Comparison.STARTS_WITH:
            return _begins(column, str(values[0]))
        case _:
            return _ORDERS[comparison](column, values[0])


_ORDERS: Mapping[Comparison, Callable[[Any, Any], ColumnElement[bool]]] = {
    Comparison.EQUAL: lambda column, value: column == value,
    Comparison.LESS: lambda column, value: column < value,
    Comparison.AT_MOST: lambda column, value: column <= value,
    Comparison.MORE: lambda column, value: column > value,
    Comparison.AT_LEAST: lambda column, value: column >= value,
}


def padded(values: Sequence[AnyValue]) -> list[AnyValue]:
    """Repeat the last of some values up to a power of two: so few statements differ."""
    length = 1 << (len(values) - 1).bit_length()
    return [*values, *[values[-1]] * (length - len(values))]


def _begins(column: ColumnElement[Any], beginning: str) -> ColumnElement[bool]:
    """Say that a text begins so, as a range that an index is read by."""
    after = _after(beginning)
    least = column >= beginning
    return least if after is None else and_(least, column < after)


def _after(beginning: str) -> str | None:
    """Give the first text after all that begin so, in the order of code points."""
    kept = beginning.rstrip(_LAST)
    if not kept:
        return None
    last = kept[-1]
    following = _AFTER_SURROGATES if last == _BEFORE_SURROGATES else chr(ord(last) + 1)
    return kept[:-1] + following
