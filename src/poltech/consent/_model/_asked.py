"""What is asked: the wording shown, and the votes that are coming."""

from datetime import date, datetime
from hashlib import sha256
from typing import final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from poltech.clock import require_aware
from poltech.consent.errors import InvalidConsentError
from poltech.errors import msg
from poltech.ids import NoticeId

__all__ = [
    "Election",
    "Notice",
]


@final
@attrs.frozen(kw_only=True)
class Notice:
    """The exact wording that was shown when consent or data was asked.

    Attributes:
        id: names this version.
        name: what the office calls the wording, the same through its versions.
        version: counts its versions from 1.
        locale: the language it is written in.
        text: the wording, to the letter.
        purposes: codes of the purposes it asks for.
        media: codes of the media it asks for.
        categories: special categories it names (GDPR article 9(2)(a)).
        since: when it was first shown.
    """

    id: NoticeId
    name: str
    version: int = 1
    locale: str
    text: str
    purposes: frozenset[str]
    media: frozenset[str]
    categories: frozenset[str] = frozenset()
    since: datetime

    def __attrs_post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidConsentError(field="text", problem=msg("it is empty"))
        require_aware(self.since, "since")

    @property
    def digest(self) -> bytes:
        """SHA-256 of the wording in UTF-8."""
        return sha256(self.text.encode()).digest()


@final
@attrs.frozen(kw_only=True)
class Election:
    """A vote that the workspace takes part in.

    Attributes:
        name: what it is called.
        kind: the kind of vote in its law's words, such as `municipal`.
        territory: where; `None` for the whole country.
        days: voting days of its rounds, ISO dates, in order.
        time_zone: IANA name of the zone the territory votes in.
    """

    name: str
    kind: str
    territory: str | None = None
    days: tuple[str, ...]
    time_zone: str = "Europe/Paris"

    def __attrs_post_init__(self) -> None:
        try:
            days = tuple(map(date.fromisoformat, self.days))
            ZoneInfo(self.time_zone)
        except (ValueError, ZoneInfoNotFoundError):
            raise InvalidConsentError(
                field="days", problem=msg("not ISO dates in a known time zone")
            ) from None
        if not days or list(days) != sorted(days):
            raise InvalidConsentError(
                field="days", problem=msg("name each voting day, in order")
            )
