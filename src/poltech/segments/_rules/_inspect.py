"""What a question looks at, as the law asks it before a mailing leaves."""

from collections.abc import Mapping

from poltech.contacts import FieldDefinition, Standing
from poltech.law import Statement
from poltech.segments._model import (
    All,
    AnyOf,
    Attribute,
    Consents,
    Did,
    Everyone,
    Expression,
    Has,
    HasField,
    Not,
    Reachable,
    Sourced,
    Tagged,
    Traits,
    walk,
)
from poltech.segments._rules._simplify import simplify

__all__ = ["categories", "criteria", "selects", "traits"]

_OPINION = "political_opinion"
_TELLING_NOTHING = frozenset(
    {"opened", "clicked", "replied", "was_called", "was_sent", "note"}
)
_TELLING_SOURCES = frozenset({"membership", "petition", "donation"})
_AFFILIATED = {Standing.MEMBER.value, Standing.FORMER_MEMBER.value}


def traits(where: Expression, fields: Mapping[str, FieldDefinition]) -> Traits:
    """Tell what a question looks at; saved segments must be in their places."""
    asked = simplify(where)
    return Traits(
        criteria=criteria(asked),
        selects=selects(asked),
        excludes=any(isinstance(part, Not) for part in walk(asked)),
        categories=categories(asked, fields),
        tags=any(isinstance(part, Tagged) for part in walk(asked)),
    )


def criteria(where: Expression) -> frozenset[str]:
    """Name the kinds of question that a question is made of, in detail.

    >>> from poltech.segments import born, signed
    >>> sorted(criteria(signed() & born(before=1990)))
    ['activity:signed', 'attribute:birth_year']
    """
    return frozenset(_named(part) for part in walk(where)) - {"all", "any", "everyone"}


def _named(part: Expression) -> str:
    match part:
        case Has(attribute=attribute):
            return f"{part.word}:{attribute.value}"
        case HasField(key=key):
            return f"{part.word}:{key}"
        case Did(kind=kind):
            return f"{part.word}:{kind}"
        case _:
            return part.word


def selects(where: Expression) -> bool:
    """Tell whether a question picks people out by more than that they joined a list.

    A list is all who agreed to one purpose on one medium, or all members or former
    members; those who can be reached at all may be taken from it. Whatever else is
    asked, an exclusion, a limit and a sample too, selects (Regulation (EU) 2024/900,
    articles 3(11) and 18(3)).
    """
    return not _is_list(simplify(where))


def _is_list(where: Expression) -> bool:
    match where:
        case All(of=parts):
            telling = [part for part in parts if not isinstance(part, Reachable)]
            return len(telling) <= 1 and all(_is_list(part) for part in telling)
        case AnyOf(of=parts):
            return all(_is_list(part) for part in parts)
        case Everyone() | Reachable() | Consents(statement=Statement.GIVEN):
            return True
        case Has(attribute=Attribute.STANDING, values=values):
            return set(values) <= _AFFILIATED
        case _:
            return False


def categories(
    where: Expression, fields: Mapping[str, FieldDefinition]
) -> frozenset[str]:
    """Name the special categories that a question reveals (GDPR article 9(1)).

    A signature, a gift, a membership or coming to a meeting tells an opinion. So
    does an activity of a kind that only the host knows, until the host says not.
    """
    return frozenset(
        category
        for part in walk(where)
        if (category := _category(part, fields)) is not None
    )


def _category(part: Expression, fields: Mapping[str, FieldDefinition]) -> str | None:
    match part:
        case Did(kind=kind) if kind not in _TELLING_NOTHING:
            return _OPINION
        case Sourced(kind=kind) if kind in _TELLING_SOURCES:
            return _OPINION
        case Has(attribute=Attribute.STANDING):
            return _OPINION
        case HasField(key=key) if key in fields:
            return fields[key].category
        case _:
            return None
