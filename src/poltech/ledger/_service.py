"""One log: appended to, proved, signed and checked."""

from collections.abc import Iterator, Sequence
from typing import final

from poltech.ledger._audit import Audit
from poltech.ledger._checkpoints import Checkpoint, Receipt, open_checkpoint
from poltech.ledger._model import (
    ConsistencyProof,
    EntryBatch,
    Head,
    InclusionProof,
    Verification,
)
from poltech.ledger._notes import SignedNote, Signer
from poltech.ledger._ports import LedgerStore
from poltech.ledger._rules import (
    consistency_ranges,
    grow,
    inclusion_ranges,
    leaf_hash,
    peak_levels,
    root_hash,
    verify_consistency,
)
from poltech.ledger._tiles import Tiles, damaged, entries_of
from poltech.ledger.errors import (
    BrokenProofError,
    EntryNotFoundError,
    ForkedLedgerError,
)

__all__ = ["Ledger"]

_BATCH = 1024
"""Entries that are stored together: a proof reads one such batch."""


@final
class Ledger:
    """Writes, proves and signs the log of one workspace.

    Args:
        signer: signs the checkpoints.
        origin: names the log in them; the signer's name if nothing else.
    """

    def __init__(self, signer: Signer, origin: str | None = None) -> None:
        self._signer = signer
        self.origin = origin or signer.key.name
        self.key = signer.key

    def append(self, store: LedgerStore, entries: Sequence[bytes]) -> range:
        """Append entries, and give the indexes they have.

        Nobody else can append until this unit of work ends.

        Raises:
            DamagedLedgerError: the stored head cannot be one.
        """
        head = _sound(store.head(lock=True))
        start = head.size
        for at in range(0, len(entries), _BATCH):
            chunk = tuple(entries[at : at + _BATCH])
            grown, nodes = grow(head, [leaf_hash(entry) for entry in chunk])
            store.append(EntryBatch(head.size, chunk), nodes, grown)
            head = grown
        return range(start, head.size)

    def entries(
        self, store: LedgerStore, start: int = 0, end: int | None = None
    ) -> Iterator[bytes]:
        """Stream the entries from `start` up to `end`, or to the last.

        Raises:
            DamagedLedgerError: some are missing.
            EntryNotFoundError: the log is not that long.
        """
        size = _size(store, end)
        return entries_of(store, min(start, size), size)

    def inclusion(
        self, store: LedgerStore, index: int, size: int | None = None
    ) -> InclusionProof:
        """Prove that an entry stands in the log, now or when it was of a size.

        Raises:
            EntryNotFoundError: it had no such entry, or was never of that size.
            DamagedLedgerError: entries or hashes are missing.
        """
        size = _size(store, size)
        if not 0 <= index < size:
            raise EntryNotFoundError(reference=str(index))
        tiles = Tiles(store, size)
        path = (tiles.hash_of(*each) for each in inclusion_ranges(index, size))
        return InclusionProof(index=index, size=size, path=tuple(path))

    def consistency(
        self, store: LedgerStore, old: int, new: int | None = None
    ) -> ConsistencyProof:
        """Prove that the log of an older size grew into that of a newer, or of now.

        Raises:
            EntryNotFoundError: it was never of one of these sizes.
            DamagedLedgerError: entries or hashes are missing.
        """
        new = _size(store, new)
        if not 0 <= old <= new:
            raise EntryNotFoundError(reference=str(old))
        tiles = Tiles(store, new)
        path = (tiles.hash_of(*each) for each in consistency_ranges(old, new))
        return ConsistencyProof(old=old, new=new, path=tuple(path))

    def checkpoint(
        self, store: LedgerStore, after: Sequence[SignedNote] = ()
    ) -> SignedNote:
        """Sign the size and the root that the log has now.

        Call it in a unit of work that appends nothing: what is not committed must not
        be signed, for it may never come true.

        Args:
            store: where the log is.
            after: checkpoints signed before; nothing is signed that contradicts one.

        Raises:
            ForkedLedgerError: the log does not contain what a checkpoint states.
            UntrustedNoteError: one of `after` is not this log's.
            DamagedLedgerError: the stored head cannot be one.
        """
        head = _sound(store.head(lock=False))
        root = root_hash(head)
        for note in after:
            self._require_growth(store, self.open(note), head.size, root)
        stated = Checkpoint(origin=self.origin, size=head.size, root=root)
        return SignedNote(stated.text, (self._signer.sign(stated.text),))

    def open(self, note: SignedNote) -> Checkpoint:
        """Read a checkpoint of this log.

        Raises:
            UntrustedNoteError: it is another's, or not signed by this log's key.
            InvalidCheckpointError: it is no checkpoint.
        """
        return open_checkpoint(note, [self.key], self.origin)

    def receipt(self, store: LedgerStore, index: int) -> Receipt:
        """Give what proves offline that an entry stands in the log as it is now.

        Raises:
            EntryNotFoundError: there is no such entry.
            DamagedLedgerError: entries or hashes are missing.
        """
        note = self.checkpoint(store)
        proof = self.inclusion(store, index, self.open(note).size)
        return Receipt(index=index, path=proof.path, checkpoint=note)

    def verify(
        self, store: LedgerStore, checkpoints: Sequence[SignedNote] = ()
    ) -> Verification:
        """Read the whole log, and find what is not as it was appended.

        Entries, kept hashes, head and checkpoints must agree. Only a checkpoint that
        was kept elsewhere tells if all of them were rewritten, or the end cut off.

        Raises:
            UntrustedNoteError: a checkpoint is not this log's.
            InvalidCheckpointError: a note is no checkpoint.
        """
        return Audit(store, [self.open(note) for note in checkpoints]).run()

    def _require_growth(
        self, store: LedgerStore, old: Checkpoint, size: int, root: bytes
    ) -> None:
        if old.size > size:
            raise ForkedLedgerError
        proof = self.consistency(store, old.size, size)
        try:
            verify_consistency(proof, old.root, root)
        except BrokenProofError:
            raise ForkedLedgerError from None


def _sound(head: Head) -> Head:
    if len(head.peaks) != len(peak_levels(head.size)):
        raise damaged()
    return head


def _size(store: LedgerStore, size: int | None) -> int:
    """Give a size that the log has or had."""
    now = store.head(lock=False).size
    if size is None:
        return now
    if not 0 <= size <= now:
        raise EntryNotFoundError(reference=str(size))
    return size
