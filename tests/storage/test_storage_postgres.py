"""What only PostgreSQL shows: many at once, and its own failures."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from poltech.ids import WorkspaceId
from poltech.storage import (
    BusyStorageError,
    EndedWorkError,
    FailedStorageError,
    ReadOnlyWorkError,
    UnstorableValueError,
)
from poltech.storage.sql import SqlStorage, SqlWork
from poltech.storage.testing import postgres_database
from poltech.storage.testing._contract._stage import a_contact, register, together

pytestmark = pytest.mark.postgres


@pytest.fixture
def storage(postgres_url: str) -> Iterator[SqlStorage]:
    """Open a database as the plain role."""
    with closing(SqlStorage(postgres_url)) as storage:
        yield storage


@pytest.fixture
def workspace(storage: SqlStorage) -> WorkspaceId:
    """Register a workspace."""
    return register(storage)


def test_claims_do_not_wait_for_each_other(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """Two who claim by one contact's consent go on together; neither holds edits up."""
    contact = a_contact()
    with storage.begin(workspace) as work:
        work.contacts.insert([contact])
    meeting = threading.Barrier(2)

    def claim() -> None:
        with storage.begin(workspace) as work:
            work.consent.lock([contact.id], exclusive=False)
            meeting.wait(20)

    together(claim, claim)
    with storage.begin(workspace) as claiming:
        claiming.consent.lock([contact.id], exclusive=False)
        with storage.begin(workspace) as work:
            work.contacts.replace([a_contact(contact.source, id=contact.id, version=2)])


def test_workspaces_do_not_wait_for_each_other(storage: SqlStorage) -> None:
    """Who locks identities, log and feed of one office leaves another's free."""
    with storage.begin(register(storage)) as ours:
        ours.contacts.lock_identities()
        ours.ledger.head(lock=True)
        with storage.begin(register(storage)) as theirs:
            theirs.contacts.lock_identities()
            theirs.ledger.head(lock=True)


def test_deadlocks_are_to_be_tried_again(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """Of two that wait for each other one is told to try again, and changed nothing."""
    one, two = a_contact(), a_contact()
    with storage.begin(workspace) as work:
        work.contacts.insert([one, two])
    meeting = threading.Barrier(2)

    def lock(first: object, second: object) -> str:
        try:
            with storage.begin(workspace) as work:
                work.consent.lock([first], exclusive=True)
                meeting.wait(20)
                work.consent.lock([second], exclusive=True)
        except BusyStorageError:
            return "busy"
        return "done"

    results = together(lambda: lock(one.id, two.id), lambda: lock(two.id, one.id))
    assert sorted(results) == ["busy", "done"]


def test_the_server_refuses_readers_who_write(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """Were a store to forget, the server still refuses a unit that only reads."""
    tag = storage.schema.tables.contacts.tag
    with (
        pytest.raises(EndedWorkError),
        storage.begin(workspace, write=False) as work,
        pytest.raises(ReadOnlyWorkError),
        work.session.translated(),
    ):
        work.session.connection.execute(tag.delete())


@pytest.mark.parametrize("commune", ["zero\0byte", "half \ud800 pair"])
def test_texts_that_do_not_fit_are_told(
    storage: SqlStorage, workspace: WorkspaceId, commune: str
) -> None:
    """A text that PostgreSQL cannot hold is the caller's to change."""
    for count in (1, 600):
        with pytest.raises(UnstorableValueError), storage.begin(workspace) as work:
            work.contacts.insert([a_contact(commune=commune) for _ in range(count)])


def test_words_too_long_to_look_up_are_told(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """A tag that no index entry can hold is the caller's to change."""
    tag = "".join(chr(256 + number % 9_000) for number in range(9_000))
    with pytest.raises(UnstorableValueError), storage.begin(workspace) as work:
        work.contacts.insert([a_contact(tags=frozenset({tag}))])


def test_long_fields_may_be_stored(storage: SqlStorage, workspace: WorkspaceId) -> None:
    """A custom field's text of any length comes back; its beginning is selected on."""
    contact = a_contact(open_fields={"note": "é" * 9_000})
    with storage.begin(workspace) as work:
        work.contacts.insert([contact])
        assert work.contacts.get([contact.id])[contact.id] == contact


def test_a_lost_connection_is_ours_to_tell() -> None:
    """A server that goes away is a failure of the storage, with nobody's data in it."""
    with postgres_database() as database, closing(SqlStorage(database.url)) as storage:
        workspace = register(storage)
        with pytest.raises(FailedStorageError), storage.begin(workspace) as work:
            _cut(work)
        with storage.begin(workspace) as work:
            work.contacts.insert([a_contact()])


def _cut(work: SqlWork) -> None:
    """End the server's side of a connection, then use it."""
    own = work.session.connection
    killed = {"pid": own.execute(text("SELECT pg_backend_pid()")).scalar()}
    with own.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), killed)
    work.contacts.page(None, 1)


def test_a_server_that_is_not_there_is_told() -> None:
    """An address where nobody answers is a failure of the storage."""
    address = "postgresql+psycopg://nobody@127.0.0.1:9/nothing?connect_timeout=2"
    with closing(SqlStorage(address)) as storage, pytest.raises(FailedStorageError):
        storage.workspaces()
