"""Electoral silence in France: code électoral articles L47 A and L49."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.law import AddressingFacts, Medium, Purpose, Silence, Statement
from poltech.law.fr import FR
from poltech.law.testing import Ballot, ballots
from poltech.profile import ControllerKind

CODE = "FR_L49_SILENCE"
SECOND = timedelta(seconds=1)
LENS = Ballot(territory="62498", days=("2027-06-06", "2027-06-13"))
NATIONAL = Ballot(kind="legislative", days=("2027-06-13",))


def quiet(
    at: datetime,
    ballot: Ballot,
    territory: str | None = "62498",
    purpose: Purpose = Purpose.CAMPAIGN,
    medium: Medium = Medium.EMAIL,
) -> bool:
    """Tell whether silence stops a message to somebody who agreed to it."""
    facts = AddressingFacts(
        at=at,
        purpose=purpose,
        medium=medium,
        controller=ControllerKind.CANDIDATE,
        statement=Statement.GIVEN,
        territory=territory,
        silences=FR.silences([ballot]),
    )
    return FR.address(facts).codes == (CODE,)


def local(zone: str, *when: int) -> datetime:
    """Give an instant by the clock of a place."""
    return datetime(*when, tzinfo=ZoneInfo(zone))


THRESHOLDS = [
    ("round 1", LENS, "62498", "Europe/Paris", (2027, 6, 5), (2027, 6, 6, 20)),
    ("round 2", LENS, "62498", "Europe/Paris", (2027, 6, 12), (2027, 6, 13, 20)),
    (
        "clocks go forward on the day",
        Ballot(days=("2027-03-28",)),
        "62498",
        "Europe/Paris",
        (2027, 3, 27),
        (2027, 3, 28, 20),
    ),
    (
        "clocks go back on the day",
        Ballot(days=("2027-10-31",)),
        "62498",
        "Europe/Paris",
        (2027, 10, 30),
        (2027, 10, 31, 20),
    ),
    (
        "Guadeloupe votes by its own clock",
        Ballot(territory="971", days=("2027-06-13",), time_zone="America/Guadeloupe"),
        "97105",
        "America/Guadeloupe",
        (2027, 6, 12),
        (2027, 6, 13, 20),
    ),
    (
        "deputies of Guadeloupe, L173: Saturday vote, silence from Friday",
        Ballot(
            kind="legislative",
            territory="971",
            days=("2027-06-13",),
            time_zone="America/Guadeloupe",
        ),
        "97105",
        "America/Guadeloupe",
        (2027, 6, 11),
        (2027, 6, 13, 20),
    ),
    (
        "the Saturday itself is given",
        Ballot(
            kind="legislative",
            territory="987",
            days=("2027-06-12",),
            time_zone="Pacific/Tahiti",
        ),
        "987",
        "Pacific/Tahiti",
        (2027, 6, 11),
        (2027, 6, 12, 20),
    ),
]


@pytest.mark.parametrize(
    ("ballot", "territory", "zone", "start", "end"),
    [row[1:] for row in THRESHOLDS],
    ids=[row[0] for row in THRESHOLDS],
)
def test_silence_begins_and_ends_to_the_second(
    ballot: Ballot, territory: str, zone: str, start: tuple, end: tuple
) -> None:
    """From the eve of the vote at 0:00, by the local clock, until the polls close."""
    first, last = local(zone, *start), local(zone, *end)
    assert not quiet(first - SECOND, ballot, territory)
    assert quiet(first, ballot, territory)
    assert quiet(last - SECOND, ballot, territory)
    assert not quiet(last, ballot, territory)
    assert not quiet(first - timedelta(days=1), ballot, territory)
    assert not quiet(last + timedelta(days=1), ballot, territory)


@pytest.mark.parametrize(
    ("territory", "zone", "days"),
    [
        ("971", "America/Guadeloupe", 2),
        ("972", "America/Martinique", 2),
        ("973", "America/Cayenne", 2),
        ("975", "America/Miquelon", 2),
        ("977", "America/St_Barthelemy", 2),
        ("978", "America/Marigot", 2),
        ("987", "Pacific/Tahiti", 2),
        ("974", "Indian/Reunion", 1),
        ("976", "Indian/Mayotte", 1),
        ("986", "Pacific/Wallis", 1),
        ("988", "Pacific/Noumea", 1),
    ],
)
def test_a_national_vote_is_silent_overseas_by_local_clocks(
    territory: str, zone: str, days: int
) -> None:
    """Articles L173, L397, L480, L507, L534: Saturday votes start on Friday."""
    eve = date(2027, 6, 13) - timedelta(days=days)
    first = local(zone, eve.year, eve.month, eve.day)
    assert quiet(first, NATIONAL, territory)
    assert not quiet(first - SECOND, NATIONAL, territory)


def test_metropolitan_france_does_not_wait_for_the_overseas() -> None:
    """Lens may still campaign on Friday, when Guadeloupe may not."""
    friday = local("Europe/Paris", 2027, 6, 11, 12)
    assert not quiet(friday, NATIONAL, "62498")
    assert quiet(friday, NATIONAL, "971")


def test_an_unknown_place_counts_as_the_strictest() -> None:
    """Who may live in Guadeloupe is not written to when Guadeloupe is silent."""
    assert quiet(local("Europe/Paris", 2027, 6, 11, 12), NATIONAL, None)


def test_between_the_rounds_campaigning_goes_on() -> None:
    """L47 A: the second campaign opens on the day after the first round."""
    assert not quiet(local("Europe/Paris", 2027, 6, 7), LENS)
    assert not quiet(local("Europe/Paris", 2027, 6, 11, 23, 59, 59), LENS)


@pytest.mark.parametrize("medium", Medium.BUILT_IN, ids=lambda medium: medium.code)
def test_every_medium_falls_silent(medium: Medium) -> None:
    """L49 names leaflets, electronic messages, serial calls and meetings."""
    assert quiet(local("Europe/Paris", 2027, 6, 5, 12), LENS, medium=medium)


@pytest.mark.parametrize("purpose", Purpose.BUILT_IN, ids=lambda purpose: purpose.code)
def test_only_political_messages_fall_silent(purpose: Purpose) -> None:
    """A receipt or an answer is no propaganda."""
    at = local("Europe/Paris", 2027, 6, 5, 12)
    assert quiet(at, LENS, purpose=purpose) is purpose.political


@pytest.mark.parametrize(
    ("place", "reached"),
    [("62498", True), ("62", True), (None, True), ("62765", False), ("59", False)],
)
def test_a_municipal_vote_silences_its_own_town(place: str | None, reached) -> None:
    """Elsewhere campaigns go on; a place known only by its département may be it."""
    assert quiet(local("Europe/Paris", 2027, 6, 5, 12), LENS, place) is reached


@given(ballots())
def test_each_round_is_silent_from_its_eve_until_it_closes(ballot: Ballot) -> None:
    """At noon of every voting day there is silence, by the clock of the vote."""
    silences = FR.silences([ballot])
    for day in map(date.fromisoformat, ballot.days):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        assert any(s.covers(noon, ballot.territory) for s in silences)
        weeks = timedelta(days=21)
        assert not any(s.covers(noon + weeks, ballot.territory) for s in silences)


@given(st.integers(0, 60 * 24 * 60))
def test_silence_is_the_same_whatever_zone_an_instant_is_said_in(minutes) -> None:
    """An instant is an instant: 0:05 in Paris is 22:05 of the day before in UTC."""
    paris = local("Europe/Paris", 2027, 5, 1) + timedelta(minutes=minutes)
    assert quiet(paris, LENS) is quiet(paris.astimezone(UTC), LENS)


def test_a_silence_without_territory_reaches_everywhere() -> None:
    """A vote of the whole country spares no place."""
    start = datetime(2027, 6, 12, tzinfo=UTC)
    everywhere = Silence(
        code="X", territory=None, start=start, end=start + timedelta(days=1)
    )
    assert everywhere.reaches("971")
    assert everywhere.covers(start, None)
    assert not everywhere.covers(start - SECOND, "971")
