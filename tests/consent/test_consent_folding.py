"""Merging folds consent: the latest informed choice, in doubt the stricter, no union."""

import copy
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poltech.consent import Evidence
from poltech.law import Medium, Purpose, Statement

NEWS, MAIL = Purpose.NEWSLETTER, Medium.EMAIL
TICKED = Evidence(mechanism="unticked_box")
UNDATED = attrs.evolve(TICKED, dated=False)
SECOND = timedelta(seconds=1)
GIVEN, REFUSED = Statement.GIVEN, Statement.REFUSED
WITHDRAWN, EXPIRED = Statement.WITHDRAWN, Statement.EXPIRED
LEAVING = (REFUSED, WITHDRAWN)
STRICTNESS = {GIVEN: 1, REFUSED: 2, WITHDRAWN: 2}


def say(town, contact, statement, *, at=None, evidence=TICKED, purpose=NEWS) -> None:
    """Record a statement about the newsletter by e-mail."""
    notice = town.leaflet.id if statement is GIVEN else None
    town.consents.record(
        contact, statement, purpose, MAIL, evidence=evidence, notice=notice, at=at
    )


def stands(town, contact) -> Statement | None:
    """Tell what stands for the newsletter by e-mail; what lapsed is nothing."""
    for state in town.consents.states(contact):
        if (state.purpose, state.medium) == (NEWS.code, MAIL.code):
            return None if state.statement is EXPIRED else state.statement
    return None


FOLDS = [
    ("only the loser spoke", None, GIVEN, GIVEN),
    ("only the survivor spoke", GIVEN, None, GIVEN),
    ("nobody spoke", None, None, None),
    ("both agreed", GIVEN, GIVEN, GIVEN),
    ("the loser withdrew later", GIVEN, WITHDRAWN, WITHDRAWN),
    ("the loser agreed later", WITHDRAWN, GIVEN, GIVEN),
    ("the loser refused later", GIVEN, REFUSED, REFUSED),
]


@pytest.mark.parametrize(
    ("survivor_said", "loser_said", "folded"),
    [row[1:] for row in FOLDS],
    ids=[row[0] for row in FOLDS],
)
def test_the_latest_informed_choice_stands(
    anywhere, survivor_said, loser_said, folded
) -> None:
    """The loser spoke later; both have again what they said when they part."""
    survivor, loser = anywhere.person(), anywhere.person()
    for contact, said in ((survivor, survivor_said), (loser, loser_said)):
        anywhere.later(hours=1)
        if said is not None:
            say(anywhere, contact, said)
    anywhere.later(hours=1)
    anywhere.merge(loser, survivor)
    assert stands(anywhere, survivor) is folded
    anywhere.later(hours=1)
    anywhere.unmerge(loser, since=anywhere.clock.now() - timedelta(hours=1))
    assert stands(anywhere, survivor) is survivor_said
    assert stands(anywhere, loser) is loser_said


@pytest.mark.parametrize("first", [GIVEN, WITHDRAWN])
def test_at_one_instant_the_stricter_stands(town, first) -> None:
    """Nobody knows which of two came first: who may have left has left."""
    second = WITHDRAWN if first is GIVEN else GIVEN
    survivor, loser = town.person(), town.person()
    say(town, survivor, first)
    say(town, loser, second)
    town.later(hours=1)
    town.merge(loser, survivor)
    assert stands(town, survivor) is WITHDRAWN


@pytest.mark.parametrize("undated", ["survivor", "loser"])
def test_an_unknown_date_leaves_a_doubt(town, undated: str) -> None:
    """A withdrawal of unknown date counts against a yes that may be older."""
    survivor, loser = town.person(), town.person()
    leaver, giver = (survivor, loser) if undated == "survivor" else (loser, survivor)
    old = town.clock.now() - timedelta(days=300)
    say(town, giver, GIVEN, at=town.clock.now() - timedelta(days=1))
    say(town, leaver, WITHDRAWN, at=old, evidence=UNDATED)
    town.merge(loser, survivor)
    assert stands(town, survivor) is WITHDRAWN


def test_a_yes_after_an_undated_withdrawal_was_on_file_leaves_no_doubt(town) -> None:
    """Whatever its date, what was written down before is older."""
    survivor, loser = town.person(), town.person()
    say(town, loser, WITHDRAWN, evidence=UNDATED)
    town.later(days=1)
    say(town, survivor, GIVEN)
    town.merge(loser, survivor)
    assert stands(town, survivor) is GIVEN


def test_folding_is_no_union(town) -> None:
    """The trap of other tools: left as one, subscribed as the other, subscribed."""
    survivor, loser = town.person(), town.person()
    say(town, loser, GIVEN)
    town.later(days=1)
    town.consents.withdraw(survivor)
    town.merge(loser, survivor)
    assert town.codes(survivor) == ("CONSENT_WITHDRAWN",)


def test_purposes_fold_apart(town) -> None:
    """Each purpose and medium has its own latest choice."""
    survivor, loser = town.person(), town.person()
    say(town, survivor, GIVEN)
    town.later(days=1)
    say(town, loser, WITHDRAWN)
    say(town, loser, GIVEN, purpose=Purpose.EVENTS)
    town.merge(loser, survivor)
    assert town.codes(survivor) == ("CONSENT_WITHDRAWN",)
    assert town.codes(survivor, Purpose.EVENTS) == ()


def test_what_was_withdrawn_while_one_counts_for_both(anywhere) -> None:
    """Nobody knows which of the two clicked: both have left."""
    survivor, loser = anywhere.person(), anywhere.person()
    say(anywhere, survivor, GIVEN)
    say(anywhere, loser, GIVEN)
    anywhere.later(days=1)
    anywhere.merge(loser, survivor)
    anywhere.later(days=1)
    anywhere.consents.withdraw(survivor, NEWS, MAIL)
    anywhere.later(days=1)
    anywhere.unmerge(loser)
    assert stands(anywhere, survivor) is stands(anywhere, loser) is WITHDRAWN


def test_what_was_agreed_while_one_counts_for_the_survivor_alone(town) -> None:
    """A yes of the merged contact is nobody's proof but the survivor's."""
    survivor, loser = town.person(), town.person()
    town.merge(loser, survivor)
    town.later(days=1)
    say(town, survivor, GIVEN)
    town.later(days=1)
    town.unmerge(loser)
    assert stands(town, survivor) is GIVEN
    assert stands(town, loser) is None


def test_what_was_withdrawn_before_stays_with_who_said_it(town) -> None:
    """The survivor's old withdrawal is not the loser's."""
    survivor, loser = town.person(), town.person()
    say(town, survivor, WITHDRAWN)
    town.later(days=1)
    say(town, loser, GIVEN)
    town.later(days=1)
    town.merge(loser, survivor)
    town.later(days=1)
    town.unmerge(loser)
    assert stands(town, survivor) is WITHDRAWN
    assert stands(town, loser) is GIVEN


@pytest.mark.parametrize(
    ("tell", "expected"), [(False, WITHDRAWN), (True, None)], ids=["untold", "told"]
)
def test_without_a_trace_of_the_merge_the_stricter_reading_holds(
    town, *, tell, expected
) -> None:
    """A loser who never spoke leaves no trace of when; `since` tells it."""
    survivor, loser = town.person(), town.person()
    say(town, survivor, WITHDRAWN)
    merged_at = town.later(days=1)
    town.merge(loser, survivor)
    town.later(days=1)
    town.unmerge(loser, since=merged_at if tell else None)
    assert stands(town, loser) is expected


def test_an_old_link_of_a_merged_contact_still_unsubscribes(anywhere) -> None:
    """The mail named the loser; whoever clicks leaves as both."""
    survivor, loser = anywhere.person(), anywhere.person()
    say(anywhere, survivor, GIVEN)
    anywhere.merge(loser, survivor)
    anywhere.later(days=1)
    anywhere.consents.withdraw(loser, NEWS, MAIL)
    assert anywhere.codes(survivor) == ("CONSENT_WITHDRAWN",)
    anywhere.unmerge(loser)
    assert stands(anywhere, loser) is WITHDRAWN


def test_an_old_link_reaches_through_several_merges(town) -> None:
    """Merged into one that was merged itself: the last in line leaves too."""
    first, second, third = town.person(), town.person(), town.person()
    town.merge(first, second)
    town.consents.withdraw(first, NEWS, MAIL)
    town.merge(second, third)
    town.later(days=1)
    say(town, third, GIVEN)
    town.consents.withdraw(first, NEWS, MAIL)
    assert town.codes(third) == ("CONSENT_WITHDRAWN",)


def test_a_yes_to_a_merged_contact_counts_for_the_survivor(town) -> None:
    """A form that still names the loser is not lost."""
    survivor, loser = town.person(), town.person()
    town.merge(loser, survivor)
    say(town, loser, GIVEN)
    assert town.codes(survivor) == ()
    assert town.consents.states(loser) == ()


def test_roles_that_turn_do_not_lose_a_withdrawal(town) -> None:
    """Parted, then merged the other way round and parted again: still withdrawn."""
    one, two = town.person(), town.person()
    say(town, two, GIVEN)
    town.later(days=1)
    town.merge(two, one)
    town.later(days=1)
    town.consents.withdraw(one, NEWS, MAIL)
    town.later(days=1)
    town.unmerge(two)
    town.later(days=1)
    town.merge(one, two)
    town.later(days=1)
    town.unmerge(one)
    assert stands(town, one) is stands(town, two) is WITHDRAWN


def test_an_older_letter_is_heard_after_two_parted(town) -> None:
    """What is said again after parting hides nothing that was said before it."""
    survivor, loser = town.person(), town.person()
    start = town.clock.now()
    say(town, survivor, GIVEN)
    town.later(days=5)
    say(town, loser, WITHDRAWN)
    town.merge(loser, survivor)
    town.later(days=1)
    town.unmerge(loser)
    assert stands(town, survivor) is GIVEN
    say(town, survivor, WITHDRAWN, at=start + timedelta(days=3))
    assert stands(town, survivor) is WITHDRAWN


def test_a_paper_does_not_outdo_a_withdrawal_of_unknown_date(town) -> None:
    """The withdrawal may be the later of the two: it stands."""
    contact = town.person()
    start = town.clock.now()
    town.later(days=9)
    say(town, contact, WITHDRAWN, at=start, evidence=UNDATED)
    town.later(days=1)
    say(town, contact, GIVEN, at=start + timedelta(days=5))
    assert stands(town, contact) is WITHDRAWN
    say(town, contact, GIVEN, at=start + timedelta(days=10))
    assert stands(town, contact) is GIVEN


def test_derived_records_follow_their_originals(town) -> None:
    """The ledger tells whence a repeated statement came, and keeps its instant."""
    survivor, loser = town.person(), town.person()
    secret = Evidence(mechanism="unticked_box", ip="192.0.2.1")
    town.give(loser, evidence=secret)
    (original,) = town.consents.history(loser)
    town.later(days=1)
    town.merge(loser, survivor)
    (derived,) = town.consents.history(survivor)
    assert derived.follows == original.id
    assert derived.at == original.at
    assert derived.notice == original.notice
    assert derived.evidence == Evidence(mechanism="merged")
    assert town.events()[-1] == "consent.folded"


def test_a_loser_who_was_erased_since_gets_nothing_written(town) -> None:
    """Without a key nothing can be written of somebody, and nothing is."""
    survivor, loser = town.person(), town.person()
    say(town, loser, GIVEN)
    town.merge(loser, survivor)
    town.later(days=1)
    town.consents.withdraw(survivor, NEWS, MAIL)
    with town.begin() as work:
        work.keys.destroy([loser])
        town.consents.folder.unfold(work, survivor, loser)
    assert stands(town, survivor) is WITHDRAWN


def test_a_choice_made_now_comes_after_all_that_stands(town) -> None:
    """Also where the clock has not moved on, and another merge looks again."""
    survivor, loser, third = town.person(), town.person(), town.person()
    say(town, loser, WITHDRAWN)
    town.merge(loser, survivor)
    say(town, survivor, GIVEN)
    assert stands(town, survivor) is GIVEN
    town.merge(third, survivor)
    assert stands(town, survivor) is GIVEN


def test_parting_again_takes_back_only_what_was_repeated_since(town) -> None:
    """Each repetition is taken back once."""
    survivor, loser = town.person(), town.person()
    say(town, loser, GIVEN)
    for _ in range(2):
        town.later(days=1)
        town.merge(loser, survivor)
        town.later(days=1)
        town.unmerge(loser)
    said = [record.evidence.mechanism for record in town.consents.history(survivor)]
    assert said == ["merged", "parted"] * 2


class Voice:
    """One statement as the model keeps it: between which instants it was made."""

    def __init__(self, statement, at, recorded, place, *, dated):
        self.statement, self.at, self.place = statement, at, place
        self.latest = at if dated else max(at, recorded)
        self.earliest = at if dated else datetime.min.replace(tzinfo=UTC)


def choose(voices):
    """Choose by the rule: drop what is surely older than another, keep the strictest."""
    left = [
        voice
        for voice in voices
        if not any(other.earliest > voice.latest for other in voices)
    ]
    return max(left, key=claim, default=None)


def claim(voice):
    """Of equally strict voices pass on the one that can be doubted least."""
    sure = voice.earliest if voice.statement is GIVEN else voice.latest
    return STRICTNESS[voice.statement], sure


class Model:
    """What everybody said, and who is whom now, without a ledger or any trick."""

    def __init__(self, people):
        self.own = {person: [] for person in people}
        self.heard = {person: [] for person in people}
        self.merges = []
        self.place = 0

    def active(self):
        """Give those who are contacts of their own."""
        gone = {loser for loser, _, _ in self.merges}
        return [person for person in self.own if person not in gone]

    def say(self, person, statement, at, now, dated):
        """Note what somebody said."""
        self.place += 1
        voice = Voice(statement, at, now, self.place, dated=dated)
        self.own[person].append(voice)

    def standing(self, person):
        """Give the voice that stands among their own and what was heard."""
        own = {(voice.at, voice.earliest): voice for voice in self.own[person]}
        return choose([*own.values(), *(voice for _, voice in self.heard[person])])

    def merge(self, loser, survivor):
        """Let the survivor hear what stands for the loser."""
        voice = self.standing(loser)
        if voice is not None:
            echo = copy.copy(voice)
            self.heard[survivor].append((loser, echo))
        self.merges.append((loser, survivor, self.place))

    def unmerge(self):
        """Part the last two that became one; leaves since count for both."""
        loser, survivor, place = self.merges.pop()
        self.heard[survivor] = [h for h in self.heard[survivor] if h[0] != loser]
        since = [
            voice
            for voice in self.own[survivor]
            if voice.place > place and voice.statement in LEAVING
        ]
        if since:
            self.heard[loser].append((None, choose(since)))
        return loser

    def statement(self, person):
        """Give the statement that stands."""
        voice = self.standing(person)
        return None if voice is None else voice.statement


SAY = st.tuples(
    st.just("say"),
    st.integers(0, 3),
    st.sampled_from([GIVEN, GIVEN, REFUSED, WITHDRAWN]),
    st.sampled_from([None, None, 0, 1, 2, 5, 5]),
    st.booleans(),
)
STEPS = st.lists(
    st.one_of(
        SAY,
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.just(("unmerge",)),
    ),
    max_size=14,
)


def play(town, steps):
    """Play steps on the office and on the model, and compare after each."""
    people = [town.person() for _ in range(4)]
    model, merged_at = Model(people), []
    for step in steps:
        now = town.later(seconds=10)
        if step[0] == "say":
            _, who, statement, ago, dated = step
            active = model.active()
            person = active[who % len(active)]
            evidence = TICKED if dated or ago is None else UNDATED
            at = None if ago is None else now - timedelta(seconds=10 * ago)
            say(town, person, statement, at=at, evidence=evidence)
            said = town.consents.history(person)
            mine = [r for r in said if r.evidence.mechanism == "unticked_box"]
            model.say(person, statement, mine[-1].at, now, evidence.dated)
        elif step[0] == "merge":
            active = model.active()
            loser, survivor = (active[n % len(active)] for n in step[1:])
            if loser != survivor:
                town.merge(loser, survivor)
                model.merge(loser, survivor)
                merged_at.append(now)
        elif model.merges:
            town.unmerge(model.unmerge(), since=merged_at.pop())
        for person in model.active():
            found, expected = stands(town, person), model.statement(person)
            assert STRICTNESS.get(found) == STRICTNESS.get(expected), step
    return people


@settings(max_examples=120)
@given(steps=STEPS)
def test_merging_and_parting_follow_the_rule(make_town, steps) -> None:
    """Any sequence ends where the rule says, reckoned without a ledger."""
    town = make_town()
    play(town, steps)
    assert town.consents.audit().whole


@settings(max_examples=60)
@given(
    steps=STEPS,
    leaving=st.sampled_from(LEAVING),
)
def test_no_merging_turns_a_withdrawal_into_a_yes(make_town, steps, leaving) -> None:
    """Where everybody has left, no sequence of merges makes anybody a subscriber."""
    town = make_town()
    people = [town.person() for _ in range(4)]
    for person in people:
        say(town, person, GIVEN)
    town.later(days=1)
    for person in people:
        say(town, person, leaving)
    merges = []
    for step in steps:
        town.later(seconds=10)
        gone = {loser for loser, _ in merges}
        active = [person for person in people if person not in gone]
        if step[0] == "merge":
            loser, survivor = (active[n % len(active)] for n in step[1:])
            if loser != survivor:
                town.merge(loser, survivor)
                merges.append((loser, survivor))
        elif step[0] == "unmerge" and merges:
            town.unmerge(merges.pop()[0])
        assert {stands(town, person) for person in people} == {leaving}
