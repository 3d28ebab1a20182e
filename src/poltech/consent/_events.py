"""What happened to consent; written in the same unit of work as the change."""

from typing import final

import attrs

from poltech.events import Event
from poltech.ids import ContactId, NoticeId, RecordId

__all__ = [
    "ConsentExpired",
    "ConsentFolded",
    "ConsentGiven",
    "ConsentRefused",
    "ConsentUnfolded",
    "ConsentWithdrawn",
    "ConsentsImported",
    "ElectionScheduled",
    "NoticePublished",
    "PointSuppressed",
    "SuppressionLifted",
]


@final
@attrs.frozen(kw_only=True)
class ConsentGiven(Event, word="consent.given"):
    """A person agreed."""

    contact: ContactId
    record: RecordId
    purpose: str
    medium: str
    entry: int


@final
@attrs.frozen(kw_only=True)
class ConsentRefused(Event, word="consent.refused"):
    """A person said no."""

    contact: ContactId
    record: RecordId
    purpose: str
    medium: str
    entry: int


@final
@attrs.frozen(kw_only=True)
class ConsentWithdrawn(Event, word="consent.withdrawn"):
    """A person took back what they had agreed to."""

    contact: ContactId
    record: RecordId
    purpose: str
    medium: str
    entry: int


@final
@attrs.frozen(kw_only=True)
class ConsentExpired(Event, word="consent.expired"):
    """What a person had agreed to lapsed."""

    contact: ContactId
    record: RecordId
    purpose: str
    medium: str
    entry: int


@final
@attrs.frozen(kw_only=True)
class ConsentsImported(Event, word="consent.imported"):
    """Consents that people had given elsewhere were taken over, many at once.

    What people refused or withdrew is never told in bulk: each has its own event.

    Attributes:
        first: index of the first entry in the ledger.
        entries: how many entries were appended together.
        consents: how many of them give consent.
    """

    first: int
    entries: int
    consents: int


@final
@attrs.frozen(kw_only=True)
class ConsentFolded(Event, word="consent.folded"):
    """What two contacts said was folded into one, by the rule."""

    survivor: ContactId
    loser: ContactId


@final
@attrs.frozen(kw_only=True)
class ConsentUnfolded(Event, word="consent.unfolded"):
    """Two contacts each have again what they said."""

    survivor: ContactId
    loser: ContactId


@final
@attrs.frozen(kw_only=True)
class PointSuppressed(Event, word="consent.point_suppressed"):
    """Contact points must not be written to any more.

    Attributes:
        cause: why.
        medium: code of the medium; `None` for all.
        purpose: code of the purpose; `None` for all.
        points: how many points.
    """

    cause: str
    medium: str | None
    purpose: str | None
    points: int = 1


@final
@attrs.frozen(kw_only=True)
class SuppressionLifted(Event, word="consent.suppression_lifted"):
    """A person came back by an act of their own."""

    contact: ContactId
    cause: str
    medium: str | None
    purpose: str | None


@final
@attrs.frozen(kw_only=True)
class NoticePublished(Event, word="consent.notice_published"):
    """A wording has a new version."""

    notice: NoticeId
    version: int
    digest: str


@final
@attrs.frozen(kw_only=True)
class ElectionScheduled(Event, word="consent.election_scheduled"):
    """A vote was put into the calendar, or moved."""

    name: str
    days: tuple[str, ...]
