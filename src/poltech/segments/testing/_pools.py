"""The few words that both people and questions are drawn from, so that they meet."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from poltech.contacts import FieldValue
from poltech.ids import SourceId

__all__ = [
    "CODES",
    "COMMUNES",
    "DAY",
    "FIELDS",
    "KINDS",
    "LABELS",
    "MEDIA",
    "NASTY",
    "NOON",
    "POSTCODES",
    "PURPOSES",
    "SCHEMES",
    "SOURCES",
    "SOURCE_KINDS",
    "SUBJECTS",
    "TAGS",
    "YEARS",
]

NOON: Final = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY: Final = timedelta(days=1)

NASTY: Final = (
    "'; DROP TABLE poltech_contact; --",
    '" OR ""="',
    "x' UNION SELECT sealed FROM poltech_contact --",
    "%_\\",
    "a*b(c):d,e",
    "et",
    "NOT",
    ":name $1 %(x)s ?",
    "\U0010ffff\ud7ff",
    "“x” «y»",
)
"""Texts that break what pastes them into SQL, a pattern or a grammar."""

TAGS: Final = ("bénévole", "élu", "boîtage", *NASTY)
POSTCODES: Final = ("62", "62000", "62300", "63000", "6", *NASTY[:2])
COMMUNES: Final = ("Lens", "lens", "Arras", NASTY[3])
CODES: Final = ("1", "62-03", NASTY[0])
SCHEMES: Final = ("canton", "circonscription")
KINDS: Final = ("signed", "gave", "opened", "canvass", NASTY[0])
SUBJECTS: Final = ("p1", "p2", NASTY[1])
PURPOSES: Final = ("campaign", "newsletter", NASTY[0])
MEDIA: Final = ("email", "sms")
LABELS: Final = ("marché", "porte-à-porte", NASTY[2])
SOURCE_KINDS: Final = ("paper_form", "partner")
SOURCES: Final = tuple(SourceId(int=number) for number in range(1, 5))
YEARS: Final = (1950, 1989, 1990, 2005)
FIELDS: Final[dict[str, Sequence[FieldValue]]] = {
    "level": (0, 1, 2, 10, Decimal("1.5"), Decimal("-3.25"), True, False),
    "town": ("Lens", "Le", "", "lens", *NASTY[:3]),
    "since": (date(2020, 1, 1), date(2024, 2, 29), date(1999, 12, 31)),
}
