"""What every test can ask for."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings

from poltech.clock import FrozenClock
from poltech.ids import FrozenIds

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
