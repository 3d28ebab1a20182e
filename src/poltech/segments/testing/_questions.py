"""Questions drawn at random."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from poltech.contacts import ContactKind, FieldValue, Standing
from poltech.ids import SegmentId
from poltech.law import Cause, Origin, Statement
from poltech.money import Money
from poltech.segments._model import (
    ATTRIBUTES,
    POINTS,
    Added,
    Attribute,
    Comparison,
    Consents,
    Did,
    Everyone,
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
    any_of,
    every,
)
from poltech.segments.testing import _pools as pools
from poltech.segments.testing._pools import DAY, NOON

__all__ = ["criteria", "questions", "words"]


def words(max_size: int = 20) -> st.SearchStrategy[str]:
    """Draw texts that criteria take: any that can be printed, nasty ones more often."""
    letters = st.characters(exclude_categories=("Cc", "Cs"))
    printed = st.text(letters, min_size=1, max_size=max_size)
    return printed.filter(str.strip) | st.sampled_from(pools.NASTY)


def questions(
    segments: Sequence[SegmentId] = (), *, most: int = 10
) -> st.SearchStrategy[Expression]:
    """Draw questions of every form.

    Args:
        segments: the saved segments that they may ask for.
        most: about how many criteria they have.
    """
    return st.recursive(criteria(segments), _joined, max_leaves=most)


def _joined(part: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(part, min_size=2, max_size=4)
    counts = st.integers(1, 8)
    return st.one_of(
        several.map(lambda parts: every(*parts)),
        several.map(lambda parts: any_of(*parts)),
        st.builds(Not, of=part),
        st.tuples(part, part).map(lambda pair: pair[0] - pair[1]),
        st.builds(Limited, of=part, count=counts),
        st.builds(Sampled, of=part, count=counts, seed=words(6)),
    )


def criteria(segments: Sequence[SegmentId] = ()) -> st.SearchStrategy[Expression]:
    """Draw questions about one contact."""
    drawn: list[st.SearchStrategy[Expression]] = [
        st.builds(Everyone),
        _attributes(),
        _fields(),
        st.builds(Tagged, tag=_of(pools.TAGS)),
        st.builds(InDivision, scheme=_of(pools.SCHEMES), code=_of(pools.CODES)),
        st.builds(Reachable, point=st.sampled_from(sorted(POINTS))),
        _sources(),
        _added(),
        _acts(),
        st.builds(
            Consents,
            purpose=_of(pools.PURPOSES),
            medium=_of(pools.MEDIA),
            statement=st.sampled_from(Statement),
        ),
        st.builds(
            Suppressed,
            medium=st.none() | _of(pools.MEDIA),
            cause=st.none() | st.sampled_from(Cause),
        ),
    ]
    if segments:
        drawn.append(st.builds(InSegment, segment=st.sampled_from(segments)))
    return st.one_of(drawn)


def _of(pool: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw a word that people have, or now and then any other."""
    return st.sampled_from(pool) | words(4) if pool else words(4)


_VALUES: dict[Attribute, Sequence[Any]] = {
    Attribute.KIND: [kind.value for kind in ContactKind],
    Attribute.LANGUAGE: ["fr", "nl"],
    Attribute.POSTCODE: pools.POSTCODES,
    Attribute.COMMUNE: pools.COMMUNES,
    Attribute.INSEE: ["62498", "2A004"],
    Attribute.COUNTRY: ["FR", "BE"],
    Attribute.BIRTH_YEAR: pools.YEARS,
    Attribute.STANDING: [standing.value for standing in Standing],
    Attribute.HOUSEHOLD: [],
}


@st.composite
def _attributes(draw: st.DrawFn) -> Expression:
    attribute = draw(st.sampled_from(Attribute))
    comparison = draw(st.sampled_from(sorted(ATTRIBUTES[attribute])))
    values = draw(_compared(comparison, _VALUES[attribute]))
    return Has(attribute=attribute, comparison=comparison, values=values)


def _compared(
    comparison: Comparison, pool: Sequence[FieldValue]
) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw as many values as a comparison compares with."""
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return st.just(())
    most = 3 if comparison is Comparison.IN else 1
    return st.lists(st.sampled_from(pool), min_size=1, max_size=most).map(tuple)


@st.composite
def _fields(draw: st.DrawFn) -> Expression:
    """Draw a question about a field, whose kind of values need not be the asked."""
    key = draw(st.sampled_from(sorted(pools.FIELDS)))
    like = draw(st.sampled_from(sorted(pools.FIELDS)))
    pool = [value for value in pools.FIELDS[like] if value != ""]
    allowed = {
        "town": ("eq", "in", "starts_with", "known", "unknown"),
        "level": ("eq", "in", "lt", "le", "gt", "ge", "known", "unknown"),
        "since": ("eq", "in", "lt", "le", "gt", "ge", "known", "unknown"),
    }
    comparison = Comparison(draw(st.sampled_from(allowed[like])))
    if like == "level":
        yes = comparison is Comparison.EQUAL and draw(st.booleans())
        pool = [value for value in pool if isinstance(value, bool) is yes]
    return HasField(
        key=key, comparison=comparison, values=draw(_compared(comparison, pool))
    )


@st.composite
def _sources(draw: st.DrawFn) -> Expression:
    traits: dict[str, st.SearchStrategy[Any]] = {
        "source": st.sampled_from(pools.SOURCES),
        "kind": _of(pools.SOURCE_KINDS),
        "origin": st.sampled_from((Origin.PERSON, Origin.TRADED)),
        "label": _of(pools.LABELS),
    }
    chosen = draw(
        st.lists(st.sampled_from(sorted(traits)), min_size=1, max_size=2, unique=True)
    )
    return Sourced(**{name: draw(traits[name]) for name in chosen})


@st.composite
def _times(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a stretch of time, or none."""
    lengths = st.sampled_from((DAY, 2 * DAY, 30 * DAY, timedelta(hours=12)))
    since, until = sorted(draw(st.tuples(_instants(), _instants())))
    chosen = draw(st.sets(st.sampled_from(("within", "since", "until"))))
    times: dict[str, Any] = {
        "within": draw(lengths),
        "since": since,
        "until": until + timedelta(microseconds=1),
    }
    return {name: times[name] for name in chosen}


def _instants() -> st.SearchStrategy[datetime]:
    return st.integers(-5, 2).map(lambda days: NOON + days * DAY)


def _added() -> st.SearchStrategy[Expression]:
    return _times().filter(bool).map(lambda times: Added(**times))


@st.composite
def _acts(draw: st.DrawFn) -> Expression:
    at_least = draw(st.integers(1, 3))
    at_most = draw(st.none() | st.integers(at_least, 4))
    money = st.builds(Money, st.integers(1, 600), st.sampled_from(("EUR", "CHF")))
    return Did(
        kind=draw(_of(pools.KINDS)),
        subject=draw(st.none() | _of(pools.SUBJECTS)),
        at_least=at_least,
        at_most=at_most,
        total=draw(st.none() | money),
        **draw(_times()),
    )
