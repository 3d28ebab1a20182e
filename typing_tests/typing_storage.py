"""What the storage's door lets pass, and what it does not."""

from collections.abc import Sequence
from typing import assert_type

from sqlalchemy import Connection, Engine

from poltech.consent import ConsentWork
from poltech.contacts import ContactWork
from poltech.ids import ContactId, WorkspaceId
from poltech.profile import Profile
from poltech.storage import Storage, UnitOfWork, WorkspaceRow
from poltech.storage.memory import MemoryStorage, MemoryWork
from poltech.storage.sql import SqlStorage, SqlWork


def storages(memory: MemoryStorage, sql: SqlStorage) -> list[Storage]:
    """Both are storages."""
    return [memory, sql]


def units(memory: MemoryWork, sql: SqlWork) -> list[UnitOfWork]:
    """What they open are units of work."""
    return [memory, sql]


def rooms(work: UnitOfWork) -> tuple[ContactWork, ConsentWork]:
    """A unit of work is what each room asks for."""
    return work, work


def opened(storage: Storage, workspace: WorkspaceId, contact: ContactId) -> None:
    """A workspace is named by its own kind of identifier."""
    with storage.begin(workspace) as work:
        assert_type(work, UnitOfWork)
    assert_type(storage.profile(workspace), Profile)
    assert_type(storage.workspaces(), Sequence[WorkspaceRow])
    storage.begin(contact)  # type: ignore[arg-type]


def places(engine: Engine, connection: Connection) -> list[SqlStorage]:
    """A database is an address, an engine or a connection."""
    SqlStorage(7)  # type: ignore[arg-type]
    return [SqlStorage("sqlite:///a.db"), SqlStorage(engine), SqlStorage(connection)]
