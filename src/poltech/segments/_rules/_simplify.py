"""The same question in fewer words."""

from collections.abc import Iterable

import attrs

from poltech.segments._model import (
    All,
    AnyOf,
    Everyone,
    Expression,
    Limited,
    Not,
    Sampled,
    any_of,
    every,
    nobody,
)

__all__ = ["simplify"]


def simplify(where: Expression) -> Expression:
    """Give a question that the same people answer to, and that is never larger.

    >>> from poltech.segments import everyone, tag
    >>> simplify(everyone() & ~~tag("a") & (tag("a") | tag("a")))
    Tagged(tag='a')
    """
    match where:
        case All(of=parts):
            return _join(parts)
        case AnyOf(of=parts):
            return _meet(parts)
        case Not(of=part):
            return _turn(simplify(part))
        case Limited() | Sampled():
            return _take(attrs.evolve(where, of=simplify(where.of)))
        case _:
            return where


def _join(parts: Iterable[Expression]) -> Expression:
    """Join questions of which each must hold."""
    joined = _flat([simplify(part) for part in parts], All)
    joined.pop(Everyone(), None)
    if nobody() in joined or any(Not(of=part) in joined for part in joined):
        return nobody()
    return every(*joined)


def _meet(parts: Iterable[Expression]) -> Expression:
    """Join questions of which one must hold."""
    joined = _flat([simplify(part) for part in parts], AnyOf)
    joined.pop(nobody(), None)
    if Everyone() in joined or any(Not(of=part) in joined for part in joined):
        return Everyone()
    return any_of(*joined)


def _flat(
    parts: Iterable[Expression], kind: type[All] | type[AnyOf]
) -> dict[Expression, None]:
    """Take joins of one kind apart, and keep the first of equals."""
    flat: dict[Expression, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.of if isinstance(part, kind) else (part,))
    return flat


def _turn(part: Expression) -> Expression:
    return part.of if isinstance(part, Not) else Not(of=part)


def _take(where: Limited | Sampled) -> Expression:
    """Take part of a part in one go, where that is the same part."""
    inner = where.of
    if inner == nobody():
        return inner
    if isinstance(inner, Limited) and isinstance(where, Limited):
        return attrs.evolve(inner, count=min(inner.count, where.count))
    if isinstance(inner, Sampled) and isinstance(where, Sampled):
        least = min(inner.count, where.count)
        return attrs.evolve(inner, count=least) if inner.seed == where.seed else where
    return where
