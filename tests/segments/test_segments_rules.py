"""What follows from a question."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given

from poltech.contacts import (
    FieldDefinition,
    FieldType,
    Reach,
    Standing,
    UnknownFieldError,
)
from poltech.ids import ContactId, SegmentId
from poltech.law import Medium, Purpose, Sensitivity, Statement, Subject
from poltech.segments import (
    MAX_DEPTH,
    MAX_NODES,
    Everyone,
    Expression,
    InvalidSegmentError,
    SegmentCycleError,
    SegmentTooLargeError,
    born,
    consents_to,
    disclosed_count,
    every,
    everyone,
    expand,
    field,
    from_source,
    gave,
    in_segment,
    lives_in,
    lot,
    members,
    nobody,
    opened,
    reachable_by,
    references,
    selects,
    signed,
    simplify,
    standing,
    tag,
    traits,
    walk,
    window,
)
from poltech.segments._rules import check_fields
from poltech.segments.testing import NOON, Population, crowd, populations, questions

DAY = timedelta(days=1)
NEWSLETTER = consents_to(Purpose.NEWSLETTER, Medium.EMAIL)


@pytest.mark.property
@given(where=questions(), people=populations())
def test_a_simpler_question_has_the_same_answer(
    where: Expression, people: Population
) -> None:
    """Simplify changes the words, never the answer, and adds none."""
    plain = simplify(where)
    assert members(plain, people.views, NOON) == members(where, people.views, NOON)
    assert len([*walk(plain)]) <= max(len([*walk(where)]), 2)
    assert simplify(plain) == plain


@pytest.mark.parametrize(
    ("where", "plain"),
    [
        (~~tag("a"), tag("a")),
        (everyone() & tag("a"), tag("a")),
        (tag("a") | everyone(), everyone()),
        (tag("a") & ~tag("a"), nobody()),
        (tag("a") | ~tag("a"), everyone()),
        (tag("a") & nobody(), nobody()),
        (tag("a") & tag("a"), tag("a")),
        (tag("a").limit(3).limit(5), tag("a").limit(3)),
        (tag("a").sample(9, "x").sample(5, "x"), tag("a").sample(5, "x")),
        (
            tag("a").sample(9, "x").sample(5, "y"),
            tag("a").sample(9, "x").sample(5, "y"),
        ),
        (nobody().limit(3), nobody()),
    ],
)
def test_needless_words_are_dropped(where: Expression, plain: Expression) -> None:
    """The algebra of sets tells which."""
    assert simplify(where) == plain


def test_only_active_contacts_answer() -> None:
    """Restricted, merged and erased contacts answer to nothing, not even to `not`."""
    people = crowd(4)
    subjects = [Subject.ACTIVE, Subject.RESTRICTED, Subject.MERGED, Subject.ERASED]
    pairs = zip(people.contacts, subjects, strict=True)
    people = attrs.evolve(
        people, contacts=[attrs.evolve(c, subject=subject) for c, subject in pairs]
    )
    active = frozenset({people.contacts[0].id})
    for where in (everyone(), tag("bénévole"), ~tag("x"), ~nobody()):
        assert members(where, people.views, NOON) == active
    assert members(~tag("bénévole"), people.views, NOON) == frozenset()


def test_a_sample_is_the_same_everywhere_and_forever() -> None:
    """The lot is MD5(seed ‖ id): published here so that it never changes."""
    contact = ContactId("01930000-0000-7000-8000-000000000001")
    assert lot("été", contact.bytes).hex() == "e6608126f02cf417831fc1bfed3c871b"
    people = crowd(100)
    small = members(everyone().sample(10, "x"), people.views, NOON)
    large = members(everyone().sample(40, "x"), people.views, NOON)
    other = members(everyone().sample(10, "y"), people.views, NOON)
    assert len(small) == 10
    assert small < large
    assert small != other


def test_a_limit_takes_the_first() -> None:
    """The order is that of the identifiers, which is that of adding."""
    people = crowd(9)
    expected = frozenset(contact.id for contact in people.contacts[:3])
    assert members(everyone().limit(3), people.views, NOON) == expected


@pytest.mark.parametrize(
    ("within", "since", "until", "expected"),
    [
        (None, None, None, (None, None)),
        (DAY, None, None, (NOON - DAY, NOON + timedelta(microseconds=1))),
        (None, NOON - DAY, NOON, (NOON - DAY, NOON)),
        (2 * DAY, NOON - DAY, None, (NOON - DAY, NOON + timedelta(microseconds=1))),
        (DAY, NOON - 2 * DAY, NOON, (NOON - DAY, NOON)),
    ],
)
def test_windows_look_back_from_the_moment_of_asking(
    within: timedelta | None,
    since: datetime | None,
    until: datetime | None,
    expected: tuple[datetime | None, datetime | None],
) -> None:
    """Of several limits the narrower holds; an act at this very moment counts."""
    node: Any = signed(within=within, since=since, until=until)
    assert window(node, NOON) == expected


def test_references_are_put_in_their_places() -> None:
    """A question that asks for segments becomes one that asks for none."""
    one, two = SegmentId(int=1), SegmentId(int=2)
    known = {one: tag("a") & in_segment(two), two: tag("b") | tag("c")}
    where = in_segment(one) - tag("d")
    assert references(where) == {one}
    assert expand(where, known.__getitem__) == (
        tag("a") & (tag("b") | tag("c")) & ~tag("d")
    )


def test_a_segment_in_itself_is_refused() -> None:
    """Directly, through others, and as part of a question that is being saved."""
    one, two = SegmentId(int=1), SegmentId(int=2)
    known = {one: ~in_segment(two), two: in_segment(one) & tag("a")}
    for where in (in_segment(one), in_segment(two), tag("x") | in_segment(two)):
        with pytest.raises(SegmentCycleError):
            expand(where, known.__getitem__)
    with pytest.raises(SegmentCycleError):
        expand(in_segment(one), {one: tag("a")}.__getitem__, inside=frozenset({one}))


def test_segments_in_segments_keep_the_budget() -> None:
    """Neither a long chain nor a doubling one exhausts anything."""
    chain = {
        SegmentId(int=number): in_segment(SegmentId(int=number + 1))
        for number in range(10_000)
    }
    with pytest.raises(SegmentTooLargeError) as raised:
        expand(in_segment(SegmentId(int=0)), chain.__getitem__)
    assert raised.value.limit == MAX_DEPTH
    doubling = {
        SegmentId(int=number): in_segment(SegmentId(int=number + 1))
        | ~in_segment(SegmentId(int=number + 1))
        for number in range(12)
    } | {SegmentId(int=12): tag("a")}
    with pytest.raises(SegmentTooLargeError) as raised:
        expand(in_segment(SegmentId(int=0)), doubling.__getitem__)
    assert raised.value.limit == MAX_NODES


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (everyone(), False),
        (NEWSLETTER, False),
        (NEWSLETTER & reachable_by("email"), False),
        (standing(Standing.MEMBER, Standing.FORMER_MEMBER), False),
        (standing(Standing.MEMBER) | NEWSLETTER, False),
        (NEWSLETTER & ~~everyone(), False),
        (NEWSLETTER & lives_in("62300"), True),
        (NEWSLETTER & consents_to(Purpose.CAMPAIGN, Medium.EMAIL), True),
        (NEWSLETTER - tag("donateur"), True),
        (everyone() - gave(), True),
        (NEWSLETTER.limit(100), True),
        (NEWSLETTER.sample(100, "x"), True),
        (standing(Standing.REGULAR), True),
        (consents_to(Purpose.NEWSLETTER, Medium.EMAIL, Statement.REFUSED), True),
        (in_segment(SegmentId(int=1)), True),
        (NEWSLETTER | lives_in("62300"), True),
    ],
)
def test_a_whole_list_is_told_from_a_selection(
    where: Expression,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Regulation (EU) 2024/900, 3(11) and 18(3): exclusion is selection too (A07)."""
    assert selects(where) is expected


@pytest.mark.parametrize(
    ("where", "criteria", "categories"),
    [
        (everyone(), set(), set()),
        (signed("p"), {"activity:signed"}, {"political_opinion"}),
        (opened(), {"activity:opened"}, set()),
        (standing(Standing.MEMBER), {"attribute:standing"}, {"political_opinion"}),
        (from_source(kind="petition"), {"source"}, {"political_opinion"}),
        (from_source(kind="market_stall"), {"source"}, set()),
        (born(before=1990) | tag("x"), {"attribute:birth_year", "tag"}, set()),
        (field("level") > 3, {"field:level"}, set()),
        (field("faith").known(), {"field:faith"}, {"religion"}),
        (~tag("x"), {"not", "tag"}, set()),
    ],
)
def test_what_a_question_looks_at_is_named(
    where: Expression, criteria: set[str], categories: set[str]
) -> None:
    """The gate of the law reads criteria and the categories that they reveal."""
    faith = FieldDefinition(
        key="faith",
        label="Faith",
        sensitivity=Sensitivity.SPECIAL,
        category="religion",
    )
    found = traits(where, {"faith": faith})
    assert found.criteria == criteria
    assert found.categories == categories
    assert found.tags is ("tag" in criteria)
    assert found.excludes is ("not" in criteria)


LEVEL = FieldDefinition(key="level", label="Level", type=FieldType.INTEGER)
TOWN = FieldDefinition(key="town", label="Town")
SINCE = FieldDefinition(key="since", label="Since", type=FieldType.DATE)
MEMBER = FieldDefinition(key="member", label="Member", type=FieldType.BOOLEAN)
SECRET = FieldDefinition(key="secret", label="x", sensitivity=Sensitivity.PERSONAL)
FIELDS = {each.key: each for each in (LEVEL, TOWN, SINCE, MEMBER, SECRET)}


@pytest.mark.parametrize(
    "where",
    [
        field("level") >= 3,
        field("town").starts_with("Le"),
        field("since") < date(2020, 1, 1),
        field("member").equals(True),  # noqa: FBT003 - a value
        field("member").unknown(),
        every(tag("a"), ~(field("level") < 3)),
    ],
)
def test_a_field_is_asked_what_it_can_hold(where: Expression) -> None:
    """A question that fits the definitions passes."""
    check_fields(where, FIELDS)


@pytest.mark.parametrize(
    "where",
    [
        field("level").equals("3"),
        field("level").equals(True),  # noqa: FBT003 - a value
        field("town").equals(3),
        field("since").equals("2020-01-01"),
        field("member").equals(1),
        field("secret").known(),
        tag("a") | ~(field("town") > 3),
    ],
)
def test_a_field_is_not_asked_what_it_cannot_hold(where: Expression) -> None:
    """Better an error than an answer that is always nobody; sealed fields never."""
    with pytest.raises(InvalidSegmentError):
        check_fields(where, FIELDS)


def test_an_unknown_field_is_said_to_be() -> None:
    """A mistyped key is an error, not an empty answer."""
    with pytest.raises(UnknownFieldError):
        check_fields(tag("a") & field("levle").known(), FIELDS)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "about 10"),
        (12, "about 10"),
        (13, "about 15"),
        (128, "about 130"),
        (1_000_002, "about 1000000"),
    ],
)
def test_people_are_told_round_counts(count: int, said: str) -> None:
    """Invariant 50: at least k and rounded to five, or "fewer than k"."""
    assert disclosed_count(count).say() == said


def test_one_person_more_or_less_mostly_shows_nothing() -> None:
    """Four times of five what people see does not tell a set from it and one more."""
    shown = [disclosed_count(count) for count in range(10, 1_011)]
    changes = sum(less != more for less, more in pairwise(shown))
    assert changes == 200


def test_counts_are_said_in_french() -> None:
    """The catalogue is complete."""
    assert disclosed_count(3).say("fr") == "moins de 10"
    assert disclosed_count(38, 25).say("fr") == "environ 40"
    with pytest.raises(InvalidSegmentError):
        disclosed_count(-1)


def test_reach_tells_each_point() -> None:
    """What a medium needs is one flag of what a contact has."""
    people = crowd(1)
    for point, reach in (("email", Reach.EMAIL), ("mobile", Reach.MOBILE)):
        held = attrs.evolve(people.contacts[0], reach=reach)
        views = attrs.evolve(people, contacts=[held]).views
        assert members(reachable_by(point), views, NOON)
        assert not members(reachable_by("address"), views, NOON)


def test_everyone_needs_no_view() -> None:
    """Nobody at all is an answer."""
    assert members(Everyone(), [], datetime(2026, 1, 1, tzinfo=UTC)) == frozenset()
