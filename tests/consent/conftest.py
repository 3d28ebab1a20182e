"""A town office whose consent is put to the test, over any storage."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from poltech.clock import FrozenClock
from poltech.consent import Consents, ConsentWork, Desk, Evidence, Notice
from poltech.contacts import (
    ContactKind,
    Division,
    Reach,
    Source,
    Standing,
    StoredContact,
)
from poltech.ids import ContactId, FrozenIds, SourceId, WorkspaceId
from poltech.law import Medium, Origin, Purpose, Statement, Subject, jurisdiction
from poltech.ledger.testing import LEDGER
from poltech.profile import Actor, Controller, ControllerKind, Profile
from poltech.storage import Storage, WorkspaceRow
from poltech.storage.memory import MemoryStorage
from poltech.storage.sql import SqlStorage, migrate
from poltech.vault import Vault
from poltech.vault.testing import MATERIAL

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TICKED = Evidence(mechanism="unticked_box")
WHOLE_REACH = Reach.EMAIL | Reach.PHONE | Reach.MOBILE | Reach.ADDRESS | Reach.SOCIAL
PROFILE = Profile(
    controller=Controller(
        name="Lens Demain",
        kind=ControllerKind.CANDIDATE,
        email="contact@lens-demain.example",
        postal_address="1 place Jean-Jaurès, 62300 Lens",
    )
)


class Town:
    """One workspace, with people in it and the consent room over them."""

    def __init__(self, storage: Storage, number: int = 0) -> None:
        self.storage = storage
        self.clock = FrozenClock(NOON)
        self.ids = FrozenIds(last=number * 10_000)
        self.workspace = self.ids.new(WorkspaceId)
        row = WorkspaceRow(id=self.workspace, name=f"lens{number}", created_at=NOON)
        storage.create(row, PROFILE)
        self.vault = Vault(MATERIAL, self.workspace)
        self.desk = Desk(
            begin=self.begin,
            vault=self.vault,
            ledger=LEDGER,
            law=jurisdiction("FR"),
            profile=PROFILE,
            clock=self.clock,
            ids=self.ids,
            actor=Actor.user("7"),
        )
        self.consents = Consents(self.desk)
        self.sources: dict[Origin, SourceId] = {}
        self.leaflet = self.publish("leaflet")

    def begin(self, *, write: bool = True):
        """Open a unit of work of the town."""
        return self.storage.begin(self.workspace, write=write)

    def publish(self, name: str, **changes: Any) -> Notice:
        """Publish a wording that names every purpose and medium."""
        asked = {
            "purposes": list(Purpose.BUILT_IN),
            "media": list(Medium.BUILT_IN),
            "categories": ["political_opinion"],
        }
        return self.consents.publish(name, "Oui, écrivez-moi.", **(asked | changes))

    def person(
        self,
        *points: str,
        origin: Origin = Origin.PERSON,
        territory: str | None = None,
        **attributes: Any,
    ) -> ContactId:
        """Make somebody known, by e-mail addresses."""
        contact = self.ids.new(ContactId)
        key = self.vault.fresh(contact)
        stored = StoredContact(
            id=contact,
            kind=attributes.pop("kind", ContactKind.PERSON),
            subject=Subject.ACTIVE,
            standing=Standing.NONE,
            reach=attributes.pop("reach", WHOLE_REACH),
            postcode=None,
            commune=None,
            insee=None,
            country=attributes.pop("country", None),
            language=None,
            birth_year=attributes.pop("birth_year", None),
            household=None,
            source=self.source(origin),
            merged_into=None,
            version=1,
            created_at=NOON,
            updated_at=NOON,
            sealed=b"",
            digests=frozenset(map(self.point, points)),
            divisions=frozenset(
                {Division("territory", territory)} if territory else ()
            ),
        )
        with self.begin() as work:
            work.keys.add([key.wrapped])
            work.contacts.insert([stored])
        return contact

    def point(self, email: str) -> bytes:
        """Give the digest of an e-mail address."""
        return self.consents.point("email", email)

    def source(self, origin: Origin) -> SourceId:
        """Give a source of a legal nature."""
        if origin not in self.sources:
            self.sources[origin] = self.ids.new(SourceId)
            source = Source(
                id=self.sources[origin], kind="event", origin=origin, label="rally"
            )
            with self.begin() as work:
                work.sources.add(source)
        return self.sources[origin]

    def change(self, work: ConsentWork, contact: ContactId, **attributes: Any) -> None:
        """Change what stands in the clear of a contact."""
        old = work.contacts.get([contact])[contact]
        work.contacts.replace(
            [attrs.evolve(old, version=old.version + 1, **attributes)]
        )

    def merge(self, loser: ContactId, survivor: ContactId) -> None:
        """Let one contact take another's place, as the contacts room does."""
        with self.begin() as work:
            self.consents.folder.fold(work, survivor, loser)
            self.change(work, loser, subject=Subject.MERGED, merged_into=survivor)

    def unmerge(self, loser: ContactId, since: datetime | None = None) -> None:
        """Make a merged contact one of its own again."""
        with self.begin() as work:
            survivor = work.contacts.get([loser])[loser].merged_into
            self.consents.folder.unfold(work, survivor, loser, since)
            self.change(work, loser, subject=Subject.ACTIVE, merged_into=None)

    def erase(self, contact: ContactId) -> None:
        """Destroy what opens a person's data."""
        with self.begin() as work:
            self.change(work, contact, subject=Subject.ERASED)
            work.keys.destroy([contact])

    def give(
        self,
        contact: ContactId,
        purpose: Purpose = Purpose.NEWSLETTER,
        medium: Medium = Medium.EMAIL,
        **more: Any,
    ):
        """Record that somebody agreed."""
        said = {"evidence": TICKED, "notice": self.leaflet.id} | more
        return self.consents.record(contact, Statement.GIVEN, purpose, medium, **said)

    def codes(
        self,
        contact: ContactId,
        purpose: Purpose = Purpose.NEWSLETTER,
        medium: Medium = Medium.EMAIL,
        at: datetime | None = None,
    ) -> tuple[str, ...]:
        """Tell why somebody may not be addressed."""
        return self.consents.may_contact(contact, purpose, medium, at).codes

    def later(self, **by: float) -> datetime:
        """Let time pass."""
        return self.clock.advance(timedelta(**by))

    def events(self) -> list[str]:
        """Give the words of all events so far."""
        with self.begin(write=False) as work:
            return [each.event.word for each in work.events.after(0, 10_000)]


class Spy:
    """A unit of work that notes which consent heads were held, and how."""

    def __init__(self, work: ConsentWork) -> None:
        self._work = work
        self.consent = self
        self.held: list[tuple[int, bool]] = []

    def lock(self, contacts: Sequence[ContactId], *, exclusive: bool) -> None:
        """Note a lock, and take it."""
        self.held.append((len(contacts), exclusive))
        self._work.consent.lock(contacts, exclusive=exclusive)

    def __getattr__(self, name: str) -> Any:
        consent = self._work.consent
        return getattr(consent if hasattr(consent, name) else self._work, name)


@pytest.fixture
def spy() -> type[Spy]:
    """Spy on a unit of work."""
    return Spy


@pytest.fixture(scope="session")
def make_town() -> Callable[[], Town]:
    """Make offices in memory, each with people of its own."""
    return lambda: Town(MemoryStorage())


@pytest.fixture
def town() -> Town:
    """An office in memory."""
    return Town(MemoryStorage())


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database whose tables stand."""
    path = tmp_path_factory.mktemp("consent") / "blank.db"
    storage = SqlStorage(f"sqlite:///{path}")
    migrate(storage)
    storage.close()
    return path


@pytest.fixture(params=["memory", "sqlite"])
def anywhere(
    request: pytest.FixtureRequest, blank: Path, tmp_path: Path
) -> Iterator[Town]:
    """An office in memory, and one in SQLite."""
    if request.param == "memory":
        yield Town(MemoryStorage())
        return
    copied = shutil.copy(blank, tmp_path / "lens.db")
    storage = SqlStorage(f"sqlite:///{copied}")
    yield Town(storage)
    storage.close()
