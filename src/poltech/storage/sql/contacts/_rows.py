"""How a contact lies in its row, and in the tables around it."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from poltech.contacts import (
    ContactKind,
    Division,
    FieldValue,
    Reach,
    Standing,
    StoredContact,
)
from poltech.ids import SourceId
from poltech.law import Subject
from poltech.storage._rules import territory_of
from poltech.storage.sql._session import AnyRow, Session
from poltech.storage.sql._types import sortable

__all__ = [
    "CONTACT",
    "SELECTABLE",
    "division_rows",
    "field_rows",
    "key_rows",
    "pack",
    "read_contact",
    "source_rows",
    "tag_rows",
    "unpack",
    "write_contact",
]

SELECTABLE: Final = 500
"""How many characters of a custom field's text may be selected on."""

CONTACT: Final = (
    "id",
    "kind",
    "subject",
    "standing",
    "reach",
    "postcode",
    "commune",
    "insee",
    "country",
    "territory",
    "language",
    "birth_year",
    "household",
    "source_id",
    "merged_into",
    "version",
    "created_at",
    "updated_at",
    "digests",
    "attributes",
    "sealed",
)
"""The columns of a contact's row, in the order that `write_contact` fills them."""

_KINDS: Final = {kind.value: kind for kind in ContactKind}
_SUBJECTS: Final = {subject.value: subject for subject in Subject}
_STANDINGS: Final = {standing.value: standing for standing in Standing}
_REACHES: Final = {number: Reach(number) for number in range(1 << len(Reach))}
_LENGTHS: Final = [bytes((length,)) for length in range(256)]

Key: TypeAlias = tuple[object, ...]


def write_contact(session: Session, contact: StoredContact) -> tuple[object, ...]:
    """Write a contact as the driver takes it."""
    identifier, instant = session.identifier, session.instant
    return (
        session.owner,
        identifier(contact.id),
        str(contact.kind),
        str(contact.subject),
        str(contact.standing),
        int(contact.reach),
        contact.postcode,
        contact.commune,
        contact.insee,
        contact.country,
        territory_of(contact.divisions) if contact.divisions else None,
        contact.language,
        contact.birth_year,
        identifier(contact.household),
        identifier(contact.source),
        identifier(contact.merged_into),
        contact.version,
        instant(contact.created_at),
        instant(contact.updated_at),
        pack(contact.digests),
        _write_attributes(contact),
        contact.sealed,
    )


def read_contact(row: AnyRow) -> StoredContact:
    """Read a contact from its row alone; its columns in the order of `CONTACT`."""
    said: dict[str, Any] = json.loads(row[19]) if row[19] else {}
    source = row[13]
    return StoredContact(
        id=row[0],
        kind=_KINDS[row[1]],
        subject=_SUBJECTS[row[2]],
        standing=_STANDINGS[row[3]],
        reach=_REACHES[row[4]],
        postcode=row[5],
        commune=row[6],
        insee=row[7],
        country=row[8],
        language=row[10],
        birth_year=row[11],
        household=row[12],
        source=source,
        merged_into=row[14],
        version=row[15],
        created_at=row[16],
        updated_at=row[17],
        sealed=row[20],
        digests=frozenset(unpack(row[18])),
        sources=frozenset((source, *map(SourceId.parse, said.get("sources", ())))),
        tags=frozenset(said.get("tags", ())),
        divisions=frozenset(Division(*pair) for pair in said.get("divisions", ())),
        open_fields={k: _read_value(v) for k, v in said.get("fields", {}).items()},
    )


def pack(digests: Iterable[bytes]) -> bytes:
    """Put digests one after the other, each behind its length, in any order.

    >>> unpack(pack([b"one", b"three"]))
    [b'one', b'three']
    """
    return b"".join([_LENGTHS[len(digest)] + digest for digest in digests])


def unpack(packed: bytes) -> list[bytes]:
    """Take digests apart again."""
    digests: list[bytes] = []
    at = 0
    while at < len(packed):
        end = at + 1 + packed[at]
        digests.append(packed[at + 1 : end])
        at = end
    return digests


def key_rows(session: Session, contact: StoredContact) -> Iterable[Key]:
    """Give the digests that a contact is found by."""
    own = session.identifier(contact.id)
    return ((session.owner, digest, own) for digest in contact.digests)


def source_rows(session: Session, contact: StoredContact) -> Iterable[Key]:
    """Give the sources of a contact beyond its first."""
    if len(contact.sources) <= 1:
        return ()
    own = session.identifier(contact.id)
    further = (source for source in contact.sources if source != contact.source)
    return ((session.owner, session.identifier(source), own) for source in further)


def tag_rows(session: Session, contact: StoredContact) -> Iterable[Key]:
    """Give the tags of a contact."""
    if not contact.tags:
        return ()
    own = session.identifier(contact.id)
    return ((session.owner, tag, own) for tag in contact.tags)


def division_rows(session: Session, contact: StoredContact) -> Iterable[Key]:
    """Give the divisions of a contact."""
    if not contact.divisions:
        return ()
    own = session.identifier(contact.id)
    return ((session.owner, at.scheme, at.code, own) for at in contact.divisions)


def field_rows(session: Session, contact: StoredContact) -> Iterable[Key]:
    """Give the custom fields of a contact that may be selected on."""
    if not contact.open_fields:
        return ()
    own = session.identifier(contact.id)
    return (
        (session.owner, key, own, *_columns(session, value))
        for key, value in contact.open_fields.items()
    )


def _columns(session: Session, value: FieldValue) -> tuple[object, object, object]:
    """Put a value into the column of its type."""
    if isinstance(value, str):
        return value[:SELECTABLE], None, None
    if isinstance(value, date):
        return None, None, value.isoformat() if session.embedded else value
    number = Decimal(value)
    return None, sortable(number) if session.embedded else number, None


def _write_attributes(contact: StoredContact) -> str | None:
    """Write what the tables around a contact repeat; none if there is nothing."""
    if not (
        contact.tags
        or contact.divisions
        or contact.open_fields
        or len(contact.sources) > 1
    ):
        return None
    said = {
        "sources": sorted(str(s) for s in contact.sources if s != contact.source),
        "tags": sorted(contact.tags),
        "divisions": sorted((at.scheme, at.code) for at in contact.divisions),
        "fields": {k: _write_value(v) for k, v in sorted(contact.open_fields.items())},
    }
    kept = {key: value for key, value in said.items() if value}
    return json.dumps(kept, ensure_ascii=False) if kept else None


def _write_value(value: FieldValue) -> object:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _read_value(value: Any) -> FieldValue:  # noqa: ANN401 - as JSON gave it
    match value:
        case {"decimal": number}:
            return Decimal(number)
        case {"date": day}:
            return date.fromisoformat(day)
        case plain:
            said: str | int | bool = plain
            return said
