"""Votes, and the silence they impose."""

from datetime import datetime
from typing import Protocol, final

import attrs

__all__ = [
    "Silence",
    "Vote",
]


@final
@attrs.frozen(kw_only=True)
class Silence:
    """A stretch of time in which nothing may leave for a territory.

    Attributes:
        code: code of the rule that imposes it.
        territory: where it holds; `None` for everywhere.
        start: first instant, included.
        end: last instant, excluded.
    """

    code: str
    territory: str | None
    start: datetime
    end: datetime

    def covers(self, instant: datetime, territory: str | None) -> bool:
        """Tell whether it holds then and there; an unknown place counts as there."""
        return self.start <= instant < self.end and self.reaches(territory)

    def reaches(self, territory: str | None) -> bool:
        """Tell whether it holds in a place, at some time.

        A territory's code begins with the code of the one that it lies in, as INSEE
        codes do: `62498` lies in `62`. A place known only as `62` may be `62498`.
        """
        if self.territory is None or territory is None:
            return True
        return territory.startswith(self.territory) or self.territory.startswith(
            territory
        )


class Vote(Protocol):
    """What the law needs to know of a vote.

    Attributes:
        kind: the kind of vote, such as `municipal` or `legislative`.
        territory: where; `None` for the whole country.
        days: voting days of its rounds, ISO dates, in order.
        time_zone: IANA name of the zone the territory votes in.
    """

    @property
    def kind(self) -> str: ...
    @property
    def territory(self) -> str | None: ...
    @property
    def days(self) -> tuple[str, ...]: ...
    @property
    def time_zone(self) -> str: ...
