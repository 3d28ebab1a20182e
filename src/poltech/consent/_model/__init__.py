"""What people said, and what follows: notices, records, suppressions, answers."""

from poltech.consent._model._answered import (
    Appended,
    ConsentAudit,
    Explanation,
    Verdict,
)
from poltech.consent._model._asked import Election, Notice
from poltech.consent._model._said import Choice, ConsentRecord, Evidence, Speaker
from poltech.consent._model._stored import (
    ConsentState,
    StoredFacts,
    StoredRecord,
    Suppression,
)

__all__ = [
    "Appended",
    "Choice",
    "ConsentAudit",
    "ConsentRecord",
    "ConsentState",
    "Election",
    "Evidence",
    "Explanation",
    "Notice",
    "Speaker",
    "StoredFacts",
    "StoredRecord",
    "Suppression",
    "Verdict",
]
