"""What is recorded, what is refused, and what takes effect when."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from poltech.consent import (
    Choice,
    ConsentRecord,
    Evidence,
    InvalidConsentError,
    NoticeNotFoundError,
    PersonNotFoundError,
)
from poltech.errors import RefusedError
from poltech.ids import ContactId, NoticeId
from poltech.law import Medium, Purpose, Statement, UnknownTermError
from poltech.profile import Actor

TICKED = Evidence(mechanism="unticked_box")
ASKED = [purpose for purpose in Purpose.BUILT_IN if purpose.solicits]


def test_who_says_yes_may_be_written_to(anywhere) -> None:
    """Consent counts for exactly its purpose and medium (C04)."""
    contact = anywhere.person()
    assert anywhere.codes(contact) == ("EPRIVACY_CONSENT_REQUIRED",)
    anywhere.give(contact)
    assert anywhere.codes(contact) == ()
    assert anywhere.codes(contact, medium=Medium.SMS) == ("CONSENT_CHANNEL_MISMATCH",)
    campaign = anywhere.codes(contact, Purpose.CAMPAIGN)
    assert campaign == ("CONSENT_PURPOSE_MISMATCH",)


def test_a_withdrawal_stops_at_once_and_not_before(town) -> None:
    """C09 and C11: withdrawn at 10:05, a send at 10:06 is refused; 10:04 was lawful."""
    contact = town.person()
    town.give(contact)
    town.later(minutes=4)
    assert town.codes(contact) == ()
    town.later(minutes=1)
    assert town.consents.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)
    town.later(minutes=1)
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_withdrawing_everything_takes_one_call(anywhere) -> None:
    """As easy as giving (GDPR article 7(3)): every purpose that asks, every medium."""
    contact = anywhere.person()
    anywhere.give(contact)
    written = anywhere.consents.withdraw(contact)
    assert len(written) == len(ASKED) * len(Medium.BUILT_IN)
    for purpose in ASKED:
        for medium in Medium.BUILT_IN:
            assert anywhere.codes(contact, purpose, medium), (purpose, medium)
    assert anywhere.codes(contact, Purpose.SERVICE) == ()


def test_withdrawing_twice_writes_once(town) -> None:
    """A second click on the same link finds nothing left to take back."""
    contact = town.person()
    town.give(contact)
    assert town.consents.withdraw(contact, Purpose.NEWSLETTER)
    assert town.consents.withdraw(contact, Purpose.NEWSLETTER) == []


def test_a_withdrawal_leaves_other_purposes_alone(town) -> None:
    """Unsubscribing from one list does not block another."""
    contact = town.person()
    town.give(contact)
    town.give(contact, Purpose.EVENTS)
    town.consents.withdraw(contact, Purpose.NEWSLETTER)
    assert town.codes(contact, Purpose.EVENTS) == ()


def test_who_withdrew_can_come_back(town) -> None:
    """The latest informed choice stands."""
    contact = town.person()
    town.give(contact)
    town.consents.withdraw(contact)
    town.later(days=1)
    town.give(contact)
    assert town.codes(contact) == ()
    assert town.codes(contact, Purpose.EVENTS) == ("CONSENT_WITHDRAWN",)


def test_a_clock_that_steps_back_does_not_undo_a_withdrawal(anywhere) -> None:
    """Order is that of the commits, not of the wall clock."""
    contact = anywhere.person()
    anywhere.give(contact)
    anywhere.later(hours=-3)
    anywhere.consents.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    assert anywhere.codes(contact) == ("CONSENT_WITHDRAWN",)
    anywhere.later(hours=-3)
    anywhere.give(contact)
    assert anywhere.codes(contact) == ()


@pytest.mark.parametrize(
    ("flaw", "code"),
    [
        ({"evidence": Evidence(mechanism="prechecked_box")}, "CONSENT_NOT_AFFIRMATIVE"),
        ({"evidence": attrs.evolve(TICKED, together=2)}, "CONSENT_BUNDLED"),
        ({"evidence": attrs.evolve(TICKED, conditional=True)}, "CONSENT_CONDITIONAL"),
        ({"notice": None}, "CONSENT_NOT_PROVEN"),
    ],
)
def test_what_is_no_consent_is_refused(town, flaw, code: str) -> None:
    """Bundled, pre-ticked, conditional or unproved: refused with the decision."""
    contact = town.person()
    with pytest.raises(RefusedError) as caught:
        town.give(contact, **flaw)
    assert caught.value.decision.codes == (code,)
    assert town.codes(contact) == ("EPRIVACY_CONSENT_REQUIRED",)


@pytest.mark.parametrize(
    "narrow",
    [
        {"purposes": [Purpose.EVENTS]},
        {"media": [Medium.SMS]},
    ],
)
def test_what_was_not_shown_was_not_agreed_to(town, narrow) -> None:
    """A wording that does not name the purpose or medium informs nobody of it."""
    notice = town.publish("narrow", **narrow)
    with pytest.raises(RefusedError) as caught:
        town.give(town.person(), notice=notice.id)
    assert caught.value.decision.codes == ("CONSENT_NOT_INFORMED",)


def test_special_categories_are_named_or_not_agreed_to(town) -> None:
    """GDPR article 9(2)(a): explicit consent names the category."""
    contact = town.person()
    choice = Choice(
        contact=contact,
        statement=Statement.GIVEN,
        purpose=Purpose.CAMPAIGN,
        medium=Medium.EMAIL,
        evidence=TICKED,
        notice=town.leaflet.id,
        categories=frozenset({"political_opinion"}),
    )
    town.consents.record_many([choice])
    with town.begin(write=False) as work:
        assert town.consents.categories(work, [contact]) == {
            contact: frozenset({"political_opinion"})
        }
    with pytest.raises(RefusedError) as caught:
        town.consents.record_many(
            [attrs.evolve(choice, categories=frozenset({"health"}))]
        )
    assert caught.value.decision.codes == ("CONSENT_NOT_INFORMED",)
    town.consents.withdraw(contact)
    with town.begin(write=False) as work:
        assert town.consents.categories(work, [contact]) == {}


@pytest.mark.parametrize(
    ("birth_year", "country", "allowed"),
    [
        (2010, None, True),
        (2011, None, False),
        (2009, "DE", True),
        (2010, "DE", False),
        (None, None, True),
    ],
)
def test_minors_need_a_parent(town, birth_year, country, allowed) -> None:
    """M01 to M03: below the country's age a parent agrees; in doubt the younger age."""
    contact = town.person(birth_year=birth_year, country=country)
    if allowed:
        town.give(contact)
        return
    with pytest.raises(RefusedError) as caught:
        town.give(contact)
    assert caught.value.decision.codes == ("MINOR_PARENTAL_CONSENT_REQUIRED",)
    town.give(contact, evidence=attrs.evolve(TICKED, guardian=True))
    assert town.codes(contact) == ()


def test_an_exact_age_settles_the_doubt(town) -> None:
    """Born in 2011 and fifteen already: the office knows the day, and says so."""
    contact = town.person(birth_year=2011)
    choice = Choice(
        contact=contact,
        statement=Statement.GIVEN,
        purpose=Purpose.NEWSLETTER,
        medium=Medium.EMAIL,
        evidence=TICKED,
        notice=town.leaflet.id,
        age=15,
    )
    assert town.consents.record_many([choice])


@pytest.mark.parametrize("statement", [Statement.REFUSED, Statement.WITHDRAWN])
@pytest.mark.parametrize("mechanism", ["prechecked_box", "a word nobody knows"])
def test_leaving_is_always_accepted(town, statement, mechanism: str) -> None:
    """No wording, no proof and no age are asked of somebody who leaves."""
    contact = town.person(birth_year=2020)
    record = town.consents.record(
        contact,
        statement,
        Purpose.CAMPAIGN,
        Medium.POST,
        evidence=Evidence(mechanism=mechanism, together=9, conditional=True),
    )
    assert record is not None
    assert town.codes(contact, Purpose.CAMPAIGN, Medium.POST)


def test_a_batch_is_recorded_whole_or_not_at_all(anywhere) -> None:
    """One refused consent of many writes nothing."""
    good, bad = anywhere.person(), anywhere.person()
    choice = Choice(
        contact=good,
        statement=Statement.GIVEN,
        purpose=Purpose.NEWSLETTER,
        medium=Medium.EMAIL,
        evidence=TICKED,
        notice=anywhere.leaflet.id,
    )
    with pytest.raises(RefusedError):
        anywhere.consents.record_many(
            [choice, attrs.evolve(choice, contact=bad, notice=None)]
        )
    assert anywhere.consents.states(good) == ()
    written = anywhere.consents.record_many(
        [choice, attrs.evolve(choice, contact=bad)] * 2
    )
    assert len(written) == 4
    assert anywhere.codes(bad) == ()


def test_a_yes_is_never_dated_ahead(town) -> None:
    """K04: a consent later than now is refused; who leaves ahead leaves now."""
    contact = town.person()
    tomorrow = town.clock.now() + timedelta(days=1)
    with pytest.raises(InvalidConsentError):
        town.give(contact, at=tomorrow)
    town.give(contact)
    town.consents.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL, at=tomorrow)
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_an_older_paper_does_not_undo_a_newer_choice(town) -> None:
    """A form signed yesterday and typed in today does not revive who left since."""
    contact = town.person()
    yesterday = town.clock.now() - timedelta(days=1)
    town.consents.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    town.give(contact, at=yesterday)
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_an_objection_stops_letters_and_suppresses_the_points_named(town) -> None:
    """R06: an objection to being approached is absolute (GDPR article 21)."""
    contact = town.person("a@lens.example")
    other = town.person("a@lens.example")
    assert town.codes(contact, Purpose.CAMPAIGN, Medium.POST) == ()
    town.consents.object(contact, points=[town.point("a@lens.example")])
    post = town.codes(contact, Purpose.CAMPAIGN, Medium.POST)
    assert post == ("OBJECTION_ABSOLUTE",)
    assert "OBJECTION_ABSOLUTE" in town.codes(other)


def test_a_refusal_is_not_a_withdrawal(town) -> None:
    """Who was asked and said no never agreed."""
    contact = town.person()
    town.consents.refuse(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    assert town.codes(contact) == ("CONSENT_REFUSED",)


def test_expired_consent_lapses(town) -> None:
    """An expiry is a statement of its own in the ledger."""
    contact = town.person()
    town.give(contact)
    town.later(days=1)
    elapsed = Evidence(mechanism="elapsed")
    town.consents.record(
        contact, Statement.EXPIRED, Purpose.NEWSLETTER, Medium.EMAIL, evidence=elapsed
    )
    assert town.codes(contact) == ("CONSENT_EXPIRED",)
    assert town.events()[-1] == "consent.expired"


@pytest.mark.parametrize("word", ["merged", "restated", "parted"])
@pytest.mark.parametrize("statement", [Statement.GIVEN, Statement.REFUSED])
def test_nobody_speaks_with_the_room_s_own_words(town, word: str, statement) -> None:
    """The words that record a merge cannot be slipped in as evidence."""
    with pytest.raises((InvalidConsentError, UnknownTermError)):
        town.consents.record(
            town.person(),
            statement,
            Purpose.NEWSLETTER,
            Medium.EMAIL,
            evidence=Evidence(mechanism=word),
            notice=town.leaflet.id,
        )


def test_unknown_people_and_wordings_are_errors(town) -> None:
    """A typing mistake does not pass for a statement."""
    stranger = ContactId(int=1)
    with pytest.raises(PersonNotFoundError):
        town.give(stranger)
    with pytest.raises(PersonNotFoundError):
        town.consents.withdraw(stranger)
    with pytest.raises(PersonNotFoundError):
        town.consents.explain(stranger)
    with pytest.raises(NoticeNotFoundError):
        town.give(town.person(), notice=NoticeId(int=1))
    with pytest.raises(UnknownTermError):
        town.give(town.person(), evidence=Evidence(mechanism="telepathy"))


def test_the_erased_leave_without_an_error_and_never_come_back(town) -> None:
    """An old link in an old mail still works; nothing is written of the erased."""
    contact = town.person()
    town.give(contact)
    town.erase(contact)
    assert town.consents.withdraw(contact) == []
    with pytest.raises(PersonNotFoundError):
        town.give(contact)
    assert town.consents.history(contact) == ()
    assert "SUBJECT_ERASED" in town.codes(contact)


def test_history_tells_who_when_how_and_what_was_shown(anywhere) -> None:
    """GDPR article 7(1): the record demonstrates the consent."""
    contact = anywhere.person()
    evidence = Evidence(mechanism="paper_signature", document="leaflet 17")
    anywhere.give(contact, evidence=evidence)
    anywhere.later(hours=1)
    as_person = anywhere.consents.acting_as(Actor.person())
    as_person.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    given, withdrawn = anywhere.consents.history(contact)
    assert isinstance(given, ConsentRecord)
    assert given.evidence == evidence
    assert given.notice == anywhere.leaflet.id
    assert given.wording == anywhere.leaflet.digest.hex()
    assert given.controller == "Lens Demain"
    assert given.actor == Actor.user("7")
    assert withdrawn.actor == Actor.person()
    assert withdrawn.at == datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_statements_join_another_room_s_unit_of_work(anywhere) -> None:
    """A signature and its consent commit together, or not at all."""
    contact = anywhere.person()

    def fail() -> None:
        with anywhere.begin() as work:
            anywhere.give(contact, work=work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert anywhere.consents.states(contact) == ()
    with anywhere.begin() as work:
        anywhere.give(contact, work=work)
        anywhere.consents.withdraw(contact, Purpose.NEWSLETTER, work=work)
    assert anywhere.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_every_statement_is_an_event(town) -> None:
    """Hosts learn of each change, by identifiers only."""
    contact = town.person()
    town.give(contact)
    town.consents.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    town.consents.refuse(contact, Purpose.EVENTS, Medium.EMAIL)
    assert town.events() == [
        "consent.notice_published",
        "consent.given",
        "consent.withdrawn",
        "consent.refused",
    ]


def test_a_wording_gets_a_new_version_only_when_it_changes(anywhere) -> None:
    """Publishing the same words again changes nothing; every version stays."""
    first = anywhere.leaflet
    assert anywhere.publish("leaflet") == first
    second = anywhere.publish("leaflet", purposes=[Purpose.EVENTS])
    assert (first.version, second.version) == (1, 2)
    assert anywhere.consents.notice("leaflet") == second
    assert anywhere.consents.notice("leaflet", 1) == first
    with pytest.raises(NoticeNotFoundError):
        anywhere.consents.notice("leaflet", 3)
    with pytest.raises(InvalidConsentError):
        anywhere.consents.publish("empty", " ", purposes=[], media=[])
