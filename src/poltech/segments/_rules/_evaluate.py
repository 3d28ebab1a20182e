"""Who answers to a question, told from open data alone: what storages must agree with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import singledispatch
from hashlib import md5
from operator import ge, gt, le, lt
from typing import Any

from poltech.errors import msg
from poltech.ids import ContactId
from poltech.law import Subject
from poltech.segments._model import (
    POINTS,
    Added,
    All,
    AnyOf,
    Attribute,
    Comparison,
    Consents,
    Did,
    Everyone,
    Expression,
    Has,
    HasField,
    InDivision,
    Limited,
    Not,
    Reachable,
    Sampled,
    Sourced,
    Suppressed,
    Tagged,
)
from poltech.segments._ports import ContactView
from poltech.segments.errors import InvalidSegmentError

__all__ = ["holds", "lot", "members", "window"]

_INSTANT = timedelta(microseconds=1)


def members(
    where: Expression, views: Iterable[ContactView], at: datetime
) -> frozenset[ContactId]:
    """Tell which of all contacts answer to a question at an instant.

    Saved segments must have been put in their places with `expand`.

    Args:
        where: the question.
        views: all contacts of the workspace, since limits and samples take from all.
        at: the instant.
    """
    active = {
        view.contact.id: view
        for view in views
        if view.contact.subject is Subject.ACTIVE
    }
    return _members(where, active, at)


def _members(
    where: Expression, active: Mapping[ContactId, ContactView], at: datetime
) -> frozenset[ContactId]:
    """Answer by the algebra of sets."""
    match where:
        case All(of=parts):
            everyone = frozenset(active)
            return everyone.intersection(*[_members(p, active, at) for p in parts])
        case AnyOf(of=parts):
            nobody = frozenset[ContactId]()
            return nobody.union(*[_members(p, active, at) for p in parts])
        case Not(of=part):
            return frozenset(active) - _members(part, active, at)
        case Limited(of=part, count=count):
            return frozenset(sorted(_members(part, active, at))[:count])
        case Sampled(of=part, count=count, seed=seed):
            drawn = sorted((lot(seed, c.bytes), c) for c in _members(part, active, at))
            return frozenset(contact for _, contact in drawn[:count])
        case _:
            return frozenset(c for c, view in active.items() if holds(where, view, at))


def lot(seed: str, contact: bytes) -> bytes:
    """Draw the lot of a contact, by its sixteen bytes; the lowest make the sample."""
    return md5(seed.encode() + contact, usedforsecurity=False).digest()


def window(node: Added | Did, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Give the first instant of a stretch of time and the first after it.

    Looking back ends with the moment of asking itself.
    """
    starts = [node.since] if node.since else []
    ends = [node.until] if node.until else []
    if node.within is not None:
        starts.append(at - node.within)
        ends.append(at + _INSTANT)
    return max(starts, default=None), min(ends, default=None)


@singledispatch
def holds(where: Expression, view: ContactView, at: datetime) -> bool:
    """Tell whether one contact answers to one criterion at an instant.

    Raises:
        InvalidSegmentError: the question is not about one contact alone.
    """
    del view, at
    raise InvalidSegmentError(
        field=where.word, problem=msg("this is not asked of one contact")
    )


@holds.register
def _(where: Everyone, view: ContactView, at: datetime) -> bool:
    del where, view, at
    return True


@holds.register
def _(where: Has, view: ContactView, at: datetime) -> bool:
    del at
    return _compares(where.comparison, _ATTRIBUTES[where.attribute](view), where.values)


@holds.register
def _(where: HasField, view: ContactView, at: datetime) -> bool:
    del at
    value = view.contact.open_fields.get(where.key)
    if where.values and _family(value) is not _family(where.values[0]):
        return False
    return _compares(where.comparison, value, where.values)


@holds.register
def _(where: Tagged, view: ContactView, at: datetime) -> bool:
    del at
    return where.tag in view.contact.tags


@holds.register
def _(where: InDivision, view: ContactView, at: datetime) -> bool:
    del at
    return any(
        (division.scheme, division.code) == (where.scheme, where.code)
        for division in view.contact.divisions
    )


@holds.register
def _(where: Reachable, view: ContactView, at: datetime) -> bool:
    del at
    return POINTS[where.point] in view.contact.reach


@holds.register
def _(where: Sourced, view: ContactView, at: datetime) -> bool:
    del at
    return any(
        where.source in {None, source.id}
        and where.kind in {None, source.kind}
        and where.origin in {None, source.origin}
        and where.label in {None, source.label}
        for source in view.sources
    )


@holds.register
def _(where: Added, view: ContactView, at: datetime) -> bool:
    return _between(view.contact.created_at, *window(where, at))


@holds.register
def _(where: Did, view: ContactView, at: datetime) -> bool:
    start, end = window(where, at)
    acts = [
        act
        for act in view.activities
        if act.kind == where.kind
        and where.subject in {None, act.subject}
        and _between(act.at, start, end)
    ]
    if where.total is not None:
        amounts = [
            act.amount.minor
            for act in acts
            if act.amount is not None and act.amount.currency == where.total.currency
        ]
        return _often(where, len(amounts)) and sum(amounts) >= where.total.minor
    return _often(where, len(acts))


@holds.register
def _(where: Consents, view: ContactView, at: datetime) -> bool:
    del at
    return any(
        (state.purpose, state.medium, state.statement)
        == (where.purpose, where.medium, where.statement)
        for state in view.consents
    )


@holds.register
def _(where: Suppressed, view: ContactView, at: datetime) -> bool:
    del at
    return any(
        suppression.lifted_at is None
        and where.cause in {None, suppression.cause}
        and (where.medium is None or suppression.medium in {None, where.medium})
        for suppression in view.suppressions
    )


_ATTRIBUTES: dict[Attribute, Callable[[ContactView], str | int | None]] = {
    Attribute.KIND: lambda view: view.contact.kind.value,
    Attribute.LANGUAGE: lambda view: view.contact.language,
    Attribute.POSTCODE: lambda view: view.contact.postcode,
    Attribute.COMMUNE: lambda view: view.contact.commune,
    Attribute.INSEE: lambda view: view.contact.insee,
    Attribute.COUNTRY: lambda view: view.contact.country,
    Attribute.BIRTH_YEAR: lambda view: view.contact.birth_year,
    Attribute.STANDING: lambda view: view.contact.standing.value,
    Attribute.HOUSEHOLD: lambda view: view.contact.household and "known",
}


_COMPARISONS: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.STARTS_WITH: lambda value, beginning: value.startswith(beginning),
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.MORE: gt,
    Comparison.AT_LEAST: ge,
}


def _compares(comparison: Comparison, value: object, values: Sequence[object]) -> bool:
    """Compare a value that is known; an unknown one is only ever unknown."""
    if value is None:
        return comparison is Comparison.UNKNOWN
    if not values:
        return comparison is Comparison.KNOWN
    if comparison in {Comparison.EQUAL, Comparison.IN}:
        return value in values
    return _COMPARISONS[comparison](value, values[0])


def _family(value: object) -> type | None:
    """Give what values of a custom field must share to be compared.

    Yes and no are kept as one and nought.
    """
    for family in (str, date):
        if isinstance(value, family):
            return family
    return Decimal if isinstance(value, int | Decimal) else None


def _between(instant: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or start <= instant) and (end is None or instant < end)


def _often(where: Did, times: int) -> bool:
    return times >= where.at_least and (where.at_most is None or times <= where.at_most)
