"""Hypothesis tells stories of an office: people come, are merged, and part again."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from poltech.contacts import (
    Choice,
    Contact,
    ContactSealer,
    Merge,
    MergeConflictError,
    MergeStrategy,
    Outcome,
    StoredContact,
)
from poltech.contacts.testing import NOW, WORKSPACE, drafts
from poltech.ids import ActivityId, ContactId
from poltech.law import Subject

KEEP = MergeStrategy(
    choices=dict.fromkeys(
        ("given", "family", "display", "birth_date", "external_id", "field"),
        Choice.KEEP_SURVIVOR,
    )
)


def as_it_was(contact: Contact) -> Contact:
    """Leave out what every writing changes."""
    return attrs.evolve(contact, version=1, updated_at=NOW)


class Story(RuleBasedStateMachine):
    """One office; the model is what each merge found, and who acted when."""

    def __init__(self, office: Any) -> None:
        super().__init__()
        self.office = office
        self.verbs = office.contacts
        self.merges: list[tuple[Merge, Contact, Contact]] = []
        self.touched: set[ContactId] = set()
        self.notes: set[ActivityId] = set()

    def rows(self) -> dict[ContactId, StoredContact]:
        """Read everybody, as the storage keeps them."""
        with self.office.storage.begin(WORKSPACE, write=False) as work:
            return {row.id: row for row in work.contacts.page(None, 1000)}

    def living(self) -> list[ContactId]:
        """Name who is in use."""
        return [row.id for row in self.rows().values() if row.subject is Subject.ACTIVE]

    def read(self, who: ContactId) -> Contact:
        """Read somebody, for the model."""
        with self.office.storage.begin(WORKSPACE, write=False) as work:
            found: Contact = self.verbs.read(work, [who])[who]
            return found

    @rule(draft=drafts(), push=st.booleans())
    def somebody_comes(self, draft: Any, push: bool) -> None:  # noqa: FBT001 - drawn
        """A draft is added or pushed."""
        draft = attrs.evolve(draft, source=self.office.stall.id)
        answer = (self.verbs.push if push else self.verbs.add)(draft)
        if answer.outcome is Outcome.UPDATED:
            self.touched.add(answer.contact)

    @rule(data=st.data())
    @precondition(lambda self: self.living())
    def something_happens(self, data: Any) -> None:
        """Somebody is tagged, and a note is written."""
        who = data.draw(st.sampled_from(self.living()))
        self.verbs.tag(who, data.draw(st.sampled_from(("a", "b"))))
        self.notes.add(self.verbs.note(who, "texte").id)
        self.touched.add(who)

    @rule(data=st.data())
    @precondition(lambda self: len(self.living()) > 1)
    def two_become_one(self, data: Any) -> None:
        """Any two of one kind are merged."""
        one, other = data.draw(st.permutations(self.living()))[:2]
        before = self.read(one), self.read(other)
        if before[0].kind is not before[1].kind:
            with pytest.raises(MergeConflictError):
                self.verbs.merge(one, other, KEEP)
            return
        done = self.verbs.merge(one, other, KEEP)
        self.merges.append((done, *before))
        self.touched.discard(one)

    @rule()
    @precondition(lambda self: self.merges)
    def the_last_merge_is_undone(self) -> None:
        """Untouched, both come back exactly; touched, the loser at least loses nothing."""
        done, one, other = self.merges.pop()
        self.verbs.unmerge(done.id)
        if done.survivor not in self.touched:
            assert as_it_was(self.read(one.id)) == as_it_was(one)
        assert as_it_was(self.read(other.id)) == as_it_was(other)
        self.touched.add(done.survivor)

    @rule(data=st.data())
    @precondition(lambda self: len(self.merges) > 1)
    def an_earlier_merge_is_not_undone(self, data: Any) -> None:
        """While a later one of the same people stands, it is refused."""
        last = self.merges[-1][0]
        people = {last.survivor, last.loser}
        earlier = [done for done, *_ in self.merges[:-1] if done.survivor in people]
        if earlier:
            with pytest.raises(MergeConflictError):
                self.verbs.unmerge(data.draw(st.sampled_from(earlier)).id)

    @invariant()
    def everybody_is_found_by_what_they_bear(self) -> None:
        """Each point and each word of a name leads to its bearer, and to no marker."""
        with self.office.storage.begin(WORKSPACE, write=False) as work:
            rows = {row.id: row for row in work.contacts.page(None, 1000)}
            digests = [digest for row in rows.values() for digest in row.digests]
            found = work.contacts.find(digests)
            people = self.verbs.read(work, list(rows))
        sealer = ContactSealer(self.verbs.desk.vault)
        for row in rows.values():
            person = people[row.id]
            if row.subject is Subject.MERGED:
                assert (row.digests, person.points) == (frozenset(), ())
                assert row.merged_into in rows
            for point in person.points:
                assert row.id in found[sealer.point(point)]

    @invariant()
    def no_act_is_lost_or_doubled(self) -> None:
        """Every note belongs to exactly one contact, and that one is in use."""
        with self.office.storage.begin(WORKSPACE, write=False) as work:
            rows = {row.id: row for row in work.contacts.page(None, 1000)}
            acts = work.activities.by_contact(list(rows))
        kept = [act.id for each in acts.values() for act in each]
        assert sorted(kept) == sorted(self.notes)
        assert all(rows[who].subject is Subject.ACTIVE for who in acts)

    @invariant()
    def nobody_was_looked_at(self) -> None:
        """None of these verbs shows an identity."""
        assert self.office.accesses() == []


def test_stories_of_merging_end_well(opener: Callable[[], Any]) -> None:
    """Whatever happens in between, no contact, act or identifier is lost or doubled."""
    run_state_machine_as_test(
        lambda: Story(opener()),
        settings=settings(max_examples=25, stateful_step_count=12, deadline=None),
    )
