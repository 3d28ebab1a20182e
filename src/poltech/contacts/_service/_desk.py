"""What the verbs of contacts work with, and what they do again and again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Generic, final

import attrs

from poltech.clock import Clock
from poltech.contacts._entries import access_entry, require_reason
from poltech.contacts._model import (
    Access,
    ActivityKind,
    Contact,
    FieldDefinition,
    StoredContact,
)
from poltech.contacts._ports import (
    AnyWork,
    Begin,
    CategoryConsents,
    ConsentFolder,
    Judge,
)
from poltech.contacts._sealing import ContactSealer
from poltech.contacts.errors import ContactNotFoundError
from poltech.events import Event
from poltech.ids import ContactId, Id, IdSource
from poltech.law import SourceKind, Vocabulary
from poltech.ledger import Ledger
from poltech.profile import Actor, ControllerKind
from poltech.vault import SubjectKey, Vault

__all__ = ["Desk", "Files"]


@final
@attrs.frozen(kw_only=True)
class Desk(Generic[AnyWork]):
    """What the verbs of contacts need, bound to one workspace and one actor.

    Attributes:
        begin: opens units of work.
        vault: seals.
        ledger: keeps what was read and done.
        clock: tells the time.
        ids: makes identifiers.
        actor: who acts.
        judge: the legal order.
        consents: says which special categories people consented to.
        folder: folds consent on a merge.
        controller: legal kind of who answers for the data.
        region: country in which numbers and postcodes without one are read.
        source_kinds: kinds of sources, the host's own included.
        activity_kinds: kinds of activities, the host's own included.
        reason: the word that tells why identities are read, if a call says none.
    """

    begin: Begin[AnyWork]
    vault: Vault
    ledger: Ledger
    clock: Clock
    ids: IdSource
    actor: Actor
    judge: Judge
    consents: CategoryConsents[AnyWork]
    folder: ConsentFolder[AnyWork]
    controller: ControllerKind
    region: str = "FR"
    source_kinds: Vocabulary[SourceKind] = attrs.field(
        factory=lambda: Vocabulary("source kind", SourceKind.BUILT_IN)
    )
    activity_kinds: Vocabulary[ActivityKind] = attrs.field(
        factory=lambda: Vocabulary("activity kind", ActivityKind.BUILT_IN)
    )
    reason: str = "consultation"

    def __attrs_post_init__(self) -> None:
        require_reason(self.reason)

    def today(self) -> date:
        """Tell the day, where the law counts days."""
        return self.judge.day_of(self.clock.now())

    def note_access(
        self, verb: str, shown: Iterable[ContactId], reason: str | None
    ) -> None:
        """Write into the ledger that the actor read identities, before they are shown.

        Raises:
            InvalidContactError: the reason is not a word.
        """
        access = Access(
            at=self.clock.now(),
            actor=self.actor,
            verb=verb,
            reason=require_reason(reason or self.reason),
            contacts=tuple(shown),
        )
        with self.begin() as work:
            self.ledger.append(work.ledger, [access_entry(access)])


@final
class Files(Generic[AnyWork]):
    """Reads and writes contacts within one unit of work."""

    def __init__(self, desk: Desk[AnyWork], work: AnyWork) -> None:
        self.desk = desk
        self.work = work
        self.now: datetime = desk.clock.now()
        self._keys: dict[Id, SubjectKey] = {}

    @cached_property
    def definitions(self) -> Mapping[str, FieldDefinition]:
        """The custom fields of the workspace."""
        return self.work.fields.all()

    @cached_property
    def sealer(self) -> ContactSealer:
        """Seals with what is defined now."""
        return ContactSealer(self.desk.vault, self.definitions)

    def keys(self, owners: Sequence[Id]) -> Mapping[Id, SubjectKey]:
        """Open the keys of subjects; who has none is absent."""
        missing = [owner for owner in owners if owner not in self._keys]
        if missing:
            self._keys |= self.desk.vault.keys(self.work.keys, missing)
        return self._keys

    def read(self, ids: Sequence[ContactId]) -> dict[ContactId, Contact]:
        """Read contacts; the unknown, and those whose key was destroyed, are absent."""
        return self.unseal(self.work.contacts.get(ids).values())

    def unseal(self, stored: Iterable[StoredContact]) -> dict[ContactId, Contact]:
        """Open contacts that were read; those whose key was destroyed are absent."""
        rows = list(stored)
        keys = self.keys([row.id for row in rows])
        return {
            row.id: self.sealer.unseal(row, keys[row.id])
            for row in rows
            if row.id in keys
        }

    def require(self, contact: ContactId) -> Contact:
        """Read one contact.

        Raises:
            ContactNotFoundError: there is none, or its key was destroyed.
        """
        found = self.read([contact]).get(contact)
        if found is None:
            raise ContactNotFoundError(reference=str(contact))
        return found

    def stored(self, ids: Sequence[ContactId]) -> list[StoredContact]:
        """Read what stands in the clear of contacts, in the order asked.

        Raises:
            ContactNotFoundError: one does not exist.
        """
        rows = self.work.contacts.get(ids)
        for contact in ids:
            if contact not in rows:
                raise ContactNotFoundError(reference=str(contact))
        return [rows[contact] for contact in dict.fromkeys(ids)]

    def add(self, contacts: Sequence[Contact]) -> None:
        """Write new contacts, each under a fresh key."""
        fresh = self.desk.vault.fresh_many([contact.id for contact in contacts])
        self._keys |= {key.wrapped.subject: key for key in fresh}
        self.work.keys.add([key.wrapped for key in fresh])
        self.work.contacts.insert(
            [
                self.sealer.seal(contact, key)
                for contact, key in zip(contacts, fresh, strict=True)
            ]
        )

    def put(self, contacts: Sequence[Contact]) -> None:
        """Write contacts over their stored version; `version` is the one read."""
        keys = self.keys([contact.id for contact in contacts])
        self.work.contacts.replace(
            [
                self.sealer.seal(self._stamped(contact), keys[contact.id])
                for contact in contacts
            ]
        )

    def _stamped(self, contact: Contact) -> Contact:
        """Count a change of a contact."""
        return attrs.evolve(contact, version=contact.version + 1, updated_at=self.now)

    def put_open(self, stored: Sequence[StoredContact]) -> None:
        """Write attributes that stand in the clear; what is sealed stays sealed."""
        self.work.contacts.replace(
            [
                attrs.evolve(row, version=row.version + 1, updated_at=self.now)
                for row in stored
            ]
        )

    def tell(self, events: Sequence[Event]) -> None:
        """Write events into the feed."""
        if events:
            self.work.events.append(events)
