"""Contact points that must not be written to: each cause is a fact of its own."""

from datetime import timedelta

import pytest

from poltech.consent import Evidence
from poltech.law import Cause, Medium, Purpose

MAIL = "jeanne@lens.example"


@pytest.mark.parametrize(
    ("cause", "code", "service"),
    [
        (Cause.WITHDRAWAL, "UNSUBSCRIBED", True),
        (Cause.OBJECTION, "OBJECTION_ABSOLUTE", True),
        (Cause.COMPLAINT, "COMPLAINT", True),
        (Cause.HARD_BOUNCE, "HARD_BOUNCE", False),
        (Cause.ERASURE, "POINT_ERASED", False),
    ],
)
def test_each_cause_stops_for_its_own_reason(anywhere, cause, code, service) -> None:
    """A bounce does not look like an unsubscription; only both ends stop receipts."""
    contact = anywhere.person(MAIL)
    anywhere.give(contact)
    anywhere.consents.suppress(anywhere.point(MAIL), cause)
    assert anywhere.codes(contact) == (code,)
    assert (anywhere.codes(contact, Purpose.SERVICE) == ()) is service


def test_a_bounce_is_no_statement_of_the_person(town) -> None:
    """What a mail server said is not written into what the person said."""
    contact = town.person(MAIL)
    town.give(contact)
    town.consents.suppress(town.point(MAIL), Cause.HARD_BOUNCE, medium=Medium.EMAIL)
    assert len(town.consents.history(contact)) == 1
    assert town.codes(contact, Purpose.CAMPAIGN, Medium.POST) == ()


def test_everybody_who_bears_the_point_is_covered(anywhere) -> None:
    """A couple that shares a mailbox is unsubscribed together."""
    one, two = anywhere.person(MAIL), anywhere.person(MAIL)
    anywhere.give(one)
    anywhere.give(two)
    anywhere.consents.suppress(anywhere.point(MAIL), Cause.WITHDRAWAL)
    assert anywhere.codes(one) == anywhere.codes(two) == ("UNSUBSCRIBED",)


def test_a_suppression_outlives_the_contact(town) -> None:
    """Who was erased and comes with another file is refused (invariant 38)."""
    first = town.person(MAIL)
    town.consents.suppress(town.point(MAIL), Cause.ERASURE)
    town.erase(first)
    again = town.person(MAIL)
    assert "POINT_ERASED" in town.codes(again)


def test_scopes_are_heeded(anywhere) -> None:
    """Unsubscribed from the newsletter by e-mail, and from nothing else."""
    contact = anywhere.person(MAIL)
    anywhere.give(contact)
    anywhere.give(contact, Purpose.EVENTS)
    anywhere.consents.suppress(
        anywhere.point(MAIL),
        Cause.WITHDRAWAL,
        medium=Medium.EMAIL,
        purpose=Purpose.NEWSLETTER,
    )
    assert anywhere.codes(contact) == ("UNSUBSCRIBED",)
    assert anywhere.codes(contact, Purpose.EVENTS) == ()


def test_an_opt_out_list_moves_in_whole(anywhere) -> None:
    """A list of a former tool is taken over, and stays when it is taken over again."""
    people = [anywhere.person(f"p{n}@lens.example") for n in range(3)]
    points = [anywhere.point(f"p{n}@lens.example") for n in range(3)]
    for contact in people:
        anywhere.give(contact)
    taken = anywhere.consents.import_suppressions(
        iter(points), Cause.WITHDRAWAL, medium=Medium.EMAIL
    )
    assert taken == 3
    anywhere.later(days=1)
    anywhere.consents.import_suppressions(points, Cause.WITHDRAWAL, medium=Medium.EMAIL)
    assert len(anywhere.consents.suppressions(points)) == 3
    assert {anywhere.codes(contact) for contact in people} == {("UNSUBSCRIBED",)}


def test_a_person_comes_back_by_their_own_later_act(anywhere) -> None:
    """A yes lifts what was left for that purpose and medium, and nothing more."""
    contact = anywhere.person(MAIL)
    anywhere.consents.suppress(anywhere.point(MAIL), Cause.OBJECTION)
    anywhere.later(days=1)
    anywhere.give(contact)
    assert anywhere.codes(contact) == ()
    post = anywhere.codes(contact, Purpose.CAMPAIGN, Medium.POST)
    assert post == ("OBJECTION_ABSOLUTE",)
    other = anywhere.codes(contact, Purpose.EVENTS)
    assert other[0] == "OBJECTION_ABSOLUTE"
    assert "consent.suppression_lifted" in anywhere.events()


@pytest.mark.parametrize("cause", [Cause.HARD_BOUNCE, Cause.ERASURE])
def test_a_point_that_works_again_is_whole_again(town, cause: Cause) -> None:
    """Who signs up again from a dead or erased mailbox gets receipts too."""
    contact = town.person(MAIL)
    town.give(contact, Purpose.EVENTS)
    town.later(days=1)
    town.consents.suppress(town.point(MAIL), cause)
    assert town.codes(contact, Purpose.EVENTS) != ()
    town.later(days=1)
    confirmed = Evidence(mechanism="double_opt_in", confirmed_at=town.clock.now())
    town.give(contact, evidence=confirmed)
    for purpose in (Purpose.NEWSLETTER, Purpose.EVENTS, Purpose.SERVICE):
        assert town.codes(contact, purpose) == ()


def test_an_older_yes_lifts_nothing(town) -> None:
    """A form signed before the complaint does not answer it."""
    contact = town.person(MAIL)
    yesterday = town.clock.now() - timedelta(days=1)
    town.consents.suppress(town.point(MAIL), Cause.COMPLAINT)
    town.give(contact, at=yesterday)
    assert town.codes(contact) == ("COMPLAINT",)
    assert town.consents.lift(contact) == ()


def test_a_yes_that_came_first_is_found_later(town) -> None:
    """A list with older dates is overtaken by what the person said since."""
    contact = town.person(MAIL)
    town.give(contact)
    before = town.clock.now() - timedelta(days=30)
    town.consents.suppress(town.point(MAIL), Cause.WITHDRAWAL, at=before)
    assert town.codes(contact) == ("UNSUBSCRIBED",)
    assert len(town.consents.lift(contact)) == 1
    assert town.codes(contact) == ()


def test_a_suppression_holds_a_digest_and_no_identity(town) -> None:
    """T04: the list holds keyed digests only."""
    point = town.point(MAIL)
    town.consents.suppress(point, Cause.COMPLAINT)
    (row,) = town.consents.suppressions([point])
    assert row.digest == point
    assert MAIL.encode() not in row.digest
    assert town.point(MAIL) != town.consents.point("phone", MAIL)
