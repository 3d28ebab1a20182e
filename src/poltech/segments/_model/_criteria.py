"""What may be asked of one contact."""

from datetime import datetime, timedelta
from typing import final

import attrs

from poltech.clock import require_aware
from poltech.contacts import FieldValue
from poltech.errors import msg
from poltech.ids import SegmentId, SourceId
from poltech.law import Cause, Origin, Statement
from poltech.money import Money
from poltech.segments._model._expression import Expression
from poltech.segments._model._values import (
    ATTRIBUTES,
    CHOICES,
    NUMBERS,
    POINTS,
    Attribute,
    Comparison,
    check_comparison,
    check_field_values,
    check_text,
    check_whole,
    check_window,
    compose,
)
from poltech.segments.errors import InvalidSegmentError

__all__ = [
    "Added",
    "Consents",
    "Did",
    "Has",
    "HasField",
    "InDivision",
    "InSegment",
    "Reachable",
    "Sourced",
    "Suppressed",
    "Tagged",
]

_FIRST_YEAR = 1900
_LAST_YEAR = 2200


def _with_kinds(values: tuple[FieldValue, ...]) -> tuple[object, ...]:
    """Tell yes from one: to Python they are equal, to a question they are not."""
    return tuple((type(value), value) for value in values)


@final
@attrs.frozen(kw_only=True)
class Has(Expression, word="attribute"):
    """Those one of whose attributes compares so; an unknown one never does.

    Attributes:
        attribute: which one.
        comparison: how it is compared.
        values: what with: none, one, or the members of a list.
    """

    attribute: Attribute
    comparison: Comparison = Comparison.EQUAL
    values: tuple[str | int, ...] = ()

    def __attrs_post_init__(self) -> None:
        name = self.attribute.value
        if self.comparison not in ATTRIBUTES[self.attribute]:
            raise InvalidSegmentError(
                field=name, problem=msg("this attribute is not compared so")
            )
        check_comparison(self.comparison, len(self.values), name)
        for value in self.values:
            if self.attribute in NUMBERS:
                check_whole(value, name, 0)
            else:
                check_text(value, name)
                self._check_word(value)
        compose(self, "values")

    @property
    def listed(self) -> int:
        """How many values it compares with."""
        return len(self.values)

    def _check_word(self, value: object) -> None:
        known = CHOICES.get(self.attribute)
        if known is not None and value not in known:
            raise InvalidSegmentError(
                field=self.attribute.value, problem=msg("no such word is known")
            )


@final
@attrs.frozen(kw_only=True)
class HasField(Expression, word="field"):
    """Those one of whose ordinary custom fields compares so.

    Attributes:
        key: key of the field.
        comparison: how it is compared.
        values: what with, all of one kind; a field of another kind never matches.
    """

    key: str
    comparison: Comparison = Comparison.EQUAL
    values: tuple[FieldValue, ...] = attrs.field(default=(), eq=_with_kinds)

    def __attrs_post_init__(self) -> None:
        check_text(self.key, "key")
        if not self.key.isidentifier() or self.key != self.key.lower():
            raise InvalidSegmentError(
                field="key", problem=msg("not a word in lower case")
            )
        check_comparison(self.comparison, len(self.values), self.key)
        check_field_values(self.comparison, self.values, self.key)
        compose(self, "values")

    @property
    def listed(self) -> int:
        """How many values it compares with."""
        return len(self.values)


@final
@attrs.frozen(kw_only=True)
class Tagged(Expression, word="tag"):
    """Those who bear a tag."""

    tag: str

    def __attrs_post_init__(self) -> None:
        check_text(self.tag, "tag")
        compose(self, "tag")


@final
@attrs.frozen(kw_only=True)
class InDivision(Expression, word="division"):
    """Those who live in an electoral or administrative division."""

    scheme: str
    code: str

    def __attrs_post_init__(self) -> None:
        check_text(self.scheme, "scheme")
        check_text(self.code, "code")
        compose(self, "scheme", "code")


@final
@attrs.frozen(kw_only=True)
class Reachable(Expression, word="reachable"):
    """Those who have what a medium needs: a `Medium.point` such as `mobile`."""

    point: str

    def __attrs_post_init__(self) -> None:
        if self.point not in POINTS:
            raise InvalidSegmentError(
                field="point", problem=msg("no such word is known")
            )


@final
@attrs.frozen(kw_only=True)
class Sourced(Expression, word="source"):
    """Those some datum of whom came from a source of which all of this is true.

    Attributes:
        source: its name.
        kind: code of its `poltech.law.SourceKind`.
        origin: its legal nature.
        label: how the office calls it.
    """

    source: SourceId | None = None
    kind: str | None = None
    origin: Origin | None = None
    label: str | None = None

    def __attrs_post_init__(self) -> None:
        if {self.source, self.kind, self.origin, self.label} == {None}:
            raise InvalidSegmentError(field="source", problem=msg("say which"))
        for name in ("kind", "label"):
            if getattr(self, name) is not None:
                check_text(getattr(self, name), name)
        compose(self, "label")


@final
@attrs.frozen(kw_only=True)
class Added(Expression, word="added"):
    """Those who were added in a stretch of time.

    Attributes:
        within: how far to look back from the moment of asking.
        since: first instant, included.
        until: last instant, excluded.
    """

    within: timedelta | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __attrs_post_init__(self) -> None:
        _check_times(self)
        if {self.within, self.since, self.until} == {None}:
            raise InvalidSegmentError(field="added", problem=msg("say when"))


@final
@attrs.frozen(kw_only=True)
class Did(Expression, word="activity"):
    """Those who have so many activities of a kind.

    Attributes:
        kind: code of an `ActivityKind`.
        subject: what it was about: a petition's, mailing's or event's identifier.
        at_least: how many times at least.
        at_most: how many times at most.
        total: what their amounts add up to at least; then only activities with an
            amount in that currency are looked at.
        within: how far to look back from the moment of asking.
        since: first instant, included.
        until: last instant, excluded.
    """

    kind: str
    subject: str | None = None
    at_least: int = 1
    at_most: int | None = None
    total: Money | None = None
    within: timedelta | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_text(self.kind, "kind")
        if self.subject is not None:
            check_text(self.subject, "subject")
        check_whole(self.at_least, "at_least", 1)
        if self.at_most is not None:
            check_whole(self.at_most, "at_most", self.at_least)
        if self.total is not None:
            check_whole(self.total.minor, "total", 1)
        _check_times(self)


@final
@attrs.frozen(kw_only=True)
class Consents(Expression, word="consent"):
    """Those whose last statement for a purpose on a medium was this one."""

    purpose: str
    medium: str
    statement: Statement = Statement.GIVEN

    def __attrs_post_init__(self) -> None:
        check_text(self.purpose, "purpose")
        check_text(self.medium, "medium")


@final
@attrs.frozen(kw_only=True)
class Suppressed(Expression, word="suppression"):
    """Those one of whose contact points must not be written to.

    Attributes:
        medium: on this medium, by its code; `None` on any.
        cause: for this cause; `None` for any.
    """

    medium: str | None = None
    cause: Cause | None = None

    def __attrs_post_init__(self) -> None:
        if self.medium is not None:
            check_text(self.medium, "medium")


@final
@attrs.frozen(kw_only=True)
class InSegment(Expression, word="segment"):
    """Those whom a saved segment asks for, as it reads at the moment of asking."""

    segment: SegmentId


def _check_times(node: Added | Did) -> None:
    """See that a stretch of time is one, and keep its ends in UTC."""
    check_window(node.within, "within")
    for name in ("since", "until"):
        instant: datetime | None = getattr(node, name)
        if instant is not None:
            object.__setattr__(node, name, _settled(instant, name))
    if node.since and node.until and node.since >= node.until:
        raise InvalidSegmentError(field="until", problem=msg("it is before the start"))


def _settled(instant: datetime, field: str) -> datetime:
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise InvalidSegmentError(field=field, problem=msg("out of range"))
    return require_aware(instant, field)
