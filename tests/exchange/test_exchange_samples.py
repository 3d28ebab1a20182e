"""The files that the demo and the tests are made of."""

from collections import Counter
from datetime import date

import pytest

from poltech.exchange import (
    Candidate,
    Setting,
    Target,
    guess_mapping,
    normalize_batch,
    open_table,
    plan_of,
)
from poltech.exchange.samples import Dice, office_file
from poltech.exchange.testing import town_halls

TODAY = date(2026, 11, 23)


def imported(content):
    """Normalise a whole file; give its mapping and its rows."""
    reader = open_table(content)
    mapping = guess_mapping(reader.layout)
    plan = plan_of(mapping, Setting(today=TODAY))
    rows = [row for batch in reader.batches() for row in normalize_batch(plan, batch)]
    return reader, mapping, rows


@pytest.fixture(scope="module")
def office():
    """Make the office's file once."""
    return office_file(1_500, today=TODAY)


def test_the_same_seed_gives_the_same_office(office):
    """The demo prints the same figures on every machine."""
    assert office_file(1_500, today=TODAY) == office
    assert office_file(1_500, seed="autre", today=TODAY).content != office.content


def test_the_offices_file_is_as_dirty_as_promised(office):
    """Title, semicolons, cp1252; each oddity is found where it was hidden."""
    reader, mapping, rows = imported(office.content)
    assert reader.layout.encoding == "cp1252"
    assert reader.layout.header_row == 3
    assert Target.parse("consent:campaign:email") in {
        column.target for column in mapping.columns
    }
    found = Counter(finding.code for row in rows for finding in row.findings)
    assert set(office.planted) == {
        "bad_email",
        "blank",
        "bought",
        "duplicate",
        "formula",
        "long_row",
        "minor",
        "nobody",
        "shared_mailbox",
        "special",
        "stray_quote",
        "unsubscribed",
    }
    assert found["stray_quote"] == found["long_row"] == 1
    assert found["no_identity"] >= office.planted["nobody"]
    assert min(office.planted.values()) > 0


def test_every_column_of_the_offices_file_is_understood(office):
    """Nothing is left to a guess."""
    _, mapping, _ = imported(office.content)
    assert min(column.confidence for column in mapping.columns) >= 0.75
    assert sum(column.category is not None for column in mapping.columns) == 1


def test_nobody_in_the_office_lives(office):
    """Mailboxes of RFC 2606, numbers that Arcep keeps for fiction."""
    _, _, rows = imported(office.content)
    points = [
        point
        for row in rows
        if isinstance(row, Candidate)
        for point in row.draft.points
    ]
    fiction = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")
    for point in points:
        if point.kind == "email":
            assert point.value.endswith(("example.org", "example.net", "example.com"))
        else:
            assert point.value.startswith(fiction)


def test_thirty_five_thousand_town_halls_are_all_accounted_for():
    """Web addresses, `inconnu` and addresses cut short become findings."""
    made = town_halls()
    _, mapping, rows = imported(made.content)
    assert mapping.targets == {
        "département": "division:departement",
        "commune": "commune",
        "email": "email",
    }
    assert len(rows) == made.rows == 35_000
    found = Counter(finding.code for row in rows for finding in row.findings)
    planted = made.planted
    assert found["web_address"] == planted["web_address"]
    assert found["placeholder"] == planted["unknown"]
    assert found["bad_email"] == planted["truncated"] + planted["cut_domain"]
    rejected = sum(not isinstance(row, Candidate) for row in rows)
    hopeless = ("web_address", "unknown", "truncated", "cut_domain", "missing")
    assert rejected == sum(planted[word] for word in hopeless)
    assert sum(planted.values()) == made.rows


def test_dice_fall_evenly():
    """Every face comes up about as often."""
    dice = Dice("fair")
    faces = Counter(dice.below(6) for _ in range(6_000))
    assert set(faces) == set(range(6))
    assert all(800 < times < 1_200 for times in faces.values())
