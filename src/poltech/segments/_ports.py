"""What segments need from a storage, and what they look at."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from poltech.consent import ConsentState, Suppression
from poltech.contacts import FieldStore, Source, StoredActivity, StoredContact
from poltech.events import EventStore
from poltech.ids import ContactId, SegmentId
from poltech.segments._model import Expression, Segment

__all__ = [
    "AudienceStore",
    "Begin",
    "ContactView",
    "SegmentStore",
    "SegmentWork",
]


class ContactView(Protocol):
    """One contact's open data: all that a question may look at."""

    @property
    def contact(self) -> StoredContact: ...
    @property
    def sources(self) -> Collection[Source]: ...
    @property
    def activities(self) -> Collection[StoredActivity]: ...
    @property
    def consents(self) -> Collection[ConsentState]: ...
    @property
    def suppressions(self) -> Collection[Suppression]: ...


class SegmentStore(Protocol):
    """Where saved segments are kept."""

    def save(self, segment: Segment) -> None:
        """Write a segment, new or over its previous version.

        Raises:
            ConflictError: another bears its name, or it is not at the version before
                the one given.
        """
        ...

    def get(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, Segment]:
        """Read segments; the unknown are absent."""
        ...

    def named(self, name: str) -> Segment | None:
        """Find a segment by its name."""
        ...

    def all(self) -> Sequence[Segment]:
        """Read every segment, by name."""
        ...

    def delete(self, segment: SegmentId) -> None:
        """Forget a segment; one that is not there is forgotten already."""
        ...


class AudienceStore(Protocol):
    """Who answers to a question: active contacts only, saved segments looked up.

    Every verb raises SegmentNotFoundError if the question asks for a saved segment
    that does not exist, SegmentCycleError if one asks for itself, and
    SegmentTooLargeError if all of them together are too large.
    """

    def count(self, where: Expression, at: datetime) -> int:
        """Count who answers at an instant."""
        ...

    def ids(
        self, where: Expression, at: datetime, batch: int = 10_000
    ) -> Iterator[Sequence[ContactId]]:
        """Stream who answers at an instant, `batch` at a time, in ascending order.

        The stream is read within the unit of work.
        """
        ...

    def contains(
        self, where: Expression, contacts: Sequence[ContactId], at: datetime
    ) -> frozenset[ContactId]:
        """Tell which of some contacts answer at an instant."""
        ...


class SegmentWork(Protocol):
    """The part of a unit of work that segments use."""

    @property
    def segments(self) -> SegmentStore: ...
    @property
    def audiences(self) -> AudienceStore: ...
    @property
    def fields(self) -> FieldStore: ...
    @property
    def events(self) -> EventStore: ...


class Begin(Protocol):
    """Opens a unit of work that commits on clean exit."""

    def __call__(self, *, write: bool = True) -> AbstractContextManager[SegmentWork]:
        """Open it; one that only reads says so and waits for nobody."""
        ...
