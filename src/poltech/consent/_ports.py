"""What consent needs from a storage."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from poltech.consent._model import (
    ConsentState,
    Election,
    Notice,
    StoredFacts,
    StoredRecord,
    Suppression,
)
from poltech.events import EventStore
from poltech.ids import ContactId, NoticeId
from poltech.law import Medium, Purpose
from poltech.ledger import LedgerStore
from poltech.vault import KeyStore

__all__ = [
    "Begin",
    "ConsentStore",
    "ConsentWork",
    "ElectionStore",
    "NoticeStore",
    "SuppressionStore",
]


class ConsentStore(Protocol):
    """Where records are kept, with the state that they fold to."""

    def lock(self, contacts: Sequence[ContactId], *, exclusive: bool) -> None:
        """Hold the consent heads of contacts until this unit of work ends.

        Claims share a head; a statement takes it alone.
        """
        ...

    def append(self, records: Sequence[StoredRecord]) -> None:
        """Write records, and bring the states of their contacts up to date.

        Of two statements for one contact, purpose and medium the later `at` stands;
        of two at one instant, the later entry.
        """
        ...

    def states(self, contacts: Sequence[ContactId]) -> Sequence[ConsentState]:
        """Read where contacts stand."""
        ...

    def speakers(self, after: ContactId | None, limit: int) -> Sequence[ContactId]:
        """Read up to `limit` contacts that have a state, in the order of their ids."""
        ...

    def history(self, contact: ContactId) -> Sequence[StoredRecord]:
        """Read what one contact said, in the order of the ledger."""
        ...

    def facts(
        self, contacts: Sequence[ContactId], purpose: Purpose, medium: Medium
    ) -> Iterator[StoredFacts]:
        """Give what bears on addressing each contact, in the order asked.

        Contacts that do not exist are left out.
        """
        ...


class SuppressionStore(Protocol):
    """Where suppressions are kept; they outlive the contact."""

    def add(self, suppressions: Sequence[Suppression]) -> None:
        """Write suppressions; one that stands already stays as it is."""
        ...

    def of(self, digests: Sequence[bytes]) -> Sequence[Suppression]:
        """Read every suppression of contact points, the lifted included."""
        ...

    def lift(self, suppressions: Sequence[Suppression]) -> None:
        """Mark suppressions as ended, each at its `lifted_at`."""
        ...


class NoticeStore(Protocol):
    """Where wordings are kept."""

    def add(self, notice: Notice) -> None:
        """Write a new version.

        Raises:
            ConflictError: that name has that version already.
        """
        ...

    def get(self, ids: Sequence[NoticeId]) -> Mapping[NoticeId, Notice]:
        """Read versions; the unknown are absent."""
        ...

    def versions(self, name: str) -> Sequence[Notice]:
        """Read every version of a wording, oldest first."""
        ...


class ElectionStore(Protocol):
    """Where the votes that a workspace takes part in are kept."""

    def put(self, election: Election) -> None:
        """Write a vote, over the one of the same name."""
        ...

    def all(self) -> Sequence[Election]:
        """Read every vote."""
        ...


class ConsentWork(Protocol):
    """The part of a unit of work that consent uses."""

    @property
    def consent(self) -> ConsentStore: ...
    @property
    def suppressions(self) -> SuppressionStore: ...
    @property
    def notices(self) -> NoticeStore: ...
    @property
    def elections(self) -> ElectionStore: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def ledger(self) -> LedgerStore: ...
    @property
    def events(self) -> EventStore: ...


class Begin(Protocol):
    """Opens a unit of work that commits on clean exit."""

    def __call__(self, *, write: bool = True) -> AbstractContextManager[ConsentWork]:
        """Open it; one that only reads says so and waits for nobody."""
        ...
