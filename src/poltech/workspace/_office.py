"""One opened workspace: its rooms, bound to one actor."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar, final

import attrs

from poltech.clock import Clock
from poltech.consent import Consents
from poltech.consent import Desk as ConsentDesk
from poltech.contacts import Contacts
from poltech.contacts import Desk as ContactDesk
from poltech.events import Event, Recorded, Subscriptions
from poltech.ids import IdSource
from poltech.law import Jurisdiction
from poltech.ledger import Ledger, SignedNote, Verification
from poltech.profile import Actor, Profile
from poltech.segments import Segments
from poltech.storage import Storage, UnitOfWork, WorkspaceRow
from poltech.vault import Vault
from poltech.workspace._units import Units
from poltech.workspace._words import Words

__all__ = ["Office", "Parts"]

AnyEvent = TypeVar("AnyEvent", bound=Event)


@final
@attrs.frozen(kw_only=True)
class Parts:
    """What an office is made of."""

    storage: Storage
    row: WorkspaceRow
    profile: Profile
    law: Jurisdiction
    vault: Vault
    ledger: Ledger
    clock: Clock
    ids: IdSource
    words: Words
    units: Units
    subscriptions: Subscriptions


@final
class Office:
    """One workspace, opened by one actor: the rooms are its attributes.

    Attributes:
        name: the workspace's name in its database.
        profile: what it is.
        law: its legal order.
        actor: who acts; every entry of the ledger and every event names them.
        contacts: people and organisations.
        consent: what they said about being approached.
        segments: questions about contacts.
    """

    def __init__(self, parts: Parts, actor: Actor) -> None:
        self._parts = parts
        self.name = parts.row.name
        self.profile = parts.profile
        self.law = parts.law
        self.actor = actor
        self.consent = _consent(parts, actor)
        self.contacts = _contacts(parts, actor, self.consent)
        self.segments = Segments(
            begin=parts.units,
            clock=parts.clock,
            ids=parts.ids,
            actor=actor,
            profile=parts.profile,
        )

    def acting_as(self, actor: Actor) -> "Office":
        """Give the same office with another actor bound."""
        return Office(self._parts, actor)

    @contextmanager
    def transaction(self) -> Generator[Self, None, None]:
        """Let every verb called inside commit together, or not at all.

        It is bound to the current thread or task.
        """
        with self._parts.units.transaction():
            yield self

    # Events

    def on(self, kind: type[AnyEvent], callback: Callable[[AnyEvent], object]) -> None:
        """Call `callback` in this process after each commit of such an event."""
        self._parts.subscriptions.on(kind, callback)

    def feed(self, after: int = 0, limit: int = 1000) -> Sequence[Recorded]:
        """Read the durable feed of events that stand after a position."""
        with self._parts.units(write=False) as work:
            return work.events.after(after, limit)

    # Ledger

    def checkpoint(self) -> SignedNote:
        """Sign how far the ledger has grown (C2SP `tlog-checkpoint`)."""
        with self._parts.units(write=False) as work:
            return self._parts.ledger.checkpoint(work.ledger)

    def verify_ledger(self, *checkpoints: str) -> Verification:
        """Read the whole ledger and tell whether anything in it was changed.

        Args:
            checkpoints: signed notes kept from earlier; the ledger must continue them.
        """
        with self._parts.units(write=False) as work:
            notes = [SignedNote.parse(note) for note in checkpoints]
            return self._parts.ledger.verify(work.ledger, notes)

    # Opening and closing

    @contextmanager
    def work(self, *, write: bool = True) -> Generator[UnitOfWork, None, None]:
        """Open a unit of work, for verbs that take one."""
        with self._parts.units(write=write) as work:
            yield work

    def close(self) -> None:
        """Give back the connections."""
        self._parts.storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Office {self.name!r} of {self.profile.edition.value} edition>"


def _consent(parts: Parts, actor: Actor) -> Consents:
    return Consents(
        ConsentDesk(
            begin=parts.units,
            vault=parts.vault,
            ledger=parts.ledger,
            law=parts.law,
            profile=parts.profile,
            clock=parts.clock,
            ids=parts.ids,
            actor=actor,
            purposes=parts.words.all_purposes,
            media=parts.words.all_media,
            mechanisms=parts.words.all_mechanisms,
        )
    )


def _contacts(parts: Parts, actor: Actor, consent: Consents) -> Contacts[UnitOfWork]:
    return Contacts(
        ContactDesk(
            begin=parts.units,
            vault=parts.vault,
            ledger=parts.ledger,
            clock=parts.clock,
            ids=parts.ids,
            actor=actor,
            judge=parts.law,
            consents=consent,
            folder=consent.folder,
            controller=parts.profile.controller.kind,
            region=parts.profile.controller.country,
            source_kinds=parts.words.all_source_kinds,
            activity_kinds=parts.words.all_activity_kinds,
        )
    )
