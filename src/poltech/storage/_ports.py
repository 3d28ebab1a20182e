"""What a storage is: units of work, each a set of stores that commit together."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, final

import attrs

from poltech.consent import ConsentWork
from poltech.contacts import ContactWork
from poltech.events import Event
from poltech.ids import WorkspaceId
from poltech.profile import Profile
from poltech.segments import SegmentWork

__all__ = ["IdempotencyStore", "Storage", "UnitOfWork", "WorkspaceRow"]


@final
@attrs.frozen(kw_only=True)
class WorkspaceRow:
    """A workspace as the registry of a database lists it."""

    id: WorkspaceId
    name: str
    created_at: datetime


class IdempotencyStore(Protocol):
    """Where it is kept which requests were answered, so that none is done twice."""

    def claim(self, key: str, fingerprint: bytes) -> str | None:
        """Take a key for a request, or give the result that it had.

        A claim made by another unit of work is waited for.

        Raises:
            ConflictError: the key came with another request, or its first request
                has no result yet.
        """
        ...

    def settle(self, key: str, result: str) -> None:
        """Write the result of the request that claimed a key.

        Raises:
            ConflictError: nobody claimed it.
        """
        ...

    def forget(self, before: datetime) -> None:
        """Drop the keys claimed before an instant."""
        ...


class UnitOfWork(ContactWork, ConsentWork, SegmentWork, Protocol):
    """Every room's stores, in one transaction of one workspace.

    It commits on clean exit and rolls back on an exception. After the commit the
    events appended in it are announced.
    """

    @property
    def workspace(self) -> WorkspaceId: ...
    @property
    def idempotency(self) -> IdempotencyStore: ...


class Storage(Protocol):
    """Where workspaces are kept."""

    def begin(
        self, workspace: WorkspaceId, *, write: bool = True
    ) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work; one that only reads says so and waits for nobody.

        Raises:
            NotFoundError: there is no such workspace.
        """
        ...

    def create(self, row: WorkspaceRow, profile: Profile) -> None:
        """Register a workspace.

        Raises:
            ConflictError: a workspace of that name exists.
        """
        ...

    def workspaces(self) -> Sequence[WorkspaceRow]:
        """List the workspaces, oldest first."""
        ...

    def profile(self, workspace: WorkspaceId) -> Profile:
        """Read what a workspace is.

        Raises:
            NotFoundError: it does not exist.
        """
        ...

    def listen(
        self, workspace: WorkspaceId, listener: Callable[[Sequence[Event]], object]
    ) -> None:
        """Call `listener` after each commit, with the events appended in it."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...
