"""What can go wrong with the ledger and its proofs."""

from typing import final

from poltech.errors import InvalidInputError, NotFoundError, UntrustedError, msg

__all__ = [
    "BrokenProofError",
    "DamagedLedgerError",
    "EntryNotFoundError",
    "ForkedLedgerError",
    "InvalidCheckpointError",
    "InvalidNoteError",
    "InvalidSigningKeyError",
    "UntrustedNoteError",
]


@final
class InvalidNoteError(InvalidInputError):
    """A text is not a signed note (C2SP `signed-note`)."""

    field: str = "note"


@final
class InvalidCheckpointError(InvalidInputError):
    """The text of a note is not a checkpoint (C2SP `tlog-checkpoint`)."""

    field: str = "checkpoint"


@final
class InvalidSigningKeyError(InvalidInputError):
    """A key, or the name of one, cannot sign or verify notes."""

    field: str = "key"


@final
class EntryNotFoundError(NotFoundError):
    """The log has no entry of that index, or was never of that size."""

    kind: str = msg("entry in the ledger")


@final
class UntrustedNoteError(UntrustedError):
    """A note bears no good signature of a trusted key, or a bad one."""

    subject: str = msg("signed note")


@final
class BrokenProofError(UntrustedError):
    """A proof does not show what it claims (RFC 9162, section 2.1)."""

    subject: str = msg("proof")
    problem: str = msg("its hashes do not lead to the root")


@final
class DamagedLedgerError(UntrustedError):
    """What the storage keeps of a log does not fit together; `verify` says where."""

    subject: str = msg("stored ledger")


@final
class ForkedLedgerError(UntrustedError):
    """The log does not contain what it signed before; it signs nothing more."""

    subject: str = msg("ledger's history")
    problem: str = msg("it does not contain what was signed before")
