"""Wrapped keys in SQL."""

from collections.abc import Mapping, Sequence
from typing import Final, final

from sqlalchemy import Integer, LargeBinary, select

from poltech.ids import Id
from poltech.storage.sql._bulk import Clash, fetch, load, remove
from poltech.storage.sql._session import AnyRow, Session
from poltech.storage.sql._shape import Shape, column, identifier
from poltech.vault import WrappedKey

__all__ = ["KeyTables", "SqlKeys"]

_COLUMNS: Final = ("subject", "version", "wrapped")


@final
class KeyTables:
    """Wrapped keys; the table may lie in a database of its own."""

    def __init__(self, shape: Shape) -> None:
        self.key = shape.table(
            "vault_key",
            identifier("subject", Id),
            column("version", Integer()),
            column("wrapped", LargeBinary()),
            key=["subject"],
            indexes={"version": ["version", "subject"]},
        )


@final
class SqlKeys:
    """Wrapped keys of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.vault.key

    def add(self, keys: Sequence[WrappedKey]) -> None:
        """Write keys of subjects that have none; who has one keeps it."""
        self._load(keys, Clash.KEEP)

    def put(self, keys: Sequence[WrappedKey]) -> None:
        """Write keys, over those that the same subjects had."""
        self._load([*{key.subject: key for key in keys}.values()], Clash.REPLACE)

    def get(self, subjects: Sequence[Id]) -> Mapping[Id, WrappedKey]:
        """Read the keys of subjects; who has none is absent."""
        asked = [
            self._session.identifier(subject) for subject in dict.fromkeys(subjects)
        ]
        rows = fetch(self._session, self._table, _COLUMNS, "subject", asked)
        keys = (
            WrappedKey(Id.unpack(self._session.raw(subject)), version, wrapped)
            for subject, version, wrapped in rows
        )
        return {key.subject: key for key in keys}

    def destroy(self, subjects: Sequence[Id]) -> None:
        """Forget keys for good: what they sealed can never be read again."""
        owner, identifier = self._session.owner, self._session.identifier
        rows = [(owner, identifier(subject)) for subject in subjects]
        remove(self._session, self._table, ("subject",), rows)

    def behind(self, version: int, limit: int) -> Sequence[WrappedKey]:
        """Read up to `limit` keys that are not wrapped under a version, and hold them."""
        columns = self._table.c
        query = select(self._table).where(self._session.mine(self._table))
        query = query.where(columns.version != version).order_by(columns.subject)
        if self._session.gate.writing:
            query = query.with_for_update()
        return [_read(row) for row in self._session.read(query.limit(limit))]

    def _load(self, keys: Sequence[WrappedKey], clash: Clash) -> None:
        owner, identifier = self._session.owner, self._session.identifier
        rows = [
            (owner, identifier(key.subject), key.version, key.wrapped)
            for key in sorted(keys, key=lambda key: key.subject.int)
        ]
        load(self._session, self._table, _COLUMNS, rows, clash=clash)


def _read(row: AnyRow) -> WrappedKey:
    return WrappedKey(row.subject, row.version, row.wrapped)
