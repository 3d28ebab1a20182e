"""`office.contacts`: the verbs, each a unit of work in one order of effects."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Generic, Unpack, final

import attrs

from poltech.contacts._model import (
    Act,
    Activity,
    Contact,
    Draft,
    FieldDefinition,
    Intake,
    Merge,
    MergeStrategy,
    Outcome,
    Policy,
    Source,
    Standing,
    StandingTiers,
    Suggestion,
)
from poltech.contacts._normalize import Said, normalize_tag, read_draft
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import duplicates, load_similarity
from poltech.contacts._service import _acting, _merging, _reading, _settling
from poltech.contacts._service._desk import Desk, Files
from poltech.contacts._service._intake import Row, correct_contact, take
from poltech.contacts._service._requests import once
from poltech.contacts.errors import SourceRequiredError
from poltech.ids import ContactId, MergeId
from poltech.profile import Actor

__all__ = ["Contacts"]

_PAGE = 1000


@final
@attrs.frozen
class Contacts(Generic[AnyWork]):
    """The people and organisations that a workspace knows.

    Verbs that show identities write one entry into the ledger: who looked, at whom,
    for what reason. Whoever works without a person looking uses `read`.
    """

    desk: Desk[AnyWork]

    def acting_as(self, actor: Actor) -> "Contacts[AnyWork]":
        """Give the same verbs, done by somebody else."""
        return Contacts(attrs.evolve(self.desk, actor=actor))

    # Taking in

    def source(
        self,
        kind: str,
        label: str,
        *,
        collected: date | None = None,
        evidence: str | None = None,
    ) -> Source:
        """Register where data comes from; people who ask are told its label.

        Raises:
            UnknownTermError: the kind was not registered.
            InvalidContactError: it has no label, or was collected after today.
        """
        with self.desk.begin() as work:
            return _settling.register_source(
                Files(self.desk, work), kind, label, collected, evidence
            )

    def define_field(self, definition: FieldDefinition) -> FieldDefinition:
        """Define a custom field, or give one that is defined another label.

        Raises:
            InvalidContactError: what it holds, or how closely it is kept, would
                change.
        """
        with self.desk.begin() as work:
            return _settling.define_field(Files(self.desk, work), definition)

    def draft(self, **said: Unpack[Said]) -> Draft:
        """Normalise what was typed into a draft, in the workspace's region.

        Raises:
            InvalidContactError: a value cannot be what it is said to be.
            InvalidEmailError: the same of an e-mail address.
            InvalidPhoneError: the same of a phone number.
        """
        return read_draft(today=self.desk.today(), region=self.desk.region, **said)

    def add(self, draft: Draft, *, key: str | None = None) -> Intake:
        """Add a contact, or fill the blanks of one who is known; nothing is overwritten.

        Args:
            draft: what is said of them.
            key: idempotency key; a request that comes again changes nothing.

        Raises:
            SourceRequiredError: nobody said where it comes from.
            SourceNotFoundError: the source was never registered.
            RefusedError: the law says no.
            UnknownFieldError: a custom field is not defined.
            InvalidContactError: it says nothing of anybody, or a custom field holds
                what it may not.
            ConflictError: the key came with another draft before.
        """
        return self._one(draft, Policy.ADD, key)

    def push(self, draft: Draft, *, key: str | None = None) -> Intake:
        """Add a contact, or overwrite what is known of one; never consent.

        Args:
            draft: what is said of them.
            key: idempotency key; a request that comes again changes nothing.

        Raises:
            SourceRequiredError: nobody said where it comes from.
            SourceNotFoundError: the source was never registered.
            RefusedError: the law says no.
            UnknownFieldError: a custom field is not defined.
            InvalidContactError: it says nothing of anybody, or a custom field holds
                what it may not.
            ConflictError: the key came with another draft before.
        """
        return self._one(draft, Policy.PUSH, key)

    def add_many(
        self, drafts: Iterable[Draft], *, key: str | None = None
    ) -> list[Intake]:
        """Add contacts in their order, all or none; what the law refuses says so."""
        return self._many(drafts, Policy.ADD, key)

    def push_many(
        self, drafts: Iterable[Draft], *, key: str | None = None
    ) -> list[Intake]:
        """Push contacts in their order, all or none; what the law refuses says so."""
        return self._many(drafts, Policy.PUSH, key)

    def take(
        self, work: AnyWork, rows: Sequence[Row], policy: Policy, *, quiet: bool = False
    ) -> list[Intake]:
        """Take rows in within a unit of work that is open: for imports.

        Args:
            work: the unit of work.
            rows: drafts, or drafts that another process prepared.
            policy: add or push.
            quiet: whether no event is told, as the caller tells one for all.

        Raises:
            SourceNotFoundError: a source was never registered.
            UnknownFieldError: a custom field is not defined.
            InvalidContactError: a draft says nothing of anybody, or a custom field
                holds what it may not.
        """
        return take(Files(self.desk, work), rows, policy, quiet=quiet)

    def correct(
        self, contact: ContactId, draft: Draft, *, clear: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Put right what is known of a contact, and name the fields that changed.

        All that the draft gives of a field replaces all that was known of it; the
        fields named in `clear` become blank (GDPR article 16).

        Raises:
            ContactNotFoundError: there is no such contact.
            SourceRequiredError: nobody said where the draft comes from.
            RefusedError: the law says no.
            InvalidContactError: a word in `clear` names no field, or nothing would be
                left that tells whom the contact is.
        """
        with self.desk.begin() as work:
            return correct_contact(Files(self.desk, work), contact, draft, clear)

    # Reading identities

    def get(self, contact: ContactId, *, reason: str | None = None) -> Contact:
        """Read a contact, or the one that took its place; leaves an access entry.

        Raises:
            ContactNotFoundError: there is none, or it was erased.
        """
        with self._reading() as files:
            found = _reading.place_of(files, contact)
        self.desk.note_access("get", [found.id], reason)
        return found

    def get_many(
        self, contacts: Sequence[ContactId], *, reason: str | None = None
    ) -> dict[ContactId, Contact]:
        """Read contacts, the unknown left out; leaves one access entry."""
        with self._reading() as files:
            found = files.read(contacts)
        self.desk.note_access("get", found, reason)
        return found

    def find(self, text: str, *, reason: str | None = None) -> list[Contact]:
        """Find who bears an identifier, the oldest first; leaves an access entry.

        The text is an e-mail address, a phone number, a contact's identifier, a
        social account as `network:account`, or another system's identifier as
        `system:identifier`.
        """
        with self._reading() as files:
            found = _reading.find(files, text, self.desk.region)
        self.desk.note_access("find", [contact.id for contact in found], reason)
        return found

    def search(
        self, words: str, *, limit: int = 20, reason: str | None = None
    ) -> list[Contact]:
        """Find contacts by whole words of their names, the best first.

        Accents, case and order do not matter. Leaves an access entry.
        """
        with self._reading() as files:
            found = _reading.search(files, words, limit)
        self.desk.note_access("search", [contact.id for contact in found], reason)
        return found

    def stream(
        self, *, page: int = _PAGE, reason: str | None = None
    ) -> Iterator[Contact]:
        """Read all contacts in use, in the order they were added.

        Leaves one access entry, at once.
        """
        self.desk.note_access("stream", (), reason)
        return (contact for chunk in self.pages(page) for contact in chunk)

    def history(
        self, contact: ContactId, *, reason: str | None = None
    ) -> list[Activity]:
        """Read a contact's activities, oldest first; leaves an access entry.

        Raises:
            ContactNotFoundError: there is no such contact.
        """
        with self._reading() as files:
            found = _acting.history(files, contact)
        self.desk.note_access("history", [contact], reason)
        return found

    # Reading by the machine

    def read(
        self, work: AnyWork, contacts: Sequence[ContactId]
    ) -> dict[ContactId, Contact]:
        """Read contacts for work that shows them to nobody, such as sending.

        It leaves no access entry: whoever shows what it gives must write one.
        """
        return Files(self.desk, work).read(contacts)

    def pages(self, size: int = _PAGE) -> Iterator[list[Contact]]:
        """Read all contacts in use, page by page, for work that shows them to nobody."""
        return _reading.pages(self.desk, size)

    def lineage(self, contact: ContactId) -> tuple[ContactId, ...]:
        """Name a contact and all whose place it took: one person's keys."""
        with self._reading() as files:
            return _reading.lineage(files, contact)

    def duplicates(self) -> Iterator[Suggestion]:
        """Suggest contacts that may be one, with reasons; no identity is shown.

        Names that are alike, and not the same, are compared where the extra
        `matching` is installed.
        """
        contacts = (contact for chunk in self.pages() for contact in chunk)
        return duplicates(contacts, load_similarity())

    # Acting

    def tag(self, contacts: ContactId | Iterable[ContactId], *tags: str) -> int:
        """Put tags on contacts, and tell how many did not bear them all.

        Raises:
            ContactNotFoundError: one does not exist, or was merged or erased.
            InvalidContactError: a tag is empty.
        """
        added = frozenset(normalize_tag(tag) for tag in tags)
        return self._each(
            contacts, lambda files, ids: _acting.tag(files, ids, added, frozenset())
        )

    def untag(self, contacts: ContactId | Iterable[ContactId], *tags: str) -> int:
        """Take tags off contacts, and tell how many bore one.

        Raises:
            ContactNotFoundError: one does not exist, or was merged or erased.
        """
        gone = frozenset(normalize_tag(tag) for tag in tags)
        return self._each(
            contacts, lambda files, ids: _acting.tag(files, ids, frozenset(), gone)
        )

    def household(
        self, contacts: ContactId | Iterable[ContactId], head: ContactId | None
    ) -> int:
        """Link contacts to the one that stands for their household, or to none.

        Raises:
            ContactNotFoundError: one does not exist, or was merged or erased.
            InvalidContactError: a household would belong to itself or to another.
        """
        return self._each(
            contacts, lambda files, ids: _acting.link_household(files, ids, head)
        )

    def set_standing(
        self, contacts: ContactId | Iterable[ContactId], standing: Standing
    ) -> int:
        """Say how close contacts are, and tell for how many that is new.

        Raises:
            ContactNotFoundError: one does not exist, or was merged or erased.
        """
        return self._each(
            contacts, lambda files, ids: _acting.set_standing(files, ids, standing)
        )

    def refresh_standings(self, tiers: StandingTiers) -> int:
        """Derive everybody's standing from what they did, and tell how many changed.

        Who has no activity at all keeps the standing that was set.
        """
        today, changed = self.desk.today(), 0
        for chunk in _reading.id_pages(self.desk, _PAGE):
            with self.desk.begin() as work:
                files = Files(self.desk, work)
                changed += _acting.refresh_standings(files, chunk, today, tiers)
        return changed

    def note(
        self, contact: ContactId, text: str, *, at: datetime | None = None
    ) -> Activity:
        """Write a note on a contact, sealed.

        Raises:
            ContactNotFoundError: it does not exist, or was merged or erased.
        """
        return self.record(Act(contact=contact, kind="note", at=at, body=text))

    def record(self, act: Act) -> Activity:
        """Write down what somebody did, or what was done with them.

        Raises:
            ContactNotFoundError: they do not exist, or were merged or erased.
            UnknownTermError: the kind of act was not registered.
        """
        return self.record_many([act])[0]

    def record_many(self, acts: Iterable[Act]) -> list[Activity]:
        """Write down acts, all or none.

        Raises:
            ContactNotFoundError: somebody does not exist, or was merged or erased.
            UnknownTermError: a kind of act was not registered.
        """
        with self.desk.begin() as work:
            return _acting.record(Files(self.desk, work), acts)

    def record_in(self, work: AnyWork, acts: Iterable[Act]) -> list[Activity]:
        """Write down acts within a unit of work that is open."""
        return _acting.record(Files(self.desk, work), acts)

    # Merging

    def merge(
        self,
        survivor: ContactId,
        loser: ContactId,
        strategy: MergeStrategy | None = None,
    ) -> Merge:
        """Let one contact take another's place; `unmerge` undoes it.

        Consent is folded by its own rule. Activities move to the survivor.

        Raises:
            ContactNotFoundError: one of them does not exist.
            MergeConflictError: they cannot be one.
            MergeChoiceError: values differ, and nothing was said of which to keep.
            InvalidContactError: the strategy cannot be meant.
        """
        with self.desk.begin() as work:
            files = Files(self.desk, work)
            return _merging.merge_contacts(files, survivor, loser, strategy)

    def unmerge(self, merge: MergeId) -> Merge:
        """Give two contacts back what they were before a merge.

        What was learnt since stays with the survivor; what was taken away since goes
        from both.

        Raises:
            MergeNotFoundError: there is no such merge.
            MergeConflictError: it was undone already, a later merge must be undone
                first, or the survivor was erased.
        """
        with self.desk.begin() as work:
            return _merging.unmerge_contacts(Files(self.desk, work), merge)

    # What the verbs share

    def _one(self, draft: Draft, policy: Policy, key: str | None) -> Intake:
        """Take one draft in; a refusal is an error, and undoes all."""
        with self.desk.begin() as work:
            (answer,) = self._answer(work, [draft], policy, key)
            if answer.outcome is Outcome.REFUSED:
                if draft.source is None:
                    raise SourceRequiredError
                answer.decision.require()
            return answer

    def _many(
        self, drafts: Iterable[Draft], policy: Policy, key: str | None
    ) -> list[Intake]:
        """Take drafts in; a refusal stands in its row's place."""
        with self.desk.begin() as work:
            return self._answer(work, list(drafts), policy, key)

    def _answer(
        self, work: AnyWork, rows: Sequence[Draft], policy: Policy, key: str | None
    ) -> list[Intake]:
        """Take drafts in, once for each key."""
        name = f"contacts.{policy.value}:{key}" if key else None
        files = Files(self.desk, work)
        return once(files, name, rows, lambda: take(files, rows, policy))

    @contextmanager
    def _reading(self) -> Generator[Files[AnyWork]]:
        """Open a unit of work that only reads."""
        with self.desk.begin(write=False) as work:
            yield Files(self.desk, work)

    def _each(
        self,
        contacts: ContactId | Iterable[ContactId],
        change: Callable[[Files[AnyWork], Sequence[ContactId]], int],
    ) -> int:
        """Do one change to many contacts, all or none, a thousand at a time."""
        ids = [contacts] if isinstance(contacts, ContactId) else list(contacts)
        with self.desk.begin() as work:
            files = Files(self.desk, work)
            return sum(
                change(files, ids[at : at + _PAGE]) for at in range(0, len(ids), _PAGE)
            )
