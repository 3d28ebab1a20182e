"""Saved segments put in the places where others ask for them."""

from collections.abc import Callable
from typing import final

import attrs

from poltech.errors import msg
from poltech.ids import SegmentId
from poltech.segments._model import (
    MAX_DEPTH,
    MAX_NODES,
    All,
    AnyOf,
    Expression,
    InSegment,
    Limited,
    Not,
    Sampled,
    any_of,
    every,
    walk,
)
from poltech.segments.errors import SegmentCycleError, SegmentTooLargeError

__all__ = ["expand", "references"]


def references(where: Expression) -> frozenset[SegmentId]:
    """Tell which saved segments a question asks for directly."""
    return frozenset(
        part.segment for part in walk(where) if isinstance(part, InSegment)
    )


def expand(
    where: Expression,
    fetch: Callable[[SegmentId], Expression],
    *,
    inside: frozenset[SegmentId] = frozenset(),
) -> Expression:
    """Put saved segments in their places, and those that they ask for in theirs.

    Args:
        where: the question.
        fetch: gives what a saved segment asks, or raises SegmentNotFoundError.
        inside: the segments that the question stands in, which it may not ask for.

    Raises:
        SegmentCycleError: a segment would ask for itself.
        SegmentTooLargeError: all of them together are too large.
    """
    return _Expansion(fetch).of(where, inside, 1)


@final
@attrs.define
class _Expansion:
    """One expansion, which counts what it has put in place."""

    _fetch: Callable[[SegmentId], Expression]
    _nodes: int = 0

    def of(
        self, where: Expression, trail: frozenset[SegmentId], depth: int
    ) -> Expression:
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise SegmentTooLargeError(problem=msg("too deep"), limit=MAX_DEPTH)
        if self._nodes > MAX_NODES:
            raise SegmentTooLargeError(
                problem=msg("too many questions"), limit=MAX_NODES
            )
        match where:
            case InSegment(segment=segment):
                if segment in trail:
                    raise SegmentCycleError
                return self.of(self._fetch(segment), trail | {segment}, depth + 1)
            case All(of=parts):
                return every(*[self.of(part, trail, depth + 1) for part in parts])
            case AnyOf(of=parts):
                return any_of(*[self.of(part, trail, depth + 1) for part in parts])
            case Not() | Limited() | Sampled():
                return attrs.evolve(where, of=self.of(where.of, trail, depth + 1))
            case _:
                return where
