"""A whole contact as an array, open attributes included: what undoes a merge."""

from datetime import datetime
from typing import NamedTuple

from poltech.contacts._model import Contact, ContactKind, Division, Standing
from poltech.contacts._sealing._payload import Array, decode, dump, encode, load
from poltech.errors import UnsupportedError, msg
from poltech.ids import ActivityId, ContactId, SourceId
from poltech.law import Subject

__all__ = ["Undo", "dump_undo", "load_undo"]

VERSION = 1


class Undo(NamedTuple):
    """What it takes to undo a merge.

    Attributes:
        survivor: as it was before.
        loser: as it was before.
        merged: as the merge made the survivor.
        activities: those that the loser had.
    """

    survivor: Contact
    loser: Contact
    merged: Contact
    activities: tuple[ActivityId, ...]


def dump_undo(undo: Undo) -> bytes:
    """Lay out what undoes a merge."""
    return encode(
        [
            VERSION,
            _from_contact(undo.survivor),
            _from_contact(undo.loser),
            _from_contact(undo.merged),
            [activity.hex for activity in undo.activities],
        ]
    )


def load_undo(raw: bytes) -> Undo:
    """Read what `dump_undo` laid out.

    Raises:
        UnsupportedError: a later version of this library wrote it.
    """
    version, survivor, loser, merged, activities = decode(raw)
    if version != VERSION:
        raise UnsupportedError(
            subject=msg("This version of poltech"),
            capability=msg("undo a merge that a later one made"),
        )
    return Undo(
        _to_contact(survivor),
        _to_contact(loser),
        _to_contact(merged),
        tuple(ActivityId(text) for text in activities),
    )


def _from_contact(contact: Contact) -> Array:
    """Lay out a contact with all its attributes."""
    return [
        dump(contact, contact.fields),
        contact.id.hex,
        contact.kind.value,
        contact.birth_year,
        contact.language,
        [[division.scheme, division.code] for division in sorted(contact.divisions)],
        sorted(contact.tags),
        contact.household and contact.household.hex,
        contact.standing.value,
        contact.source.hex,
        contact.subject.value,
        contact.version,
        contact.created_at.isoformat(),
        contact.updated_at.isoformat(),
    ]


def _to_contact(array: Array) -> Contact:
    """Read a contact with all its attributes."""
    identity = load(array[0])
    _, name, kind, year, language, divisions, tags, household, *rest = array
    standing, source, subject, version, created, updated = rest
    return Contact(
        id=ContactId(name),
        kind=ContactKind(kind),
        **identity._asdict(),
        birth_year=year,
        language=language,
        divisions=frozenset(Division(*division) for division in divisions),
        tags=frozenset(tags),
        household=ContactId(household) if household else None,
        standing=Standing(standing),
        source=SourceId(source),
        subject=Subject(subject),
        version=version,
        created_at=datetime.fromisoformat(created),
        updated_at=datetime.fromisoformat(updated),
    )
