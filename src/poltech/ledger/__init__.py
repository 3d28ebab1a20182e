"""An append-only Merkle log with signed checkpoints.

Entry
:   opaque bytes; the log never looks inside.

Head
:   how far the log has grown.

Root
:   one hash over all entries; no entry can change without changing it.

Signed note
:   a text with signatures under it (C2SP `signed-note`).

Checkpoint
:   a signed note that states size and root (C2SP `tlog-checkpoint`). Who keeps one
    elsewhere can tell ever after if the log was rewritten or cut.

Proof
:   hashes that show an entry is included, or that a log only grew (RFC 9162).

Receipt
:   an inclusion proof and the checkpoint it leads to, in one text that can be checked
    offline (C2SP `tlog-proof`).

Sources: RFC 9162 section 2.1, https://c2sp.org/signed-note,
https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-proof.
"""

from poltech.ledger._checkpoints import (
    Checkpoint,
    Receipt,
    open_checkpoint,
    verify_receipt,
)
from poltech.ledger._model import (
    ConsistencyProof,
    EntryBatch,
    Fault,
    FaultKind,
    Head,
    InclusionProof,
    LeafHash,
    Node,
    Verification,
)
from poltech.ledger._notes import (
    NoteSignature,
    SignedNote,
    Signer,
    VerifierKey,
    verify_note,
)
from poltech.ledger._ports import LedgerStore
from poltech.ledger._rules import (
    leaf_hash,
    node_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)
from poltech.ledger._service import Ledger
from poltech.ledger.errors import (
    BrokenProofError,
    DamagedLedgerError,
    EntryNotFoundError,
    ForkedLedgerError,
    InvalidCheckpointError,
    InvalidNoteError,
    InvalidSigningKeyError,
    UntrustedNoteError,
)

__all__ = [
    "BrokenProofError",
    "Checkpoint",
    "ConsistencyProof",
    "DamagedLedgerError",
    "EntryBatch",
    "EntryNotFoundError",
    "Fault",
    "FaultKind",
    "ForkedLedgerError",
    "Head",
    "InclusionProof",
    "InvalidCheckpointError",
    "InvalidNoteError",
    "InvalidSigningKeyError",
    "LeafHash",
    "Ledger",
    "LedgerStore",
    "Node",
    "NoteSignature",
    "Receipt",
    "SignedNote",
    "Signer",
    "UntrustedNoteError",
    "Verification",
    "VerifierKey",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "root_hash",
    "verify_consistency",
    "verify_inclusion",
    "verify_note",
    "verify_receipt",
]
