"""What the vault needs from outside."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from poltech.ids import Id
from poltech.vault._model import KeyMaterial, WrappedKey

__all__ = ["KeyStore", "KeyWork", "Keyring"]


class Keyring(Protocol):
    """Where the secrets of an installation come from: a file, a variable, a KMS."""

    def material(self) -> KeyMaterial:
        """Give the secrets.

        Raises:
            ConfigurationError: a secret is missing, short, a known default, or lies
                where others can read it.
        """
        ...


class KeyStore(Protocol):
    """Where wrapped keys are kept, apart from what they open."""

    def add(self, keys: Sequence[WrappedKey]) -> None:
        """Write keys of subjects that have none; who has one keeps it."""
        ...

    def put(self, keys: Sequence[WrappedKey]) -> None:
        """Write keys, over those that the same subjects had."""
        ...

    def get(self, subjects: Sequence[Id]) -> Mapping[Id, WrappedKey]:
        """Read the keys of subjects; who has none is absent."""
        ...

    def destroy(self, subjects: Sequence[Id]) -> None:
        """Forget keys for good: what they sealed can never be read again."""
        ...

    def behind(self, version: int, limit: int) -> Sequence[WrappedKey]:
        """Read up to `limit` keys that are not wrapped under a version.

        Nobody else can change or destroy them until this unit of work ends, so
        that wrapping them again never brings back a key that was destroyed.
        """
        ...


class KeyWork(Protocol):
    """The part of a unit of work that a rotation uses."""

    @property
    def keys(self) -> KeyStore: ...
