"""The front door: a database becomes an office."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from poltech.clock import Clock, SystemClock
from poltech.events import Subscriptions
from poltech.ids import IdSource, SystemIds, WorkspaceId
from poltech.law import jurisdiction
from poltech.ledger import Ledger, Signer
from poltech.profile import Actor, Profile
from poltech.storage import Storage, WorkspaceRow
from poltech.vault import Keyring, Vault
from poltech.workspace._keyrings import KeyringPlace, find_keyring, make_keyring
from poltech.workspace._office import Office, Parts
from poltech.workspace._places import AnyPlace, Spot, is_embedded, storage_at
from poltech.workspace._units import Units
from poltech.workspace._words import Words
from poltech.workspace.errors import AmbiguousWorkspaceError, NoWorkspaceError

__all__ = ["Options", "create", "open_office", "workspaces"]


class Options(TypedDict, total=False):
    """How an office is opened, besides where its database is; all may be left out."""

    keyring: KeyringPlace
    """The secrets, or the file that holds them; by default what the environment names,
    or the file beside an embedded database."""

    keys: str
    """Address of a database of its own for the wrapped keys."""

    prefix: str
    """What the names of the tables begin with; `poltech_` by default."""

    namespace: str
    """PostgreSQL schema that the tables lie in."""

    migrate: bool
    """Make the tables or bring them up to date; by default only on embedded SQLite."""

    allow_unforced: bool
    """Use a PostgreSQL database that does not itself hold workspaces apart."""

    words: Words
    """The host's own purposes, media and kinds."""

    actor: Actor
    """Who acts; the installation itself by default."""

    clock: Clock
    """Tells the time."""

    ids: IdSource
    """Makes identifiers."""


def open_office(
    place: AnyPlace, workspace: str | None = None, **options: Unpack[Options]
) -> Office:
    """Open a workspace that exists.

    Args:
        place: `sqlite:///FILE`, `postgresql+psycopg://…`, a SQLAlchemy engine or open
            connection of the host's own (its transaction is joined), or a storage.
        workspace: its name; may be left out where there is only one.
        options: see `Options`.

    Raises:
        NoWorkspaceError: the database holds none of that name.
        AmbiguousWorkspaceError: it holds several, and none was named.
        UnknownPlaceError: the address names no database that we speak to.
        ConfigurationError: secrets, tables or a library are missing.
    """
    spot = _spot(place, options)
    storage = _storage(spot, options)
    row = _chosen(storage.workspaces(), workspace)
    keyring = find_keyring(options.get("keyring"), spot)
    return _office(storage, row, storage.profile(row.id), keyring, options)


def create(
    place: AnyPlace, name: str, profile: Profile, **options: Unpack[Options]
) -> Office:
    """Make a workspace and open it; an embedded database and its key ring are made.

    >>> from poltech.profile import Controller, ControllerKind
    >>> lens = Controller(
    ...     name="Lens en commun",
    ...     kind=ControllerKind.ASSOCIATION,
    ...     email="bonjour@example.org",
    ...     postal_address="1 place Jean-Jaurès, 62300 Lens",
    ... )
    >>> create("memory:", "lens", Profile(controller=lens))
    <Office 'lens' of political edition>

    Args:
        place: where, as for `open_office`; `memory:` is gone with the process.
        name: what the workspace is called in its database.
        profile: what it is.
        options: see `Options`.

    Raises:
        WorkspaceExistsError: the database holds one of that name.
        UnknownJurisdictionError: no law module bears the profile's code.
        UnknownPlaceError: the address names no database that we speak to.
        ConfigurationError: secrets, tables or a library are missing.
    """
    jurisdiction(profile.jurisdiction)
    spot = _spot(place, options)
    storage = _storage(spot, options)
    keyring = make_keyring(options.get("keyring"), spot)
    row = WorkspaceRow(
        id=_ids(options).new(WorkspaceId), name=name, created_at=_clock(options).now()
    )
    storage.create(row, profile)
    return _office(storage, row, profile, keyring, options)


def workspaces(place: AnyPlace, **options: Unpack[Options]) -> Sequence[WorkspaceRow]:
    """List the workspaces of a database, oldest first."""
    storage = _storage(_spot(place, options), options)
    try:
        return storage.workspaces()
    finally:
        storage.close()


def _spot(place: AnyPlace, options: Options) -> Spot:
    return Spot(
        place=place,
        keys=options.get("keys"),
        prefix=options.get("prefix", "poltech_"),
        namespace=options.get("namespace"),
        allow_unforced=options.get("allow_unforced", False),
    )


def _storage(spot: Spot, options: Options) -> Storage:
    migrated = options.get("migrate", is_embedded(spot))
    return storage_at(spot, _clock(options), migrated=migrated)


def _clock(options: Options) -> Clock:
    return options.get("clock") or SystemClock()


def _ids(options: Options) -> IdSource:
    return options.get("ids") or SystemIds()


def _chosen(rows: Sequence[WorkspaceRow], name: str | None) -> WorkspaceRow:
    named = [row for row in rows if name in {None, row.name}]
    if not named:
        raise NoWorkspaceError(reference=name or "")
    if len(named) > 1:
        raise AmbiguousWorkspaceError(names=", ".join(row.name for row in named))
    return named[0]


def _office(
    storage: Storage,
    row: WorkspaceRow,
    profile: Profile,
    keyring: Keyring,
    options: Options,
) -> Office:
    vault = Vault(keyring.material(), row.id)
    subscriptions = Subscriptions()
    storage.listen(row.id, subscriptions.announce)
    parts = Parts(
        storage=storage,
        row=row,
        profile=profile,
        law=jurisdiction(profile.jurisdiction),
        vault=vault,
        ledger=Ledger(Signer(f"poltech.ledger/{row.id}", vault.derive("ledger"))),
        clock=_clock(options),
        ids=_ids(options),
        words=options.get("words") or Words(),
        units=Units(storage, row.id),
        subscriptions=subscriptions,
    )
    return Office(parts, options.get("actor") or Actor.system())
