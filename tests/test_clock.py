"""Time comes from a port."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from poltech.clock import FrozenClock, NaiveInstantError, SystemClock, require_aware


def test_the_machine_tells_aware_instants() -> None:
    """An instant always names its zone, and that zone is UTC."""
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()


def test_a_frozen_clock_moves_when_told(clock: FrozenClock) -> None:
    """Setting the wall clock back moves no duration (invariant 61)."""
    before = clock.monotonic()
    clock.advance(timedelta(seconds=90))
    clock.instant -= timedelta(days=1)
    assert clock.monotonic() - before == 90


def test_instants_are_brought_to_utc() -> None:
    """The same instant in another zone is the same instant."""
    paris = timezone(timedelta(hours=1))
    there = datetime(2026, 11, 23, 12, tzinfo=paris)
    assert require_aware(there, "at") == datetime(2026, 11, 23, 11, tzinfo=UTC)


def test_a_naive_instant_is_refused() -> None:
    """Without a zone a date and time names no instant."""
    with pytest.raises(NaiveInstantError):
        require_aware(datetime(2026, 11, 23, 12), "at")  # noqa: DTZ001 - the point
