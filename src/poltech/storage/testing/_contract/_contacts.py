"""The contract of the stores of contacts."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from poltech.contacts import (
    FieldDefinition,
    FieldType,
    StoredActivity,
    StoredContact,
)
from poltech.errors import ConflictError
from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.law import Origin, Sensitivity
from poltech.money import Money
from poltech.storage.testing._contract._stage import (
    IDS,
    NOON,
    Office,
    Stage,
    a_contact,
    a_source,
    law,
)
from poltech.storage.testing._contract._units import a_merge
from poltech.storage.testing._values import (
    identifiers,
    stored_activities,
    stored_contacts,
)

__all__ = ["ContactsContract"]

_MANY = 1_200


def _by_id(contact: StoredContact) -> ContactId:
    return contact.id


class ContactsContract(Stage):
    """What the room of contacts relies on."""

    @law(contacts=st.lists(stored_contacts(), max_size=4, unique_by=_by_id))
    def test_contacts_come_back(
        self, office: Office, contacts: list[StoredContact]
    ) -> None:
        """A contact is read as it was written, to the type of each field."""
        with office.write() as work:
            work.contacts.insert(contacts)
        with office.read() as work:
            found = work.contacts.get([contact.id for contact in contacts])
            page = work.contacts.page(None, len(contacts) + 1)
        assert dict(found) == {contact.id: contact for contact in contacts}
        assert list(page) == sorted(contacts, key=_by_id)
        for contact in contacts:
            read = found[contact.id]
            assert repr(sorted(read.open_fields.items())) == repr(
                sorted(contact.open_fields.items())
            )

    @law(contacts=st.lists(stored_contacts(), max_size=6, unique_by=_by_id))
    def test_digests_find_their_bearers(
        self, office: Office, contacts: list[StoredContact]
    ) -> None:
        """A digest finds all who bear it, oldest first, and nobody else."""
        asked = sorted({digest for contact in contacts for digest in contact.digests})
        with office.write() as work:
            work.contacts.insert(contacts)
            found = work.contacts.find([*asked, b"of nobody"])
        assert dict(found) == {
            digest: sorted(c.id for c in contacts if digest in c.digests)
            for digest in asked
        }

    @law(data=st.data())
    def test_a_new_version_takes_the_place(
        self, office: Office, data: st.DataObject
    ) -> None:
        """A contact that is replaced is read and found as its new version alone."""
        first = data.draw(stored_contacts())
        second = data.draw(stored_contacts(ids=st.just(first.id), version=2))
        with office.write() as work:
            work.contacts.insert([first])
        with office.write() as work:
            work.contacts.replace([second])
        with office.read() as work:
            assert dict(work.contacts.get([first.id])) == {first.id: second}
            asked = sorted(first.digests | second.digests)
            assert set(work.contacts.find(asked)) == second.digests

    @pytest.mark.parametrize("version", [1, 3])
    def test_versions_conflict(self, version: int) -> None:
        """A contact is replaced only by the version after the one that stands."""
        office, contact = self.office(), a_contact()
        with office.write() as work:
            work.contacts.insert([contact])
        changed = attrs.evolve(contact, version=version, postcode="59000")
        with pytest.raises(ConflictError), office.write() as work:
            work.contacts.replace([changed])
        with office.read() as work:
            assert work.contacts.get([contact.id])[contact.id] == contact

    def test_the_unknown_cannot_be_replaced(self) -> None:
        """Replacing a contact that does not exist, or one twice, is a conflict."""
        office, contact = self.office(), a_contact()
        with office.write() as work:
            work.contacts.insert([contact])
        second = attrs.evolve(contact, version=2)
        for replaced in ([a_contact(version=2)], [second, second]):
            with pytest.raises(ConflictError), office.write() as work:
                work.contacts.replace(replaced)

    def test_nobody_is_added_twice(self) -> None:
        """A contact that is there already, or comes twice at once, is a conflict."""
        office, contact = self.office(), a_contact()
        with pytest.raises(ConflictError), office.write() as work:
            work.contacts.insert([contact, contact])
        with office.write() as work:
            work.contacts.insert([contact])
        with pytest.raises(ConflictError), office.write() as work:
            work.contacts.insert([contact])

    def test_many_are_kept_as_few_are(self) -> None:
        """Batches of any size come back whole, by page and by digest."""
        office = self.office()
        tagged: dict[str, Any] = {
            "tags": frozenset({"bénévole"}),
            "open_fields": {"enfants": 2},
        }
        contacts = [
            a_contact(digests=frozenset({number.to_bytes(16)}), **tagged)
            for number in range(_MANY)
        ]
        with office.write() as work:
            work.contacts.insert(contacts)
        changed = [attrs.evolve(c, version=2, tags=frozenset()) for c in contacts]
        with office.write() as work:
            work.contacts.replace(changed)
        with office.read() as work:
            pages = [work.contacts.page(None, 700)]
            while pages[-1]:
                pages.append(work.contacts.page(pages[-1][-1].id, 700))
            found = work.contacts.find([n.to_bytes(16) for n in range(_MANY)])
        assert [contact for page in pages for contact in page] == changed
        assert [ids for _, ids in sorted(found.items())] == [[c.id] for c in changed]

    def test_sources_come_back(self) -> None:
        """A source is read as it was written; the unknown is absent."""
        office = self.office()
        source = attrs.evolve(
            a_source(Origin.PUBLIC_DIRECTORY),
            collected=date(2026, 3, 1),
            evidence="p. 4",
        )
        with office.write() as work:
            work.sources.add(source)
            work.sources.add(a_source())
            assert dict(work.sources.get([source.id, IDS.new(SourceId)])) == {
                source.id: source
            }
        with pytest.raises(ConflictError), office.write() as work:
            work.sources.add(source)

    def test_definitions_are_written_over(self) -> None:
        """A field that is defined again is known as it was defined last."""
        office = self.office()
        first = FieldDefinition(key="age", label="Âge")
        second = FieldDefinition(key="age", label="Âge", type=FieldType.INTEGER)
        other = FieldDefinition(
            key="syndicat",
            label="Syndicat",
            sensitivity=Sensitivity.SPECIAL,
            category="trade_union",
        )
        with office.write() as work:
            work.fields.define(first)
            work.fields.define(second)
            work.fields.define(other)
        with office.read() as work:
            assert dict(work.fields.all()) == {"age": second, "syndicat": other}

    @law(
        acts=st.lists(
            stored_activities(identifiers(ContactId, 3)),
            max_size=8,
            unique_by=lambda act: act.id,
        )
    )
    def test_activities_come_back(
        self, office: Office, acts: list[StoredActivity]
    ) -> None:
        """Activities are read by contact, oldest first."""
        asked = [ContactId(int=number) for number in (1, 2, 3, 4)]
        with office.write() as work:
            work.activities.append(acts)
            found = work.activities.by_contact(asked)
            assert {c: list(work.activities.of(c)) for c in asked} == {
                contact: list(found.get(contact, ())) for contact in asked
            }
        assert dict(found) == {
            contact: sorted(of, key=lambda act: (act.at, act.id))
            for contact in asked
            if (of := [act for act in acts if act.contact == contact])
        }

    def test_activities_move(self) -> None:
        """An activity given to another contact is theirs, and otherwise the same."""
        office, (one, two) = self.office(), IDS.batch(ContactId, 2)
        act = StoredActivity(
            id=IDS.new(ActivityId),
            contact=one,
            kind="gave",
            at=NOON,
            amount=Money.of("12.50", "EUR"),
        )
        with office.write() as work:
            work.activities.append([act])
            work.activities.move([act.id, IDS.new(ActivityId)], two)
            assert not work.activities.of(one)
            assert list(work.activities.of(two)) == [attrs.evolve(act, contact=two)]
        with pytest.raises(ConflictError), office.write() as work:
            work.activities.append([act])

    def test_merges_are_read_by_both_sides(self) -> None:
        """A merge is read by survivor and loser, oldest first, and written over."""
        office, people = self.office(), [a_contact() for _ in range(3)]
        one, two, three = (contact.id for contact in people)
        late, early = a_merge(one, two), a_merge(two, three)
        early = attrs.evolve(
            early, merge=attrs.evolve(early.merge, at=NOON - timedelta(days=1))
        )
        undone = attrs.evolve(late, merge=attrs.evolve(late.merge, undone_at=NOON))
        with office.write() as work:
            work.contacts.insert(people)
            for merge in (late, early, undone):
                work.merges.put(merge)
        with office.read() as work:
            assert list(work.merges.of(two)) == [early, undone]
            assert list(work.merges.of(three)) == [early]
            assert work.merges.get(undone.merge.id) == undone
            assert work.merges.get(IDS.new(MergeId)) is None
