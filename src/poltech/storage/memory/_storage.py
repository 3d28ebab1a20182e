"""A storage in this process's memory: the reference that others are measured by."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, final

import attrs

from poltech.clock import Clock, SystemClock
from poltech.events import Event
from poltech.ids import WorkspaceId
from poltech.profile import Profile
from poltech.storage._gate import Gate
from poltech.storage._ports import WorkspaceRow
from poltech.storage.errors import (
    BusyStorageError,
    WorkspaceExistsError,
    WorkspaceNotFoundError,
)
from poltech.storage.memory.consent import (
    ConsentRows,
    MemoryConsent,
    MemoryElections,
    MemoryNotices,
    MemorySuppressions,
)
from poltech.storage.memory.contacts import (
    ContactRows,
    MemoryActivities,
    MemoryContacts,
    MemoryFields,
    MemoryMerges,
    MemorySources,
)
from poltech.storage.memory.events import EventRows, MemoryEvents
from poltech.storage.memory.idempotency import ClaimRows, MemoryIdempotency
from poltech.storage.memory.ledger import LedgerRows, MemoryLedger
from poltech.storage.memory.segments import (
    MemoryAudiences,
    MemorySegments,
    SegmentRows,
)
from poltech.storage.memory.vault import KeyRows, MemoryKeys

__all__ = ["MemoryStorage", "MemoryWork"]

_PATIENCE = 30.0


@final
@attrs.frozen(kw_only=True)
class _State:
    """All rows of one workspace, as the last commit left them."""

    contacts: ContactRows = attrs.field(factory=ContactRows)
    consent: ConsentRows = attrs.field(factory=ConsentRows)
    segments: SegmentRows = attrs.field(factory=SegmentRows)
    keys: KeyRows = attrs.field(factory=KeyRows)
    ledger: LedgerRows = attrs.field(factory=LedgerRows)
    events: EventRows = attrs.field(factory=EventRows)
    claims: ClaimRows = attrs.field(factory=ClaimRows)

    def copy(self) -> "_State":
        """Give a copy that a unit of work can write to."""
        rows: dict[str, Any] = attrs.asdict(self, recurse=False)
        return _State(**{room: row.copy() for room, row in rows.items()})


@final
class MemoryWork:
    """One unit of work on rows in memory."""

    def __init__(
        self, workspace: WorkspaceId, state: _State, gate: Gate, clock: Clock
    ) -> None:
        self.workspace = workspace
        self.contacts = MemoryContacts(state.contacts, gate)
        self.sources = MemorySources(state.contacts, gate)
        self.fields = MemoryFields(state.contacts, gate)
        self.activities = MemoryActivities(state.contacts, gate)
        self.merges = MemoryMerges(state.contacts, gate)
        self.consent = MemoryConsent(state.consent, state.contacts, gate)
        self.suppressions = MemorySuppressions(state.consent, gate)
        self.notices = MemoryNotices(state.consent, gate)
        self.elections = MemoryElections(state.consent, gate)
        self.segments = MemorySegments(state.segments, gate)
        self.audiences = MemoryAudiences(
            self.segments, state.contacts, state.consent, gate
        )
        self.keys = MemoryKeys(state.keys, gate)
        self.ledger = MemoryLedger(state.ledger, gate)
        self.events = MemoryEvents(state.events, gate)
        self.idempotency = MemoryIdempotency(state.claims, gate, clock)


@final
class MemoryStorage:
    """Workspaces in memory, gone with the process.

    A unit of work that writes works on a copy of the rows, which takes their place
    on clean exit; so readers see one commit and wait for nobody. Writers of one
    workspace wait for each other.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._rows: dict[WorkspaceId, WorkspaceRow] = {}
        self._profiles: dict[WorkspaceId, Profile] = {}
        self._states: dict[WorkspaceId, _State] = {}
        self._writers: dict[WorkspaceId, threading.Lock] = {}
        self._registry = threading.Lock()
        self._listeners: list[
            tuple[WorkspaceId, Callable[[Sequence[Event]], object]]
        ] = []

    @contextmanager
    def begin(
        self, workspace: WorkspaceId, *, write: bool = True
    ) -> Generator[MemoryWork, None, None]:
        """Open a unit of work; one that only reads waits for nobody.

        Raises:
            WorkspaceNotFoundError: there is no such workspace.
            BusyStorageError: another unit of work did not let go.
            EndedWorkError: a write in it failed, and the failure was passed over.
        """
        if workspace not in self._states:
            raise WorkspaceNotFoundError(reference=str(workspace))
        if not write:
            with self._work(workspace, self._states[workspace], write=False) as work:
                yield work
            return
        with self._alone(workspace):
            before = len(self._states[workspace].events.events)
            state = self._states[workspace].copy()
            with self._work(workspace, state, write=True) as work:
                yield work
            self._states[workspace] = state
        self._announce(workspace, state.events.events[before:])

    def create(self, row: WorkspaceRow, profile: Profile) -> None:
        """Register a workspace.

        Raises:
            WorkspaceExistsError: a workspace of that name exists.
        """
        with self._registry:
            names = {known.name for known in self._rows.values()}
            if row.id in self._rows or row.name in names:
                raise WorkspaceExistsError(reference=row.name)
            self._rows[row.id] = row
            self._profiles[row.id] = profile
            self._writers[row.id] = threading.Lock()
            self._states[row.id] = _State()

    def workspaces(self) -> Sequence[WorkspaceRow]:
        """List the workspaces, oldest first."""
        return sorted(self._rows.values(), key=lambda row: (row.created_at, row.id))

    def profile(self, workspace: WorkspaceId) -> Profile:
        """Read what a workspace is.

        Raises:
            WorkspaceNotFoundError: it does not exist.
        """
        if workspace not in self._profiles:
            raise WorkspaceNotFoundError(reference=str(workspace))
        return self._profiles[workspace]

    def listen(
        self, workspace: WorkspaceId, listener: Callable[[Sequence[Event]], object]
    ) -> None:
        """Call `listener` after each commit, with the events appended in it."""
        self._listeners.append((workspace, listener))

    def close(self) -> None:
        """There is nothing to give back."""

    @contextmanager
    def _work(
        self, workspace: WorkspaceId, state: _State, *, write: bool
    ) -> Generator[MemoryWork, None, None]:
        gate = Gate(write=write)
        try:
            yield MemoryWork(workspace, state, gate, self._clock)
            gate.require_whole()
        finally:
            gate.close()

    @contextmanager
    def _alone(self, workspace: WorkspaceId) -> Generator[None, None, None]:
        if not self._writers[workspace].acquire(timeout=_PATIENCE):
            raise BusyStorageError(adapter="memory")
        try:
            yield
        finally:
            self._writers[workspace].release()

    def _announce(self, workspace: WorkspaceId, events: Sequence[Event]) -> None:
        for listening, listener in self._listeners if events else ():
            if listening == workspace:
                listener(events)
