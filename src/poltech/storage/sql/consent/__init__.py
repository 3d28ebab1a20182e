"""Consent in SQL."""

from poltech.storage.sql.consent._consent import SqlConsent
from poltech.storage.sql.consent._records import (
    SqlElections,
    SqlNotices,
    SqlSuppressions,
)
from poltech.storage.sql.consent._tables import ConsentTables

__all__ = [
    "ConsentTables",
    "SqlConsent",
    "SqlElections",
    "SqlNotices",
    "SqlSuppressions",
]
