"""Folding the consent of two contacts into one, and parting it again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, final

import attrs

from poltech.consent._codec import open_entry
from poltech.consent._events import ConsentFolded, ConsentUnfolded
from poltech.consent._model import ConsentRecord, ConsentState
from poltech.consent._ports import ConsentWork
from poltech.consent._rules import LEAVING, pick
from poltech.consent._service._desk import Desk
from poltech.consent._service._writing import (
    MERGED,
    PARTED,
    RESERVED,
    RESTATED,
    SHARED,
    echo,
    entries_at,
    opened,
    states_of,
    write,
)
from poltech.ids import ContactId, Id
from poltech.law import Statement

__all__ = ["Folder"]

_Key: TypeAlias = tuple[str, str]
"""Code of the purpose, code of the medium."""


@final
class _Life:
    """What one contact said and what was said for it, in the ledger's order."""

    def __init__(
        self, contact: ContactId, entries: Mapping[int, ConsentRecord]
    ) -> None:
        self.contact = contact
        self.entries = dict(sorted(entries.items()))
        self.records = {record.id: record for record in self.entries.values()}
        self._taken_back = {
            record.follows
            for record in self.entries.values()
            if record.evidence.mechanism == PARTED
        }

    def voices(self) -> list[ConsentRecord]:
        """Give the statements that count, the contact's own and those repeated for it.

        Of its own at one instant only the later entry counts: there is no doubt about
        their order.
        """
        own: dict[tuple[_Key, datetime, bool], ConsentRecord] = {}
        echoes: list[ConsentRecord] = []
        for record in self._heard():
            if record.evidence.mechanism in {MERGED, SHARED}:
                echoes.append(record)
            else:
                own[_key(record), record.at, record.evidence.dated] = record
        return [*own.values(), *echoes]

    def _heard(self) -> Iterator[ConsentRecord]:
        """Give all that was said, without restatements and without what parted."""
        for record in self.entries.values():
            said = record.evidence.mechanism not in {RESTATED, PARTED}
            if said and record.id not in self._taken_back:
                yield record

    def echoes_of(self, other: "_Life") -> list[tuple[int, ConsentRecord]]:
        """Give what was repeated from another contact and still counts."""
        return [
            (entry, record)
            for entry, record in self.entries.items()
            if record.evidence.mechanism == MERGED
            and record.follows in other.records
            and record.id not in self._taken_back
        ]

    def leaves_since(
        self, entry: int | None, since: datetime | None
    ) -> list[ConsentRecord]:
        """Give what was refused or withdrawn since the contacts became one.

        Where nothing tells when that was, all counts: the stricter reading.
        """
        return [
            record
            for at, record in self.entries.items()
            if record.statement in LEAVING
            and record.evidence.mechanism not in RESERVED
            and (entry is None or at > entry)
            and (entry is not None or since is None or record.recorded_at >= since)
        ]


@final
@attrs.frozen
class Folder:
    """What consent does when two contacts become one, or one becomes two again.

    The latest informed choice stands, in doubt the stricter; never the union.
    Nothing is changed or deleted: what one said is repeated for the other by records
    that follow the originals, and taken back by records that follow those.
    """

    _desk: Desk

    def fold(self, work: ConsentWork, survivor: ContactId, loser: ContactId) -> None:
        """State for the survivor what both said."""
        work.consent.lock([survivor, loser], exclusive=True)
        heard = _standing(self._life(work, loser).voices())
        self._write(
            work, [echo(self._desk, voice, survivor, MERGED) for voice in heard]
        )
        self._settle(work, survivor)
        work.events.append([self._event(ConsentFolded, survivor, loser)])

    def unfold(
        self,
        work: ConsentWork,
        survivor: ContactId,
        loser: ContactId,
        since: datetime | None = None,
    ) -> None:
        """Give both what they said before; what was refused since counts for both.

        Args:
            work: the unit of work.
            survivor: who spoke for both.
            loser: who is a contact of their own again.
            since: when they became one; needed only if the loser had said nothing.
        """
        work.consent.lock([survivor, loser], exclusive=True)
        ours, theirs = self._life(work, survivor), self._life(work, loser)
        echoes = ours.echoes_of(theirs)
        first = min((entry for entry, _ in echoes), default=None)
        self._share(work, ours.leaves_since(first, since), loser)
        self._part(work, ours, [record for _, record in echoes])
        work.events.append([self._event(ConsentUnfolded, survivor, loser)])

    def resettle(self, work: ConsentWork, overtaken: Iterable[ConsentState]) -> None:
        """Look again at states that an older statement was just recorded under.

        A record that a merge left behind may stand at a later instant than what it
        says again, and one of unknown date at an instant that is only assumed; then
        the older statement may still be the one that counts.
        """
        moved = {state.contact for state in self.unsure(work, overtaken)}
        for contact in sorted(moved):
            self._settle(work, contact)

    def unsure(
        self, work: ConsentWork, states: Iterable[ConsentState]
    ) -> list[ConsentState]:
        """Give the states whose instant is not that of a statement made here.

        A merge left them behind, or their date was only assumed.
        """
        entries = {state.entry: state for state in states}
        owners: list[Id] = sorted({state.contact for state in entries.values()})
        keys = self._desk.vault.keys(work.keys, owners) if owners else {}
        found: list[ConsentState] = []
        for index, entry in entries_at(self._desk.ledger, work, list(entries)).items():
            key = keys.get(entries[index].contact)
            said = None if key is None else open_entry(key, entry).evidence
            if said is not None and (said.mechanism in RESERVED or not said.dated):
                found.append(entries[index])
        return found

    def _life(self, work: ConsentWork, contact: ContactId) -> _Life:
        """Read all that was said by and for a contact."""
        return _Life(contact, opened(self._desk, work, contact))

    def _share(
        self, work: ConsentWork, leaves: Iterable[ConsentRecord], loser: ContactId
    ) -> None:
        """Repeat for the loser what was refused while both were one."""
        if not self._desk.vault.keys(work.keys, [loser]):
            return
        self._write(
            work,
            [echo(self._desk, voice, loser, SHARED) for voice in _standing(leaves)],
        )
        self._settle(work, loser)

    def _part(
        self, work: ConsentWork, ours: _Life, echoes: Iterable[ConsentRecord]
    ) -> None:
        """Take back what was repeated, and say again what stands without it."""
        states = _states(work, ours.contact)
        self._write(work, [self._parted(each, states[_key(each)]) for each in echoes])
        self._settle(work, ours.contact)

    def _parted(self, repeated: ConsentRecord, state: ConsentState) -> ConsentRecord:
        """Take one record back: in its place nothing is said any more."""
        said = echo(
            self._desk, repeated, repeated.contact, PARTED, max(state.at, repeated.at)
        )
        return attrs.evolve(
            said,
            statement=Statement.EXPIRED,
            notice=None,
            wording=None,
            categories=frozenset(),
        )

    def _settle(self, work: ConsentWork, contact: ContactId) -> None:
        """Say again what stands, where the order of instants alone says otherwise."""
        states = _states(work, contact)
        again: list[ConsentRecord] = []
        for voice in _standing(self._life(work, contact).voices()):
            state = states[_key(voice)]
            if (state.statement, state.categories) != (
                voice.statement,
                voice.categories,
            ):
                at = max(state.at, voice.at)
                again.append(echo(self._desk, voice, contact, RESTATED, at))
        self._write(work, again)

    def _write(self, work: ConsentWork, records: list[ConsentRecord]) -> None:
        write(self._desk, work, records)

    def _event(
        self,
        kind: type[ConsentFolded | ConsentUnfolded],
        survivor: ContactId,
        loser: ContactId,
    ) -> ConsentFolded | ConsentUnfolded:
        return kind(
            at=self._desk.now(),
            actor=self._desk.actor,
            survivor=survivor,
            loser=loser,
        )


def _key(record: ConsentRecord) -> _Key:
    return (record.purpose, record.medium)


def _by_key(records: Iterable[ConsentRecord]) -> dict[_Key, list[ConsentRecord]]:
    """Group statements by purpose and medium, in their order."""
    found: dict[_Key, list[ConsentRecord]] = {}
    for record in records:
        found.setdefault(_key(record), []).append(record)
    return found


def _standing(voices: Iterable[ConsentRecord]) -> Iterator[ConsentRecord]:
    """Give for each purpose and medium the statement that stands."""
    for _, said in sorted(_by_key(voices).items()):
        stands = pick(said)
        if stands is not None:
            yield stands


def _states(work: ConsentWork, contact: ContactId) -> dict[_Key, ConsentState]:
    """Read where one contact stands, by purpose and medium."""
    return {
        (purpose, medium): state
        for (_, purpose, medium), state in states_of(work, [contact]).items()
    }
