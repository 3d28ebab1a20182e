"""How close a person is, by what they did (CNIL, délibération 2012-020)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.contacts import (
    Activity,
    ActivityKind,
    Standing,
    StandingTiers,
    derive_standing,
)
from poltech.contacts._rules import closer
from poltech.contacts.testing import activities
from poltech.ids import ActivityId, ContactId, FrozenIds
from poltech.law import Vocabulary

TODAY = date(2026, 11, 23)
WHO = FrozenIds().new(ContactId)
KINDS = Vocabulary("activity kind", ActivityKind.BUILT_IN)
TIERS = StandingTiers(
    regular_kinds=frozenset({"gave", "attended", "replied"}),
    regular_acts=2,
    regular_within=timedelta(days=365),
    occasional_within=timedelta(days=3 * 365),
)


def acts(*dated: tuple[str, str]) -> list[Activity]:
    """Make activities of a table of days and kinds."""
    ids = FrozenIds()
    return [
        Activity(
            id=ids.new(ActivityId),
            contact=WHO,
            kind=kind,
            at=datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC),
        )
        for day, kind in dated
    ]


@pytest.mark.parametrize(
    ("dated", "standing"),
    [
        ([], Standing.NONE),
        ([("2001-01-01", "joined")], Standing.MEMBER),
        ([("2001-01-01", "joined"), ("2026-01-01", "left")], Standing.FORMER_MEMBER),
        (
            [
                ("2001-01-01", "joined"),
                ("2010-01-01", "left"),
                ("2026-01-01", "joined"),
            ],
            Standing.MEMBER,
        ),
        ([("2026-01-01", "gave"), ("2026-06-01", "attended")], Standing.REGULAR),
        ([("2026-01-01", "gave"), ("2026-01-01", "attended")], Standing.OCCASIONAL),
        ([("2025-11-23", "gave"), ("2026-06-01", "gave")], Standing.OCCASIONAL),
        ([("2025-11-24", "gave"), ("2026-06-01", "gave")], Standing.REGULAR),
        (
            [
                ("2026-01-01", "signed"),
                ("2026-02-01", "signed"),
                ("2026-03-01", "signed"),
            ],
            Standing.OCCASIONAL,
        ),
        ([("2023-11-25", "clicked")], Standing.OCCASIONAL),
        ([("2023-11-24", "clicked")], Standing.NONE),
        ([("2026-11-22", "opened")], Standing.NONE),
        ([("2026-11-22", "was_sent"), ("2026-11-22", "note")], Standing.NONE),
        ([("2026-11-24", "joined")], Standing.NONE),
        ([("2026-11-22", "unheard_of")], Standing.NONE),
    ],
)
def test_standings_follow_from_dated_acts(
    dated: list[tuple[str, str]], standing: Standing
) -> None:
    """Petitions make nobody regular, opening makes nobody anything (CNIL, 2025)."""
    assert derive_standing(acts(*dated), TODAY, TIERS, KINDS) is standing


@pytest.mark.property
@given(st.lists(activities(WHO), max_size=8), st.integers(0, 4000))
def test_time_alone_brings_nobody_closer(done: list[Activity], days: int) -> None:
    """Who does nothing more is never closer later than today."""
    last = max((act.at.date() for act in done), default=TODAY)
    now = derive_standing(done, last, TIERS, KINDS)
    later = derive_standing(done, last + timedelta(days=days), TIERS, KINDS)
    assert closer(now, later) is now


@given(
    st.permutations(
        acts(("2025-12-01", "gave"), ("2026-01-01", "left"), ("2026-02-01", "gave"))
    )
)
def test_the_order_of_the_list_does_not_matter(done: list[Activity]) -> None:
    """Only the dates count."""
    assert derive_standing(done, TODAY, TIERS, KINDS) is Standing.REGULAR
