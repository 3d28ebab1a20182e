"""What a storage is: units of work, each a set of stores that commit together."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, final

import attrs

from poltech.consent import ConsentWork
from poltech.contacts import ContactWork
from poltech.ids import WorkspaceId
from poltech.profile import Profile

__all__ = ["Storage", "UnitOfWork", "WorkspaceRow"]


@final
@attrs.frozen(kw_only=True)
class WorkspaceRow:
    """A workspace as the registry of a database lists it."""

    id: WorkspaceId
    name: str
    created_at: datetime


class UnitOfWork(ContactWork, ConsentWork, Protocol):
    """Every room's stores, in one transaction of one workspace.

    It commits on clean exit and rolls back on an exception. After the commit the
    events appended in it are announced.
    """

    @property
    def workspace(self) -> WorkspaceId: ...


class Storage(Protocol):
    """Where workspaces are kept."""

    def begin(
        self, workspace: WorkspaceId, *, write: bool = True
    ) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work; one that only reads says so and waits for nobody."""
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

    def close(self) -> None:
        """Give back connections."""
        ...
