"""Both ways of putting a question together answer as the rules do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from poltech.ids import SystemIds, WorkspaceId
from poltech.profile import Controller, ControllerKind, Profile
from poltech.segments.testing import audience_store_contract
from poltech.storage import Storage, WorkspaceRow
from poltech.storage.sql import SqlStorage, migrate
from poltech.storage.sql.segments import _plan

IDS = SystemIds()
PROFILE = Profile(
    controller=Controller(
        name="Mairie de Lens",
        kind=ControllerKind.PUBLIC_BODY,
        email="droits@lens.example",
        postal_address="17 bis place Jean-Jaurès, 62300 Lens",
    )
)


class Opened:
    """The storage that a class of tests runs on."""

    storage: ClassVar[Storage]

    @classmethod
    def make(cls) -> Callable[[], AbstractContextManager[Any]]:
        """Register a new workspace."""
        workspace = IDS.new(WorkspaceId)
        now = datetime(2026, 11, 23, tzinfo=UTC)
        row = WorkspaceRow(id=workspace, name=str(workspace), created_at=now)
        cls.storage.create(row, PROFILE)
        return partial(cls.storage.begin, workspace)


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a SQLite database with the tables in it."""
    folder: Path = tmp_path_factory.mktemp("plans")
    url = f"sqlite:///{folder / 'office.db'}"
    with closing(SqlStorage(url)) as storage:
        migrate(storage)
    return url


@pytest.fixture(
    autouse=True,
    scope="module",
    params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)],
)
def opened(request: pytest.FixtureRequest) -> Iterator[None]:
    """Open each database in turn."""
    with closing(SqlStorage(request.getfixturevalue(request.param))) as storage:
        Opened.storage = storage
        yield


class TestMerged(audience_store_contract(Opened.make)):
    """Nobody is few: every query is merged."""

    @pytest.fixture(autouse=True)
    def merged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Count nothing."""
        monkeypatch.setattr(_plan, "_FEW", ())


class TestMixed(audience_store_contract(Opened.make)):
    """Three are few, four are many."""

    @pytest.fixture(autouse=True)
    def mixed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Count to three."""
        monkeypatch.setattr(_plan, "_FEW", (1, 3))
