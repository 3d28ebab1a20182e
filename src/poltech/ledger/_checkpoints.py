"""Checkpoints of a log (C2SP `tlog-checkpoint`) and receipts (C2SP `tlog-proof`)."""

import re
from collections.abc import Iterable
from typing import Self, final

import attrs

from poltech.errors import msg
from poltech.ledger._model import InclusionProof, LeafHash
from poltech.ledger._notes import (
    SignedNote,
    VerifierKey,
    decode_base64,
    encode_base64,
    verify_note,
)
from poltech.ledger._rules import HASH_BYTES, verify_inclusion
from poltech.ledger.errors import InvalidCheckpointError, UntrustedNoteError

__all__ = ["Checkpoint", "Receipt", "open_checkpoint", "verify_receipt"]

_NUMBER = re.compile("0|[1-9][0-9]{0,18}")
_FEWEST_LINES = 4
_RECEIPT = re.compile(
    r"c2sp\.org/tlog-proof@v1\n"
    r"(?:extra (?P<extra>[^\n]*)\n)?"
    r"index (?P<index>0|[1-9][0-9]{0,18})\n"
    r"(?P<path>(?:[^\n]+\n){0,63})"
    r"\n(?P<note>.*)",
    re.DOTALL,
)


@final
@attrs.frozen(kw_only=True)
class Checkpoint:
    """What a log states of itself; only a signed note makes it binding.

    Attributes:
        origin: which log.
        size: how many entries it has.
        root: hash over them.
        extensions: further lines; opaque.

    Raises:
        InvalidCheckpointError: it cannot be written as lines, or the root is no hash.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if not all(lines) or any("\n" in line for line in lines):
            raise InvalidCheckpointError(problem=msg("a line is empty or broken"))
        if not _NUMBER.fullmatch(str(self.size)) or len(self.root) != HASH_BYTES:
            raise InvalidCheckpointError(problem=msg("its size or root is none"))

    @property
    def text(self) -> str:
        """The text of the note that states it."""
        lines = (
            self.origin,
            str(self.size),
            encode_base64(self.root),
            *self.extensions,
        )
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note.

        Raises:
            InvalidCheckpointError: it is not a checkpoint's.
        """
        lines = text.split("\n")
        if len(lines) < _FEWEST_LINES or lines.pop():
            raise InvalidCheckpointError(problem=msg("a line is empty or broken"))
        origin, size, root, *extensions = lines
        raw = decode_base64(root)
        if raw is None or not _NUMBER.fullmatch(size):
            raise InvalidCheckpointError(problem=msg("its size or root is none"))
        return cls(
            origin=origin, size=int(size), root=raw, extensions=tuple(extensions)
        )


def open_checkpoint(
    note: SignedNote, keys: Iterable[VerifierKey], origin: str
) -> Checkpoint:
    """Read a checkpoint that a trusted key signed, of the log that is meant.

    Raises:
        UntrustedNoteError: no trusted key signed it, one signature is bad or stands
            twice, or it is another log's.
        InvalidCheckpointError: the signed text is not a checkpoint.
    """
    names = [(each.name, each.key_id) for each in note.signatures]
    if len(set(names)) != len(names):
        raise UntrustedNoteError(problem=msg("a key signed it twice"))
    verify_note(note, keys)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != origin:
        raise UntrustedNoteError(problem=msg("it is another ledger's"))
    return checkpoint


@final
@attrs.frozen(kw_only=True)
class Receipt:
    """Shows offline that an entry stands in a log; `str` gives the text form.

    Attributes:
        index: where the entry stands.
        path: hashes from the entry's sibling up to the root's child.
        checkpoint: the signed note that states the root.
        extra: bytes that nobody signed; never trust them.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: SignedNote
    extra: bytes | None = None

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Read the text form.

        Raises:
            InvalidCheckpointError: it is not a receipt.
            InvalidNoteError: what follows the proof is not a signed note.
        """
        whole = text.decode(errors="replace") if isinstance(text, bytes) else text
        found = _RECEIPT.fullmatch(whole)
        if found is None:
            raise _no_receipt()
        extra = found["extra"]
        return cls(
            index=int(found["index"]),
            path=tuple(map(_decoded, found["path"].splitlines())),
            checkpoint=SignedNote.parse(found["note"]),
            extra=None if extra is None else _decoded(extra),
        )

    def __str__(self) -> str:
        extra = [] if self.extra is None else [f"extra {encode_base64(self.extra)}"]
        lines = [
            "c2sp.org/tlog-proof@v1",
            *extra,
            f"index {self.index}",
            *map(encode_base64, self.path),
        ]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"


def _decoded(text: str) -> bytes:
    raw = decode_base64(text)
    if raw is None:
        raise _no_receipt()
    return raw


def _no_receipt() -> InvalidCheckpointError:
    return InvalidCheckpointError(problem=msg("it is not a receipt"))


def verify_receipt(
    receipt: Receipt, leaf: LeafHash, keys: Iterable[VerifierKey], origin: str
) -> Checkpoint:
    """Check a receipt without the log, and give the checkpoint it rests on.

    Args:
        receipt: what somebody was handed.
        leaf: `leaf_hash` of the entry it is said to be for.
        keys: keys of the log, and of witnesses, that are trusted.
        origin: which log.

    Raises:
        UntrustedNoteError: the checkpoint is not signed by a trusted key.
        InvalidCheckpointError: the signed text is not a checkpoint.
        BrokenProofError: the entry does not stand there.
    """
    checkpoint = open_checkpoint(receipt.checkpoint, keys, origin)
    proof = InclusionProof(index=receipt.index, size=checkpoint.size, path=receipt.path)
    verify_inclusion(proof, leaf, checkpoint.root)
    return checkpoint
