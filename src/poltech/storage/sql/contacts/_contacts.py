"""Contacts in SQL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Final, final

import attrs
from sqlalchemy import Column, Table, func, select

from poltech.contacts import StoredContact
from poltech.ids import ContactId
from poltech.storage._rules import check_versions
from poltech.storage.sql._bulk import Clash, fetch, load, remove
from poltech.storage.sql._session import Session
from poltech.storage.sql.contacts import _rows
from poltech.storage.sql.contacts._rows import CONTACT, read_contact, write_contact
from poltech.storage.sql.contacts._tables import ContactTables

__all__ = ["SqlContacts"]


@final
@attrs.frozen
class _Around:
    """A table around contacts: how it is found, filled and emptied."""

    table: Callable[[ContactTables], Table]
    rows: Callable[[Session, StoredContact], Iterable[_rows.Key]]
    key: tuple[str, ...]
    values: tuple[str, ...] = ()


_found_by: Final = itemgetter(1)

_AROUND: Final = (
    _Around(lambda t: t.key, _rows.key_rows, ("digest", "contact_id")),
    _Around(lambda t: t.contact_source, _rows.source_rows, ("source_id", "contact_id")),
    _Around(lambda t: t.tag, _rows.tag_rows, ("tag", "contact_id")),
    _Around(
        lambda t: t.division, _rows.division_rows, ("scheme", "code", "contact_id")
    ),
    _Around(
        lambda t: t.field,
        _rows.field_rows,
        ("key", "contact_id"),
        ("text_value", "number_value", "date_value"),
    ),
)


@final
class SqlContacts:
    """Contacts of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = session.schema.tables.contacts

    def lock_identities(self) -> None:
        """Let nobody else add or change identities until this unit of work ends."""
        session = self._session
        session.gate.write()
        if not session.embedded:
            place = self._tables.contact.fullname
            name = f"{place} {session.workspace}".encode()
            number = int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)
            session.read(select(func.pg_advisory_xact_lock(number)))

    def insert(self, contacts: Sequence[StoredContact]) -> None:
        """Write new contacts.

        Raises:
            DuplicateError: one is there already.
        """
        session = self._session
        rows = [write_contact(session, contact) for contact in contacts]
        load(session, self._tables.contact, CONTACT, rows)
        for around in _AROUND:
            new = [row for contact in contacts for row in around.rows(session, contact)]
            self._fill(around, new)

    def replace(self, contacts: Sequence[StoredContact]) -> None:
        """Write contacts over their previous version.

        Raises:
            VersionConflictError: one is not at the version before the one given.
        """
        session = self._session
        session.gate.write()
        known = self._read([contact.id for contact in contacts], lock=True)
        check_versions(known, contacts)
        rows = [write_contact(session, contact) for contact in contacts]
        load(session, self._tables.contact, CONTACT, rows, clash=Clash.REPLACE)
        for around in _AROUND:
            self._change(around, [(known[contact.id], contact) for contact in contacts])

    def get(self, ids: Sequence[ContactId]) -> Mapping[ContactId, StoredContact]:
        """Read contacts; the unknown are absent."""
        return self._read(ids, lock=False)

    def find(self, digests: Sequence[bytes]) -> Mapping[bytes, Sequence[ContactId]]:
        """Find who bears a digest, oldest first; digests of nobody are absent."""
        found: dict[bytes, list[ContactId]] = {}
        columns = ("digest", "contact_id")
        asked = [*dict.fromkeys(digests)]
        for row in fetch(self._session, self._tables.key, columns, "digest", asked):
            contact = ContactId.unpack(self._session.raw(row[1]))
            found.setdefault(row[0], []).append(contact)
        for contacts in found.values():
            contacts.sort()
        return found

    def page(self, after: ContactId | None, limit: int) -> Sequence[StoredContact]:
        """Read up to `limit` contacts in the order of their ids."""
        contact = self._tables.contact
        query = select(*_whole(contact)).where(self._session.mine(contact))
        if after is not None:
            query = query.where(contact.c.id > after)
        rows = self._session.read(query.order_by(contact.c.id).limit(limit))
        return [read_contact(row) for row in rows]

    def _read(
        self, ids: Sequence[ContactId], *, lock: bool
    ) -> dict[ContactId, StoredContact]:
        contact = self._tables.contact
        query = select(*_whole(contact)).where(self._session.mine(contact))
        if lock:
            query = query.order_by(contact.c.id).with_for_update(key_share=True)
        rows = self._session.look_up(query, contact.c.id, ids)
        return {row[0]: read_contact(row) for row in rows}

    def _change(
        self, around: _Around, pairs: Sequence[tuple[StoredContact, StoredContact]]
    ) -> None:
        """Bring a table around contacts up to date with them."""
        session = self._session
        gone: set[_rows.Key] = set()
        new: set[_rows.Key] = set()
        for old, contact in pairs:
            before = {*around.rows(session, old)}
            after = {*around.rows(session, contact)}
            gone |= before - after
            new |= after - before
        width = 1 + len(around.key)
        keys = sorted({row[:width] for row in gone})
        remove(session, around.table(self._tables), around.key, keys)
        self._fill(around, [*new])

    def _fill(self, around: _Around, rows: list[_rows.Key]) -> None:
        rows.sort(key=_found_by)
        columns = around.key + around.values
        load(self._session, around.table(self._tables), columns, rows)


def _whole(contact: Table) -> list[Column[Any]]:
    return [contact.c[name] for name in CONTACT]
