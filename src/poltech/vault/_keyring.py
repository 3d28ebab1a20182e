"""Key rings in a file or in an environment variable."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self, final

import attrs

from poltech.errors import msg
from poltech.vault._files import alone, is_private, sync_folder, write_new
from poltech.vault._format import parse, render, unreadable
from poltech.vault._model import KeyMaterial
from poltech.vault._ports import KeyStore
from poltech.vault._rules import SECRET_BYTES, weakness
from poltech.vault.errors import KeyInUseError, KeyringError, KeyringExistsError

__all__ = ["EnvironmentKeyring", "FileKeyring", "retire", "rotate"]

_MAX_BYTES = 65_536


@final
@attrs.frozen
class FileKeyring:
    """A key ring in a file that only its owner may read.

    Keep the file apart from the database and its backups, and keep a copy of it
    somewhere safe: without it nothing sealed can be read again.
    """

    path: Path = attrs.field(converter=Path)

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Self:
        """Make a key ring with fresh secrets in a new file, mode 0600.

        Raises:
            KeyringExistsError: there is a file of that name; it is left as it is.
            KeyringError: the file cannot be written.
        """
        keyring = cls(Path(path))
        material = KeyMaterial(current=1, keys={1: _draw()}, anchor=_draw())
        try:
            write_new(keyring.path, render(material))
            sync_folder(keyring.path)
        except FileExistsError:
            raise KeyringExistsError(reference=str(path)) from None
        except OSError as error:
            raise _unwritable(keyring.path) from error
        return keyring

    def material(self) -> KeyMaterial:
        """Give the secrets.

        Raises:
            KeyringError: the file is missing, readable by others, or no key ring.
            WeakSecretError: a secret in it is weak.
        """
        source = str(self.path)
        try:
            with self.path.open("rb") as file:
                if not is_private(file.fileno()):
                    raise _shared(source)
                raw = file.read(_MAX_BYTES + 1)
        except FileNotFoundError:
            raise KeyringError(
                subject=source,
                problem=msg("there is no such file"),
                remedy=msg("Restore it, or make one with FileKeyring.create."),
            ) from None
        except OSError as error:
            raise unreadable(source, msg("it cannot be read")) from error
        return parse(_text(raw, source), source)


@final
@attrs.frozen
class EnvironmentKeyring:
    """A key ring in an environment variable, in the same text form as the file."""

    variable: str = "POLTECH_KEYRING"

    def material(self) -> KeyMaterial:
        """Give the secrets.

        Raises:
            KeyringError: the variable is not set, or holds no key ring.
            WeakSecretError: a secret in it is weak.
        """
        text = os.environ.get(self.variable, "")
        if not text.strip():
            raise KeyringError(
                subject=self.variable,
                problem=msg("the variable is not set"),
                remedy=msg("Set it to the text of a key ring."),
            )
        return parse(text, self.variable)


def rotate(keyring: FileKeyring) -> KeyMaterial:
    """Add a fresh current key to a key ring, and lose none.

    The file is replaced in one step: whoever is cut off leaves the old one or the
    new one. Then start every process again, so that it knows the new key, and
    `rewrap` each workspace.

    Raises:
        KeyringError: the key ring cannot be read or written.
        WeakSecretError: a secret in it is weak.
    """

    def renewed(old: KeyMaterial) -> KeyMaterial:
        version = max(old.keys) + 1
        keys = {**old.keys, version: _draw()}
        return attrs.evolve(old, current=version, keys=keys)

    return _replace(keyring, renewed)


def retire(
    keyring: FileKeyring, version: int, stores: Iterable[KeyStore]
) -> KeyMaterial:
    """Take a key off a key ring, after every workspace was re-wrapped.

    Call it when no process runs that still has the old key ring in memory: what
    such a process sealed afterwards could not be read again.

    Args:
        keyring: where the key is.
        version: which key.
        stores: the key stores of all workspaces, none left out.

    Raises:
        KeyInUseError: it is the current key, or a store still holds keys that are
            not wrapped under the current one.
        KeyringError: the key ring cannot be read or written.
        WeakSecretError: a secret in it is weak.
    """

    def without(old: KeyMaterial) -> KeyMaterial:
        if version == old.current:
            raise _in_use(version, msg("new keys are wrapped under it"))
        if any(store.behind(old.current, 1) for store in stores):
            raise _in_use(version, msg("some keys are not re-wrapped yet"))
        keys = {n: key for n, key in old.keys.items() if n != version}
        return attrs.evolve(old, keys=keys)

    return _replace(keyring, without)


def _in_use(version: int, problem: str) -> KeyInUseError:
    return KeyInUseError(reference=str(version), problem=problem)


def _draw() -> bytes:
    """Draw a secret that will not be taken for a weak one."""
    while weakness(secret := os.urandom(SECRET_BYTES)):
        pass
    return secret


def _replace(
    keyring: FileKeyring, change: Callable[[KeyMaterial], KeyMaterial]
) -> KeyMaterial:
    """Change a key ring in one step, alone."""
    path = keyring.path
    try:
        with alone(path):
            new = change(keyring.material())
            draft = path.with_name(f".{path.name}.new")
            draft.unlink(missing_ok=True)
            write_new(draft, render(new))
            draft.replace(path)
            sync_folder(path)
    except OSError as error:
        raise _unwritable(path) from error
    return new


def _unwritable(path: Path) -> KeyringError:
    return KeyringError(
        subject=str(path),
        problem=msg("it cannot be written"),
        remedy=msg("Give its owner the right to write into its folder."),
    )


def _text(raw: bytes, source: str) -> str:
    if len(raw) > _MAX_BYTES:
        raise unreadable(source, msg("it is too long"))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise unreadable(source, msg("it does not hold a key ring")) from None


def _shared(source: str) -> KeyringError:
    return KeyringError(
        subject=source,
        problem=msg("others can read or change it"),
        remedy=msg("Give it to the user who runs this, with mode 0600."),
    )
