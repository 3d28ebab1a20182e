"""What a question becomes: a query that finds contacts, and a condition on one."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, final

import attrs
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    except_,
    intersect,
    literal_column,
    select,
    union,
)

__all__ = [
    "FIRST",
    "ONE",
    "Bounds",
    "Found",
    "Holds",
    "Part",
    "Query",
    "Row",
    "join",
    "meet",
    "subtract",
]

ONE: Final[ColumnElement[int]] = literal_column("1")
FIRST: Final[ColumnElement[Any]] = literal_column("1")
"""The first column of a query, to sort by."""

Holds: TypeAlias = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""Says what must hold of the contact of an identifier."""

Query: TypeAlias = Select[Any] | CompoundSelect[Any]
"""A query of one column, `id`."""

Row: TypeAlias = Callable[[FromClause], ColumnElement[bool]]
"""Says what must hold of a row of the table of contacts."""


@final
@attrs.frozen(kw_only=True)
class Found:
    """A query that finds contacts: one column, `id`.

    Attributes:
        query: the query.
        once: whether it finds each contact once.
        active: whether it finds active contacts only.
    """

    query: Query
    once: bool = False
    active: bool = False


@final
@attrs.frozen(kw_only=True)
class Bounds:
    """How many answer to a question at most: so many rows, and so many more.

    Attributes:
        queries: queries whose rows, cheap to count, are counted together.
        further: what is known without counting.
    """

    queries: tuple[Select[Any], ...] = ()
    further: int = 0

    def __add__(self, other: "Bounds") -> "Bounds":
        return Bounds(
            queries=self.queries + other.queries, further=self.further + other.further
        )


@final
@attrs.frozen(kw_only=True)
class Part:
    """One question, to be put into a query in whichever way is cheapest.

    Attributes:
        find: gives a query that finds all who answer.
        holds: says whether one contact answers, by looking its rows up.
        row: says the same of a row of the table of contacts, if that tells.
        bounds: how many answer at most; absent where counting them costs as much as
            finding them.
        without: the question that it turns round, if it is a negation.
    """

    find: Callable[[], Found]
    holds: Holds
    row: Row | None = None
    bounds: Callable[[], Bounds] | None = None
    without: "Part | None" = None


@final
class _Chain(CompoundSelect[Any]):
    """A compound query that is the first of another, without brackets.

    SQLite takes none there: it reads from left to right, and merges what is sorted.
    """

    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ANN401 - as its base
        """Stay without brackets."""
        del against
        return self


def meet(queries: Sequence[Query], *, embedded: bool) -> Query:
    """Find those whom every query finds."""
    return _combine(intersect, queries, embedded=embedded)


def join(queries: Sequence[Query], *, embedded: bool) -> Query:
    """Find those whom any query finds."""
    return _combine(union, queries, embedded=embedded)


def subtract(queries: Sequence[Query], *, embedded: bool) -> Query:
    """Find those whom the first query finds and none of the others does."""
    return _combine(except_, queries, embedded=embedded)


def _combine(
    combine: Callable[..., Any],
    queries: Sequence[Query],
    *,
    embedded: bool,
) -> Query:
    """Combine queries; compounds among them lead, as SQLite can nest no other."""
    if len(queries) == 1:
        return queries[0]
    first, *others = queries
    if embedded and isinstance(first, CompoundSelect):
        first = _Chain(first.keyword, *first.selects)
    combined: CompoundSelect[Any]
    combined = combine(first, *[_plain(other) for other in others])
    return combined


def _plain(query: Query) -> Select[Any]:
    if isinstance(query, Select):
        return query
    inner = query.subquery()
    return select(inner.c.id)
