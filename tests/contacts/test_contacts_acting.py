"""Tags, households, standings, notes and activities."""

from datetime import timedelta
from typing import Any

import pytest

from poltech.contacts import (
    Act,
    ActivityRecorded,
    ContactNotFoundError,
    ContactTagged,
    HouseholdLinked,
    InvalidContactError,
    Standing,
    StandingChanged,
    StandingTiers,
)
from poltech.contacts.testing import NOW, WORKSPACE
from poltech.ids import ContactId, FrozenIds
from poltech.law import UnknownTermError
from poltech.money import Money

NOBODY = FrozenIds(4000).new(ContactId)
TIERS = StandingTiers(
    regular_kinds=frozenset({"gave", "attended"}),
    regular_acts=2,
    regular_within=timedelta(days=365),
    occasional_within=timedelta(days=3 * 365),
)


def stored(office: Any, who: ContactId) -> Any:
    """Read a row as the storage keeps it."""
    with office.storage.begin(WORKSPACE, write=False) as work:
        return work.contacts.get([who])[who]


def test_tags_are_put_on_and_taken_off(office: Any) -> None:
    """Each verb tells how many changed, and only they are written."""
    one, two = office.add(email="a@b.fr"), office.add(email="c@d.fr")
    assert office.contacts.tag([one, two], " bénévole ", "marché") == 2
    assert office.contacts.tag(one, "marché") == 0
    assert office.contacts.untag([one, two, one], "marché", "unheard") == 2
    assert stored(office, one).tags == {"bénévole"}
    assert stored(office, one).version == 3
    events = [event for event in office.events() if isinstance(event, ContactTagged)]
    assert [(event.added, event.removed) for event in events] == [
        (("bénévole", "marché"), ()),
        (("bénévole", "marché"), ()),
        ((), ("marché",)),
        ((), ("marché",)),
    ]


def test_tagging_opens_no_identity(office: Any) -> None:
    """What is sealed stays as it is: a tag needs no key."""
    who = office.add(email="a@b.fr")
    before = stored(office, who).sealed
    office.contacts.tag(who, "bénévole")
    assert stored(office, who).sealed == before
    assert not office.entries()


def test_thousands_are_tagged_at_once(office: Any) -> None:
    """A long list is worked off in portions, all or none."""
    people = office.contacts.add_many(
        [office.draft(email=f"n{n}@orange.fr") for n in range(1500)]
    )
    ids = [answer.contact for answer in people]
    assert office.contacts.tag(ids, "tous") == 1500
    with pytest.raises(ContactNotFoundError):
        office.contacts.tag([*ids, NOBODY], "personne")
    assert stored(office, ids[0]).tags == {"tous"}


@pytest.mark.parametrize("verb", ["tag", "untag"])
def test_a_tag_is_a_text(office: Any, verb: str) -> None:
    """An empty tag is a mistake."""
    who = office.add(email="a@b.fr")
    with pytest.raises(InvalidContactError):
        getattr(office.contacts, verb)(who, " ")


def test_who_does_not_exist_cannot_be_acted_on(office: Any) -> None:
    """Neither somebody unknown nor somebody whose place was taken."""
    one, two = office.add(email="a@b.fr"), office.add(email="c@d.fr")
    office.contacts.merge(one, two)
    for who in (NOBODY, two):
        for act in (
            lambda who=who: office.contacts.tag(who, "x"),
            lambda who=who: office.contacts.set_standing(who, Standing.MEMBER),
            lambda who=who: office.contacts.household(who, None),
            lambda who=who: office.contacts.note(who, "x"),
        ):
            with pytest.raises(ContactNotFoundError):
                act()


def test_a_household_is_a_link(office: Any) -> None:
    """One contact stands for it; it belongs to none itself."""
    head, one, two = (office.add(email=f"n{n}@orange.fr") for n in range(3))
    assert office.contacts.household([one, two], head) == 2
    assert stored(office, one).household == head
    assert office.contacts.get(one).household == head
    with pytest.raises(InvalidContactError):
        office.contacts.household(head, head)
    with pytest.raises(InvalidContactError):
        office.contacts.household(two, one)
    assert office.contacts.household([one, head], None) == 1
    links = [e.household for e in office.events() if isinstance(e, HouseholdLinked)]
    assert links == [head, head, None]


def test_a_note_is_sealed(office: Any) -> None:
    """Its text is nowhere in the clear, and comes back to who may read it."""
    who = office.add(email="a@b.fr")
    note = office.contacts.note(who, "rappeler après 18 h")
    with office.storage.begin(WORKSPACE, write=False) as work:
        (row,) = work.activities.of(who)
    assert b"rappeler" not in (row.sealed or b"")
    assert "rappeler" not in repr(note)
    assert office.contacts.history(who) == [note]


def test_acts_are_written_down_with_their_day(office: Any) -> None:
    """Oldest first, with what they were about and how much."""
    who = office.add(email="a@b.fr")
    gift = Act(
        contact=who, kind="gave", at=NOW - timedelta(days=9), amount=Money(500, "EUR")
    )
    signed, gave = office.contacts.record_many(
        [Act(contact=who, kind="signed", subject="maternite"), gift]
    )
    assert (signed.at, gave.amount) == (NOW, Money(500, "EUR"))
    assert office.contacts.history(who) == [gave, signed]
    told = [e.kind for e in office.events() if isinstance(e, ActivityRecorded)]
    assert told == ["signed", "gave"]


def test_unheard_of_acts_are_refused(office: Any) -> None:
    """A kind of act has a legal meaning; one that nobody registered has none."""
    who = office.add(email="a@b.fr")
    with pytest.raises(UnknownTermError):
        office.contacts.record(Act(contact=who, kind="danced"))
    assert not office.contacts.history(who)


def test_acts_are_written_within_another_rooms_work(office: Any) -> None:
    """Other rooms write what people did in their own unit of work."""
    who = office.add(email="a@b.fr")
    with office.storage.begin(WORKSPACE) as work:
        office.contacts.record_in(work, [Act(contact=who, kind="clicked")])
    assert [act.kind for act in office.contacts.history(who)] == ["clicked"]


def test_standings_are_set_and_derived(office: Any) -> None:
    """Acts say more than a hand; who never acted keeps what was set."""
    member, giver, other = (office.add(email=f"n{n}@orange.fr") for n in range(3))
    assert office.contacts.set_standing([member, other], Standing.MEMBER) == 2
    assert office.contacts.set_standing(member, Standing.MEMBER) == 0
    office.contacts.record_many(
        [
            Act(contact=member, kind="joined", at=NOW - timedelta(days=4000)),
            Act(contact=giver, kind="gave", at=NOW - timedelta(days=30)),
            Act(contact=giver, kind="attended", at=NOW - timedelta(days=10)),
        ]
    )
    assert office.contacts.refresh_standings(TIERS) == 1
    standings = [stored(office, who).standing for who in (member, giver, other)]
    assert standings == [Standing.MEMBER, Standing.REGULAR, Standing.MEMBER]
    assert office.contacts.refresh_standings(TIERS) == 0
    told = [e.standing for e in office.events() if isinstance(e, StandingChanged)]
    assert told == ["member", "member", "regular_contact"]
