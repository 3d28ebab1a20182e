"""The vectors of the register of rules, one row one test, named by its code."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from poltech.law import (
    AddressingFacts,
    Cause,
    ConsentFacts,
    Decision,
    FieldFacts,
    Mechanism,
    Medium,
    Origin,
    Purpose,
    Sensitivity,
    SourceFacts,
    SourceKind,
    Statement,
    Vocabulary,
    jurisdiction,
)
from poltech.law.testing import Ballot
from poltech.profile import ControllerKind

FR = jurisdiction("FR")
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
MECHANISMS = Vocabulary("mechanism", Mechanism.BUILT_IN)
SOURCES = Vocabulary("source", SourceKind.BUILT_IN)
ROUNDS = Ballot(days=("2027-06-06", "2027-06-13"))


def consent(mechanism: str = "unticked_box", **facts: object) -> Decision:
    """Judge a statement that is given, in France unless said otherwise."""
    given = {"statement": Statement.GIVEN, "mechanism": MECHANISMS.parse(mechanism)}
    return FR.consent(ConsentFacts(**(given | facts)), TODAY)


def source(kind: str, **facts: object) -> Decision:
    """Judge a kind of source."""
    origin = SOURCES.parse(kind).origin
    return FR.source(SourceFacts(origin=origin, **facts), TODAY)


def opinion(**facts: object) -> Decision:
    """Judge storing a political opinion."""
    special = {"sensitivity": Sensitivity.SPECIAL, "category": "political_opinion"}
    return FR.field(FieldFacts(**(special | facts)), TODAY)


def address(**facts: object) -> Decision:
    """Judge addressing a person who said nothing, for a campaign by e-mail."""
    usual = {
        "at": NOON,
        "purpose": Purpose.CAMPAIGN,
        "medium": Medium.EMAIL,
        "controller": ControllerKind.PARTY,
    }
    return FR.address(AddressingFacts(**(usual | facts)))


def silenced(*local: int) -> Decision:
    """Judge writing to somebody of Lens who agreed, at a local time of an election."""
    return address(
        at=datetime(*local, tzinfo=PARIS),
        statement=Statement.GIVEN,
        territory="62498",
        silences=FR.silences([ROUNDS]),
    )


GIVEN = {"statement": Statement.GIVEN}

REFUSED = [
    ("C01", lambda: consent("prechecked_box"), "CONSENT_NOT_AFFIRMATIVE"),
    (
        "C04",
        lambda: address(
            purpose=Purpose.NEWSLETTER, medium=Medium.SMS, media=frozenset({"email"})
        ),
        "CONSENT_CHANNEL_MISMATCH",
    ),
    ("C09", lambda: address(statement=Statement.WITHDRAWN), "CONSENT_WITHDRAWN"),
    (
        "S01",
        lambda: opinion(controller=ControllerKind.COMPANY),
        "GDPR_ART9_NO_EXPLICIT_CONSENT",
    ),
    (
        "R06",
        lambda: address(medium=Medium.POST, suppressions=frozenset({Cause.OBJECTION})),
        "OBJECTION_ABSOLUTE",
    ),
    ("M01", lambda: consent(age=14), "MINOR_PARENTAL_CONSENT_REQUIRED"),
    ("M03", lambda: consent(age=15, country="DE"), "MINOR_PARENTAL_CONSENT_REQUIRED"),
    ("F01", lambda: source("municipal_school_file"), "SOURCE_PUBLIC_SERVICE"),
    ("F05", lambda: source("social_network"), "SOCIAL_HARVEST"),
    (
        "F09",
        lambda: address(
            purpose=Purpose.POLITICAL_ADVERTISING, origin=Origin.ELECTORAL_ROLL
        ),
        "TTPA_NOT_COLLECTED_FROM_SUBJECT",
    ),
    (
        "F10",
        lambda: source("electoral_roll", purpose=Purpose.COMMERCIAL),
        "ROLL_COMMERCIAL_USE",
    ),
    ("E01", address, "EPRIVACY_CONSENT_REQUIRED"),
    (
        "E17",
        lambda: address(**GIVEN, suppressions=frozenset({Cause.HARD_BOUNCE})),
        "HARD_BOUNCE",
    ),
    (
        "E18",
        lambda: address(**GIVEN, suppressions=frozenset({Cause.COMPLAINT})),
        "COMPLAINT",
    ),
    ("E20", lambda: address(purpose=Purpose.TRACKING), "TRACKER_NO_CONSENT"),
    ("L05", lambda: silenced(2027, 6, 5, 0, 5), "FR_L49_SILENCE"),
    ("L06 eve of round 2", lambda: silenced(2027, 6, 12, 12), "FR_L49_SILENCE"),
    (
        "P05",
        lambda: address(
            purpose=Purpose.COMMERCIAL,
            medium=Medium.PHONE,
            at=datetime(2026, 9, 1, 15, tzinfo=PARIS),
        ),
        "FR_CALL_CONSENT",
    ),
]

ALLOWED = [
    ("C11", lambda: address(**GIVEN)),
    ("S02", lambda: opinion(consented=frozenset({"political_opinion"}))),
    ("S03", lambda: opinion(relation="member")),
    ("M02", lambda: consent(age=15)),
    ("M07", lambda: consent(age=None)),
    (
        "F08",
        lambda: address(origin=Origin.ELECTORAL_ROLL, medium=Medium.POST),
    ),
    ("L05 before", lambda: silenced(2027, 6, 4, 22)),
    ("L06 Monday after round 1", lambda: silenced(2027, 6, 7, 9)),
    (
        "P06",
        lambda: address(medium=Medium.PHONE, at=datetime(2026, 9, 1, 15, tzinfo=PARIS)),
    ),
]


@pytest.mark.parametrize(
    ("decide", "code"),
    [row[1:] for row in REFUSED],
    ids=[f"{row[0]} {row[2]}" for row in REFUSED],
)
def test_vector_is_refused(decide, code: str) -> None:
    """The register says REFUSE, and with which code."""
    assert code in decide().codes


@pytest.mark.parametrize(
    "decide", [row[1] for row in ALLOWED], ids=[row[0] for row in ALLOWED]
)
def test_vector_is_allowed(decide) -> None:
    """The register says ALLOW."""
    assert decide().codes == ()
