"""Electoral silence: code électoral articles L47 A and L49."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import AddressingFacts, Citation, Day, Silence, Vote
from poltech.law._vocabulary import Stream
from poltech.law.fr._numbers import POLLS_CLOSE, TERRITORIES, votes_early

__all__ = ["SILENCE", "silence"]

_CODE = "FR_L49_SILENCE"
_SUNDAY = 6


@rule(
    _CODE,
    Citation("Code électoral articles L47 A and L49", "T"),
    msg(
        "Campaigning stops at 0:00 on the eve of the vote, until the polls have closed."
    ),
    msg("Send after the polls have closed; between two rounds you may write again."),
)
def l49(facts: AddressingFacts, _: Day) -> bool:
    """No propaganda from the eve of the vote at 0:00; neutral messages pass."""
    return (
        bool(facts.silences)
        and facts.purpose.political
        and facts.purpose.stream is Stream.CAMPAIGN
        and any(
            stretch.code == _CODE and stretch.covers(facts.at, facts.territory)
            for stretch in facts.silences
        )
    )


SILENCE = (l49,)


def silence(vote: Vote) -> Iterator[Silence]:
    """Give the silences of a vote: both rounds, each territory by its own clock.

    A vote of the whole country is silent overseas too, where clocks differ and some
    territories vote on the Saturday before.
    """
    for text in vote.days:
        day = date.fromisoformat(text)
        yield _stretch(vote.kind, vote.territory, vote.time_zone, day)
        if vote.territory is None:
            for overseas in TERRITORIES:
                yield _stretch(vote.kind, overseas.code, overseas.time_zone, day)


def _stretch(kind: str, territory: str | None, time_zone: str, day: date) -> Silence:
    """Give the silence of one voting day in one place."""
    early = day.weekday() == _SUNDAY and votes_early(kind, territory, day)
    eve = day - timedelta(days=2 if early else 1)
    zone = ZoneInfo(time_zone)
    return Silence(
        code=_CODE,
        territory=territory,
        start=_instant(eve, time(), zone),
        end=_instant(day, POLLS_CLOSE.at(day), zone),
    )


def _instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Give the instant of a local hour, in UTC."""
    return datetime.combine(day, hour, zone).astimezone(UTC)
