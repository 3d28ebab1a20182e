"""What contacts need from a storage, from the law and from consent."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, TypeVar

from poltech.contacts._model import (
    FieldDefinition,
    Source,
    StoredActivity,
    StoredContact,
    StoredMerge,
)
from poltech.events import EventStore
from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.law import Decision, FieldFacts, SourceFacts
from poltech.ledger import LedgerStore
from poltech.vault import KeyStore

__all__ = [
    "ActivityStore",
    "AnyWork",
    "Begin",
    "CategoryConsents",
    "ConsentFolder",
    "ContactStore",
    "ContactWork",
    "FieldStore",
    "Judge",
    "MergeStore",
    "RequestStore",
    "SourceStore",
]


class ContactStore(Protocol):
    """Where contacts are kept, sealed."""

    def lock_identities(self) -> None:
        """Let nobody else add or change identities until this unit of work ends."""
        ...

    def insert(self, contacts: Sequence[StoredContact]) -> None:
        """Write new contacts."""
        ...

    def replace(self, contacts: Sequence[StoredContact]) -> None:
        """Write contacts over their previous version.

        Raises:
            ConflictError: one is not at the version before the one given.
        """
        ...

    def get(self, ids: Sequence[ContactId]) -> Mapping[ContactId, StoredContact]:
        """Read contacts; the unknown are absent."""
        ...

    def find(self, digests: Sequence[bytes]) -> Mapping[bytes, Sequence[ContactId]]:
        """Find who bears a digest, oldest first; digests of nobody are absent."""
        ...

    def page(self, after: ContactId | None, limit: int) -> Sequence[StoredContact]:
        """Read up to `limit` contacts in the order of their ids."""
        ...


class SourceStore(Protocol):
    """Where sources are kept."""

    def add(self, source: Source) -> None:
        """Write a source."""
        ...

    def get(self, ids: Sequence[SourceId]) -> Mapping[SourceId, Source]:
        """Read sources; the unknown are absent."""
        ...


class FieldStore(Protocol):
    """Where definitions of custom fields are kept."""

    def define(self, definition: FieldDefinition) -> None:
        """Write a definition, over the one of the same key."""
        ...

    def all(self) -> Mapping[str, FieldDefinition]:
        """Read every definition by key."""
        ...


class ActivityStore(Protocol):
    """Where activities are kept."""

    def append(self, activities: Sequence[StoredActivity]) -> None:
        """Write activities."""
        ...

    def of(self, contact: ContactId) -> Sequence[StoredActivity]:
        """Read a contact's activities, oldest first."""
        ...

    def by_contact(
        self, contacts: Sequence[ContactId]
    ) -> Mapping[ContactId, Sequence[StoredActivity]]:
        """Read the activities of many, oldest first; who has none is absent."""
        ...

    def move(self, activities: Sequence[ActivityId], to: ContactId) -> None:
        """Give activities to another contact."""
        ...


class MergeStore(Protocol):
    """Where merges are kept, so that they can be undone."""

    def put(self, merge: StoredMerge) -> None:
        """Write a merge, over the one of the same id."""
        ...

    def get(self, merge: MergeId) -> StoredMerge | None:
        """Read a merge."""
        ...

    def of(self, contact: ContactId) -> Sequence[StoredMerge]:
        """Read the merges that a contact took part in, oldest first."""
        ...


class RequestStore(Protocol):
    """Where it is kept which requests were answered, so that none is done twice."""

    def claim(self, key: str, fingerprint: bytes) -> str | None:
        """Take a key for a request, or give the result that it had.

        Raises:
            ConflictError: the key came with another request, or its first request
                has no result yet.
        """
        ...

    def settle(self, key: str, result: str) -> None:
        """Write the result of the request that claimed a key."""
        ...


class ContactWork(Protocol):
    """The part of a unit of work that contacts use."""

    @property
    def contacts(self) -> ContactStore: ...
    @property
    def sources(self) -> SourceStore: ...
    @property
    def fields(self) -> FieldStore: ...
    @property
    def activities(self) -> ActivityStore: ...
    @property
    def merges(self) -> MergeStore: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def ledger(self) -> LedgerStore: ...
    @property
    def events(self) -> EventStore: ...
    @property
    def idempotency(self) -> RequestStore: ...


AnyWork = TypeVar("AnyWork", bound=ContactWork)
AnyWork_co = TypeVar("AnyWork_co", bound=ContactWork, covariant=True)
AnyWork_contra = TypeVar("AnyWork_contra", bound=ContactWork, contravariant=True)


class Begin(Protocol[AnyWork_co]):
    """Opens a unit of work that commits on clean exit."""

    def __call__(self, *, write: bool = True) -> AbstractContextManager[AnyWork_co]:
        """Open it; one that only reads says so and waits for nobody."""
        ...


class Judge(Protocol):
    """What the law says before anything is stored; every legal order says it so."""

    def source(self, facts: SourceFacts, day: date) -> Decision:
        """Say whether data may come from there."""
        ...

    def field(self, facts: FieldFacts, day: date) -> Decision:
        """Say whether a field may be stored."""
        ...

    def day_of(self, at: datetime) -> date:
        """Tell the calendar day that an instant falls on."""
        ...


class CategoryConsents(Protocol[AnyWork_contra]):
    """Which special categories people explicitly consented to (GDPR article 9(2)(a))."""

    def categories(
        self, work: AnyWork_contra, contacts: Sequence[ContactId]
    ) -> Mapping[ContactId, frozenset[str]]:
        """Give the categories that each consented to; who named none is absent."""
        ...


class ConsentFolder(Protocol[AnyWork_contra]):
    """What consent does when two contacts become one, or one becomes two again."""

    def fold(self, work: AnyWork_contra, survivor: ContactId, loser: ContactId) -> None:
        """State for the survivor what both said, by the rule, never by union."""
        ...

    def unfold(
        self,
        work: AnyWork_contra,
        survivor: ContactId,
        loser: ContactId,
        since: datetime,
    ) -> None:
        """Give both what they said before, and what was refused since the merge."""
        ...
