"""From an address to a storage, loading only the library that it needs."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast, final
from urllib.parse import unquote

import attrs

from poltech.clock import Clock
from poltech.storage import Storage
from poltech.storage.memory import MemoryStorage
from poltech.workspace.errors import UnknownPlaceError

if TYPE_CHECKING:
    from poltech.storage.sql import Place

__all__ = ["AnyPlace", "Spot", "is_embedded", "storage_at"]

AnyPlace: TypeAlias = "Place | Storage"
"""An address, a host's engine or connection, or a storage of the host's own."""

_SQLITE = "sqlite:///"
_SPOKEN = ("sqlite:", "postgresql:", "postgresql+")
MEMORY = "memory:"


@final
@attrs.frozen(kw_only=True)
class Spot:
    """Where and how to open a storage.

    Attributes:
        place: the address, engine, connection or storage.
        keys: address of a database of its own for the wrapped keys.
        prefix: what the names of the tables begin with.
        namespace: PostgreSQL schema that the tables lie in.
        allow_unforced: use a PostgreSQL database that does not wall workspaces.
    """

    place: AnyPlace
    keys: str | None = None
    prefix: str = "poltech_"
    namespace: str | None = None
    allow_unforced: bool = False

    @property
    def file(self) -> Path | None:
        """The file of an embedded database."""
        if not isinstance(self.place, str) or not self.place.startswith(_SQLITE):
            return None
        path = unquote(self.place.removeprefix(_SQLITE).partition("?")[0])
        return Path(path) if path and path != ":memory:" else None

    @property
    def passing(self) -> bool:
        """Whether all is gone when the process ends."""
        return self.place == MEMORY or isinstance(self.place, MemoryStorage)


def is_embedded(spot: Spot) -> bool:
    """Tell whether the database is this process's own, so that we may migrate it."""
    return isinstance(spot.place, str) and spot.place.startswith("sqlite:")


def storage_at(spot: Spot, clock: Clock, *, migrated: bool) -> Storage:
    """Open the storage at a spot, its tables made or brought up to date if asked.

    Raises:
        UnknownPlaceError: the address names no database that we speak to.
        ConfigurationError: a library is missing, or the database refuses.
    """
    place = spot.place
    if place == MEMORY:
        return MemoryStorage(clock)
    if isinstance(place, str) and not place.startswith(_SPOKEN):
        raise UnknownPlaceError
    if _is_storage(place):
        return cast("Storage", place)
    return _sql(spot, cast("Place", place), clock, migrated=migrated)


def _is_storage(place: AnyPlace) -> bool:
    return hasattr(place, "begin") and hasattr(place, "workspaces")


def _sql(spot: Spot, place: "Place", clock: Clock, *, migrated: bool) -> Storage:
    from poltech.storage.sql import Schema, SqlStorage, migrate  # noqa: PLC0415 - slow

    storage = SqlStorage(
        place,
        schema=Schema(prefix=spot.prefix, namespace=spot.namespace),
        keys=spot.keys,
        clock=clock,
        allow_unforced=spot.allow_unforced,
    )
    if migrated:
        migrate(storage)
    return storage
