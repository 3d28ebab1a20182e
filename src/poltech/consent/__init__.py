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

Choice
:   what a person said, before it is judged and recorded.

Echo
:   a record that repeats what another contact said, after a merge; it follows the
    original, and is taken back when the two part again.

Receipt
:   what a person carries away: the record, the ledger's entry, and its proof.

Sources: ISO/IEC TS 27560, the Data Privacy Vocabulary, GDPR articles 4(11), 7, 8, 21.
"""

from poltech.consent._codec import open_entry, seal_records
from poltech.consent._events import (
    ConsentExpired,
    ConsentFolded,
    ConsentGiven,
    ConsentRefused,
    ConsentsImported,
    ConsentUnfolded,
    ConsentWithdrawn,
    ElectionScheduled,
    NoticePublished,
    PointSuppressed,
    SuppressionLifted,
)
from poltech.consent._model import (
    Appended,
    Choice,
    ConsentAudit,
    ConsentRecord,
    ConsentState,
    Election,
    Evidence,
    Explanation,
    Notice,
    Speaker,
    StoredFacts,
    StoredRecord,
    Suppression,
    Verdict,
)
from poltech.consent._permit import Permit
from poltech.consent._ports import (
    Begin,
    ConsentStore,
    ConsentWork,
    ElectionStore,
    NoticeStore,
    SuppressionStore,
)
from poltech.consent._receipt import verify_consent_receipt
from poltech.consent._service import Consents, Desk, Folder
from poltech.consent.errors import (
    InvalidConsentError,
    NoticeNotFoundError,
    PersonNotFoundError,
    UnreadableEntryError,
)

__all__ = [
    "Appended",
    "Begin",
    "Choice",
    "ConsentAudit",
    "ConsentExpired",
    "ConsentFolded",
    "ConsentGiven",
    "ConsentRecord",
    "ConsentRefused",
    "ConsentState",
    "ConsentStore",
    "ConsentUnfolded",
    "ConsentWithdrawn",
    "ConsentWork",
    "Consents",
    "ConsentsImported",
    "Desk",
    "Election",
    "ElectionScheduled",
    "ElectionStore",
    "Evidence",
    "Explanation",
    "Folder",
    "InvalidConsentError",
    "Notice",
    "NoticeNotFoundError",
    "NoticePublished",
    "NoticeStore",
    "Permit",
    "PersonNotFoundError",
    "PointSuppressed",
    "Speaker",
    "StoredFacts",
    "StoredRecord",
    "Suppression",
    "SuppressionLifted",
    "SuppressionStore",
    "UnreadableEntryError",
    "Verdict",
    "open_entry",
    "seal_records",
    "verify_consent_receipt",
]
