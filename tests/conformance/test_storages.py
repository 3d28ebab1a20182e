"""Every storage of ours passes the contract that it ships."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from poltech.storage.memory import MemoryStorage
from poltech.storage.sql import SqlStorage, migrate
from poltech.storage.testing import postgres_database, storage_contract


@contextmanager
def _memory() -> Iterator[MemoryStorage]:
    yield MemoryStorage()


@contextmanager
def _sqlite() -> Iterator[SqlStorage]:
    with (
        TemporaryDirectory() as folder,
        closing(SqlStorage(f"sqlite:///{Path(folder) / 'office.db'}")) as storage,
    ):
        migrate(storage)
        yield storage


@contextmanager
def _postgres() -> Iterator[SqlStorage]:
    with postgres_database() as database, closing(SqlStorage(database.url)) as storage:
        yield storage


TestMemory = storage_contract(_memory)
TestSqlite = storage_contract(_sqlite)
TestPostgres = pytest.mark.postgres(storage_contract(_postgres))
