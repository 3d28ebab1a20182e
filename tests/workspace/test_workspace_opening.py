"""A database becomes an office through one front door."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import poltech
from poltech.profile import Actor, Controller, ControllerKind, Profile
from poltech.storage import Storage, WorkspaceExistsError
from poltech.storage.sql import SqlStorage, migrate
from poltech.vault import FileKeyring, KeyringError, SealBrokenError
from poltech.workspace import (
    AmbiguousWorkspaceError,
    KeyringNotFoundError,
    NoWorkspaceError,
    Office,
    UnknownPlaceError,
)

PROFILE = Profile(
    controller=Controller(
        name="Lens en commun",
        kind=ControllerKind.ASSOCIATION,
        email="bonjour@lens.example",
        postal_address="1 place Jean-Jaurès, 62300 Lens",
    )
)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name an embedded database that does not exist yet, in a quiet environment."""
    monkeypatch.delenv("POLTECH_KEYRING", raising=False)
    monkeypatch.delenv("POLTECH_KEYRING_FILE", raising=False)
    return f"sqlite:///{tmp_path / 'lens.db'}"


def _meet_jeanne(office: Office) -> poltech.ContactId:
    source = office.contacts.source("market_stall", "Marché de Lens")
    draft = office.contacts.draft(
        given="Jeanne", family="Martin", email="jeanne@example.org", source=source.id
    )
    return office.contacts.add(draft).contact


def test_an_embedded_office_is_made_and_opened_again(url: str, tmp_path: Path) -> None:
    """One call makes database, tables and key ring; another opens them later."""
    with poltech.create(url, "lens", PROFILE) as office:
        jeanne = _meet_jeanne(office)
    assert (tmp_path / "lens.keyring").stat().st_mode & 0o777 == 0o600
    with poltech.open(url) as again:
        assert again.contacts.get(jeanne).name.full == "Jeanne Martin"
        assert again.profile == PROFILE


def test_without_its_key_ring_nothing_opens(url: str, tmp_path: Path) -> None:
    """A missing secret is an error at the start, never a fallback (invariant 39)."""
    poltech.create(url, "lens", PROFILE).close()
    (tmp_path / "lens.keyring").unlink()
    with pytest.raises(KeyringError):
        poltech.open(url)


def test_another_key_ring_reads_nothing(url: str, tmp_path: Path) -> None:
    """Who has the database and other keys sees no identity."""
    with poltech.create(url, "lens", PROFILE) as office:
        jeanne = _meet_jeanne(office)
    other = FileKeyring.create(tmp_path / "other.keyring")
    with poltech.open(url, keyring=other) as office, pytest.raises(SealBrokenError):
        office.contacts.get(jeanne)


def test_the_environment_names_the_key_ring(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Secrets in a variable, or in the file a variable names, come before ours."""
    elsewhere = tmp_path / "secrets" / "ring"
    elsewhere.parent.mkdir()
    monkeypatch.setenv("POLTECH_KEYRING_FILE", str(elsewhere))
    poltech.create(url, "lens", PROFILE).close()
    assert elsewhere.exists()
    monkeypatch.delenv("POLTECH_KEYRING_FILE")
    monkeypatch.setenv("POLTECH_KEYRING", elsewhere.read_text())
    with poltech.open(url) as office:
        assert _meet_jeanne(office)


def test_a_server_needs_to_be_told_of_its_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Beside a database that is not a file of ours there is no place to look."""
    monkeypatch.delenv("POLTECH_KEYRING", raising=False)
    monkeypatch.delenv("POLTECH_KEYRING_FILE", raising=False)
    engine = create_engine(f"sqlite:///{tmp_path / 'host.db'}")
    with pytest.raises(KeyringNotFoundError):
        poltech.create(engine, "lens", PROFILE, migrate=True)
    engine.dispose()


def test_workspaces_are_chosen_by_name(url: str) -> None:
    """With several in one database a name is needed; with none, a hint is given."""
    poltech.create(url, "lens", PROFILE).close()
    poltech.create(url, "arras", PROFILE).close()
    assert [row.name for row in poltech.workspaces(url)] == ["lens", "arras"]
    assert poltech.open(url, "arras").name == "arras"
    with pytest.raises(AmbiguousWorkspaceError):
        poltech.open(url)
    with pytest.raises(NoWorkspaceError):
        poltech.open(url, "douai")
    with pytest.raises(WorkspaceExistsError):
        poltech.create(url, "lens", PROFILE)


@pytest.mark.parametrize("place", ["mysql://host/x", "lens.db", ""])
def test_an_unknown_place_is_refused(place: str) -> None:
    """The error shows what an address looks like."""
    with pytest.raises(UnknownPlaceError):
        poltech.open(place)


def test_a_host_transaction_is_joined(tmp_path: Path) -> None:
    """On a host's open connection, the host's rollback takes everything back."""
    engine = create_engine(f"sqlite:///{tmp_path / 'host.db'}")
    keyring = FileKeyring.create(tmp_path / "ring")
    storage = SqlStorage(engine)
    migrate(storage)
    poltech.create(storage, "lens", PROFILE, keyring=keyring)
    with engine.connect() as connection:
        with connection.begin() as transaction:
            connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
            office = poltech.open(connection, keyring=keyring)
            jeanne = _meet_jeanne(office)
            transaction.rollback()
        assert poltech.open(storage, keyring=keyring).contacts.get_many([jeanne]) == {}
    engine.dispose()


@pytest.fixture
def office(storage: Storage, tmp_path: Path) -> Office:
    """Open an office on each storage in turn."""
    return poltech.create(
        storage,
        f"lens-{tmp_path.name}",
        PROFILE,
        keyring=FileKeyring.create(tmp_path / "k"),
    )


def _meet_jeanne_and_fail(office: Office) -> None:
    with office.transaction():
        jeanne = _meet_jeanne(office)
        assert office.contacts.get(jeanne).name.given == "Jeanne"
        raise ZeroDivisionError


def test_a_transaction_keeps_all_or_nothing(office: Office) -> None:
    """Verbs of several rooms commit together, and roll back together."""
    with pytest.raises(ZeroDivisionError):
        _meet_jeanne_and_fail(office)
    assert office.contacts.search("Jeanne") == []
    with office.transaction():
        jeanne = _meet_jeanne(office)
        office.contacts.tag(jeanne, "bénévole")
    assert office.contacts.get(jeanne).tags == {"bénévole"}


def test_events_are_heard_after_the_commit_and_read_from_the_feed(
    office: Office,
) -> None:
    """A host hears typed events in its process, and finds them in the feed later."""
    from poltech.contacts import ContactAdded  # noqa: PLC0415 - with its subject

    heard: list[poltech.ContactId] = []
    office.on(ContactAdded, lambda event: heard.append(event.contact))
    jeanne = _meet_jeanne(office)
    assert heard == [jeanne]
    feed = office.feed()
    assert [item.event.contact for item in feed if isinstance(item.event, ContactAdded)]
    assert office.feed(after=feed[-1].position) == []


def test_every_event_names_the_actor(office: Office) -> None:
    """Whoever is bound to the office is named in what it does."""
    volunteer = Actor.user("17")
    _meet_jeanne(office.acting_as(volunteer))
    assert {item.event.actor for item in office.feed()} == {volunteer}


def test_the_ledger_of_an_office_verifies(office: Office) -> None:
    """A checkpoint kept elsewhere proves later that nothing was rewritten."""
    _meet_jeanne(office)
    office.contacts.search("jeanne")
    kept = str(office.checkpoint())
    office.contacts.search("jeanne")
    verification = office.verify_ledger(kept)
    assert verification.whole
