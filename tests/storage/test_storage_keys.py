"""Wrapped keys in a database of their own."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import inspect

from poltech.contacts import StoredContact
from poltech.ids import ContactId
from poltech.storage.sql import SqlStorage, SqlWork, migrate
from poltech.storage.sql._transaction import OwnTransaction
from poltech.storage.testing import (
    PostgresDatabase,
    files_containing,
    postgres_database,
)
from poltech.storage.testing._contract._stage import IDS, a_contact, register
from poltech.vault import WrappedKey
from poltech.vault.testing import key_store_contract

WRAPPED = b"a wrapped key of somebody"


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqlStorage]:
    """Open two files: one for the rows, one for the keys."""
    main, keys = (f"sqlite:///{tmp_path / name}.db" for name in ("office", "keys"))
    with closing(SqlStorage(main, keys=keys)) as storage:
        migrate(storage)
        yield storage


@pytest.fixture
def databases() -> Iterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """Give two empty databases."""
    with (
        postgres_database(migrated=False) as main,
        postgres_database(migrated=False) as keys,
    ):
        yield main, keys


class SabotageError(Exception):
    """What a test breaks a unit of work with."""


def _write(work: SqlWork, contact: StoredContact) -> None:
    work.keys.put([WrappedKey(contact.id, 1, WRAPPED)])
    work.contacts.insert([contact])


def _write_and_break(work: SqlWork, contact: StoredContact) -> None:
    _write(work, contact)
    raise SabotageError


def test_keys_lie_in_their_own_file_alone(storage: SqlStorage, tmp_path: Path) -> None:
    """Each file has its own tables, so that each can have its own backups."""
    with storage.begin(register(storage)) as work:
        work.keys.put([WrappedKey(IDS.new(ContactId), 1, WRAPPED)])
    storage.close()
    found = files_containing([tmp_path], [WRAPPED.decode()])
    assert {path.name.partition(".")[0] for path in found} == {"keys"}
    key = storage.schema.tables.vault.key.name
    assert key not in inspect(storage.engine).get_table_names()
    tables = set(inspect(storage.key_engine).get_table_names())
    assert tables == {key, storage.schema.version_table.name}


def test_both_commit_and_both_roll_back(storage: SqlStorage) -> None:
    """A unit of work is one, though it lies in two files."""
    workspace, (kept, lost) = register(storage), (a_contact(), a_contact())
    with storage.begin(workspace) as work:
        work.keys.put([WrappedKey(kept.id, 1, WRAPPED)])
        work.contacts.insert([kept])
    with pytest.raises(SabotageError), storage.begin(workspace) as work:
        _write_and_break(work, lost)
    with storage.begin(workspace, write=False) as work:
        both = [kept.id, lost.id]
        assert [*work.contacts.get(both)] == [*work.keys.get(both)] == [kept.id]


def test_a_crash_between_leaves_a_key_too_many(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys are committed first: a contact never lies there without its key."""
    workspace, contact = register(storage), a_contact()
    commit, ended = OwnTransaction.commit, []

    def crash_second(transaction: OwnTransaction) -> None:
        ended.append(transaction)
        if len(ended) == 2:
            transaction.rollback()
            raise SabotageError
        commit(transaction)

    monkeypatch.setattr(OwnTransaction, "commit", crash_second)
    with pytest.raises(SabotageError), storage.begin(workspace) as work:
        _write(work, contact)
    monkeypatch.undo()
    with storage.begin(workspace, write=False) as work:
        assert not work.contacts.get([contact.id])
        assert work.keys.get([contact.id])
    assert storage.orphans(workspace) == {"poltech_vault_key.subject": 1}


@pytest.mark.postgres
def test_keys_lie_in_their_own_postgres_database(
    databases: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    """Two PostgreSQL databases, each migrated, walled and granted for itself."""
    main, keys = databases
    with closing(SqlStorage(main.owner_url, keys=keys.owner_url)) as owner:
        migrate(owner, role=main.role)
        migrate(owner, role=main.role)
    with closing(SqlStorage(main.url, keys=keys.url)) as storage:
        assert storage.gaps() == []
        contact = a_contact()
        workspace = register(storage)
        with storage.begin(workspace) as work:
            work.contacts.insert([contact])
            work.keys.put([WrappedKey(contact.id, 1, WRAPPED)])
        with storage.begin(workspace, write=False) as work:
            assert work.keys.get([contact.id])


@pytest.fixture(autouse=True)
def _offered(storage: SqlStorage) -> None:
    TestKeysApart.storage = storage


class TestKeysApart(
    key_store_contract(
        lambda: partial(TestKeysApart.storage.begin, register(TestKeysApart.storage))
    )
):
    """A key store apart keeps what every key store promises."""

    storage: SqlStorage
