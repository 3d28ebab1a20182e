"""Deriving the states again from the ledger alone, to check the table of states."""

from collections.abc import Iterable, Iterator, Mapping
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
        return self._fold(work).states

    def audit(self, work: ConsentWork) -> ConsentAudit:
        """Compare the table of states with what the ledger says."""
        fold = self._fold(work)
        differing = {*self._wanting(work, fold.states), *self._surplus(work, fold)}
        return ConsentAudit(
            entries=fold.entries,
            sealed=fold.sealed,
            differing=tuple(sorted(differing)),
        )

    def _fold(self, work: ConsentWork) -> "_Fold":
        """Read the ledger once, from its first entry to its last."""
        fold = _Fold()
        for entry, record in self._records(work):
            fold.add(entry, record)
        return fold

    def _wanting(
        self, work: ConsentWork, said: Mapping[StateKey, ConsentState]
    ) -> Iterator[ContactId]:
        """Give whom the table does not know as the ledger says they stand."""
        for batch in batched(said.items(), _BATCH):
            table = states_of(work, list({key[0] for key, _ in batch}))
            for key, state in batch:
                if table.get(key) != state:
                    yield key[0]

    def _surplus(self, work: ConsentWork, fold: "_Fold") -> Iterator[ContactId]:
        """Give of whom the table says what no entry says; the erased are passed over."""
        after: ContactId | None = None
        while batch := work.consent.speakers(after, _BATCH):
            after = batch[-1]
            readable = self._desk.vault.keys(work.keys, batch)
            for key in states_of(work, batch):
                if key not in fold.states and key[0] in readable:
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


@final
@attrs.define
class _Fold:
    """Where everybody stands, as entry after entry is read."""

    states: dict[StateKey, ConsentState] = attrs.field(
        factory=dict[StateKey, ConsentState]
    )
    entries: int = 0
    sealed: int = 0

    def add(self, entry: int, record: ConsentRecord | None) -> None:
        """Take one more entry; one that cannot be read is counted."""
        self.entries += 1
        if record is None:
            self.sealed += 1
            return
        key = (record.contact, record.purpose, record.medium)
        old = self.states.get(key)
        if old is None or old.at <= record.at:
            self.states[key] = _state(record, entry)


def _state(record: ConsentRecord, entry: int) -> ConsentState:
    """Give the state that a record makes when it stands."""
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
