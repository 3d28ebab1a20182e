"""What foreign keys would have refused is found where there are none."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import attrs
import pytest

from poltech.contacts import StoredActivity
from poltech.ids import ActivityId, ContactId, Id, NoticeId
from poltech.storage.sql import SqlStorage, migrate
from poltech.storage.testing._contract._stage import (
    IDS,
    NOON,
    a_contact,
    a_source,
    register,
)
from poltech.storage.testing._contract._units import a_record
from poltech.vault import WrappedKey


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStorage]:
    """Open a database."""
    if request.param == "postgres":
        opened = SqlStorage(request.getfixturevalue("postgres_url"))
    else:
        opened = SqlStorage(f"sqlite:///{tmp_path / 'office.db'}")
        migrate(opened)
    with closing(opened) as storage:
        yield storage


def test_a_whole_workspace_has_no_orphans(storage: SqlStorage) -> None:
    """Contacts with their source, keys and statements leave nothing to find."""
    workspace, source = register(storage), a_source()
    contact = a_contact(source.id, digests=frozenset({b"1"}), tags=frozenset({"x"}))
    with storage.begin(workspace) as work:
        work.sources.add(source)
        work.contacts.insert([contact])
        work.consent.append([a_record(contact.id, 0)])
        work.keys.put([WrappedKey(contact.id, 1, b"k"), WrappedKey(workspace, 1, b"k")])
    assert storage.orphans(workspace) == {}


def test_orphans_are_counted_by_place(storage: SqlStorage) -> None:
    """Each row that names nobody is counted, in the workspace alone."""
    workspace, strange = register(storage), IDS.new(ContactId)
    act = StoredActivity(id=IDS.new(ActivityId), contact=strange, kind="note", at=NOON)
    record = attrs.evolve(a_record(strange, 0), notice=IDS.new(NoticeId))
    with storage.begin(workspace) as work:
        work.contacts.insert([a_contact(), a_contact()])
        work.activities.append([act])
        work.consent.append([record])
        work.keys.put([WrappedKey(Id(int=number), 1, b"k") for number in (1, 2, 3)])
    assert storage.orphans(workspace) == {
        "poltech_activity.contact_id": 1,
        "poltech_consent_record.contact_id": 1,
        "poltech_consent_record.notice_id": 1,
        "poltech_consent_state.contact_id": 1,
        "poltech_consent_state.notice_id": 1,
        "poltech_contact.source_id": 2,
        "poltech_vault_key.subject": 3,
    }
    assert storage.orphans(register(storage)) == {}
