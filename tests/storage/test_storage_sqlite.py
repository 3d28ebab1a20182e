"""What SQLite is told, and how it behaves under it."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from poltech.contacts import StoredContact
from poltech.ids import ContactId, WorkspaceId
from poltech.storage import (
    BusyStorageError,
    EndedWorkError,
    ReadOnlyWorkError,
    UnstorableValueError,
)
from poltech.storage.sql import SqlStorage, SqlWork, migrate
from poltech.storage.testing import files_containing
from poltech.storage.testing._contract._stage import IDS, a_contact, register
from poltech.storage.testing._contract._units import fill
from poltech.storage.testing._contract._walls import everything
from poltech.vault import WrappedKey


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqlStorage]:
    """Open a new file."""
    with closing(SqlStorage(f"sqlite:///{tmp_path / 'office.db'}")) as storage:
        migrate(storage)
        yield storage


@pytest.fixture
def workspace(storage: SqlStorage) -> WorkspaceId:
    """Register a workspace."""
    return register(storage)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("temp_store", 2),
        ("busy_timeout", 30_000),
        ("query_only", 0),
    ],
)
def test_pragmas_hold_on_each_connection(
    storage: SqlStorage, workspace: WorkspaceId, pragma: str, value: object
) -> None:
    """Durable commits, real deletion and held foreign keys, on every connection."""
    with storage.begin(workspace, write=False):
        pass
    with storage.engine.connect() as one, storage.engine.connect() as two:
        for connection in (one, two):
            found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            assert found == value


def test_writers_begin_at_once(storage: SqlStorage, workspace: WorkspaceId) -> None:
    """A second writer is told that others write, when they do not let go in time."""
    impatient = create_engine(storage.engine.url, connect_args={"timeout": 0.05})
    with storage.begin(workspace):
        with pytest.raises(BusyStorageError), SqlStorage(impatient).begin(workspace):
            pytest.fail("two write at once")
        with SqlStorage(impatient).begin(workspace, write=False) as work:
            assert not work.contacts.page(None, 1)
    with SqlStorage(impatient).begin(workspace) as work:
        work.contacts.insert([a_contact()])
    impatient.dispose()


def test_the_file_itself_refuses_readers_who_write(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """Were a store to forget, the database still refuses a unit that only reads."""
    tag = storage.schema.tables.contacts.tag
    with (
        pytest.raises(EndedWorkError),
        storage.begin(workspace, write=False) as work,
        pytest.raises(ReadOnlyWorkError),
        work.session.translated(),
    ):
        work.session.connection.execute(tag.delete())


def test_numbers_that_do_not_fit_are_told(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """A number beyond 64 bits is the caller's to change, not a crash of the driver."""
    with pytest.raises(UnstorableValueError), storage.begin(workspace) as work:
        work.contacts.insert([a_contact(birth_year=2**70)])


def test_a_unit_is_lost_with_its_failure(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """After a failure the unit of work refuses to go on, and commits nothing."""
    contact = a_contact()
    with pytest.raises(EndedWorkError), storage.begin(workspace) as work:
        _fail_and_go_on(work, contact)
    with storage.begin(workspace, write=False) as work:
        assert not work.contacts.get([contact.id])


def test_deleted_rows_leave_the_file(
    storage: SqlStorage, workspace: WorkspaceId, tmp_path: Path
) -> None:
    """Invariant 35: a key that was destroyed is on no page of the file."""
    keys = [
        WrappedKey(subject, 1, f"canary {number:>4} ".encode() * 8)
        for number, subject in enumerate(IDS.batch(ContactId, 500))
    ]
    with storage.begin(workspace) as work:
        work.keys.put(keys)
    canaries = ["canary    7 ", "canary  499 "]
    storage.engine.dispose()
    assert files_containing([tmp_path], canaries)
    with storage.begin(workspace) as work:
        work.keys.destroy([key.subject for key in keys[7:]])
    with storage.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert not files_containing([tmp_path], canaries)


def test_text_that_is_no_unicode_is_told(
    storage: SqlStorage, workspace: WorkspaceId
) -> None:
    """Half of a surrogate pair cannot be written."""
    with pytest.raises(UnstorableValueError), storage.begin(workspace) as work:
        work.contacts.insert([a_contact(commune="\ud800")])


def _fail_and_go_on(work: SqlWork, contact: StoredContact) -> None:
    work.contacts.insert([contact])
    with pytest.raises(UnstorableValueError):
        work.contacts.insert([a_contact(birth_year=2**70)])
    work.contacts.get([contact.id])


def test_statements_are_of_few_shapes(storage: SqlStorage) -> None:
    """Invariant 49: what is sent is a finite set of texts; values are always bound."""
    shapes: set[str] = set()

    def note(*call: object) -> None:
        marks = re.sub(r"\?(, \?)*", "?", str(call[2]))
        shapes.add(marks)

    def use(office: WorkspaceId) -> None:
        with storage.begin(office) as work:
            fill(work)
        with storage.begin(office, write=False) as work:
            everything(work)

    event.listen(storage.engine, "before_cursor_execute", note)
    offices = [register(storage) for _ in range(3)]
    use(offices[0])
    known = set(shapes)
    for office in offices[1:]:
        use(office)
    assert shapes == known
    told = ("Lens", "62300", "quartier", "municipales", "J'accepte", "newsletter")
    assert not [word for word in told for shape in shapes if word in shape]
