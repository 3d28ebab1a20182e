"""Wrapped keys in memory."""

from collections.abc import Mapping, Sequence
from typing import final

import attrs

from poltech.ids import Id
from poltech.storage._gate import Gate
from poltech.vault import WrappedKey

__all__ = ["KeyRows", "MemoryKeys"]


@final
@attrs.define
class KeyRows:
    """The wrapped keys of a workspace."""

    keys: dict[Id, WrappedKey] = attrs.field(factory=dict[Id, WrappedKey])

    def copy(self) -> "KeyRows":
        """Give a copy that can be written to."""
        return KeyRows(self.keys.copy())


@final
@attrs.frozen
class MemoryKeys:
    """Wrapped keys of one unit of work."""

    _rows: KeyRows
    _gate: Gate

    def add(self, keys: Sequence[WrappedKey]) -> None:
        """Write keys of subjects that have none; who has one keeps it."""
        self._gate.write()
        for key in keys:
            self._rows.keys.setdefault(key.subject, key)

    def put(self, keys: Sequence[WrappedKey]) -> None:
        """Write keys, over those that the same subjects had."""
        self._gate.write()
        self._rows.keys.update((key.subject, key) for key in keys)

    def get(self, subjects: Sequence[Id]) -> Mapping[Id, WrappedKey]:
        """Read the keys of subjects; who has none is absent."""
        self._gate.read()
        known = self._rows.keys
        return {subject: known[subject] for subject in subjects if subject in known}

    def destroy(self, subjects: Sequence[Id]) -> None:
        """Forget keys for good: what they sealed can never be read again."""
        self._gate.write()
        for subject in subjects:
            self._rows.keys.pop(subject, None)

    def behind(self, version: int, limit: int) -> Sequence[WrappedKey]:
        """Read up to `limit` keys that are not wrapped under a version.

        Writers are alone already, so nobody else changes or destroys them.
        """
        self._gate.read()
        found = [key for key in self._rows.keys.values() if key.version != version]
        return sorted(found, key=lambda key: key.subject)[:limit]
