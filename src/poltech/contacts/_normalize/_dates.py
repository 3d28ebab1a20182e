"""Birth dates, as forms and spreadsheets write them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from poltech.contacts._normalize._cldr import LANGUAGES, months
from poltech.contacts._normalize._text import fold, tidy
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg

__all__ = ["normalize_birth_date", "normalize_birth_year"]

_NUMERIC = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})").fullmatch
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})").fullmatch
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})").fullmatch
_SPOKEN = re.compile(
    r"([0-9]{1,2})(?:er|st|nd|rd|th)?[ -]([^\W\d]+)\.?,?[ -]([0-9]{4})"
).fullmatch
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.\- ][0-9]{1,2}[/.\- ][0-9]{2}").fullmatch
_MIDNIGHT = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}.*$")
_FIRST_SERIAL, _LAST_SERIAL = 1, 2_958_465
_PHANTOM_DAY = 60
"""Spreadsheets believe in 29 February 1900, as one of 1983 did."""

_OLDEST = 1880


def normalize_birth_date(
    value: str | float | date, *, today: date, month_first: bool = False
) -> date:
    """Read a birth date: `03/05/1980`, `1980-05-03`, `3 mai 1980`, a serial number.

    A number is what spreadsheets store for a date. With `month_first`, `05/03/1980`
    is the third of May, as Americans write; nothing is ever swapped by itself.

    Raises:
        InvalidContactError: it is no day, lies ahead, or its year has two digits,
            which tells no century.

    >>> normalize_birth_date("03/05/1980", today=date(2026, 11, 23))
    datetime.date(1980, 5, 3)
    """
    try:
        day = _read(value, month_first=month_first)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        short = isinstance(value, str) and _SHORT_YEAR(value.strip())
        raise InvalidContactError(
            field="birth_date",
            problem=msg("a year of two digits tells no century")
            if short
            else msg("not a day written in a usual form"),
        )
    return _plausible(day, today)


def normalize_birth_year(value: str | int, *, today: date) -> int:
    """Read a year of birth, in four digits.

    Raises:
        InvalidContactError: nobody alive was born then.
    """
    text = str(value).strip().removesuffix(".0")
    if not (text.isascii() and text.isdigit()):
        raise InvalidContactError(field="birth_year", problem=msg("not a year"))
    year = int(text)
    if not _OLDEST <= year <= today.year:
        raise InvalidContactError(
            field="birth_year", problem=msg("nobody alive was born then")
        )
    return year


def _plausible(day: date, today: date) -> date:
    """Give a day on which somebody alive may have been born."""
    if day.year < _OLDEST or day > today:
        raise InvalidContactError(
            field="birth_date", problem=msg("nobody alive was born then")
        )
    return day


def _read(value: str | float | date, *, month_first: bool) -> date | None:
    """Read a cell of any type; nothing if it is no day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _read_text(tidy(value) or "", month_first=month_first)
    return _read_serial(value)


def _read_text(text: str, *, month_first: bool) -> date | None:
    """Read ISO order, then French order, then words."""
    text = _MIDNIGHT.sub("", text)
    found = _ISO(text) or _COMPACT(text)
    if found:
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = _NUMERIC(text)
    if found:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (second, first) if month_first else (first, second)
        return date(year, month, day)
    return _read_spoken(fold(text))


def _read_spoken(text: str) -> date | None:
    """Read `3 mai 1980`."""
    found = _SPOKEN(text)
    number = found and _months().get(found[2])
    return date(int(found[3]), number, int(found[1])) if found and number else None


def _read_serial(serial: float) -> date | None:
    """Count days as spreadsheets do, from 1 January 1900."""
    if not _FIRST_SERIAL <= serial <= _LAST_SERIAL or int(serial) == _PHANTOM_DAY:
        return None
    start = date(1899, 12, 30 if serial > _PHANTOM_DAY else 31)
    return start + timedelta(days=int(serial))


@cache
def _months() -> Mapping[str, int]:
    """Name the months in French and English, whole and cut short."""
    return {
        fold(name).rstrip("."): number
        for language in LANGUAGES
        for name, number in months(language)
    }
