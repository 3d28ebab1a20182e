"""An append-only Merkle log with signed checkpoints.

Entry
:   opaque bytes; the log never looks inside.

Head
:   how far the log has grown.

Checkpoint
:   a signed note that states size and root (C2SP `tlog-checkpoint`).

Proof
:   hashes that show an entry is included, or that a log only grew (RFC 9162).
"""

from poltech.ledger._model import EntryBatch, Head, Node
from poltech.ledger._ports import LedgerStore

__all__ = ["EntryBatch", "Head", "LedgerStore", "Node"]
