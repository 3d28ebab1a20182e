"""From a question to a text."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import singledispatch
from typing import final

import attrs

from poltech.contacts import FieldValue
from poltech.i18n import language_of
from poltech.ids import SegmentId
from poltech.law import Statement
from poltech.segments._model import (
    Added,
    All,
    AnyOf,
    Attribute,
    Comparison,
    Consents,
    Did,
    Expression,
    Has,
    HasField,
    InDivision,
    InSegment,
    Limited,
    Not,
    Reachable,
    Sampled,
    Sourced,
    Suppressed,
    Tagged,
)
from poltech.segments._text._words import (
    ACTS,
    ARGUMENTS,
    BOOLEANS,
    CAUSES,
    CRITERIA,
    KEYWORDS,
    KINDS,
    ORIGINS,
    POINT_WORDS,
    STANDINGS,
    STATEMENTS,
    UNITS,
    Words,
)

__all__ = ["format"]

_PLAIN = re.compile(r"[^\W_][\w./@+-]*")
_TYPED = re.compile(r"[+-]?[0-9.-]+")
_LENGTHS = (
    (timedelta(days=1), "days"),
    (timedelta(hours=1), "hours"),
    (timedelta(minutes=1), "minutes"),
    (timedelta(seconds=1), "seconds"),
)
_ORDERS = {
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
    Comparison.MORE: ">",
    Comparison.AT_LEAST: ">=",
}
_CHOICES = {Attribute.KIND: KINDS, Attribute.STANDING: STANDINGS}


def format(  # noqa: A001 - `segments.format` undoes `segments.parse`
    where: Expression,
    *,
    locale: str = "en",
    zone: tzinfo = UTC,
    segments: Callable[[SegmentId], str | None] = lambda _: None,
) -> str:
    """Write a question as a text, which `parse` reads as the same question.

    Args:
        where: the question.
        locale: the language of its words.
        zone: the time zone of its dates.
        segments: gives the name of a saved segment; without it identifiers are
            written.

    >>> from poltech.segments import format, lives_in, tag
    >>> format(tag("bénévole") - lives_in("62*"), locale="fr")
    'étiquette:bénévole et non code_postal:62*'
    """
    writer = _Writer(language=language_of(locale), zone=zone, segments=segments)
    return writer.write(where)


@final
@attrs.frozen(kw_only=True)
class _Writer:
    """Writes questions in one language."""

    language: str
    zone: tzinfo
    segments: Callable[[SegmentId], str | None]

    def write(self, where: Expression) -> str:
        """Write a question and those that it is made of."""
        match where:
            case All(of=parts):
                written = [self.inner(part, AnyOf) for part in parts]
                return f" {self.word(KEYWORDS, 'and')} ".join(written)
            case AnyOf(of=parts):
                written = [self.write(part) for part in parts]
                return f" {self.word(KEYWORDS, 'or')} ".join(written)
            case Not(of=part):
                opening = self.word(KEYWORDS, "not")
            case Limited(of=part):
                opening = self.taken(where)
            case Sampled(of=part):
                opening = self.taken(where)
            case _:
                return criterion(where, self)
        return f"{opening} {self.inner(part, All, AnyOf)}"

    def inner(self, part: Expression, *apart: type[Expression]) -> str:
        """Write a part, between brackets if it is of a kind that needs them."""
        written = self.write(part)
        return f"({written})" if isinstance(part, apart) else written

    def taken(self, where: Limited | Sampled) -> str:
        """Write what is taken of a question."""
        of = self.word(KEYWORDS, "of")
        if isinstance(where, Limited):
            return f"{self.word(KEYWORDS, 'first')} {where.count} {of}"
        sample = self.word(KEYWORDS, "sample")
        return f"{sample} {where.count} {quoted(where.seed)} {of}"

    def word(self, words: Words, stored: str) -> str:
        """Write a word of the language."""
        return words.write(stored, self.language)

    def name(self, criterion: str) -> str:
        """Write the name of a criterion."""
        return self.word(CRITERIA, criterion)

    def call(self, name: str, *arguments: str | None) -> str:
        """Write a criterion with the arguments that there are."""
        given = ", ".join(argument for argument in arguments if argument is not None)
        return f"{self.name(name)}({given})"

    def label(self, label: str, value: str | None) -> str | None:
        """Write an argument with its label, if there is one."""
        return None if value is None else f"{self.word(ARGUMENTS, label)}: {value}"

    def times(self, node: Added | Did) -> tuple[str | None, ...]:
        """Write a stretch of time."""
        within = None if node.within is None else self.length(node.within)
        return (
            self.label("within", within),
            self.label("since", self.instant(node.since)),
            self.label("until", self.instant(node.until)),
        )

    def length(self, length: timedelta) -> str:
        """Write a length of time in the largest unit that fits it."""
        unit, name = next(each for each in _LENGTHS if not length % each[0])
        return f"{length // unit} {self.word(UNITS, name)}"

    def instant(self, instant: datetime | None) -> str | None:
        """Write an instant: a date if that means it."""
        if instant is None:
            return None
        day = instant.astimezone(self.zone).date()
        if datetime.combine(day, time(), self.zone) == instant:
            return day.isoformat()
        return f'"{instant.isoformat()}"'

    def literal(self, value: FieldValue) -> str:
        """Write a value of a custom field so that its form tells what it is."""
        match value:
            case bool():
                return self.word(BOOLEANS, "yes" if value else "no")
            case Decimal():
                text = f"{value:f}"
                return text if "." in text else f"{text}.0"
            case int() | date():
                return str(value)
            case _:
                typed = _TYPED.fullmatch(value) or value in BOOLEANS
                return quoted(value) if typed else text_of(value)


def quoted(text: str) -> str:
    """Write a text between quotation marks."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def text_of(text: str) -> str:
    """Write a text, between quotation marks unless it is a plain word."""
    plain = _PLAIN.fullmatch(text) and text not in KEYWORDS
    return text if plain else quoted(text)


@singledispatch
def criterion(where: Expression, writer: _Writer) -> str:
    """Write one criterion."""
    return writer.name(where.word)


@criterion.register
def _(where: Has, writer: _Writer) -> str:
    name = writer.name(where.attribute.value)
    if not where.values:
        return writer.call(where.comparison.value, name)
    if where.comparison in _ORDERS:
        return f"{name} {_ORDERS[where.comparison]} {where.values[0]}"
    values = [_attribute(where.attribute, value, writer) for value in where.values]
    return _listed(name, where.comparison, values)


def _attribute(attribute: Attribute, value: str | int, writer: _Writer) -> str:
    if isinstance(value, int):
        return str(value)
    if attribute in _CHOICES:
        return writer.word(_CHOICES[attribute], value)
    return text_of(value)


def _listed(name: str, comparison: Comparison, values: Sequence[str]) -> str:
    """Write a comparison with texts; a list of one keeps its brackets."""
    if comparison is Comparison.STARTS_WITH:
        return f"{name}:{values[0]}*"
    if comparison is Comparison.IN:
        return f"{name}:({', '.join(values)})"
    return f"{name}:{values[0]}"


@criterion.register
def _(where: HasField, writer: _Writer) -> str:
    name = f"{writer.name('field')}.{where.key}"
    if not where.values:
        return writer.call(where.comparison.value, name)
    values = [writer.literal(value) for value in where.values]
    if where.comparison in _ORDERS:
        return f"{name} {_ORDERS[where.comparison]} {values[0]}"
    return _listed(name, where.comparison, values)


@criterion.register
def _(where: Tagged, writer: _Writer) -> str:
    return f"{writer.name('tag')}:{text_of(where.tag)}"


@criterion.register
def _(where: InDivision, writer: _Writer) -> str:
    return writer.call("division", text_of(where.scheme), text_of(where.code))


@criterion.register
def _(where: Reachable, writer: _Writer) -> str:
    return writer.call("reachable", writer.word(POINT_WORDS, where.point))


@criterion.register
def _(where: Sourced, writer: _Writer) -> str:
    origin = None if where.origin is None else writer.word(ORIGINS, where.origin.value)
    return writer.call(
        "source",
        writer.label("id", None if where.source is None else str(where.source)),
        writer.label("kind", None if where.kind is None else text_of(where.kind)),
        writer.label("origin", origin),
        writer.label("label", None if where.label is None else text_of(where.label)),
    )


@criterion.register
def _(where: Added, writer: _Writer) -> str:
    return writer.call("added", *writer.times(where))


@criterion.register
def _(where: Did, writer: _Writer) -> str:
    known = where.kind in ACTS
    at_least = None if where.at_least == 1 else str(where.at_least)
    at_most = None if where.at_most is None else str(where.at_most)
    total = None
    if where.total is not None:
        total = f"{where.total.decimal:f} {where.total.currency}"
    return writer.call(
        where.kind if known else "activity",
        None if known else text_of(where.kind),
        None if where.subject is None else text_of(where.subject),
        writer.label("at least", at_least),
        writer.label("at most", at_most),
        writer.label("total", total),
        *writer.times(where),
    )


@criterion.register
def _(where: Consents, writer: _Writer) -> str:
    said = None
    if where.statement is not Statement.GIVEN:
        said = writer.word(STATEMENTS, where.statement.value)
    return writer.call("consents", text_of(where.purpose), text_of(where.medium), said)


@criterion.register
def _(where: Suppressed, writer: _Writer) -> str:
    medium = None if where.medium is None else text_of(where.medium)
    cause = None if where.cause is None else writer.word(CAUSES, where.cause.value)
    return writer.call(
        "suppressed", writer.label("medium", medium), writer.label("cause", cause)
    )


@criterion.register
def _(where: InSegment, writer: _Writer) -> str:
    name = writer.segments(where.segment)
    written = str(where.segment) if name is None else quoted(name)
    return f"{writer.name('segment')}:{written}"
