"""Segments in memory: what other storages must agree with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import final

import attrs

from poltech.consent import ConsentState, Suppression
from poltech.contacts import Source, StoredActivity, StoredContact
from poltech.errors import msg
from poltech.ids import ContactId, SegmentId
from poltech.segments import (
    Expression,
    Segment,
    SegmentNameTakenError,
    SegmentNotFoundError,
    expand,
    members,
)
from poltech.storage._gate import Gate
from poltech.storage.errors import VersionConflictError
from poltech.storage.memory.consent import ConsentRows
from poltech.storage.memory.contacts import ContactRows

__all__ = ["MemoryAudiences", "MemorySegments", "SegmentRows"]


@final
@attrs.define
class SegmentRows:
    """The saved segments of a workspace; the values in it are never changed."""

    segments: dict[SegmentId, Segment] = attrs.field(factory=dict[SegmentId, Segment])

    def copy(self) -> "SegmentRows":
        """Give a copy that can be written to."""
        return SegmentRows(segments=self.segments.copy())


@final
@attrs.frozen
class MemorySegments:
    """Saved segments of one unit of work."""

    _rows: SegmentRows
    _gate: Gate

    def save(self, segment: Segment) -> None:
        """Write a segment, new or over its previous version.

        Raises:
            SegmentNameTakenError: another bears its name.
            VersionConflictError: it is not at the version before the one given.
        """
        self._gate.write()
        rows = self._rows.segments
        old = rows.get(segment.id)
        if (0 if old is None else old.version) != segment.version - 1:
            raise self._gate.fail(
                VersionConflictError(kind=msg("segment"), reference=str(segment.id))
            )
        for other in rows.values():
            if other.name == segment.name and other.id != segment.id:
                raise self._gate.fail(SegmentNameTakenError(reference=str(segment.id)))
        rows[segment.id] = segment

    def get(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, Segment]:
        """Read segments; the unknown are absent."""
        self._gate.read()
        known = self._rows.segments
        return {segment: known[segment] for segment in ids if segment in known}

    def named(self, name: str) -> Segment | None:
        """Find a segment by its name."""
        self._gate.read()
        found = (s for s in self._rows.segments.values() if s.name == name)
        return next(found, None)

    def all(self) -> Sequence[Segment]:
        """Read every segment, by name."""
        self._gate.read()
        return sorted(self._rows.segments.values(), key=lambda segment: segment.name)

    def delete(self, segment: SegmentId) -> None:
        """Forget a segment; one that is not there is forgotten already."""
        self._gate.write()
        self._rows.segments.pop(segment, None)


@final
@attrs.frozen
class _View:
    """What a question may look at of one contact."""

    contact: StoredContact
    _contacts: ContactRows
    _consent: ConsentRows

    @property
    def sources(self) -> Sequence[Source]:
        """Every source of a datum."""
        known = self._contacts.sources
        return [known[source] for source in self.contact.sources if source in known]

    @property
    def activities(self) -> Sequence[StoredActivity]:
        """Every act."""
        acts = self._contacts.acts.get(self.contact.id, frozenset())
        return [self._contacts.activities[act] for act in acts]

    @property
    def consents(self) -> Sequence[ConsentState]:
        """Where the contact stands."""
        return [*self._consent.states.get(self.contact.id, {}).values()]

    @property
    def suppressions(self) -> Sequence[Suppression]:
        """Every suppression of a contact point, the lifted included."""
        rows = self._consent.suppressions
        return [s for d in self.contact.digests for s in rows.get(d, {}).values()]


@final
@attrs.frozen
class MemoryAudiences:
    """Who answers to questions, as one unit of work sees it."""

    _segments: MemorySegments
    _contacts: ContactRows
    _consent: ConsentRows
    _gate: Gate

    def count(self, where: Expression, at: datetime) -> int:
        """Count who answers at an instant."""
        return len(self._members(where, at))

    def ids(
        self, where: Expression, at: datetime, batch: int = 10_000
    ) -> Iterator[Sequence[ContactId]]:
        """Stream who answers at an instant, `batch` at a time, in ascending order."""
        found = sorted(self._members(where, at))
        for start in range(0, len(found), batch):
            self._gate.read()
            yield found[start : start + batch]

    def contains(
        self, where: Expression, contacts: Sequence[ContactId], at: datetime
    ) -> frozenset[ContactId]:
        """Tell which of some contacts answer at an instant."""
        return self._members(where, at) & frozenset(contacts)

    def _members(self, where: Expression, at: datetime) -> frozenset[ContactId]:
        self._gate.read()
        views = [
            _View(contact, self._contacts, self._consent)
            for contact in self._contacts.contacts.values()
        ]
        return members(expand(where, self._fetch), views, at)

    def _fetch(self, segment: SegmentId) -> Expression:
        found = self._segments.get([segment])
        if segment not in found:
            raise SegmentNotFoundError(reference=str(segment))
        return found[segment].where
