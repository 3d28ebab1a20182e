"""One cell at a time: cleaned, and read as an instant or a value."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, final
from zoneinfo import ZoneInfo

from poltech.contacts import FieldType, FieldValue
from poltech.exchange._export import restored
from poltech.exchange._findings import Finding, found
from poltech.exchange._mapping import fold
from poltech.exchange._model import Cells
from poltech.exchange._rows._words import LONGEST, MONTHS, Answer, answer_of

__all__ = ["Line", "Slot", "cleaned", "instant_of", "value_of"]

_KEPT = 500
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d))?.*)?"
).fullmatch
_FIGURES = re.compile(
    r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d\d)"
    r"(?:(?:[T ,àa]|at)*(\d{1,2})[:hH](\d\d)?(?::(\d\d))?.*)?"
).fullmatch
_SPOKEN = re.compile(
    r"(?:\w+[.,]? )?(\d{1,2})(?:er|st|nd|rd|th)?[ \-]([^\W\d]{3,})\.?,?[ \-](\d{4})"
    r"(?:(?:[T ,àa]|at)*(\d{1,2})[:hH](\d\d)?(?::(\d\d))?.*)?"
).fullmatch
_UNIX = re.compile(r"1\d{9}").fullmatch
_MONTH_NAME = 4


class Slot(NamedTuple):
    """Where a cell stands, and how it is to be read.

    Attributes:
        at: its place in the row.
        header: the column's name.
        argument: the first word after the field.
        medium: the second.
        month_first: whether its dates are written month first.
    """

    at: int
    header: str
    argument: str | None = None
    medium: str | None = None
    month_first: bool = False


@final
class Line:
    """A row while it is read: its number, its cells, and what was noticed so far."""

    __slots__ = ("cells", "findings", "number")

    def __init__(self, number: int, cells: Cells, findings: list[Finding]) -> None:
        self.number = number
        self.cells = cells
        self.findings = findings

    def note(self, code: str, slot: Slot, **values: object) -> None:
        """Write down what was noticed in a cell."""
        cell = self.cells[slot.at][:_KEPT]
        self.findings.append(
            found(code, row=self.number, column=slot.header, cell=cell, **values)
        )


def cleaned(cell: str) -> str:
    """Take off what surrounds a text, and the mark that says it is one.

    >>> cleaned(" '+33 6 12 34 56 78 ")
    '+33 6 12 34 56 78'
    """
    text = cell.strip()
    return restored(text).strip() if text[:1] == "'" else text


def instant_of(text: str, zone: str, *, month_first: bool = False) -> datetime | None:
    """Read a day or an instant; a day begins at midnight in its zone.

    >>> instant_of("01/02/2024 14:30", "UTC").isoformat()
    '2024-02-01T14:30:00+00:00'
    >>> instant_of("3 mars 2024", "Europe/Paris").isoformat()
    '2024-03-03T00:00:00+01:00'
    """
    if len(text) > LONGEST:
        return None
    try:
        return _aware(text, zone) or _written(text, zone, month_first=month_first)
    except (ValueError, OverflowError):
        return None


def _aware(text: str, zone: str) -> datetime | None:
    """Read an instant that says its own offset, or counts seconds since 1970."""
    if _UNIX(text):
        return datetime.fromtimestamp(int(text), ZoneInfo("UTC"))
    try:
        instant = datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None
    if text.endswith(" UTC"):
        return instant.replace(tzinfo=ZoneInfo("UTC"))
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))


def _written(text: str, zone: str, *, month_first: bool) -> datetime | None:
    """Read a day as people write it, with or without a time."""
    iso = _ISO(text)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
        return _at(date(year, month, day), iso, zone)
    figures = _FIGURES(text)
    if figures:
        first, second, year = int(figures[1]), int(figures[2]), int(figures[3])
        day, month = (second, first) if month_first else (first, second)
        return _at(date(year + 2000 * (year < 100), month, day), figures, zone)  # noqa: PLR2004 - a century
    spoken = _SPOKEN(text)
    month_name = spoken and _month(spoken[2])
    if not spoken or not month_name:
        return None
    return _at(date(int(spoken[3]), month_name, int(spoken[1])), spoken, zone)


def _at(day: date, match: re.Match[str], zone: str) -> datetime:
    hour, minute, second = (int(part or 0) for part in match.groups()[3:6])
    return datetime.combine(day, time(hour, minute, second), ZoneInfo(zone))


def _month(name: str) -> int | None:
    """Number a month by the first letters of its name."""
    folded = fold(name)
    return MONTHS.get(folded[:_MONTH_NAME]) or MONTHS.get(folded[:3])


def value_of(text: str, type_: FieldType, zone: str) -> FieldValue | None:
    """Read the value of a custom field; `None` if it is not of its type.

    >>> value_of("1 234,5", FieldType.DECIMAL, "UTC")
    Decimal('1234.5')
    """
    if type_ is FieldType.TEXT:
        return text
    if type_ is FieldType.BOOLEAN:
        return {Answer.YES: True, Answer.NO: False}.get(answer_of(text))
    if type_ is FieldType.DATE:
        instant = instant_of(text, zone)
        return instant and instant.date()
    number = _number(text)
    if number is None or type_ is FieldType.DECIMAL:
        return number
    return int(number) if number == number.to_integral_value() else None


def _number(text: str) -> Decimal | None:
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
