"""The contract of the stores of consent."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from poltech.consent import (
    ConsentState,
    Election,
    StoredFacts,
    StoredRecord,
    Suppression,
)
from poltech.contacts import ContactKind, Division, Reach
from poltech.errors import ConflictError
from poltech.ids import ContactId, NoticeId
from poltech.law import Cause, Medium, Origin, Purpose, Statement, Subject
from poltech.storage.testing._contract._stage import (
    IDS,
    NOON,
    Office,
    Stage,
    a_contact,
    a_source,
    law,
    together,
)
from poltech.storage.testing._contract._units import a_notice, a_record
from poltech.storage.testing._values import identifiers, stored_records, suppressions

__all__ = ["ConsentContract"]

_DAY = timedelta(days=1)
_NOTHING_SAID = StoredFacts(
    contact=ContactId(int=0),
    subject=Subject.ACTIVE,
    person=True,
    reachable=True,
    origin=None,
    birth_year=None,
    country=None,
    territory=None,
    statement=None,
    entry=None,
    consented_purposes=frozenset(),
    consented_media=frozenset(),
)


def fold(records: Sequence[StoredRecord]) -> set[ConsentState]:
    """State where contacts stand, the plain way."""
    latest: dict[tuple[ContactId, str, str], StoredRecord] = {}
    for record in sorted(records, key=lambda record: (record.at, record.entry)):
        latest[record.contact, record.purpose, record.medium] = record
    return {
        ConsentState(
            contact=record.contact,
            purpose=record.purpose,
            medium=record.medium,
            statement=record.statement,
            notice=record.notice,
            at=record.at,
            record=record.id,
            entry=record.entry,
            categories=record.categories,
        )
        for record in latest.values()
    }


class ConsentContract(Stage):
    """What the room of consent relies on."""

    @law(
        records=stored_records(identifiers(ContactId, 3)),
        cut=st.integers(0, 12),
        shuffled=st.booleans(),
    )
    def test_the_latest_statement_stands(
        self, office: Office, records: list[StoredRecord], cut: int, *, shuffled: bool
    ) -> None:
        """States are the fold of the records, however these were batched."""
        order = records[::-1] if shuffled else records
        for batch in (order[:cut], order[cut:]):
            with office.write() as work:
                work.consent.append(batch)
        asked = [ContactId(int=number) for number in (3, 1, 2, 4)]
        with office.read() as work:
            assert set(work.consent.states(asked)) == fold(records)
            for contact in asked:
                assert list(work.consent.history(contact)) == [
                    record for record in records if record.contact == contact
                ]

    def test_one_entry_states_one_thing(self) -> None:
        """A second record of the same contact and ledger entry is refused."""
        office, contact = self.office(), IDS.new(ContactId)
        with office.write() as work:
            work.consent.append([a_record(contact, 7)])
        with pytest.raises(ConflictError), office.write() as work:
            work.consent.append([a_record(contact, 7)])

    def test_statements_wait_for_claims(self) -> None:
        """Who states something waits for those who hold the head to claim by it."""
        office, contact = self.office(), a_contact()
        done: list[str] = []
        held = threading.Event()
        with office.write() as work:
            work.contacts.insert([contact])

        def claim() -> None:
            with office.write() as work:
                work.consent.lock([contact.id, IDS.new(ContactId)], exclusive=False)
                held.set()
                threading.Event().wait(0.1)
                done.append("claimed")

        def state() -> None:
            held.wait()
            with office.write() as work:
                work.consent.lock([contact.id], exclusive=True)
                done.append("stated")

        together(claim, state)
        assert done == ["claimed", "stated"]

    def facts(
        self,
        work_of: Office,
        contacts: Sequence[ContactId],
        medium: Medium = Medium.EMAIL,
    ) -> list[StoredFacts]:
        """Ask for the facts of a newsletter."""
        with work_of.read() as work:
            return list(work.consent.facts(contacts, Purpose.NEWSLETTER, medium))

    def test_facts_come_in_the_order_asked(self) -> None:
        """Facts follow the question, twice if asked twice; the unknown are left out."""
        office, people = self.office(), [a_contact() for _ in range(3)]
        with office.write() as work:
            work.contacts.insert(people)
        one, two, three = (contact.id for contact in people)
        asked = [three, one, IDS.new(ContactId), two, one]
        found = [fact.contact for fact in self.facts(office, asked)]
        assert found == [three, one, two, one]

    def test_facts_repeat_the_contact(self) -> None:
        """Facts tell what the contact is, and the legal nature of its source."""
        office, source = self.office(), a_source(Origin.PUBLIC_DIRECTORY)
        plain = a_contact(birth_year=None, country=None)
        told = a_contact(
            source.id,
            kind=ContactKind.ORGANISATION,
            subject=Subject.MERGED,
            merged_into=plain.id,
            divisions=frozenset(
                {Division("territory", "974"), Division("canton", "1")}
            ),
        )
        with office.write() as work:
            work.sources.add(source)
            work.contacts.insert([plain, told])
        assert self.facts(office, [plain.id, told.id]) == [
            attrs.evolve(_NOTHING_SAID, contact=plain.id),
            attrs.evolve(
                _NOTHING_SAID,
                contact=told.id,
                subject=Subject.MERGED,
                merged_into=plain.id,
                person=False,
                origin=Origin.PUBLIC_DIRECTORY,
                birth_year=1980,
                country="FR",
                territory="974",
            ),
        ]

    @pytest.mark.parametrize("medium", Medium.BUILT_IN, ids=lambda medium: medium.code)
    def test_facts_tell_who_can_be_reached(self, medium: Medium) -> None:
        """A contact is reachable by a medium if it has the point the medium needs."""
        office = self.office()
        people = [a_contact(reach=reach) for reach in (*Reach, Reach.NONE)]
        with office.write() as work:
            work.contacts.insert(people)
        found = self.facts(office, [contact.id for contact in people], medium)
        needed = Reach[medium.point.upper()]
        assert [fact.reachable for fact in found] == [
            needed in contact.reach and contact.reach is not Reach.NONE
            for contact in people
        ]

    def test_facts_tell_what_was_said(self) -> None:
        """The exact statement, and what was agreed to for its purpose or medium."""
        office, contact = self.office(), a_contact()
        said = [
            ("newsletter", "email", Statement.REFUSED),
            ("newsletter", "sms", Statement.GIVEN),
            ("newsletter", "post", Statement.WITHDRAWN),
            ("events", "email", Statement.GIVEN),
            ("fundraising", "email", Statement.GIVEN),
            ("fundraising", "sms", Statement.GIVEN),
        ]
        records = [
            attrs.evolve(
                a_record(contact.id, entry), purpose=why, medium=how, statement=what
            )
            for entry, (why, how, what) in enumerate(said)
        ]
        with office.write() as work:
            work.contacts.insert([contact])
            work.consent.append(records)
        [fact] = self.facts(office, [contact.id])
        assert (fact.statement, fact.entry) == (Statement.REFUSED, 0)
        assert fact.consented_purposes == {"events", "fundraising"}
        assert fact.consented_media == {"sms"}

    def test_facts_tell_what_forbids(self) -> None:
        """Every standing suppression of a point that covers purpose and medium."""
        office = self.office()
        rows = {
            name: Suppression(
                digest=digest, cause=cause, medium=how, purpose=why, at=NOON
            )
            for name, digest, cause, how, why in (
                ("all", b"1", Cause.OBJECTION, None, None),
                ("bounce", b"1", Cause.HARD_BOUNCE, "email", None),
                ("exact", b"2", Cause.WITHDRAWAL, "email", "newsletter"),
                ("sms", b"2", Cause.WITHDRAWAL, "sms", None),
                ("other purpose", b"2", Cause.WITHDRAWAL, None, "events"),
                ("lifted", b"2", Cause.COMPLAINT, None, None),
                ("of another", b"3", Cause.ERASURE, None, None),
            )
        }
        one = a_contact(digests=frozenset({b"1", b"2"}))
        two = a_contact(digests=frozenset({b"4"}))
        with office.write() as work:
            work.contacts.insert([one, two])
            work.suppressions.add([*rows.values()])
            work.suppressions.lift([attrs.evolve(rows["lifted"], lifted_at=NOON)])
        first, second = self.facts(office, [one.id, two.id])
        assert set(first.suppressions) == {rows[n] for n in ("all", "bounce", "exact")}
        assert second.suppressions == ()

    def test_many_facts_are_as_few(self) -> None:
        """A question about thousands is answered one by one, in order."""
        office = self.office()
        people = [a_contact(digests=frozenset({n.to_bytes(16)})) for n in range(2_500)]
        cause = Suppression(digest=(2_499).to_bytes(16), cause=Cause.COMPLAINT, at=NOON)
        with office.write() as work:
            work.contacts.insert(people)
            work.consent.append([a_record(c.id, n) for n, c in enumerate(people)])
            work.suppressions.add([cause])
        found = self.facts(office, [contact.id for contact in people])
        assert [fact.contact for fact in found] == [contact.id for contact in people]
        assert [fact.entry for fact in found] == [*range(2_500)]
        assert [n for n, fact in enumerate(found) if fact.suppressions] == [2_499]

    @law(added=st.lists(suppressions(), max_size=8))
    def test_suppressions_stand_once(
        self, office: Office, added: list[Suppression]
    ) -> None:
        """Of equal digest, cause, medium and purpose the first one stands."""
        first: dict[tuple[Any, ...], Suppression] = {}
        for row in added:
            first.setdefault((row.digest, row.cause, row.medium, row.purpose), row)
        asked = sorted({row.digest for row in added})
        with office.write() as work:
            work.suppressions.add(added)
            work.suppressions.add(added)
            found = work.suppressions.of([*asked, b"of nobody"])
        assert len(found) == len(first)
        assert set(found) == set(first.values())

    def test_lifted_suppressions_are_kept(self) -> None:
        """A suppression that was lifted is still read; a new one stands beside it."""
        office = self.office()
        first = Suppression(digest=b"d", cause=Cause.WITHDRAWAL, medium="sms", at=NOON)
        lifted = attrs.evolve(first, lifted_at=NOON + _DAY)
        again = attrs.evolve(first, at=NOON + 2 * _DAY)
        with office.write() as work:
            work.suppressions.add([first])
            work.suppressions.lift([lifted])
            work.suppressions.add([first, again])
        with office.read() as work:
            assert list(work.suppressions.of([b"d"])) == [lifted, again]

    def test_notices_come_back(self) -> None:
        """A notice is read by id and by name, oldest version first, and never changes."""
        office = self.office()
        second, first = a_notice(version=2), a_notice(version=1)
        with office.write() as work:
            for notice in (second, first, a_notice("autre")):
                work.notices.add(notice)
        with office.read() as work:
            assert list(work.notices.versions("tract")) == [first, second]
            found = work.notices.get([second.id, IDS.new(NoticeId)])
            assert dict(found) == {second.id: second}
        with pytest.raises(ConflictError), office.write() as work:
            work.notices.add(a_notice(version=2))

    def test_elections_are_written_over(self) -> None:
        """A vote that is put again is known as it was put last."""
        office = self.office()
        first = Election(name="municipales", kind="municipal", days=("2026-03-15",))
        second = attrs.evolve(first, days=("2026-03-15", "2026-03-22"), territory="974")
        with office.write() as work:
            work.elections.put(first)
            work.elections.put(second)
        with office.read() as work:
            assert list(work.elections.all()) == [second]
