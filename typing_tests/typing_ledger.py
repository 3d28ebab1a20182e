"""What the ledger's door lets pass, and what it does not."""

from typing import assert_type

from poltech.ledger import (
    Checkpoint,
    InclusionProof,
    LeafHash,
    Ledger,
    LedgerStore,
    Receipt,
    SignedNote,
    VerifierKey,
    leaf_hash,
    open_checkpoint,
    verify_consistency,
    verify_inclusion,
    verify_receipt,
)


def proofs(ledger: Ledger, store: LedgerStore, entry: bytes, root: bytes) -> None:
    """A proof speaks of the hash of an entry, not of its bytes."""
    proof = ledger.inclusion(store, 0)
    assert_type(proof, InclusionProof)
    assert_type(leaf_hash(entry), LeafHash)
    verify_inclusion(proof, leaf_hash(entry), root)
    verify_inclusion(proof, entry, root)  # type: ignore[arg-type]
    verify_consistency(proof, root, root)  # type: ignore[arg-type]
    ledger.append(store, entry)  # type: ignore[arg-type]
    ledger.append(store, ["text"])  # type: ignore[list-item]


def notes(ledger: Ledger, store: LedgerStore, key: VerifierKey, text: str) -> None:
    """Only a parsed note can be trusted, and only a trusted one is a checkpoint."""
    note = SignedNote.parse(text)
    assert_type(ledger.open(note), Checkpoint)
    assert_type(open_checkpoint(note, [key], "origin"), Checkpoint)
    ledger.verify(store, [note])
    ledger.verify(store, [text])  # type: ignore[list-item]
    ledger.verify(store, [ledger.open(note)])  # type: ignore[list-item]
    open_checkpoint(text, [key], "origin")  # type: ignore[arg-type]
    open_checkpoint(note, ["name+hash+key"], "origin")  # type: ignore[list-item]


def receipts(receipt: Receipt, entry: bytes, key: VerifierKey) -> None:
    """A receipt is checked for the hash of an entry as well."""
    assert_type(verify_receipt(receipt, leaf_hash(entry), [key], "origin"), Checkpoint)
    verify_receipt(receipt, entry, [key], "origin")  # type: ignore[arg-type]
