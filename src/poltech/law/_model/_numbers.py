"""Numbers of the law through time, and one day of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, TypeVar, final

import attrs

from poltech.errors import msg
from poltech.law._model._answers import Citation
from poltech.law.errors import UnsettledDateError

__all__ = [
    "Day",
    "Row",
    "Rows",
]

T = TypeVar("T")


@final
@attrs.frozen(kw_only=True)
class Row(Generic[T]):
    """One value of a number that the law sets, while it holds.

    Attributes:
        value: the number, age, hour or list.
        since: first day on which we vouch for it; the law may be older.
        until: first day on which it no longer holds; `None` if it still does.
        source: where it is written.
    """

    value: T
    since: date
    until: date | None = None
    source: Citation


@final
@attrs.frozen
class Rows(Generic[T]):
    """A number of the law through time."""

    name: str
    rows: tuple[Row[T], ...]

    def row(self, day: date) -> Row[T]:
        """Find the row that holds on a day.

        Raises:
            UnsettledDateError: none does.
        """
        for row in self.rows:
            if row.since <= day and (row.until is None or day < row.until):
                return row
        raise UnsettledDateError(field=self.name, problem=msg("no row for that day"))

    def at(self, day: date) -> T:
        """Give the value that holds on a day.

        Raises:
            UnsettledDateError: none does.
        """
        return self.row(day).value


@final
@attrs.frozen
class Day:
    """One day under a legal order: the numbers that hold on it."""

    date: date
    numbers: Mapping[str, Rows[Any]] = attrs.field(repr=False)

    def number(self, rows: Rows[T], country: str | None = None) -> T:
        """Give the value that holds, a country's own before the common one.

        Raises:
            UnsettledDateError: none does.
        """
        own = self.numbers.get(f"{rows.name}.{country}")
        found: Rows[T] = own or self.numbers.get(rows.name, rows)
        return found.at(self.date)
