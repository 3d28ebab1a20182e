"""Who is the same person: explicit rules, and why."""

from datetime import date

import pytest
from hypothesis import given

from poltech.contacts import (
    Contact,
    ContactKind,
    ContactPoint,
    Draft,
    MatchReason,
    Name,
    PointKind,
    match,
    names_differ,
)
from poltech.contacts._rules import begin
from poltech.contacts.testing import NOW, drafts
from poltech.ids import ContactId, FrozenIds, SourceId

SOURCE = FrozenIds(900).new(SourceId)
MAIL = ContactPoint(kind=PointKind.EMAIL, value="dupont@orange.fr")
LINE = ContactPoint(kind=PointKind.PHONE, value="+33321123456")
PERSON, BODY = ContactKind.PERSON, ContactKind.ORGANISATION


def person(given: str | None, family: str | None, **rest: object) -> Draft:
    """Say something of somebody who shares the e-mail address and the line."""
    said = {"points": (MAIL, LINE), "source": SOURCE, **rest}
    return Draft(name=Name(given=given, family=family), **said)  # type: ignore[arg-type] - rows of tables


def known(*said: Draft) -> list[Contact]:
    """Make contacts of drafts, in their order."""
    ids = FrozenIds()
    return [begin(draft, ids.new(ContactId), NOW) for draft in said]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Marie", "Dupont"), ("Marie", "Dupont"), True),
        (("MARIE", "DUPONT"), ("Marie", "Dupont"), True),
        (("Hélène", "Lefèvre"), ("helene", "lefevre"), True),
        (("Dupont", "Marie"), ("Marie", "Dupont"), True),
        (("J.", "Dupont"), ("Jean", "Dupont"), True),
        (("J-P", "Dupont"), ("Jean-Pierre", "Dupont"), True),
        (("Marie", "Dupont"), ("Marie-Claire", "Dupont"), True),
        ((None, "Dupont"), ("Marie", "Dupont"), True),
        ((None, None), ("Marie", "Dupont"), True),
        (("Jean", "Dupont"), ("Marie", "Dupont"), False),
        (("Marie", "Dupont"), ("Marie", "Lefèvre"), False),
        (("J.", "Dupont"), ("Marie", "Dupont"), False),
    ],
)
def test_names_tell_people_apart_who_share_an_address(
    one: tuple[str | None, str | None],
    other: tuple[str | None, str | None],
    same: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Couples share an e-mail address; each has a word in their name the other lacks."""
    found = match(person(*one), known(person(*other)))
    assert (found.contact is not None) is same
    assert bool(found.sharing) is not same
    assert found.reason is (MatchReason.EMAIL if same else None)


def test_organisations_with_other_names_are_others() -> None:
    """Two town halls with one address stay two: Lens is not Lens-en-Artois."""
    one = Draft(kind=BODY, name=Name(display="Mairie de Lens"), points=(MAIL,))
    other = Draft(
        kind=BODY,
        name=Name(display="Mairie de Lens-en-Artois"),
        points=(MAIL,),
        source=SOURCE,
    )
    assert match(one, known(other)).contact is None
    assert names_differ(one.name, other.name, BODY)
    assert not names_differ(one.name, other.name, PERSON)


def test_a_person_and_an_organisation_are_never_one() -> None:
    """Not even with the same address and the same identifier elsewhere."""
    body = Draft(kind=BODY, points=(MAIL,), external_ids={"van": "7"}, source=SOURCE)
    mayor = Draft(points=(MAIL,), external_ids={"van": "7"}, source=SOURCE)
    assert match(mayor, known(body)).contact is None


def test_an_identifier_elsewhere_decides_first() -> None:
    """The same identifier is the same person, whatever the names."""
    draft = person("Marie", "Lefèvre", external_ids={"van": "7"})
    found = match(draft, known(person("Marie", "Dupont", external_ids={"van": "7"})))
    assert found.reason is MatchReason.EXTERNAL_ID


def test_two_identifiers_in_one_system_are_two_people() -> None:
    """Even if they share name and address."""
    draft = person("Marie", "Dupont", external_ids={"van": "7"})
    found = match(draft, known(person("Marie", "Dupont", external_ids={"van": "8"})))
    assert found.contact is None


def test_birth_dates_tell_people_apart() -> None:
    """A father and a son share name and landline, never a birth date."""
    father = person("Jean", "Dupont", birth_date=date(1950, 1, 1), birth_year=1950)
    son = person("Jean", "Dupont", birth_date=date(1980, 1, 1), birth_year=1980)
    assert match(son, known(father)).contact is None
    assert match(person("Jean", "Dupont"), known(father)).contact is not None


def test_the_weightiest_kind_of_point_is_the_reason() -> None:
    """An e-mail address says more than a line, a line more than an account."""
    social = ContactPoint(kind=PointKind.SOCIAL, value="marie", network="x")
    reasons = [
        match(
            person("Marie", "D", points=points),
            known(person("Marie", "D", points=points)),
        ).reason
        for points in ((social, LINE, MAIL), (social, LINE), (social,))
    ]
    assert reasons == [MatchReason.EMAIL, MatchReason.PHONE, MatchReason.SOCIAL]


def test_an_account_counts_in_its_own_network_only() -> None:
    """`marie` here is not `marie` there."""
    here = ContactPoint(kind=PointKind.SOCIAL, value="marie", network="x")
    there = ContactPoint(kind=PointKind.SOCIAL, value="marie", network="mastodon")
    one, other = person(None, None, points=(here,)), person(None, None, points=(there,))
    assert match(one, known(other)).contact is None


def test_of_several_the_same_name_wins_then_the_oldest() -> None:
    """Who bears the very name comes before who has none; else who was first."""
    nameless, jean, marie, twin = known(
        person(None, None),
        person("Jean", "Dupont"),
        person("Marie", "Dupont"),
        person("Marie", "Dupont"),
    )
    everybody = [twin, marie, jean, nameless]
    found = match(person("Marie", "Dupont"), everybody)
    assert found.contact == marie
    assert found.sharing == (jean.id,)
    assert match(person(None, None), everybody).contact == nameless


def test_nobody_shares_nothing() -> None:
    """Without a candidate a draft is about somebody new."""
    assert match(person("Marie", "Dupont"), ()).contact is None


@pytest.mark.property
@given(drafts())
def test_a_draft_is_about_the_contact_it_made(draft: Draft) -> None:
    """Whatever has a point or an identifier elsewhere is recognised when it comes again."""
    (contact,) = known(draft)
    same = match(draft, [contact]).contact
    recognisable = bool(draft.points or draft.external_ids)
    assert same == (contact if recognisable else None)


@pytest.mark.property
@given(drafts(), drafts())
def test_names_differ_both_ways_or_neither(one: Draft, other: Draft) -> None:
    """The judgement on two names does not depend on which came first."""
    assert names_differ(one.name, other.name, one.kind) == names_differ(
        other.name, one.name, one.kind
    )
