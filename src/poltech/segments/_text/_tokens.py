"""What the grammar hands over: values, arguments, and where they stood."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, final

import attrs

from poltech.contacts import FieldValue
from poltech.errors import msg
from poltech.ids import SegmentId
from poltech.money import Money
from poltech.segments._text._words import BOOLEANS, UNITS, Words
from poltech.segments.errors import SegmentSyntaxError

if TYPE_CHECKING:
    from lark import Token

__all__ = ["Argument", "Operand", "Value", "Wording", "literal", "wrong"]

_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,30}\.[0-9]{1,30}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LENGTHS = {
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
    "seconds": timedelta(seconds=1),
}
_MAX_DIGITS = 9


@final
@attrs.frozen(kw_only=True)
class Wording:
    """How a text is to be read.

    Attributes:
        zone: the time zone of its dates.
        segments: finds saved segments by name.
    """

    zone: tzinfo
    segments: Callable[[str], SegmentId] | None


@final
@attrs.frozen(kw_only=True)
class Value:
    """A word of a text, or what stood between quotation marks.

    Attributes:
        text: the word, without the marks.
        quoted: whether there were marks.
        prefix: whether a star followed.
        line: where it began, from 1.
        column: where it began, from 1.
    """

    text: str
    quoted: bool
    prefix: bool = False
    line: int
    column: int

    @classmethod
    def of(cls, token: "Token", *, prefix: bool = False) -> "Value":
        """Take a word or a text of the grammar."""
        return cls(
            text=_unquoted(str(token)) if token.type == "STRING" else str(token),
            quoted=token.type == "STRING",
            prefix=prefix,
            line=token.line or 1,
            column=token.column or 1,
        )

    def term(self, words: Words) -> str:
        """Read one of a few words.

        Raises:
            SegmentSyntaxError: it is none of them.
        """
        found = None if self.prefix else words.find(self.text)
        if found is None:
            raise wrong(self, msg("this word is not known"), words.listed)
        return found

    def plain(self) -> str:
        """Read a text that no star follows.

        Raises:
            SegmentSyntaxError: a star follows.
        """
        if self.prefix:
            raise wrong(
                self,
                msg("a star has no meaning here"),
                msg("a value, between quotation marks if it has a star"),
            )
        return self.text

    def whole(self) -> int:
        """Read a whole number.

        Raises:
            SegmentSyntaxError: it is none, or a huge one.
        """
        if not self.text.isascii() or not self.text.isdigit() or self.prefix:
            raise wrong(self, msg("this is no number"), msg("a whole number"))
        if len(self.text) > _MAX_DIGITS:
            raise wrong(self, msg("this number is too large"), msg("a whole number"))
        return int(self.text)

    def instant(self, zone: tzinfo) -> datetime:
        """Read a date, which means its midnight, or an instant with its time zone.

        Raises:
            SegmentSyntaxError: it is neither.
        """
        try:
            if _DATE.fullmatch(self.text):
                return datetime.combine(date.fromisoformat(self.text), time(), zone)
            instant = datetime.fromisoformat(self.text)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None or self.prefix:
            raise wrong(self, msg("this is no date"), msg("a date, such as 2026-11-23"))
        return instant


@final
@attrs.frozen(kw_only=True)
class Operand:
    """What a criterion is compared with: a value, or a list in brackets."""

    values: Sequence[Value]
    listed: bool

    def one(self) -> Value:
        """Give the only value, without a star.

        Raises:
            SegmentSyntaxError: there are several, or a star.
        """
        if len(self.values) > 1:
            raise wrong(
                self.values[1],
                msg("one value too many"),
                msg("one value to compare with"),
            )
        self.values[0].plain()
        return self.values[0]


@final
@attrs.frozen(kw_only=True)
class Argument:
    """One argument of a criterion: words, and the label before their colon."""

    label: Sequence[Value] = ()
    words: Sequence[Value]

    @property
    def place(self) -> Value:
        """The word that it begins with."""
        return self.label[0] if self.label else self.words[0]

    def one(self) -> Value:
        """Give its only word.

        Raises:
            SegmentSyntaxError: it has several.
        """
        if len(self.words) > 1:
            raise wrong(
                self.words[1],
                msg("one word too many"),
                msg("a comma or a closing bracket"),
            )
        return self.words[0]

    def length(self) -> timedelta:
        """Read a length of time.

        Raises:
            SegmentSyntaxError: it is none.
        """
        if len(self.words) != 2:  # noqa: PLR2004 - a number and a unit
            raise wrong(
                self.words[0],
                msg("this is no length of time"),
                msg("a number and a unit, such as 90 days"),
            )
        count, unit = self.words
        return count.whole() * _LENGTHS[unit.term(UNITS)]

    def money(self) -> Money:
        """Read an amount of money.

        Raises:
            SegmentSyntaxError: it is none.
            InvalidMoneyError: the currency cannot hold the amount.
        """
        if len(self.words) != 2:  # noqa: PLR2004 - an amount and a currency
            raise wrong(
                self.words[0],
                msg("this is no amount"),
                msg("an amount and a currency, such as 100 EUR"),
            )
        amount, currency = (word.plain() for word in self.words)
        return Money.of(amount, "EUR" if currency == "€" else currency.upper())


def literal(value: Value) -> FieldValue:
    """Read a value of a custom field: its form tells what it is."""
    text = value.plain()
    if value.quoted:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if text in BOOLEANS:
        return value.term(BOOLEANS) == "yes"
    return _date(text) or text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def wrong(place: Value, problem: str, expected: str) -> SegmentSyntaxError:
    """Say that something is wrong at a place."""
    return SegmentSyntaxError(
        line=place.line, column=place.column, problem=problem, expected=expected
    )


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if text.startswith('"'):
        return _ESCAPED.sub(r"\1", inner)
    return inner.strip() if text.startswith("«") else inner
