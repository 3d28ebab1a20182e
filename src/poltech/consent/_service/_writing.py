"""Writing records: into the ledger, the states, and the feed of events."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from poltech.consent._codec import open_entry, seal_records
from poltech.consent._events import (
    ConsentExpired,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
)
from poltech.consent._model import (
    Choice,
    ConsentRecord,
    ConsentState,
    Evidence,
    Notice,
    StoredRecord,
)
from poltech.consent._ports import ConsentWork
from poltech.consent._rules import LEAVING, echo_at
from poltech.consent._service._desk import Desk
from poltech.consent.errors import PersonNotFoundError
from poltech.events import Event
from poltech.ids import ContactId, Id, RecordId
from poltech.law import Statement
from poltech.ledger import Ledger
from poltech.vault import SubjectKey

__all__ = [
    "MERGED",
    "PARTED",
    "RESERVED",
    "RESTATED",
    "SHARED",
    "StateKey",
    "announced",
    "echo",
    "entries_at",
    "opened",
    "overtaken",
    "record_of",
    "states_of",
    "write",
]

StateKey: TypeAlias = tuple[ContactId, str, str]
"""Contact, code of the purpose, code of the medium."""

MERGED = "merged"
"""Mechanism of a record that repeats what another contact said before a merge."""

RESTATED = "restated"
"""Mechanism of a record that says again which statement stands."""

PARTED = "parted"
"""Mechanism of a record that takes a repeated statement back, when two part again."""

SHARED = "shared"
"""Mechanism of a record that repeats what was refused while two were one."""

RESERVED = frozenset({MERGED, PARTED, RESTATED, SHARED})
"""Mechanisms that only this room writes."""

_EVENTS = {
    Statement.GIVEN: ConsentGiven,
    Statement.REFUSED: ConsentRefused,
    Statement.WITHDRAWN: ConsentWithdrawn,
    Statement.EXPIRED: ConsentExpired,
}
_NEAR = 1024


def record_of(
    desk: Desk, choice: Choice, notice: Notice | None, at: datetime, now: datetime
) -> ConsentRecord:
    """Make the record of a choice."""
    return ConsentRecord(
        id=desk.ids.new(RecordId),
        contact=choice.contact,
        statement=choice.statement,
        purpose=choice.purpose.code,
        medium=choice.medium.code,
        controller=desk.profile.controller.name,
        notice=choice.notice,
        wording=None if notice is None else notice.digest.hex(),
        source=choice.source,
        evidence=choice.evidence,
        at=at,
        recorded_at=now,
        actor=desk.actor,
        categories=choice.categories,
    )


def echo(
    desk: Desk,
    heard: ConsentRecord,
    contact: ContactId,
    mechanism: str,
    at: datetime | None = None,
) -> ConsentRecord:
    """Repeat a statement for a contact; the evidence stays with the original."""
    return attrs.evolve(
        heard,
        id=desk.ids.new(RecordId),
        contact=contact,
        evidence=Evidence(
            mechanism=mechanism,
            dated=heard.evidence.dated,
            guardian=heard.evidence.guardian,
        ),
        at=at or echo_at(heard),
        recorded_at=desk.now(),
        actor=desk.actor,
        follows=heard.id,
    )


def write(
    desk: Desk,
    work: ConsentWork,
    records: Sequence[ConsentRecord],
    keys: Mapping[Id, SubjectKey] | None = None,
    entries: Sequence[bytes] | None = None,
) -> range:
    """Append records to the ledger in one call, and bring the states up to date.

    Args:
        desk: what the verbs work with.
        work: the unit of work.
        records: what to write.
        keys: the keys of the contacts, where they are open already.
        entries: the records sealed already, in the same order.

    Raises:
        PersonNotFoundError: a contact has no key: they are unknown or were erased.
    """
    if not records:
        size = work.ledger.head(lock=False).size
        return range(size, size)
    if entries is None:
        entries = _sealed(desk, work, records, keys)
    placed = desk.ledger.append(work.ledger, entries)
    work.consent.append(
        [_stored(record, at) for record, at in zip(records, placed, strict=True)]
    )
    return placed


def _sealed(
    desk: Desk,
    work: ConsentWork,
    records: Sequence[ConsentRecord],
    keys: Mapping[Id, SubjectKey] | None,
) -> list[bytes]:
    """Seal records under the keys of their contacts.

    Raises:
        PersonNotFoundError: a contact has no key.
    """
    contacts = list(dict.fromkeys(record.contact for record in records))
    if keys is None:
        keys = desk.vault.keys(work.keys, contacts)
    for contact in contacts:
        if contact not in keys:
            raise PersonNotFoundError(reference=str(contact))
    return seal_records(records, keys, desk.veil)


def _stored(record: ConsentRecord, entry: int) -> StoredRecord:
    """Give a record as a storage keeps it."""
    return StoredRecord(
        id=record.id,
        contact=record.contact,
        statement=record.statement,
        purpose=record.purpose,
        medium=record.medium,
        notice=record.notice,
        at=record.at,
        recorded_at=record.recorded_at,
        categories=record.categories,
        entry=entry,
    )


def announced(records: Iterable[ConsentRecord], placed: range) -> list[Event]:
    """Give the event of each record."""
    return [
        _EVENTS[record.statement](
            at=record.recorded_at,
            actor=record.actor,
            contact=record.contact,
            record=record.id,
            purpose=record.purpose,
            medium=record.medium,
            entry=entry,
        )
        for record, entry in zip(records, placed, strict=True)
    ]


def states_of(
    work: ConsentWork, contacts: Sequence[ContactId]
) -> dict[StateKey, ConsentState]:
    """Read where contacts stand."""
    return {
        (state.contact, state.purpose, state.medium): state
        for state in work.consent.states(contacts)
    }


def overtaken(
    records: Iterable[ConsentRecord], before: Mapping[StateKey, ConsentState]
) -> list[ConsentState]:
    """Give the states whose order with a record that differs is not plain to see."""
    found: list[ConsentState] = []
    for record in records:
        state = before.get((record.contact, record.purpose, record.medium))
        if state is not None and state.statement is not record.statement:
            revives = state.statement in LEAVING and record.at < record.recorded_at
            if record.at <= state.at or revives:
                found.append(state)
    return found


def opened(
    desk: Desk, work: ConsentWork, contact: ContactId
) -> dict[int, ConsentRecord]:
    """Read and open what a contact said, by index in the ledger.

    Nothing comes back of somebody whose key was destroyed.
    """
    key = desk.vault.keys(work.keys, [contact]).get(contact)
    if key is None:
        return {}
    wanted = [stored.entry for stored in work.consent.history(contact)]
    found = entries_at(desk.ledger, work, wanted)
    return {index: open_entry(key, entry) for index, entry in found.items()}


def entries_at(
    ledger: Ledger, work: ConsentWork, wanted: Sequence[int]
) -> dict[int, bytes]:
    """Read entries by their indexes; those that lie near each other in one go."""
    return {
        index: entry
        for run in _runs(sorted(set(wanted)))
        for index, entry in enumerate(
            ledger.entries(work.ledger, run[0], run[-1] + 1), run[0]
        )
        if index in run
    }


def _runs(indexes: Sequence[int]) -> Iterable[list[int]]:
    """Group indexes that lie near each other."""
    run: list[int] = []
    for index in indexes:
        if run and index - run[-1] > _NEAR:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
