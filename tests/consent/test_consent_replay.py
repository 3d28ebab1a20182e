"""State is a fold over the ledger: replayed it equals the table (invariant 54)."""

from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poltech.consent import Evidence
from poltech.law import Medium, Purpose, Statement

TICKED = Evidence(mechanism="unticked_box")
MEDIA = (Medium.EMAIL, Medium.POST)
PURPOSES = (Purpose.NEWSLETTER, Purpose.EVENTS)

SAID = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([Statement.GIVEN, Statement.REFUSED, Statement.WITHDRAWN]),
        st.sampled_from(PURPOSES),
        st.sampled_from(MEDIA),
        st.none() | st.integers(0, 3),
    ),
    max_size=12,
)


def speak(town, people, said) -> None:
    """Let people say things, some of them dated back."""
    for who, statement, purpose, medium, days in said:
        town.later(hours=6)
        at = None if days is None else town.clock.now() - timedelta(days=days)
        town.consents.record(
            people[who],
            statement,
            purpose,
            medium,
            evidence=TICKED,
            notice=town.leaflet.id,
            at=at,
        )


@settings(max_examples=60)
@given(said=SAID)
def test_replaying_the_ledger_gives_the_table(make_town, said) -> None:
    """Every state is derivable from the entries alone."""
    town = make_town()
    people = [town.person() for _ in range(3)]
    speak(town, people, said)
    with town.begin(write=False) as work:
        table = sorted(
            work.consent.states(people),
            key=lambda state: (state.contact, state.purpose, state.medium),
        )
        assert list(town.consents.replay(work)) == table
    audit = town.consents.audit()
    assert (audit.whole, audit.entries) == (True, len(said))


def test_the_replay_passes_over_other_rooms_entries(anywhere) -> None:
    """Access logs and counts stand in the same ledger."""
    contact = anywhere.person()
    anywhere.give(contact)
    with anywhere.begin() as work:
        anywhere.desk.ledger.append(work.ledger, [b"contacts.access/1\n{}"] * 3)
    anywhere.give(contact, Purpose.EVENTS)
    audit = anywhere.consents.audit()
    assert (audit.entries, audit.sealed, audit.whole) == (2, 0, True)


def test_entries_of_the_erased_verify_and_stay_shut(anywhere) -> None:
    """54b: without the key nothing can be read, and the log is whole."""
    gone, stays = anywhere.person(), anywhere.person()
    anywhere.give(gone)
    anywhere.give(stays)
    anywhere.erase(gone)
    audit = anywhere.consents.audit()
    assert (audit.entries, audit.sealed, audit.whole) == (2, 1, True)
    with anywhere.begin(write=False) as work:
        assert anywhere.desk.ledger.verify(work.ledger).whole
        assert [s.contact for s in anywhere.consents.replay(work)] == [stays]


@pytest.mark.parametrize(
    "change",
    [
        {"statement": Statement.GIVEN},
        {"at": timedelta(days=400)},
        {"categories": frozenset({"health"})},
    ],
)
def test_a_table_that_was_tampered_with_is_found(town, change) -> None:
    """Who edits the states to send anyway is caught by the ledger."""
    contact, other = town.person(), town.person()
    town.give(contact)
    town.give(other)
    town.consents.withdraw(contact, Purpose.NEWSLETTER, Medium.EMAIL)
    rows = town.storage._states[town.workspace].consent.states
    key = ("newsletter", "email")
    state = rows[contact][key]
    if "at" in change:
        change = {"at": state.at + change["at"]}
    rows[contact] = {key: attrs.evolve(state, **change)}
    assert town.consents.audit().differing == (contact,)


def test_a_state_that_nobody_said_is_found(town) -> None:
    """A row put into the table without an entry in the ledger is caught."""
    contact, silent = town.person(), town.person()
    town.give(contact)
    rows = town.storage._states[town.workspace].consent.states
    key = ("newsletter", "email")
    rows[silent] = {key: attrs.evolve(rows[contact][key], contact=silent)}
    rows[contact] = {
        **rows[contact],
        ("campaign", "email"): attrs.evolve(rows[contact][key], purpose="campaign"),
    }
    assert town.consents.audit().differing == (contact, silent)
