"""A story told by Hypothesis: no permit is ever issued that the ledger denies."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from poltech.consent import ConsentRecord, Evidence
from poltech.consent._rules import covers
from poltech.ids import RecordId
from poltech.law import Cause, Medium, Purpose, Statement
from poltech.profile import Actor

PURPOSES = (Purpose.NEWSLETTER, Purpose.EVENTS)
MEDIA = (Medium.EMAIL, Medium.POST)
LEAVING = {Statement.REFUSED, Statement.WITHDRAWN}
TICKED = Evidence(mechanism="unticked_box")

who = st.integers(0, 3)
purposes = st.sampled_from(PURPOSES)
media = st.sampled_from(MEDIA)
scopes = st.tuples(st.none() | purposes, st.none() | media)


class Story(RuleBasedStateMachine):
    """Four people live through everything that can happen to their consent."""

    make_town = None

    def __init__(self) -> None:
        super().__init__()
        self.town = self.make_town()
        self.mails = [f"p{number}@lens.example" for number in range(4)]
        self.people = [self.town.person(mail) for mail in self.mails]
        self.merges: list[tuple] = []
        self.erased: set = set()
        self.last_word: dict[tuple, Statement] = {}

    def active(self, number: int):
        """Give a person who is neither merged nor erased, if any is left."""
        gone = {loser for loser, _ in self.merges} | self.erased
        left = [person for person in self.people if person not in gone]
        return left[number % len(left)] if left else None

    def said(self, person, statement, purpose, medium) -> None:
        """Note the last word of somebody, here and now."""
        for each in PURPOSES if purpose is None else [purpose]:
            for by in MEDIA if medium is None else [medium]:
                self.last_word[person, each.code, by.code] = statement

    @rule(number=who, purpose=purposes, medium=media)
    def agree(self, number, purpose, medium) -> None:
        """Somebody says yes."""
        person = self.active(number)
        if person is not None:
            self.town.give(person, purpose, medium)
            self.said(person, Statement.GIVEN, purpose, medium)

    @rule(number=who, scope=scopes, how=st.sampled_from(["withdraw", "refuse"]))
    def leave(self, number, scope, how) -> None:
        """Somebody leaves, here or everywhere."""
        person = self.active(number)
        if person is not None:
            getattr(self.town.consents, how)(person, *scope)
            self.said(person, Statement.WITHDRAWN, *scope)

    @precondition(lambda self: self.merges)
    @rule(number=who, scope=scopes)
    def leave_by_an_old_link(self, number, scope) -> None:
        """A link of before a merge is clicked: the whole line leaves."""
        person, _ = self.merges[number % len(self.merges)]
        self.town.consents.withdraw(person, *scope)
        heirs = dict(self.merges)
        while person is not None:
            self.said(person, Statement.WITHDRAWN, *scope)
            person = heirs.get(person)

    @rule(number=who, scope=scopes)
    def object(self, number, scope) -> None:
        """Somebody objects, and names their mailbox."""
        person = self.active(number)
        if person is not None:
            mail = self.mails[self.people.index(person)]
            point = self.town.point(mail)
            self.town.consents.object(person, *scope, points=[point])
            self.said(person, Statement.REFUSED, *scope)

    @rule(number=who, cause=st.sampled_from(Cause), scope=scopes)
    def suppress(self, number, cause, scope) -> None:
        """A mailbox bounces, complains, or is on a list."""
        point = self.town.point(self.mails[number])
        purpose, medium = scope
        self.town.consents.suppress(point, cause, purpose=purpose, medium=medium)

    @rule(number=who)
    def lift(self, number) -> None:
        """The office tries to lift what stands in the way."""
        person = self.active(number)
        if person is not None:
            self.town.consents.lift(person)

    @rule(
        number=who,
        statement=st.sampled_from([Statement.GIVEN, Statement.WITHDRAWN]),
        purpose=purposes,
        medium=media,
        days=st.integers(0, 3),
        dated=st.booleans(),
    )
    def import_a_row(self, number, statement, purpose, medium, days, dated) -> None:
        """A file says something about somebody."""
        person = self.active(number)
        if person is None:
            return
        before = {state.record for state in self.town.consents.states(person)}
        left = self.left(person, purpose, medium)
        self.append(person, statement, purpose, medium, days, dated=dated)
        after = {state.record for state in self.town.consents.states(person)}
        assert not left or self.left(person, purpose, medium)
        if after != before:
            self.said(person, statement, purpose, medium)

    def left(self, person, purpose, medium) -> bool:
        """Tell whether somebody has left as things stand."""
        return any(
            state.statement in LEAVING
            for state in self.town.consents.states(person)
            if (state.purpose, state.medium) == (purpose.code, medium.code)
        )

    def append(self, person, statement, purpose, medium, days, *, dated) -> None:
        """Append one record as the import room does."""
        given = statement is Statement.GIVEN
        record = ConsentRecord(
            id=self.town.ids.new(RecordId),
            contact=person,
            statement=statement,
            purpose=purpose.code,
            medium=medium.code,
            controller="Lens Demain",
            notice=self.town.leaflet.id if given else None,
            evidence=Evidence(mechanism="unticked_box", dated=dated),
            at=self.town.clock.now() - timedelta(days=days),
            recorded_at=self.town.clock.now(),
            actor=Actor.system("import"),
        )
        with self.town.begin() as work:
            keys = self.town.vault.keys(work.keys, [person])
            self.town.consents.append(work, [record], keys)

    @rule(one=who, two=who)
    def merge(self, one, two) -> None:
        """Two contacts turn out to be one."""
        loser, survivor = self.active(one), self.active(two)
        if loser is not None and loser != survivor:
            self.town.merge(loser, survivor)
            self.merges.append((loser, survivor))
            self.forget(survivor)

    @precondition(lambda self: self.merges)
    @rule()
    def unmerge(self) -> None:
        """The last two that became one are two again."""
        loser, survivor = self.merges[-1]
        if survivor not in self.erased:
            self.merges.pop()
            self.town.unmerge(loser)
            self.forget(survivor)
            self.forget(loser)

    def forget(self, person) -> None:
        """Whose word counts now is for the ledger to say, no longer the last."""
        for key in [key for key in self.last_word if key[0] == person]:
            del self.last_word[key]

    @rule(number=who)
    def erase(self, number) -> None:
        """Somebody asks to be erased; those merged into them go too."""
        person = self.active(number)
        if person is not None and len(self.erased) < 2:
            self.town.erase(person)
            self.erased.add(person)

    @rule(hours=st.integers(-2, 48))
    def wait(self, hours) -> None:
        """Time passes, and sometimes the clock steps back."""
        self.town.later(hours=hours)

    @invariant()
    def permits_are_justified(self) -> None:
        """Every permit that is issued rests on the ledger and on nobody's refusal."""
        for purpose in PURPOSES:
            for medium in MEDIA:
                with self.town.begin() as work:
                    judged = list(
                        self.town.consents.judge(work, self.people, purpose, medium)
                    )
                for verdict in judged:
                    if verdict.permit is not None:
                        self.justified(verdict.permit)

    def justified(self, permit) -> None:
        """Check one permit against the ledger, the suppressions and the last word."""
        contact = permit.contact
        key = (contact, permit.purpose.code, permit.medium.code)
        assert contact not in self.erased | {loser for loser, _ in self.merges}
        assert self.last_word.get(key) not in LEAVING
        point = self.town.point(self.mails[self.people.index(contact)])
        assert not any(
            covers(row, *key[1:]) for row in self.town.consents.suppressions([point])
        )
        if permit.medium.electronic:
            self.proved(permit, key)

    def proved(self, permit, key) -> None:
        """Check that the entry named holds this person's own yes, or leads to one."""
        with self.town.begin(write=False) as work:
            replayed = self.town.consents.replay(work)
        (state,) = (s for s in replayed if (s.contact, s.purpose, s.medium) == key)
        assert state.entry == permit.entry
        assert state.statement is Statement.GIVEN
        heard = {
            record.id: record
            for person in self.people
            for record in self.town.consents.history(person)
        }
        record = heard[state.record]
        while record.follows in heard:
            assert record.statement is Statement.GIVEN
            record = heard[record.follows]
        assert record.statement is Statement.GIVEN
        assert record.notice == self.town.leaflet.id
        assert record.follows is None or self.erased

    def teardown(self) -> None:
        """At the end the table of states is what the ledger says."""
        assert self.town.consents.audit().whole


def test_no_permit_is_issued_that_the_ledger_does_not_justify(make_town) -> None:
    """Grants, refusals, withdrawals, merges, imports, suppressions, erasures."""

    class Told(Story):
        """The story over an office in memory."""

    Told.make_town = staticmethod(make_town)
    run_state_machine_as_test(
        Told, settings=settings(max_examples=40, stateful_step_count=20, deadline=None)
    )
