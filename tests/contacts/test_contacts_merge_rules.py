"""Making one contact of two, and two of one again: the pure verbs."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poltech.contacts import (
    Choice,
    Contact,
    ContactKind,
    ContactPoint,
    Division,
    Draft,
    InvalidContactError,
    MergeChoiceError,
    MergeConflictError,
    MergeStrategy,
    Name,
    PointKind,
    Policy,
    Standing,
)
from poltech.contacts._rules import (
    DEFAULT_CHOICES,
    apply,
    begin,
    merge,
    part_loser,
    part_survivor,
    unfold,
)
from poltech.contacts.testing import NOW, contacts, drafts
from poltech.ids import ContactId, FrozenIds, SourceId
from poltech.law import Subject

HERS, HIS = FrozenIds(900).batch(SourceId, 2)
ONE, TWO = FrozenIds().batch(ContactId, 2)
MAIL = ContactPoint(kind=PointKind.EMAIL, value="marie@orange.fr")
OTHER = ContactPoint(kind=PointKind.EMAIL, value="marie@free.fr")

EVERYTHING = MergeStrategy(
    choices=dict.fromkeys(
        ("given", "family", "display", "birth_date", "external_id", "field"),
        Choice.KEEP_SURVIVOR,
    )
)


def survivor(**said: Any) -> Contact:
    """Make the contact that stays; it changed last."""
    return begin(Draft(source=HERS, **{"points": (MAIL,), **said}), ONE, NOW)


def loser(**said: Any) -> Contact:
    """Make the contact that goes."""
    before = NOW - timedelta(days=1)
    return begin(Draft(source=HIS, **{"points": (OTHER,), **said}), TWO, before)


def test_what_people_have_several_of_is_united() -> None:
    """Addresses, numbers, accounts and tags of both stay; the survivor's come first."""
    merged = merge(
        survivor(tags=frozenset({"a"})), loser(tags=frozenset({"b"}))
    ).contact
    assert (merged.id, merged.points, merged.tags) == (ONE, (MAIL, OTHER), {"a", "b"})
    assert dict(merged.sources) == {"email:marie@free.fr": HIS, "tag:b": HIS}


def test_blanks_are_filled_from_the_other() -> None:
    """A blank never wins over a value."""
    merged = merge(survivor(), loser(name=Name(given="Marie"), language="fr")).contact
    assert (merged.name.given, merged.language) == ("Marie", "fr")
    assert merged.sources["given"] == HIS


def test_two_spellings_of_one_name_are_no_difference() -> None:
    """`LEFEVRE` and `Lefèvre` need no choice; the survivor's stays."""
    merged = merge(
        survivor(name=Name(family="Lefèvre")), loser(name=Name(family="LEFEVRE"))
    )
    assert merged.contact.name.family == "Lefèvre"


@pytest.mark.parametrize(
    ("mine", "theirs", "word"),
    [
        ({"name": Name(given="Marie")}, {"name": Name(given="Anna")}, "given"),
        ({"name": Name(family="A")}, {"name": Name(family="B")}, "family"),
        (
            {"birth_date": date(1980, 1, 1)},
            {"birth_date": date(1981, 1, 1)},
            "birth_date",
        ),
        ({"birth_year": 1980}, {"birth_date": date(1981, 1, 1)}, "birth_date"),
        ({"fields": {"shirt": "M"}}, {"fields": {"shirt": "L"}}, "field:shirt"),
        ({"external_ids": {"van": "1"}}, {"external_ids": {"van": "2"}}, "external_id"),
    ],
)
def test_two_values_need_a_word(
    mine: dict[str, Any], theirs: dict[str, Any], word: str
) -> None:
    """Where values differ and nothing was said, the merge says what must be."""
    with pytest.raises(MergeChoiceError) as caught:
        merge(survivor(**mine), loser(**theirs))
    assert caught.value == MergeChoiceError(reference=str(ONE), words=(word,))
    assert word in str(caught.value)


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (Choice.KEEP_SURVIVOR, "Marie"),
        (Choice.TAKE_LOSER, "Anna"),
        (Choice.NEWEST, "Marie"),
        (Choice.OLDEST, "Anna"),
    ],
)
def test_the_strategy_decides(choice: Choice, name: str) -> None:
    """Each field has its choice; newest is who changed last."""
    strategy = MergeStrategy(choices={"given": choice})
    one, two = survivor(name=Name(given="Marie")), loser(name=Name(given="Anna"))
    merged = merge(one, two, strategy).contact
    assert merged.name.given == name
    assert merged.sources.get("given") == (HIS if name == "Anna" else None)


def test_one_field_may_have_its_own_choice() -> None:
    """`field:shirt` stands over `field`, which stands for all others."""
    strategy = MergeStrategy(
        choices={"field": Choice.KEEP_SURVIVOR, "field:shirt": Choice.TAKE_LOSER}
    )
    mine, theirs = {"shirt": "M", "children": 1}, {"shirt": "L", "children": 2}
    merged = merge(survivor(fields=mine), loser(fields=theirs), strategy).contact
    assert merged.fields == {"shirt": "L", "children": 1}


def test_divisions_are_chosen_scheme_by_scheme() -> None:
    """Nobody votes in two constituencies; another scheme of the loser's is welcome."""
    mine = frozenset({Division("circo", "6203")})
    theirs = frozenset({Division("circo", "6204"), Division("canton", "1")})
    merged = merge(survivor(divisions=mine), loser(divisions=theirs)).contact
    assert merged.divisions == {Division("circo", "6203"), Division("canton", "1")}


@pytest.mark.parametrize(
    "choices",
    [
        {"mail": Choice.UNION},
        {"given": Choice.UNION},
        {"field:shirt": Choice.UNION},
        {"consent": Choice.UNION},
    ],
)
def test_a_strategy_must_be_meant(choices: dict[str, Choice]) -> None:
    """No choice is made of a field there is not, least of all of consent."""
    with pytest.raises(InvalidContactError):
        merge(survivor(), loser(), MergeStrategy(choices=choices))


@pytest.mark.parametrize(
    "other",
    [
        {"kind": ContactKind.ORGANISATION},
        {"subject": Subject.ERASED},
        {"subject": Subject.MERGED},
        {"id": ONE},
    ],
)
def test_who_cannot_be_one_is_refused(other: dict[str, Any]) -> None:
    """A person and an organisation, somebody erased or merged, somebody and themselves."""
    with pytest.raises(MergeConflictError):
        merge(survivor(), attrs.evolve(loser(), **other))


def test_the_stricter_state_and_the_closer_standing_stand() -> None:
    """Who is restricted as one is restricted as both (GDPR article 18)."""
    one = attrs.evolve(survivor(), standing=Standing.OCCASIONAL)
    two = attrs.evolve(loser(), standing=Standing.MEMBER, subject=Subject.RESTRICTED)
    merged = merge(one, two).contact
    assert (merged.subject, merged.standing) == (Subject.RESTRICTED, Standing.MEMBER)


def test_nobody_is_their_own_household() -> None:
    """A link to the one that goes, or to itself, is cut."""
    two = attrs.evolve(loser(), household=ONE)
    assert merge(survivor(), two).contact.household is None


def test_defaults_never_choose_between_two_identities() -> None:
    """What tells people apart has no default."""
    assert not DEFAULT_CHOICES.keys() & {"given", "family", "birth_date", "external_id"}


def two_of_a_kind(one: Contact, two: Contact) -> tuple[Contact, Contact]:
    """Make two contacts that may be merged of any two."""
    assume(one.id != two.id)
    return one, attrs.evolve(two, kind=one.kind)


@pytest.mark.property
@given(contacts(), contacts())
def test_a_merge_undone_at_once_leaves_no_trace(one: Contact, two: Contact) -> None:
    """Both come back exactly as they were."""
    one, two = two_of_a_kind(one, two)
    merged = merge(one, two, EVERYTHING).contact
    assert part_survivor(one, merged, merged) == one
    assert part_loser(two, merged, merged) == two


@pytest.mark.property
@given(contacts(), contacts(), drafts(), st.sampled_from(Policy))
def test_what_was_learnt_since_stays_with_the_survivor(
    one: Contact, two: Contact, said: Draft, policy: Policy
) -> None:
    """Nobody can tell whom of the two it is about; the loser gets nothing new."""
    one, two = two_of_a_kind(one, two)
    merged = merge(one, two, EVERYTHING).contact
    now = apply(merged, said, policy).contact
    back, other = (
        unfold(part_survivor(one, merged, now)),
        unfold(part_loser(two, merged, now)),
    )
    before, after = unfold(merged), unfold(now)
    for key in after:
        if before.get(key) != after[key] and key != "birth_year":
            assert back[key] == after[key]
    assert other.keys() <= unfold(two).keys()


@pytest.mark.property
@given(contacts(), contacts(), st.randoms(use_true_random=False))
def test_what_was_taken_away_since_goes_from_both(
    one: Contact, two: Contact, chance: Any
) -> None:
    """A wrong number that was deleted from the one is not given back by the two."""
    one, two = two_of_a_kind(one, two)
    merged = merge(one, two, EVERYTHING).contact
    assume(merged.points)
    gone = chance.choice(merged.points)
    now = attrs.evolve(merged, points=tuple(p for p in merged.points if p != gone))
    assert gone not in part_survivor(one, merged, now).points
    assert gone not in part_loser(two, merged, now).points


@pytest.mark.property
@given(contacts(), contacts())
def test_a_restriction_since_binds_both(one: Contact, two: Contact) -> None:
    """Who asked for restriction asked as both (GDPR article 18)."""
    one, two = two_of_a_kind(one, two)
    one = attrs.evolve(one, subject=Subject.ACTIVE)
    two = attrs.evolve(two, subject=Subject.ACTIVE)
    merged = merge(one, two, EVERYTHING).contact
    now = attrs.evolve(merged, subject=Subject.RESTRICTED)
    assert part_survivor(one, merged, now).subject is Subject.RESTRICTED
    assert part_loser(two, merged, now).subject is Subject.RESTRICTED
