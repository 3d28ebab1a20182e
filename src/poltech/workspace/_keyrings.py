"""Where the secrets of an installation are looked for, in one order."""

import os
import secrets
from pathlib import Path
from typing import TypeAlias, final

from poltech.vault import (
    EnvironmentKeyring,
    FileKeyring,
    KeyMaterial,
    Keyring,
)
from poltech.workspace._places import Spot
from poltech.workspace.errors import KeyringNotFoundError

__all__ = ["KeyringPlace", "PassingKeyring", "find_keyring", "make_keyring"]

_VARIABLE = "POLTECH_KEYRING"
_FILE_VARIABLE = "POLTECH_KEYRING_FILE"
_SECRET_BYTES = 32

KeyringPlace: TypeAlias = Keyring | str | os.PathLike[str]
"""A key ring, or the path of the file that holds it."""


@final
class PassingKeyring:
    """Secrets that die with the process, for a storage that does so too."""

    def __init__(self) -> None:
        self._material = KeyMaterial(
            current=1,
            keys={1: secrets.token_bytes(_SECRET_BYTES)},
            anchor=secrets.token_bytes(_SECRET_BYTES),
        )

    def material(self) -> KeyMaterial:
        """Give the secrets."""
        return self._material


def find_keyring(given: KeyringPlace | None, spot: Spot) -> Keyring:
    """Find the key ring: given, in the environment, or beside an embedded database.

    Raises:
        KeyringNotFoundError: nothing says where it is.
    """
    if given is not None:
        return _as_keyring(given)
    if _VARIABLE in os.environ:
        return EnvironmentKeyring(_VARIABLE)
    if spot.passing:
        return PassingKeyring()
    path = _file(spot.file)
    if path is None:
        raise KeyringNotFoundError
    return FileKeyring(path)


def make_keyring(given: KeyringPlace | None, spot: Spot) -> Keyring:
    """Find the key ring, and make its file where there is none yet.

    Raises:
        KeyringNotFoundError: nothing says where it should be.
    """
    found = find_keyring(given, spot)
    if isinstance(found, FileKeyring) and not found.path.exists():
        return FileKeyring.create(found.path)
    return found


def _as_keyring(given: KeyringPlace) -> Keyring:
    if isinstance(given, str | os.PathLike):
        return FileKeyring(Path(given))
    return given


def _file(database: Path | None) -> Path | None:
    if _FILE_VARIABLE in os.environ:
        return Path(os.environ[_FILE_VARIABLE])
    return None if database is None else database.with_suffix(".keyring")
