"""Time as a port: rooms are told the instant, they never ask the machine.

Instants are aware `datetime` values in UTC. Durations within one process use
`monotonic`, which no change of the wall clock can move.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol, final

import attrs

from poltech.errors import InvalidInputError, msg

__all__ = ["Clock", "FrozenClock", "NaiveInstantError", "SystemClock", "require_aware"]


@final
class NaiveInstantError(InvalidInputError):
    """A date and time without a time zone names no instant."""


def require_aware(instant: datetime, field: str) -> datetime:
    """Give the instant in UTC.

    Raises:
        NaiveInstantError: the value has no time zone.
    """
    if instant.tzinfo is None:
        raise NaiveInstantError(field=field, problem=msg("it has no time zone"))
    return instant.astimezone(UTC)


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Tell the instant, in UTC."""
        ...

    def monotonic(self) -> float:
        """Count seconds from an arbitrary start, never backwards."""
        ...


@final
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Tell the instant, in UTC."""
        return datetime.fromtimestamp(time.time(), UTC)

    def monotonic(self) -> float:
        """Count seconds from an arbitrary start, never backwards."""
        return time.monotonic()


@final
@attrs.define
class FrozenClock:
    """A clock that stands still until it is moved: for tests.

    >>> clock = FrozenClock(datetime(2026, 11, 23, tzinfo=UTC))
    >>> clock.advance(timedelta(hours=1)).isoformat()
    '2026-11-23T01:00:00+00:00'
    """

    instant: datetime
    elapsed: float = 0.0

    def now(self) -> datetime:
        """Tell the instant it stands at."""
        return require_aware(self.instant, "instant")

    def monotonic(self) -> float:
        """Tell the seconds it was moved forward, whatever its instant was set to."""
        return self.elapsed

    def advance(self, by: timedelta) -> datetime:
        """Move forward and tell the new instant."""
        self.instant += by
        self.elapsed += by.total_seconds()
        return self.now()
