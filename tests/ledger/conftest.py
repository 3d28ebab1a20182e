"""A workspace in memory for the tests of the ledger."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest

from poltech.ids import SystemIds, WorkspaceId
from poltech.profile import Controller, ControllerKind, Profile
from poltech.storage import WorkspaceRow
from poltech.storage.memory import MemoryStorage, MemoryWork

PROFILE = Profile(
    controller=Controller(
        name="Mairie de Lens",
        kind=ControllerKind.OFFICE,
        email="rgpd@lens.example",
        postal_address="17 place Jean-Jaurès, 62300 Lens",
    )
)


@pytest.fixture(scope="session")
def open_workspace() -> Callable[[], Callable[[], AbstractContextManager[MemoryWork]]]:
    """Give what makes an empty workspace and the function that begins its work."""

    def make() -> Callable[[], AbstractContextManager[MemoryWork]]:
        storage, workspace = MemoryStorage(), SystemIds().new(WorkspaceId)
        since = datetime(2026, 11, 23, tzinfo=UTC)
        storage.create(
            WorkspaceRow(id=workspace, name="lens", created_at=since), PROFILE
        )
        return lambda: storage.begin(workspace)

    return make
