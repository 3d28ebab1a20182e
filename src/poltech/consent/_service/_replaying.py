"""Deriving the states again from the ledger alone, to check the table of states."""

from collections.abc import Iterable, Iterator
from typing import final

import attrs

from poltech.consent._codec import open_entry, owner_of
from poltech.consent._model import ConsentAudit, ConsentRecord, ConsentState
from poltech.consent._ports import ConsentWork
from poltech.consent._rules import batched
from poltech.consent._service._desk import Desk
from poltech.consent._service._writing import StateKey, states_of
from poltech.ids import ContactId, Id

__all__ = ["Replayer"]

_BATCH = 1024


@final
@attrs.frozen
class Replayer:
    """Reads the whole ledger, and says what it says."""

    _desk: Desk

    def states(self, work: ConsentWork) -> dict[StateKey, ConsentState]:
        """Fold every readable entry, as storages fold what is appended."""
        states: dict[StateKey, ConsentState] = {}
        for entry, record in self._records(work):
            if record is None:
                continue
            key = (record.contact, record.purpose, record.medium)
            old = states.get(key)
            if old is None or old.at <= record.at:
                states[key] = _state(record, entry)
        return states

    def audit(self, work: ConsentWork) -> ConsentAudit:
        """Compare the table of states with what the ledger says."""
        found = [record is None for _, record in self._records(work)]
        said = self.states(work)
        differing = set(self._differing(work, said))
        return ConsentAudit(
            entries=len(found),
            sealed=sum(found),
            differing=tuple(sorted(differing)),
        )

    def _differing(
        self, work: ConsentWork, said: dict[StateKey, ConsentState]
    ) -> Iterator[ContactId]:
        contacts = sorted({contact for contact, _, _ in said})
        for batch in batched(contacts, _BATCH):
            asked = set(batch)
            table = states_of(work, batch)
            ours = {key: state for key, state in said.items() if key[0] in asked}
            for key in ours.keys() | table.keys():
                if ours.get(key) != table.get(key):
                    yield key[0]

    def _records(self, work: ConsentWork) -> Iterator[tuple[int, ConsentRecord | None]]:
        """Give every record by index; `None` where its person was erased."""
        entries = enumerate(self._desk.ledger.entries(work.ledger))
        for batch in batched(self._owned(entries), _BATCH):
            owners: list[Id] = sorted({owner for _, owner, _ in batch})
            keys = self._desk.vault.keys(work.keys, owners)
            for index, owner, entry in batch:
                key = keys.get(owner)
                yield index, None if key is None else open_entry(key, entry)

    def _owned(
        self, entries: Iterable[tuple[int, bytes]]
    ) -> Iterator[tuple[int, ContactId, bytes]]:
        """Keep the entries of consent, with whom each is of."""
        for index, entry in entries:
            owner = owner_of(entry, self._desk.veil)
            if owner is not None:
                yield index, owner, entry


def _state(record: ConsentRecord, entry: int) -> ConsentState:
    return ConsentState(
        contact=record.contact,
        purpose=record.purpose,
        medium=record.medium,
        statement=record.statement,
        notice=record.notice,
        at=record.at,
        record=record.id,
        entry=entry,
        categories=record.categories,
    )
