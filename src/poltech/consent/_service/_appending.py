"""Appending what people said elsewhere: in batches, and never to revive anybody."""

from collections.abc import Iterable, Mapping, Sequence
from typing import final

import attrs

from poltech.consent._codec import seal_records
from poltech.consent._events import ConsentsImported
from poltech.consent._model import (
    Appended,
    ConsentRecord,
    ConsentState,
    Notice,
    Speaker,
)
from poltech.consent._ports import ConsentWork
from poltech.consent._reasons import DATED_AHEAD, REVIVED, UNKNOWN_WORDING
from poltech.consent._rules import LEAVING, assumed, statement_facts, youngest
from poltech.consent._service._desk import Desk
from poltech.consent._service._folding import Folder
from poltech.consent._service._writing import (
    RESERVED,
    StateKey,
    announced,
    overtaken,
    states_of,
    write,
)
from poltech.consent.errors import InvalidConsentError
from poltech.errors import msg
from poltech.events import Event
from poltech.ids import ContactId, Id, NoticeId
from poltech.law import Decision, Mechanism, Statement
from poltech.vault import SubjectKey

__all__ = ["Appender"]

_UNKNOWN = next(each for each in Mechanism.BUILT_IN if each.code == "unknown")
_NOBODY = Speaker()


@final
@attrs.frozen
class Appender:
    """Takes over records within another room's unit of work."""

    _desk: Desk
    _folder: Folder

    def append(
        self,
        work: ConsentWork,
        records: Sequence[ConsentRecord],
        keys: Mapping[Id, SubjectKey],
        speakers: Mapping[ContactId, Speaker],
        entries: Sequence[bytes] | None,
    ) -> Appended:
        """Screen a batch and write what passes.

        Raises:
            InvalidConsentError: a mechanism is the consent room's own word.
        """
        contacts = list(dict.fromkeys(record.contact for record in records))
        work.consent.lock(contacts, exclusive=True)
        before = states_of(work, contacts)
        unsure = self._folder.unsure(work, overtaken(records, before))
        screen = _Screen(self._desk, work, records, speakers, before, unsure)
        kept = screen.kept(worded=entries is None)
        passed = [record for _, record in kept]
        sealed = None
        if entries is not None:
            sealed = [
                entries[at] if record is records[at] else self._seal(record, keys)
                for at, record in kept
            ]
        placed = write(self._desk, work, passed, keys, sealed)
        work.events.append(self._events(passed, placed))
        self._folder.resettle(work, overtaken(passed, before))
        return Appended(
            entries=placed, known=screen.known, refused=tuple(screen.refused)
        )

    def _seal(self, record: ConsentRecord, keys: Mapping[Id, SubjectKey]) -> bytes:
        """Seal a record again that had to be changed."""
        return seal_records([record], keys, self._desk.veil)[0]

    def _events(self, records: Sequence[ConsentRecord], placed: range) -> list[Event]:
        """Tell of each who left, and of all others together."""
        given = sum(record.statement is Statement.GIVEN for record in records)
        events = [
            event
            for record, entry in zip(records, placed, strict=True)
            if record.statement is not Statement.GIVEN
            for event in announced([record], range(entry, entry + 1))
        ]
        if given:
            events.append(
                ConsentsImported(
                    at=self._desk.now(),
                    actor=self._desk.actor,
                    first=placed.start,
                    entries=len(placed),
                    consents=given,
                )
            )
        return events


@final
class _Screen:
    """Tells which records of a batch may be written."""

    def __init__(
        self,
        desk: Desk,
        work: ConsentWork,
        records: Sequence[ConsentRecord],
        speakers: Mapping[ContactId, Speaker],
        before: Mapping[StateKey, ConsentState],
        unsure: Iterable[ConsentState],
    ) -> None:
        self._desk = desk
        self._records = records
        self._speakers = speakers
        self._states: dict[StateKey, ConsentState | ConsentRecord] = {**before}
        self._unsure = {(each.contact, each.purpose, each.medium) for each in unsure}
        self._notices = _notices(work, records)
        self._decisions: dict[tuple[object, ...], Decision] = {}
        self._now = desk.now()
        self.known = 0
        self.refused: list[tuple[ConsentRecord, Decision]] = []

    def kept(self, *, worded: bool) -> list[tuple[int, ConsentRecord]]:
        """Give the records to write with their places, in order.

        Args:
            worded: write the digest of the wording into those that lack it.
        """
        return [
            (at, self._worded(record) if worded else record)
            for at, each in enumerate(self._records)
            if (record := self._kept(each)) is not None
        ]

    def _worded(self, record: ConsentRecord) -> ConsentRecord:
        """Give a record with the digest of its wording, if it lacks it."""
        if record.notice is None or record.wording is not None:
            return record
        notice = self._notices.get(record.notice)
        if notice is None:
            return record
        return attrs.evolve(record, wording=notice.digest.hex())

    def _kept(self, record: ConsentRecord) -> ConsentRecord | None:
        """Give a record as it is to be written, or nothing; say why not."""
        key = (record.contact, record.purpose, record.medium)
        state = self._states.get(key)
        if state is not None and _same(record, state):
            self.known += 1
            return None
        if state is not None and not record.evidence.dated:
            stands = (state.statement, state.at)
            at = assumed(record.statement, record.at, stands)
            record = record if at == record.at else attrs.evolve(record, at=at)
        decision = self._decide(record, state)
        if not decision.allowed:
            self.refused.append((record, decision))
            return None
        if state is None or state.at <= record.at:
            self._states[key] = record
            self._unsure.discard(key)
        return record

    def _decide(
        self, record: ConsentRecord, state: ConsentState | ConsentRecord | None
    ) -> Decision:
        """Ask first what only this room knows, then the law.

        Raises:
            InvalidConsentError: a mechanism is the consent room's own word.
        """
        if record.evidence.mechanism in RESERVED:
            raise InvalidConsentError(
                field="mechanism", problem=msg("this word is the consent room's own")
            )
        if record.statement is not Statement.GIVEN:
            return Decision()
        if record.at > self._now:
            return DATED_AHEAD
        if state is not None and self._revives(record, state):
            return REVIVED
        if record.notice is not None and record.notice not in self._notices:
            return UNKNOWN_WORDING
        return self._lawful(record)

    def _revives(
        self, record: ConsentRecord, state: ConsentState | ConsentRecord
    ) -> bool:
        """Tell whether a yes would stand over what was left, now or on a merge."""
        key = (record.contact, record.purpose, record.medium)
        return state.statement in LEAVING and (
            state.at <= record.at or key in self._unsure
        )

    def _lawful(self, record: ConsentRecord) -> Decision:
        """Ask the law; records that look alike to it are asked for once."""
        speaker = self._speakers.get(record.contact, _NOBODY)
        age = youngest(speaker.birth_year, record.at)
        key = (
            record.notice,
            record.purpose,
            record.medium,
            record.categories,
            record.evidence.mechanism,
            record.evidence.together,
            record.evidence.conditional,
            record.evidence.guardian,
            age,
            speaker.country,
            record.at.date(),
        )
        decision = self._decisions.get(key)
        if decision is None:
            decision = self._asked(record, age, speaker.country or self._desk.country)
            self._decisions[key] = decision
        return decision

    def _asked(self, record: ConsentRecord, age: int | None, country: str) -> Decision:
        """Ask the law about one record."""
        notice = None if record.notice is None else self._notices[record.notice]
        mechanism = self._mechanism(record.evidence.mechanism)
        facts = statement_facts(record, mechanism, notice, age, country)
        return self._desk.law.consent(facts, self._desk.law.day_of(record.at))

    def _mechanism(self, code: str) -> Mechanism:
        """Find how it was said; what nobody registered proves nothing."""
        known = self._desk.mechanisms
        return known.parse(code) if code in known else _UNKNOWN


def _notices(
    work: ConsentWork, records: Iterable[ConsentRecord]
) -> Mapping[NoticeId, Notice]:
    """Read the wordings that a batch names."""
    wanted = {record.notice for record in records if record.notice is not None}
    return work.notices.get(sorted(wanted))


def _same(record: ConsentRecord, state: ConsentState | ConsentRecord) -> bool:
    """Tell whether a record says again what stands."""
    return (record.statement, record.notice, record.categories) == (
        state.statement,
        state.notice,
        state.categories,
    ) and (record.at == state.at or not record.evidence.dated)
