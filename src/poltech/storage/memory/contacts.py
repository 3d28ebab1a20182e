"""Contacts in memory."""

from collections.abc import Mapping, Sequence
from typing import final

import attrs

from poltech.contacts import (
    FieldDefinition,
    Source,
    StoredActivity,
    StoredContact,
    StoredMerge,
)
from poltech.errors import msg
from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.storage._gate import Gate
from poltech.storage._rules import check_versions
from poltech.storage.errors import DuplicateError

__all__ = [
    "ContactRows",
    "MemoryActivities",
    "MemoryContacts",
    "MemoryFields",
    "MemoryMerges",
    "MemorySources",
]


@final
@attrs.define
class ContactRows:
    """What a workspace knows of contacts; the values in it are never changed."""

    contacts: dict[ContactId, StoredContact] = attrs.field(
        factory=dict[ContactId, StoredContact]
    )
    bearers: dict[bytes, frozenset[ContactId]] = attrs.field(
        factory=dict[bytes, frozenset[ContactId]]
    )
    sources: dict[SourceId, Source] = attrs.field(factory=dict[SourceId, Source])
    fields: dict[str, FieldDefinition] = attrs.field(factory=dict[str, FieldDefinition])
    activities: dict[ActivityId, StoredActivity] = attrs.field(
        factory=dict[ActivityId, StoredActivity]
    )
    acts: dict[ContactId, frozenset[ActivityId]] = attrs.field(
        factory=dict[ContactId, frozenset[ActivityId]]
    )
    merges: dict[MergeId, StoredMerge] = attrs.field(factory=dict[MergeId, StoredMerge])

    def copy(self) -> "ContactRows":
        """Give a copy that can be written to."""
        return ContactRows(
            contacts=self.contacts.copy(),
            bearers=self.bearers.copy(),
            sources=self.sources.copy(),
            fields=self.fields.copy(),
            activities=self.activities.copy(),
            acts=self.acts.copy(),
            merges=self.merges.copy(),
        )


@final
@attrs.frozen
class MemoryContacts:
    """Contacts of one unit of work."""

    _rows: ContactRows
    _gate: Gate

    def lock_identities(self) -> None:
        """Writers are alone already."""
        self._gate.write()

    def insert(self, contacts: Sequence[StoredContact]) -> None:
        """Write new contacts.

        Raises:
            DuplicateError: one is there already.
        """
        self._gate.write()
        new = {contact.id for contact in contacts}
        if len(new) < len(contacts) or new & self._rows.contacts.keys():
            raise self._gate.fail(DuplicateError(kind=msg("contact")))
        for contact in contacts:
            self._write(contact)

    def replace(self, contacts: Sequence[StoredContact]) -> None:
        """Write contacts over their previous version.

        Raises:
            VersionConflictError: one is not at the version before the one given.
        """
        self._gate.write()
        check_versions(self._rows.contacts, contacts)
        for contact in contacts:
            self._unbear(self._rows.contacts[contact.id])
            self._write(contact)

    def get(self, ids: Sequence[ContactId]) -> Mapping[ContactId, StoredContact]:
        """Read contacts; the unknown are absent."""
        self._gate.read()
        known = self._rows.contacts
        return {contact: known[contact] for contact in ids if contact in known}

    def find(self, digests: Sequence[bytes]) -> Mapping[bytes, Sequence[ContactId]]:
        """Find who bears a digest, oldest first; digests of nobody are absent."""
        self._gate.read()
        bearers = self._rows.bearers
        return {
            digest: sorted(bearers[digest]) for digest in digests if digest in bearers
        }

    def page(self, after: ContactId | None, limit: int) -> Sequence[StoredContact]:
        """Read up to `limit` contacts in the order of their ids."""
        self._gate.read()
        ids = sorted(c for c in self._rows.contacts if after is None or c > after)
        return [self._rows.contacts[contact] for contact in ids[:limit]]

    def _write(self, contact: StoredContact) -> None:
        if contact.source not in contact.sources:
            contact = attrs.evolve(contact, sources=contact.sources | {contact.source})
        self._rows.contacts[contact.id] = contact
        for digest in contact.digests:
            bearers = self._rows.bearers.get(digest, frozenset())
            self._rows.bearers[digest] = bearers | {contact.id}

    def _unbear(self, contact: StoredContact) -> None:
        for digest in contact.digests:
            left = self._rows.bearers.pop(digest) - {contact.id}
            if left:
                self._rows.bearers[digest] = left


@final
@attrs.frozen
class MemorySources:
    """Sources of one unit of work."""

    _rows: ContactRows
    _gate: Gate

    def add(self, source: Source) -> None:
        """Write a source.

        Raises:
            DuplicateError: it is there already.
        """
        self._gate.write()
        if source.id in self._rows.sources:
            raise self._gate.fail(DuplicateError(kind=msg("source")))
        self._rows.sources[source.id] = source

    def get(self, ids: Sequence[SourceId]) -> Mapping[SourceId, Source]:
        """Read sources; the unknown are absent."""
        self._gate.read()
        known = self._rows.sources
        return {source: known[source] for source in ids if source in known}


@final
@attrs.frozen
class MemoryFields:
    """Definitions of custom fields of one unit of work."""

    _rows: ContactRows
    _gate: Gate

    def define(self, definition: FieldDefinition) -> None:
        """Write a definition, over the one of the same key."""
        self._gate.write()
        self._rows.fields[definition.key] = definition

    def all(self) -> Mapping[str, FieldDefinition]:
        """Read every definition by key."""
        self._gate.read()
        return dict(sorted(self._rows.fields.items()))


@final
@attrs.frozen
class MemoryActivities:
    """Activities of one unit of work."""

    _rows: ContactRows
    _gate: Gate

    def append(self, activities: Sequence[StoredActivity]) -> None:
        """Write activities.

        Raises:
            DuplicateError: one is there already.
        """
        self._gate.write()
        new = {activity.id for activity in activities}
        if len(new) < len(activities) or new & self._rows.activities.keys():
            raise self._gate.fail(DuplicateError(kind=msg("activity")))
        for activity in activities:
            self._write(activity)

    def of(self, contact: ContactId) -> Sequence[StoredActivity]:
        """Read a contact's activities, oldest first."""
        self._gate.read()
        ids = self._rows.acts.get(contact, frozenset())
        found = [self._rows.activities[activity] for activity in ids]
        return sorted(found, key=lambda activity: (activity.at, activity.id))

    def by_contact(
        self, contacts: Sequence[ContactId]
    ) -> Mapping[ContactId, Sequence[StoredActivity]]:
        """Read the activities of many, oldest first; who has none is absent."""
        found = {contact: self.of(contact) for contact in contacts}
        return {contact: acts for contact, acts in found.items() if acts}

    def move(self, activities: Sequence[ActivityId], to: ContactId) -> None:
        """Give activities to another contact."""
        self._gate.write()
        for activity in activities:
            old = self._rows.activities.get(activity)
            if old is not None:
                self._rows.acts[old.contact] -= {activity}
                self._write(attrs.evolve(old, contact=to))

    def _write(self, activity: StoredActivity) -> None:
        self._rows.activities[activity.id] = activity
        acts = self._rows.acts.get(activity.contact, frozenset())
        self._rows.acts[activity.contact] = acts | {activity.id}


@final
@attrs.frozen
class MemoryMerges:
    """Merges of one unit of work."""

    _rows: ContactRows
    _gate: Gate

    def put(self, merge: StoredMerge) -> None:
        """Write a merge, over the one of the same id."""
        self._gate.write()
        self._rows.merges[merge.merge.id] = merge

    def get(self, merge: MergeId) -> StoredMerge | None:
        """Read a merge."""
        self._gate.read()
        return self._rows.merges.get(merge)

    def of(self, contact: ContactId) -> Sequence[StoredMerge]:
        """Read the merges that a contact took part in, oldest first."""
        self._gate.read()
        found = [
            stored
            for stored in self._rows.merges.values()
            if contact in {stored.merge.survivor, stored.merge.loser}
        ]
        return sorted(found, key=lambda stored: (stored.merge.at, stored.merge.id))
