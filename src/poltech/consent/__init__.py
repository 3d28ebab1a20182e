"""What people agreed to, and what follows from it.

Notice
:   the exact wording shown when data or consent was asked, versioned and hashed.

ConsentRecord
:   one append-only statement: given, refused, withdrawn or expired, for a purpose,
    a medium and a controller.

Suppression
:   keyed digest of a contact point that must not be written to, with its cause.

Verdict, Permit
:   the decision for one contact, and the unforgeable proof that it was allowed.
"""

from poltech.consent._model import (
    ConsentRecord,
    ConsentState,
    Election,
    Evidence,
    Notice,
    StoredFacts,
    StoredRecord,
    Suppression,
    Verdict,
)
from poltech.consent._permit import Permit
from poltech.consent._ports import (
    ConsentStore,
    ConsentWork,
    ElectionStore,
    NoticeStore,
    SuppressionStore,
)
from poltech.consent.errors import InvalidConsentError, NoticeNotFoundError

__all__ = [
    "ConsentRecord",
    "ConsentState",
    "ConsentStore",
    "ConsentWork",
    "Election",
    "ElectionStore",
    "Evidence",
    "InvalidConsentError",
    "Notice",
    "NoticeNotFoundError",
    "NoticeStore",
    "Permit",
    "StoredFacts",
    "StoredRecord",
    "Suppression",
    "SuppressionStore",
    "Verdict",
]
