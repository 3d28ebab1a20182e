"""The contract of units of work and of the registry."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, NoReturn, TypeVar

import attrs
import pytest

from poltech.consent import Election, Notice, StoredRecord, Suppression
from poltech.contacts import FieldDefinition, Merge, StoredActivity, StoredMerge
from poltech.errors import ConflictError, NotFoundError, PoltechError, UnsupportedError
from poltech.events import Event
from poltech.ids import ActivityId, ContactId, MergeId, NoticeId, RecordId, WorkspaceId
from poltech.law import Cause, Statement
from poltech.ledger import EntryBatch, Head
from poltech.profile import Actor
from poltech.storage._ports import UnitOfWork, WorkspaceRow
from poltech.storage.testing._contract._stage import (
    IDS,
    NOON,
    PROFILE,
    Stage,
    a_contact,
    a_source,
    together,
)
from poltech.storage.testing._values import Happened
from poltech.vault import WrappedKey

__all__ = ["UnitsContract", "fill"]

AnyT = TypeVar("AnyT")


def fill(work: UnitOfWork) -> ContactId:
    """Write something through every verb that writes."""
    source, contact, other = (
        a_source(),
        a_contact(digests=frozenset({b"d"})),
        a_contact(),
    )
    work.contacts.lock_identities()
    work.sources.add(source)
    work.contacts.insert([contact, other])
    work.contacts.replace([attrs.evolve(contact, version=2)])
    work.fields.define(FieldDefinition(key="quartier", label="Quartier"))
    act = StoredActivity(
        id=IDS.new(ActivityId), contact=contact.id, kind="note", at=NOON
    )
    work.activities.append([act])
    work.activities.move([act.id], other.id)
    work.merges.put(a_merge(contact.id, other.id))
    work.consent.lock([contact.id], exclusive=True)
    work.consent.append([a_record(contact.id, 0)])
    standing = Suppression(digest=b"d", cause=Cause.OBJECTION, at=NOON)
    work.suppressions.add([standing])
    work.suppressions.lift([attrs.evolve(standing, lifted_at=NOON)])
    work.notices.add(a_notice())
    work.elections.put(
        Election(name="municipales", kind="municipal", days=("2026-03-15",))
    )
    work.keys.add([WrappedKey(contact.id, 1, b"wrapped")])
    work.keys.put([WrappedKey(contact.id, 2, b"wrapped")])
    work.ledger.append(EntryBatch(0, (b"entry",)), [], Head(1, (bytes(32),)))
    work.events.append([Happened(at=NOON, actor=Actor.person(), contact=contact.id)])
    work.idempotency.claim("key", b"fingerprint")
    work.idempotency.settle("key", "result")
    return contact.id


def a_merge(survivor: ContactId, loser: ContactId) -> StoredMerge:
    """Make a merge."""
    merge = Merge(
        id=IDS.new(MergeId),
        survivor=survivor,
        loser=loser,
        at=NOON,
        actor=Actor.user("42"),
    )
    return StoredMerge(merge=merge, sealed=b"sealed")


def a_record(contact: ContactId, entry: int) -> StoredRecord:
    """Make a statement."""
    return StoredRecord(
        id=IDS.new(RecordId),
        contact=contact,
        statement=Statement.GIVEN,
        purpose="newsletter",
        medium="email",
        notice=None,
        at=NOON,
        recorded_at=NOON,
        categories=frozenset(),
        entry=entry,
    )


def a_notice(name: str = "tract", version: int = 1) -> Notice:
    """Make a notice."""
    return Notice(
        id=IDS.new(NoticeId),
        name=name,
        version=version,
        locale="fr",
        text="J'accepte de recevoir des nouvelles.",
        purposes=frozenset({"newsletter", "events"}),
        media=frozenset({"email"}),
        since=NOON,
    )


def _seen(work: UnitOfWork, contact: ContactId) -> Sequence[object]:
    """Read something from every store: empty where nothing was written."""
    return [
        *work.contacts.get([contact]),
        *work.contacts.find([b"d"]),
        *work.contacts.page(None, 10),
        *work.fields.all(),
        *work.activities.by_contact([contact]),
        *work.merges.of(contact),
        *work.consent.states([contact]),
        *work.consent.history(contact),
        *work.suppressions.of([b"d"]),
        *work.notices.versions("tract"),
        *work.elections.all(),
        *work.keys.get([contact]),
        *work.ledger.head(lock=False).peaks,
        *work.ledger.batches(0, 10),
        *work.events.after(0, 10),
    ]


_WRITTEN: Final = 15
"""How much `_seen` reads of what `fill` writes."""

_WRITES: Final[dict[str, Callable[[UnitOfWork], object]]] = {
    "lock_identities": lambda work: work.contacts.lock_identities(),
    "insert": lambda work: work.contacts.insert([a_contact()]),
    "replace": lambda work: work.contacts.replace([a_contact(version=2)]),
    "source": lambda work: work.sources.add(a_source()),
    "lock": lambda work: work.consent.lock([IDS.new(ContactId)], exclusive=False),
    "append": lambda work: work.consent.append([a_record(IDS.new(ContactId), 0)]),
    "suppress": lambda work: work.suppressions.add(
        [Suppression(digest=b"d", cause=Cause.ERASURE, at=NOON)]
    ),
    "notice": lambda work: work.notices.add(a_notice()),
    "key": lambda work: work.keys.put([WrappedKey(IDS.new(ContactId), 1, b"k")]),
    "destroy": lambda work: work.keys.destroy([IDS.new(ContactId)]),
    "head": lambda work: work.ledger.head(lock=True),
    "event": lambda work: work.events.append([]),
    "claim": lambda work: work.idempotency.claim("key", b""),
}


class SabotageError(Exception):
    """What the tests break a unit of work with."""


def _break(noted: list[AnyT], done: AnyT) -> NoReturn:
    noted.append(done)
    raise SabotageError


def _append(work: UnitOfWork, event: Event) -> Event:
    work.events.append([event])
    return event


class UnitsContract(Stage):
    """What every room relies on."""

    def test_registered_workspaces_are_listed(self) -> None:
        """A workspace that was registered is listed, with its profile."""
        office = self.office()
        listed = {row.id: row for row in self.storage.workspaces()}
        assert listed[office.workspace].created_at == NOON
        assert self.storage.profile(office.workspace) == PROFILE

    def test_workspaces_are_listed_oldest_first(self) -> None:
        """The list goes by the instant of registration."""
        new, old = (
            WorkspaceRow(id=workspace, name=str(workspace), created_at=at)
            for at, workspace in zip(
                (NOON, NOON - timedelta(days=9)), IDS.batch(WorkspaceId, 2), strict=True
            )
        )
        for row in (new, old):
            self.storage.create(row, PROFILE)
        listed = [row for row in self.storage.workspaces() if row in {new, old}]
        assert listed == [old, new]

    def test_names_of_workspaces_are_unique(self) -> None:
        """A second workspace of the same name is refused, and leaves nothing."""
        office = self.office()
        twin = WorkspaceRow(
            id=IDS.new(WorkspaceId), name=f"office {office.workspace}", created_at=NOON
        )
        with pytest.raises(ConflictError):
            self.storage.create(twin, PROFILE)
        with pytest.raises(NotFoundError):
            self.storage.profile(twin.id)

    def test_unknown_workspaces_are_not_opened(self) -> None:
        """Nobody reads or writes in a workspace that was never registered."""
        for write in (True, False):
            with (
                pytest.raises(NotFoundError),
                self.storage.begin(IDS.new(WorkspaceId), write=write),
            ):
                pytest.fail("it was opened")

    def test_clean_exit_commits(self) -> None:
        """What every store wrote is there in the next unit of work."""
        office = self.office()
        with office.write() as work:
            contact = fill(work)
        with office.read() as work:
            seen = _seen(work, contact)
            assert work.workspace == office.workspace
        with office.write() as work:
            assert work.idempotency.claim("key", b"fingerprint") == "result"
        assert len(seen) == _WRITTEN

    def test_exception_rolls_back(self) -> None:
        """After an exception nothing of any store is left."""
        office = self.office()
        contacts: list[ContactId] = []
        with pytest.raises(SabotageError), office.write() as work:
            _break(contacts, fill(work))
        with office.read() as work:
            assert _seen(work, contacts[0]) == []
        with office.write() as work:
            assert work.idempotency.claim("key", b"fingerprint") is None

    @pytest.mark.parametrize("verb", _WRITES)
    def test_readers_cannot_write(self, verb: str) -> None:
        """A unit of work that only reads refuses every verb that writes or locks."""
        with (
            pytest.raises(UnsupportedError),
            self.office().read() as work,
        ):
            _WRITES[verb](work)

    def test_ended_units_cannot_be_used(self) -> None:
        """A store kept beyond its unit of work refuses to read and to write."""
        with self.office().write() as work:
            pass
        with pytest.raises(UnsupportedError):
            work.contacts.get([])
        with pytest.raises(UnsupportedError):
            work.contacts.insert([])

    def test_failed_write_loses_the_unit(self) -> None:
        """Passing over a write that failed commits nothing (no half of a batch)."""
        office, contact = self.office(), a_contact()
        other = a_contact()
        with office.write() as work:
            work.contacts.insert([contact])
        with (
            pytest.raises(UnsupportedError),
            office.write() as work,
            pytest.raises(ConflictError),
        ):
            work.contacts.insert([other, contact])
        with office.read() as work:
            assert [*work.contacts.get([contact.id, other.id])] == [contact.id]

    def test_readers_see_the_last_commit(self) -> None:
        """A reader waits for no writer, and sees nothing that may be rolled back."""
        office, contact = self.office(), a_contact()
        with office.write() as work:
            work.contacts.insert([contact])
            with office.read() as reader:
                assert not reader.contacts.get([contact.id])
        with office.read() as reader:
            assert reader.contacts.get([contact.id])

    def test_readers_see_one_moment(self) -> None:
        """What is committed while a reader reads does not change its answers."""
        office, contact = self.office(), a_contact()
        with office.read() as reader:
            assert not reader.contacts.page(None, 1)
            with office.write() as work:
                work.contacts.insert([contact])
            assert not reader.contacts.page(None, 1)

    def test_identities_are_found_or_added_once(self) -> None:
        """Two that find or add one person at once, identities locked, add one."""
        office = self.office()
        barrier = threading.Barrier(2)

        def find_or_add() -> int:
            barrier.wait()
            with office.write() as work:
                work.contacts.lock_identities()
                if work.contacts.find([b"digest"]):
                    return 0
                work.contacts.insert([a_contact(digests=frozenset({b"digest"}))])
                return 1

        assert sum(together(find_or_add, find_or_add)) == 1

    def test_commits_are_announced(self) -> None:
        """Listeners hear of a workspace's events after the commit, never before."""
        office, other = self.office(), self.office()
        heard: list[Event] = []
        event = Happened(at=NOON, actor=Actor.person(), contact=IDS.new(ContactId))
        self.storage.listen(office.workspace, heard.extend)
        with pytest.raises(SabotageError), office.write() as work:
            _break([], _append(work, event))
        with other.write() as work:
            work.events.append([event])
        with office.write() as work:
            work.events.append([event])
            assert heard == []
        assert heard == [event]

    def test_errors_are_ours(self) -> None:
        """What a storage raises is of this library, and shows nobody's data."""
        name = "Dupont Marie"
        office, contact = self.office(), a_contact(commune=name)
        with office.write() as work:
            work.contacts.insert([contact])
        with pytest.raises(PoltechError) as caught, office.write() as work:
            work.contacts.insert([contact])
        assert name not in f"{caught.value!r} {caught.value}"
