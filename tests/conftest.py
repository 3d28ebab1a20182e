"""What every test can ask for."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from poltech.clock import FrozenClock
from poltech.ids import FrozenIds
from poltech.storage import Storage
from poltech.storage.memory import MemoryStorage

settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", parent=settings.get_profile("quick"), max_examples=1000
)
settings.load_profile("quick")


@pytest.fixture
def clock() -> FrozenClock:
    """Stand at a Monday noon in Paris until moved."""
    return FrozenClock(datetime(2026, 11, 23, 11, tzinfo=UTC))


@pytest.fixture
def ids() -> FrozenIds:
    """Count identifiers from one."""
    return FrozenIds()


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """Give a PostgreSQL database with the tables in it, as a plain role sees it."""
    from poltech.storage.testing import postgres_database  # noqa: PLC0415 - slow to load

    with postgres_database() as database:
        yield database.url


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Open each storage in turn; workspaces are the test's own to register."""
    if request.param == "memory":
        yield MemoryStorage()
        return
    from poltech.storage.sql import SqlStorage, migrate  # noqa: PLC0415 - slow to load

    if request.param == "sqlite":
        opened = SqlStorage(f"sqlite:///{tmp_path / 'office.db'}")
        migrate(opened)
    else:
        opened = SqlStorage(request.getfixturevalue("postgres_url"))
    with closing(opened):
        yield opened
