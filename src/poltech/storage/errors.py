"""What can go wrong with a storage."""

from typing import final

from poltech.errors import (
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    PermanentError,
    TransientError,
    UnsupportedError,
    msg,
)

__all__ = [
    "BrokenReferenceError",
    "BusyStorageError",
    "DuplicateError",
    "EndedWorkError",
    "FailedStorageError",
    "IdempotencyConflictError",
    "InvalidSchemaError",
    "LedgerConflictError",
    "OutdatedSchemaError",
    "ReadOnlyWorkError",
    "UnsafeDatabaseError",
    "UnstorableValueError",
    "VersionConflictError",
    "WorkspaceExistsError",
    "WorkspaceNotFoundError",
]


@final
class WorkspaceNotFoundError(NotFoundError):
    """No workspace bears that identifier."""

    kind: str = msg("workspace")


@final
class WorkspaceExistsError(ConflictError):
    """A workspace of that name, or of that identifier, is registered already."""

    message = msg("There is a {kind} {reference} already.")
    kind: str = msg("workspace")


@final
class DuplicateError(ConflictError):
    """What was to be written for the first time is there already.

    The unit of work is lost, as after every write that fails.
    """

    message = msg("What was to be written is there already: {kind}.")
    reference: str = ""


@final
class VersionConflictError(ConflictError):
    """A contact is not at the version before the one that was to be written."""

    kind: str = msg("contact")


@final
class LedgerConflictError(ConflictError):
    """Entries were to be appended elsewhere than at the end of the log."""

    kind: str = msg("ledger")
    reference: str = ""
    problem: str = msg("the entries do not follow its head")


@final
class IdempotencyConflictError(ConflictError):
    """An idempotency key came back with another request, or before its result."""

    message = msg("The idempotency key {reference} cannot be used: {problem}.")
    kind: str = msg("idempotency key")


@final
class ReadOnlyWorkError(UnsupportedError):
    """A unit of work that was opened to read was asked to write."""

    subject: str = msg("A unit of work that only reads")
    capability: str = msg("write")


@final
class EndedWorkError(UnsupportedError):
    """A unit of work was used after its end."""

    subject: str = msg("A unit of work that has ended")
    capability: str = msg("read or write")


@final
class BusyStorageError(TransientError):
    """Others hold what this unit of work needs; nothing of it was written."""

    adapter: str
    problem: str = msg("others are writing")
    outcome_known: bool = True


@final
class UnstorableValueError(InvalidInputError):
    """A database cannot hold a value: a number too large, a text with a zero byte."""

    field: str = msg("a column")
    problem: str = msg("the database cannot hold it")


@final
class BrokenReferenceError(ConflictError):
    """A row was to name another one that is not there."""

    message = msg("What {kind} refers to is not there.")
    reference: str = ""


@final
class FailedStorageError(PermanentError):
    """The database failed: a disk, a connection, a right that is missing."""


@final
class InvalidSchemaError(InvalidInputError):
    """Tables cannot be named so."""


@final
class OutdatedSchemaError(ConfigurationError):
    """The tables are not those of this version of poltech."""

    subject: str = msg("The database")
    problem: str = msg("its tables are not those of this version")
    remedy: str = msg("Run: poltech migrate")


@final
class UnsafeDatabaseError(ConfigurationError):
    """The database does not hold workspaces apart."""

    subject: str = msg("The database")
    remedy: str = msg("Run poltech migrate as its owner, and poltech as a plain role.")
