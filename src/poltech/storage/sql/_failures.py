"""What a failure of a database means to the caller."""

import re
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from poltech.errors import PoltechError, msg
from poltech.storage.errors import (
    BrokenReferenceError,
    BusyStorageError,
    DuplicateError,
    FailedStorageError,
    OutdatedSchemaError,
    ReadOnlyWorkError,
    UnsafeDatabaseError,
    UnstorableValueError,
)

__all__ = ["meaning"]

_SQLITE: Final[Mapping[str, str]] = {
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_READONLY": "read_only",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "duplicate",
    "SQLITE_CONSTRAINT_UNIQUE": "duplicate",
    "SQLITE_CONSTRAINT_FOREIGNKEY": "reference",
    "SQLITE_CONSTRAINT_TRIGGER": "forbidden",
    "SQLITE_TOOBIG": "value",
    "SQLITE_MISMATCH": "value",
}
_POSTGRES: Final[Mapping[str, str]] = {
    "23505": "duplicate",
    "23503": "reference",
    "25006": "read_only",
    "40001": "busy",
    "40P01": "busy",
    "55P03": "busy",
    "42501": "forbidden",
    "42P01": "outdated",
    "42703": "outdated",
    "3F000": "outdated",
    "54000": "value",
}
_TABLE: Final = re.compile(r"failed: (\w+)\.")


def meaning(failure: BaseException, adapter: str, prefix: str) -> PoltechError:
    """Say what a driver's failure means; nothing of its text is kept.

    Args:
        failure: what the driver raised.
        adapter: the engine's name.
        prefix: what the names of our tables begin with.
    """
    if isinstance(failure, OverflowError | UnicodeError):
        return UnstorableValueError()
    kind, table = _classify(failure)
    table = table.removeprefix(prefix)
    return {
        "busy": BusyStorageError(adapter=adapter),
        "duplicate": DuplicateError(kind=table),
        "forbidden": UnsafeDatabaseError(problem=msg("it does not allow that")),
        "outdated": OutdatedSchemaError(),
        "read_only": ReadOnlyWorkError(),
        "reference": BrokenReferenceError(kind=table),
        "value": UnstorableValueError(),
    }.get(kind) or FailedStorageError(
        adapter=adapter, problem=msg("the database failed"), outcome_known=True
    )


def _classify(failure: Any) -> tuple[str, str]:  # noqa: ANN401 - any driver's own
    """Sort a failure by its code, and name the table it speaks of."""
    if isinstance(failure, sqlite3.Error):
        return _classify_sqlite(failure)
    code = getattr(failure, "sqlstate", None) or ""
    table = getattr(getattr(failure, "diag", None), "table_name", None) or ""
    if code.startswith("22") or (not code and type(failure).__name__ == "DataError"):
        return "value", table
    return _POSTGRES.get(code, "failed"), table


def _classify_sqlite(failure: sqlite3.Error) -> tuple[str, str]:
    text = str(failure)
    table = _TABLE.search(text)
    name = getattr(failure, "sqlite_errorname", "")
    if text.startswith(("no such table", "no such column")):
        return "outdated", ""
    kind = _SQLITE.get(name) or _SQLITE.get("_".join(name.split("_")[:2]), "failed")
    return kind, table[1] if table else ""
