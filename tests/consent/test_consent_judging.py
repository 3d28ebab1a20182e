"""Judging many at once: a verdict for each, a permit only for the allowed and held."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from poltech.consent import Election, Evidence, InvalidConsentError, Permit
from poltech.contacts import ContactKind, Reach
from poltech.ids import ContactId
from poltech.law import Cause, Medium, Origin, Purpose, Statement, Subject

NEWS, MAIL = Purpose.NEWSLETTER, Medium.EMAIL


def verdicts(town, contacts, purpose=NEWS, medium=MAIL, **more):
    """Judge contacts within a unit of work that writes."""
    with town.begin() as work:
        judged = town.consents.judge(work, contacts, purpose, medium, **more)
        return list(judged)


def test_each_contact_gets_one_verdict_in_the_order_asked(anywhere) -> None:
    """Also twice the same, and one that nobody knows."""
    yes, no, stranger = anywhere.person(), anywhere.person(), ContactId(int=9)
    anywhere.give(yes)
    asked = [no, stranger, yes, yes]
    found = verdicts(anywhere, asked)
    assert [verdict.contact for verdict in found] == asked
    assert [verdict.decision.allowed for verdict in found] == [
        False,
        False,
        True,
        True,
    ]
    assert found[1].decision.codes[0] == "SUBJECT_ERASED"


def test_only_the_allowed_get_a_permit_that_names_its_proof(anywhere) -> None:
    """A permit points to the ledger's entry that justifies it."""
    yes, no = anywhere.person(), anywhere.person()
    anywhere.give(yes)
    first, second = verdicts(anywhere, [yes, no])
    assert isinstance(first.permit, Permit)
    assert first.permit.contact == yes
    assert (first.permit.purpose, first.permit.medium) == (NEWS, MAIL)
    assert first.permit.entry == anywhere.consents.states(yes)[0].entry
    assert first.permit.at == anywhere.clock.now()
    assert second.permit is None


def test_a_permit_without_consent_names_no_entry(town) -> None:
    """A receipt or a letter needs no consent, so no entry justifies it."""
    (receipt,) = verdicts(town, [town.person()], Purpose.SERVICE)
    assert receipt.permit is not None
    assert receipt.permit.entry is None


def test_a_permit_names_no_entry_that_does_not_justify_it(town) -> None:
    """A letter after a lapsed consent rests on no consent."""
    contact = town.person()
    town.give(contact, Purpose.CAMPAIGN, Medium.POST)
    town.consents.record(
        contact,
        Statement.EXPIRED,
        Purpose.CAMPAIGN,
        Medium.POST,
        evidence=Evidence(mechanism="elapsed"),
    )
    (verdict,) = verdicts(town, [contact], Purpose.CAMPAIGN, Medium.POST)
    assert verdict.permit is not None
    assert verdict.permit.entry is None


def test_without_holding_the_heads_there_is_no_permit(town) -> None:
    """A preflight tells who would be written to, and permits nothing."""
    contact = town.person()
    town.give(contact)
    with town.begin(write=False) as work:
        (verdict,) = town.consents.judge(work, [contact], NEWS, MAIL, hold=False)
    assert verdict.decision.allowed
    assert verdict.permit is None


def test_heads_are_shared_by_claims_and_alone_for_statements(town, spy) -> None:
    """A withdrawal waits for claims, claims never for each other."""
    people = [town.person() for _ in range(2)]
    with town.begin() as work:
        spied = spy(work)
        list(town.consents.judge(spied, people, NEWS, MAIL))
        assert spied.held == [(2, False)]
        spied.held.clear()
        town.consents.withdraw(people[0], NEWS, MAIL, work=spied)
        assert set(spied.held) == {(1, True)}
        spied.held.clear()
        town.consents.append(spied, [], {})
    assert spied.held == [(0, True)]


def test_judging_streams(town) -> None:
    """A million contacts are not held at once: facts are asked batch by batch."""
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield ContactId(int=taken)

    with town.begin(write=False) as work:
        stream = town.consents.judge(work, endless(), NEWS, MAIL, hold=False)
        next(stream)
    assert taken == 1000


def test_electoral_silence_stops_the_queue(anywhere) -> None:
    """L05: queued on Friday at 22:00, retried on Saturday at 0:05, refused."""
    contact = anywhere.person(territory="62498")
    anywhere.give(contact)
    anywhere.consents.schedule(
        Election(name="municipales", kind="municipal", days=("2027-06-06",))
    )
    paris = ZoneInfo("Europe/Paris")
    friday = datetime(2027, 6, 4, 22, tzinfo=paris)
    saturday = datetime(2027, 6, 5, 0, 5, tzinfo=paris)
    assert anywhere.codes(contact, at=friday) == ()
    assert anywhere.codes(contact, at=saturday) == ("FR_L49_SILENCE",)
    assert [vote.name for vote in anywhere.consents.elections()] == ["municipales"]


def test_silence_is_judged_for_each_place(town) -> None:
    """Two people alike but for their town get different answers in one go."""
    people = [town.person(territory=code) for code in ("62498", "59350")]
    for contact in people:
        town.give(contact)
    town.consents.schedule(
        Election(
            name="municipales",
            kind="municipal",
            territory="62498",
            days=("2027-06-06",),
        )
    )
    eve = datetime(2027, 6, 5, 12, tzinfo=ZoneInfo("Europe/Paris"))
    found = verdicts(town, people, at=eve)
    assert [verdict.decision.allowed for verdict in found] == [False, True]


def test_a_vote_needs_days_and_a_zone() -> None:
    """A calendar that cannot be read is refused when it is written."""
    for days in ((), ("soon",), ("2027-06-13", "2027-06-06")):
        with pytest.raises(InvalidConsentError):
            Election(name="vote", kind="municipal", days=days)
    with pytest.raises(InvalidConsentError):
        Election(name="v", kind="m", days=("2027-06-06",), time_zone="Lens")


def test_attributes_of_the_contact_decide(anywhere) -> None:
    """Organisation, reach, source, state and suppression all reach the law."""
    firm = anywhere.person(
        kind=ContactKind.ORGANISATION, origin=Origin.PUBLIC_DIRECTORY
    )
    assert anywhere.codes(firm) == ()
    mute = anywhere.person(reach=Reach.ADDRESS)
    assert anywhere.codes(mute)[-1] == "UNREACHABLE"
    voter = anywhere.person(origin=Origin.ELECTORAL_ROLL)
    assert anywhere.codes(voter, Purpose.CAMPAIGN, Medium.POST) == ()
    assert "FR_ROLL_POST_ONLY" in anywhere.codes(voter, Purpose.CAMPAIGN)
    child = anywhere.person(birth_year=2015)
    post = anywhere.codes(child, Purpose.CAMPAIGN, Medium.POST)
    assert post == ("MINOR_LEGITIMATE_INTEREST",)
    for country, allowed in (("FR", True), ("DE", False), (None, True)):
        teen = anywhere.person(birth_year=2010, country=country)
        post = anywhere.codes(teen, Purpose.CAMPAIGN, Medium.POST)
        assert (post == ()) is allowed, country
    with anywhere.begin() as work:
        anywhere.change(work, firm, subject=Subject.RESTRICTED)
    assert anywhere.codes(firm) == ("SUBJECT_RESTRICTED",)


def test_explain_answers_for_every_purpose_and_medium(town) -> None:
    """A person who asks gets a plain answer, in their language."""
    contact = town.person("a@lens.example")
    town.give(contact)
    town.consents.suppress(town.point("a@lens.example"), Cause.COMPLAINT)
    answers = town.consents.explain(contact)
    assert len(answers) == len(Purpose.BUILT_IN) * len(Medium.BUILT_IN)
    said = {(a.purpose.code, a.medium.code): a for a in answers}
    news = said["newsletter", "email"]
    assert news.state is not None
    assert news.say().startswith("newsletter, e-mail: no. The owner of this address")
    assert news.say("fr").startswith("lettre d'information, courriel : non. ")
    assert said["service", "email"].say("fr").endswith(" : oui.")
