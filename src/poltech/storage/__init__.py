"""Where workspaces are kept: memory, SQLite, PostgreSQL, or a third party's.

Storage
:   opens units of work and registers workspaces.

Unit of work
:   one transaction of one workspace, with a store for each room.

Idempotency key
:   a word by which a host asks that a request be done once, however often it comes.
"""

from poltech.storage._ports import IdempotencyStore, Storage, UnitOfWork, WorkspaceRow
from poltech.storage.errors import (
    BrokenReferenceError,
    BusyStorageError,
    DuplicateError,
    EndedWorkError,
    FailedStorageError,
    IdempotencyConflictError,
    InvalidSchemaError,
    LedgerConflictError,
    OutdatedSchemaError,
    ReadOnlyWorkError,
    UnsafeDatabaseError,
    UnstorableValueError,
    VersionConflictError,
    WorkspaceExistsError,
    WorkspaceNotFoundError,
)

__all__ = [
    "BrokenReferenceError",
    "BusyStorageError",
    "DuplicateError",
    "EndedWorkError",
    "FailedStorageError",
    "IdempotencyConflictError",
    "IdempotencyStore",
    "InvalidSchemaError",
    "LedgerConflictError",
    "OutdatedSchemaError",
    "ReadOnlyWorkError",
    "Storage",
    "UnitOfWork",
    "UnsafeDatabaseError",
    "UnstorableValueError",
    "VersionConflictError",
    "WorkspaceExistsError",
    "WorkspaceNotFoundError",
    "WorkspaceRow",
]
