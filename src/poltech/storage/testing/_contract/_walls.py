"""The contract of the walls between workspaces: one tells nothing of another."""

from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from poltech.consent import StoredRecord, Suppression
from poltech.contacts import StoredActivity, StoredContact
from poltech.ids import ContactId, SourceId
from poltech.law import Medium, Purpose
from poltech.storage._ports import UnitOfWork
from poltech.storage.testing._contract._stage import (
    IDS,
    Office,
    Stage,
    a_contact,
    a_source,
    law,
)
from poltech.storage.testing._contract._units import fill
from poltech.storage.testing._values import (
    identifiers,
    stored_activities,
    stored_contacts,
    stored_records,
    suppressions,
)
from poltech.vault import WrappedKey

__all__ = ["WallsContract"]


@attrs.frozen(kw_only=True)
class Holdings:
    """What one office has."""

    contacts: list[StoredContact]
    records: list[StoredRecord]
    suppressions: list[Suppression]
    activities: list[StoredActivity]
    keys: list[WrappedKey]

    def write(self, work: UnitOfWork) -> None:
        """Write it all."""
        work.contacts.insert(self.contacts)
        work.consent.append(self.records)
        work.suppressions.add(self.suppressions)
        work.activities.append(self.activities)
        work.keys.put(self.keys)


_FEW = identifiers(ContactId, 4)


def holdings() -> st.SearchStrategy[Holdings]:
    """Draw holdings; two draws have people, digests and tags in common."""
    people = st.lists(stored_contacts(_FEW), max_size=3, unique_by=lambda c: c.id)
    acts = st.lists(stored_activities(_FEW), max_size=3, unique_by=lambda a: a.id)
    keys = st.builds(WrappedKey, _FEW, st.integers(1, 3), st.binary(max_size=4))
    return st.builds(
        Holdings,
        contacts=people,
        records=stored_records(_FEW, 5),
        suppressions=st.lists(suppressions(), max_size=3),
        activities=acts,
        keys=st.lists(keys, max_size=3, unique_by=lambda key: key.subject),
    )


def everything(work: UnitOfWork) -> Sequence[Any]:
    """Answer every question that can be asked."""
    people = [ContactId(int=number) for number in range(1, 5)]
    points = [bytes([number]) * 16 for number in range(1, 13)]
    return [
        dict(work.contacts.get(people)),
        dict(work.contacts.find(points)),
        list(work.contacts.page(None, 9)),
        list(work.consent.states(people)),
        [list(work.consent.history(contact)) for contact in people],
        list(work.consent.facts(people, Purpose.NEWSLETTER, Medium.EMAIL)),
        list(work.suppressions.of(points)),
        dict(work.activities.by_contact(people)),
        dict(work.keys.get(people)),
        list(work.keys.behind(1, 9)),
        [list(work.merges.of(contact)) for contact in people],
        dict(work.sources.get([SourceId(int=number) for number in range(1, 5)])),
        dict(work.fields.all()),
        list(work.notices.versions("tract")),
        list(work.elections.all()),
        work.ledger.head(lock=False),
        list(work.ledger.batches(0, 9)),
        list(work.events.after(0, 9)),
    ]


class WallsContract(Stage):
    """What clients of one installation rely on."""

    @law(ours=holdings(), theirs=holdings())
    def test_another_office_changes_no_answer(
        self, office: Office, ours: Holdings, theirs: Holdings
    ) -> None:
        """Invariant 25: every answer is the same with another's data present."""
        alone, beside = self.office(), self.office()
        with office.write() as work:
            theirs.write(work)
            fill(work)
        for home in (alone, beside):
            with home.write() as work:
                ours.write(work)
        with alone.read() as work:
            expected = everything(work)
        with beside.read() as work:
            assert everything(work) == expected

    def test_anothers_names_are_as_unknown_ones(self) -> None:
        """Invariant 26: what names another's row answers as what names nothing."""
        ours, theirs = self.office(), self.office()
        with theirs.write() as work:
            source = a_source()
            contact = a_contact(source.id, digests=frozenset({b"digest"}))
            work.sources.add(source)
            work.contacts.insert([contact])
            work.keys.put([WrappedKey(contact.id, 1, b"theirs")])
        with ours.write() as work:
            for named in (contact.id, IDS.new(ContactId)):
                assert not work.contacts.get([named])
                assert not work.keys.get([named])
                work.keys.destroy([named])
            assert not work.sources.get([source.id])
            assert not work.contacts.find([b"digest"])
        with theirs.read() as work:
            assert work.keys.get([contact.id])

    def test_names_may_be_shared(self) -> None:
        """Two offices may use one identifier, word or key: no clash tells of another."""
        twin = a_contact(digests=frozenset({b"digest"}))
        for office in (self.office(), self.office()):
            with office.write() as work:
                fill(work)
                work.contacts.insert([twin])
                assert list(work.contacts.find([b"digest"])[b"digest"]) == [twin.id]
