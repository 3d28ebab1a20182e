"""What a question may be made of."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from poltech.clock import NaiveInstantError
from poltech.errors import InvalidInputError
from poltech.ids import SegmentId
from poltech.law import Medium, Origin, Purpose, Statement
from poltech.money import Money
from poltech.segments import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_VALUES,
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
    InvalidSegmentError,
    Limited,
    Not,
    Reachable,
    Segment,
    SegmentTooLargeError,
    Sourced,
    Tagged,
    any_of,
    born,
    consents_to,
    every,
    everyone,
    field,
    from_source,
    gave,
    lives_in,
    nobody,
    reachable_by,
    signed,
    tag,
    walk,
)
from poltech.segments.testing import questions

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)

WORDS = {
    "activity",
    "added",
    "all",
    "any",
    "attribute",
    "consent",
    "division",
    "everyone",
    "field",
    "limit",
    "not",
    "reachable",
    "sample",
    "segment",
    "source",
    "suppression",
    "tag",
}


def test_stored_words_never_change() -> None:
    """Saved segments are read by these words, so none is ever renamed."""
    assert set(Expression.kinds) == WORDS


def test_questions_join_as_sets() -> None:
    """`&`, `|`, `-` and `~` are intersection, union, difference and complement."""
    a, b, c = tag("a"), tag("b"), tag("c")
    assert a & b & c == All(of=(a, b, c))
    assert a | b | c == AnyOf(of=(a, b, c))
    assert a - b == All(of=(a, Not(of=b)))
    assert ~a == Not(of=a)
    assert (a | b) & c == All(of=(AnyOf(of=(a, b)), c))


def test_joining_nothing_asks_for_everyone_or_nobody() -> None:
    """Of no conditions all hold, and none does."""
    assert every() == everyone()
    assert any_of() == nobody()
    assert every(tag("a")) == any_of(tag("a")) == tag("a")


def test_words_of_python_do_not_join_questions() -> None:
    """`a and b` would silently ask for b alone; it is refused."""
    where = tag("a")
    with pytest.raises(InvalidSegmentError, match="join questions by"):
        bool(where)


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        (
            lives_in("62300"),
            Has(attribute=Attribute.POSTCODE, values=("62300",)),
        ),
        (
            lives_in("62*"),
            Has(
                attribute=Attribute.POSTCODE,
                comparison=Comparison.STARTS_WITH,
                values=("62",),
            ),
        ),
        (
            lives_in("62300", "62800"),
            Has(
                attribute=Attribute.POSTCODE,
                comparison=Comparison.IN,
                values=("62300", "62800"),
            ),
        ),
        (
            lives_in(insee="62498", country="FR"),
            Has(attribute=Attribute.INSEE, values=("62498",))
            & Has(attribute=Attribute.COUNTRY, values=("FR",)),
        ),
        (
            born(before=1990),
            Has(
                attribute=Attribute.BIRTH_YEAR,
                comparison=Comparison.LESS,
                values=(1990,),
            ),
        ),
        (signed(), Did(kind="signed")),
        (signed(SegmentId(int=1)), Did(kind="signed", subject=str(SegmentId(int=1)))),
        (
            gave(total=Money.of("100", "EUR")),
            Did(kind="gave", total=Money(10_000, "EUR")),
        ),
        (
            consents_to(Purpose.CAMPAIGN, Medium.EMAIL, Statement.WITHDRAWN),
            Consents(purpose="campaign", medium="email", statement=Statement.WITHDRAWN),
        ),
        (reachable_by(Medium.SMS), Reachable(point="mobile")),
        (
            from_source(kind="petition", origin=Origin.PERSON),
            Sourced(kind="petition", origin=Origin.PERSON),
        ),
        (
            field("level") >= 3,
            HasField(key="level", comparison=Comparison.AT_LEAST, values=(3,)),
        ),
        (
            field("town").one_of("Lens", "Arras"),
            HasField(key="town", comparison=Comparison.IN, values=("Lens", "Arras")),
        ),
        (tag("a").limit(3), Limited(of=Tagged(tag="a"), count=3)),
    ],
)
def test_verbs_at_the_door_build_questions(
    built: Expression, expected: Expression
) -> None:
    """What programs write is what is stored."""
    assert built == expected


def test_a_thing_with_an_identifier_is_a_subject() -> None:
    """A petition may be handed over as it is."""
    segment = Segment(
        id=SegmentId(int=7),
        name="x",
        where=everyone(),
        created_at=NOON,
        updated_at=NOON,
    )
    assert signed(segment) == signed(str(segment.id))


REFUSED: list[Callable[[], Any]] = [
    lambda: tag(""),
    lambda: tag("   "),
    lambda: tag("x" * 201),
    lambda: tag("a\0b"),
    lambda: tag("a\nb"),
    lambda: tag("\ud800"),
    lambda: tag(3),  # type: ignore[arg-type]  # the test's point
    lives_in,
    lambda: lives_in("*"),
    born,
    lambda: born(before=-1),
    lambda: born(before=True),
    lambda: born(before=2**31),
    from_source,
    lambda: Has(attribute=Attribute.KIND, values=("dog",)),
    lambda: Has(attribute=Attribute.STANDING, values=("king",)),
    lambda: Has(attribute=Attribute.HOUSEHOLD, values=("x",)),
    lambda: Has(
        attribute=Attribute.POSTCODE, comparison=Comparison.LESS, values=("6",)
    ),
    lambda: Has(attribute=Attribute.POSTCODE),
    lambda: Has(attribute=Attribute.POSTCODE, values=("1", "2")),
    lambda: Has(attribute=Attribute.POSTCODE, comparison=Comparison.IN),
    lambda: Has(
        attribute=Attribute.POSTCODE, comparison=Comparison.KNOWN, values=("1",)
    ),
    lambda: field("Level").known(),
    lambda: field("a b").known(),
    lambda: field("x").one_of("a", 1),
    lambda: field("x") >= "a",
    lambda: field("x") >= True,
    lambda: field("x").equals(float("nan")),
    lambda: field("x").equals(Decimal("Infinity")),
    lambda: field("x").equals(Decimal("1e40")),
    lambda: field("x").equals(2**63),
    lambda: field("x").equals(NOON),
    lambda: reachable_by("fax"),
    lambda: Did(kind="signed", at_least=0),
    lambda: Did(kind="signed", at_least=3, at_most=2),
    lambda: gave(total=Money(0, "EUR")),
    lambda: signed(within=timedelta(0)),
    lambda: signed(within=timedelta(days=40_000)),
    lambda: signed(within=timedelta(microseconds=1)),
    lambda: signed(since=NOON, until=NOON),
    lambda: signed(since=datetime(1, 1, 1, tzinfo=UTC)),
    Added,
    lambda: tag("a").limit(0),
    lambda: tag("a").sample(3, ""),
    lambda: All(of=(tag("a"),)),
    lambda: All(of=(tag("a"), All(of=(tag("b"), tag("c"))))),
    lambda: All(of=(tag("a"), "b")),  # type: ignore[arg-type]  # the test's point
    lambda: Not(of="a"),  # type: ignore[arg-type]  # the test's point
]


@pytest.mark.parametrize("build", REFUSED, ids=range(len(REFUSED)))
def test_a_bad_value_is_refused_at_once(build: Callable[[], Any]) -> None:
    """No question exists that a storage could not be asked."""
    with pytest.raises(InvalidInputError):
        build()


def test_an_instant_has_a_time_zone() -> None:
    """A date and time without a zone names no instant."""
    with pytest.raises(NaiveInstantError):
        signed(since=datetime(2026, 1, 1))  # noqa: DTZ001 - the test's point


def test_accents_are_composed() -> None:
    """`é` in one character or in two asks for the same tag (NFC)."""
    assert tag("be\u0301ne\u0301vole") == tag("bénévole")


def test_yes_is_not_one() -> None:
    """To Python they are equal; two questions they are."""
    assert field("x").equals(True) != field("x").equals(1)  # noqa: FBT003 - a value


def _deep(count: int) -> Expression:
    where = tag("a")
    for _ in range(count):
        where = ~where
    return where


def test_depth_is_bounded() -> None:
    """A tree is refused before anything could recurse on it too deeply."""
    assert len([*walk(_deep(MAX_DEPTH - 1))]) == MAX_DEPTH
    with pytest.raises(SegmentTooLargeError):
        _deep(MAX_DEPTH)


def test_size_is_bounded() -> None:
    """A question has so many criteria and compares with so many values at most."""
    tags = [tag(str(number)) for number in range(MAX_NODES)]
    assert len(every(*tags[1:]).parts) == MAX_NODES - 1
    with pytest.raises(SegmentTooLargeError):
        every(*tags)
    codes = [str(number) for number in range(MAX_VALUES)]
    with pytest.raises(SegmentTooLargeError):
        lives_in(*codes, "x")
    with pytest.raises(SegmentTooLargeError):
        lives_in(*codes) & lives_in("x")


@pytest.mark.property
@given(where=questions())
def test_questions_are_values(where: Expression) -> None:
    """A question equals its copy, hashes alike, and is never larger than allowed."""
    assert where == where and hash(where) == hash(where)  # noqa: PLR0124, PT018 - laws
    assert len([*walk(where)]) <= MAX_NODES
    assert isinstance(where, Everyone) or where != everyone()
