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
    "ONE",
    "Few",
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

Holds: TypeAlias = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""Says what must hold of the contact of an identifier."""

Query: TypeAlias = Select[Any] | CompoundSelect[Any]
"""A query of one column, `id`."""

Few: TypeAlias = Callable[[int], int | None]
"""Counts up to a number, or gives `None` if there are more."""

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
class Part:
    """One question, to be put into a query in whichever way is cheapest.

    Attributes:
        find: gives a query that finds all who answer.
        holds: says whether one contact answers, by looking its rows up.
        row: says the same of a row of the table of contacts, if that tells.
        few: counts who answers at most, up to a number, or gives `None` if there are
            more; absent where counting costs as much as finding.
        without: the question that it turns round, if it is a negation.
    """

    find: Callable[[], Found]
    holds: Holds
    row: Row | None = None
    few: Few | None = None
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
