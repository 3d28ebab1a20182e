"""An office on a storage in memory and on SQLite, for the tests of contacts."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import Any

import attrs
import pytest

from poltech.contacts import (
    Access,
    Contacts,
    Draft,
    Source,
    act_subject,
    read_access,
)
from poltech.contacts.testing import (
    DEFINITIONS,
    NOW,
    WORKSPACE,
    Folds,
    GivenCategories,
    contacts_on,
)
from poltech.events import Event
from poltech.ids import ContactId
from poltech.profile import Controller, ControllerKind, Profile
from poltech.storage import WorkspaceRow
from poltech.storage.memory import MemoryStorage
from poltech.storage.sql import SqlStorage, migrate

PROFILE = Profile(
    controller=Controller(
        name="Lens pour tous",
        kind=ControllerKind.CANDIDATE,
        email="contact@lens.example",
        postal_address="1, rue de la Paix, 62300 Lens",
    )
)


@attrs.define
class Office:
    """What a test of the verbs looks at."""

    contacts: Contacts[Any]
    storage: MemoryStorage | SqlStorage
    consents: GivenCategories
    folds: Folds
    stall: Source

    def draft(self, **said: object) -> Draft:
        """Say something of somebody met at the market stall."""
        return self.contacts.draft(source=self.stall.id, **said)  # type: ignore[arg-type] - rows of tables

    def add(self, **said: object) -> ContactId:
        """Add somebody met at the market stall."""
        contact = self.contacts.add(self.draft(**said)).contact
        assert contact is not None
        return contact

    def events(self) -> list[Event]:
        """Read the whole feed."""
        with self.storage.begin(WORKSPACE, write=False) as work:
            return [recorded.event for recorded in work.events.after(0, 10_000)]

    def entries(self) -> list[bytes]:
        """Read the whole ledger."""
        ledger = self.contacts.desk.ledger
        with self.storage.begin(WORKSPACE, write=False) as work:
            return [*ledger.entries(work.ledger)]

    def accesses(self) -> list[Access]:
        """Read who looked at whom."""
        return [found for entry in self.entries() if (found := read_access(entry))]

    def acts(self) -> list[bytes]:
        """Read the administrative acts."""
        return [entry for entry in self.entries() if act_subject(entry) is not None]


def open_office(storage: MemoryStorage | SqlStorage) -> Office:
    """Open an office with a market stall and custom fields."""
    storage.create(WorkspaceRow(id=WORKSPACE, name="lens", created_at=NOW), PROFILE)
    consents, folds = GivenCategories(), Folds()
    begin: Any = partial(storage.begin, WORKSPACE)
    contacts = contacts_on(begin, consents=consents, folder=folds)
    for definition in DEFINITIONS.values():
        contacts.define_field(definition)
    stall = contacts.source("market_stall", "Marché de Lens", collected=NOW.date())
    return Office(contacts, storage, consents, folds, stall)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the tables once, for every test to copy."""
    path = tmp_path_factory.mktemp("contacts") / "empty.db"
    storage = SqlStorage(f"sqlite:///{path}")
    migrate(storage)
    storage.close()
    return path


@pytest.fixture(params=["memory", "sqlite"])
def office(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Generator[Office, None, None]:
    """Open an office with a market stall and custom fields, on each storage."""
    if request.param == "memory":
        yield open_office(MemoryStorage())
        return
    path = tmp_path / "office.db"
    copyfile(request.getfixturevalue("empty_database"), path)
    storage = SqlStorage(f"sqlite:///{path}")
    yield open_office(storage)
    storage.close()


@pytest.fixture
def opener() -> Callable[[], Office]:
    """Give what opens a fresh office in memory, as often as a story begins."""
    return lambda: open_office(MemoryStorage())
