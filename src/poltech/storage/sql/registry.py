"""The registry of workspaces, and what each of them is."""

from collections.abc import Sequence
from typing import final

from sqlalchemy import select

from poltech.ids import WorkspaceId
from poltech.profile import Profile
from poltech.storage._ports import WorkspaceRow
from poltech.storage.errors import (
    DuplicateError,
    WorkspaceExistsError,
    WorkspaceNotFoundError,
)
from poltech.storage.sql._json import read_document, write_document
from poltech.storage.sql._session import Session
from poltech.storage.sql._shape import Shape, instant, word

__all__ = ["RegistryTables", "SqlRegistry"]


@final
class RegistryTables:
    """Tables of the registry.

    `workspace` belongs to the installation and is behind no wall: it lists names that
    the host chose and no personal data. `profile` is behind the wall.
    """

    def __init__(self, shape: Shape) -> None:
        self.workspace = shape.registry(
            "workspace", word("name"), instant("created_at"), unique="name"
        )
        self.profile = shape.table(
            "profile",
            word("document"),
            key=[],
            references=[("workspace_id", "workspace")],
        )


@final
class SqlRegistry:
    """The registry, in one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = session.schema.tables

    def create(self, row: WorkspaceRow, profile: Profile) -> None:
        """Register a workspace, with its profile and its empty log and feed.

        Raises:
            WorkspaceExistsError: a workspace of that name exists.
        """
        session, tables = self._session, self._tables
        new = tables.registry.workspace.insert()
        try:
            session.write(
                new.values(id=row.id, name=row.name, created_at=row.created_at)
            )
        except DuplicateError:
            raise WorkspaceExistsError(reference=row.name) from None
        for table, values in (
            (tables.registry.profile, {"document": write_document(profile)}),
            (tables.ledger.head, {"size": 0, "peaks": b""}),
            (tables.events.head, {"position": 0}),
        ):
            session.write(table.insert().values(workspace_id=row.id, **values))

    def all(self) -> Sequence[WorkspaceRow]:
        """List the workspaces, oldest first."""
        table = self._tables.registry.workspace
        query = select(table).order_by(table.c.created_at, table.c.id)
        return [
            WorkspaceRow(id=row.id, name=row.name, created_at=row.created_at)
            for row in self._session.read(query)
        ]

    def require(self, workspace: WorkspaceId) -> None:
        """Go on only if a workspace is registered.

        Raises:
            WorkspaceNotFoundError: it is not.
        """
        table = self._tables.registry.workspace
        if not self._session.read(select(table.c.id).where(table.c.id == workspace)):
            raise WorkspaceNotFoundError(reference=str(workspace))

    def profile(self) -> Profile:
        """Read what the workspace is.

        Raises:
            WorkspaceNotFoundError: it does not exist.
        """
        table = self._tables.registry.profile
        rows = self._session.read(
            select(table.c.document).where(self._session.mine(table))
        )
        if not rows:
            raise WorkspaceNotFoundError(reference=str(self._session.workspace))
        return read_document(rows[0].document, Profile)
