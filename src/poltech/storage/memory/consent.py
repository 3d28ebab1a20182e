"""Consent in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias, final

import attrs

from poltech.consent import (
    ConsentState,
    Election,
    Notice,
    StoredFacts,
    StoredRecord,
    Suppression,
)
from poltech.contacts import ContactKind, StoredContact
from poltech.errors import msg
from poltech.ids import ContactId, NoticeId
from poltech.law import Cause, Medium, Purpose, Statement
from poltech.storage._gate import Gate
from poltech.storage._rules import in_order, reach_by, territory_of
from poltech.storage.errors import DuplicateError
from poltech.storage.memory.contacts import ContactRows

__all__ = [
    "ConsentRows",
    "MemoryConsent",
    "MemoryElections",
    "MemoryNotices",
    "MemorySuppressions",
]

_StateKey: TypeAlias = tuple[str, str]
_SuppressionKey: TypeAlias = tuple[bytes, Cause, str | None, str | None, datetime]


@final
@attrs.define
class ConsentRows:
    """What people said; the values in it are never changed."""

    records: dict[ContactId, tuple[StoredRecord, ...]] = attrs.field(
        factory=dict[ContactId, tuple[StoredRecord, ...]]
    )
    states: dict[ContactId, Mapping[_StateKey, ConsentState]] = attrs.field(
        factory=dict[ContactId, Mapping[_StateKey, ConsentState]]
    )
    suppressions: dict[bytes, Mapping[_SuppressionKey, Suppression]] = attrs.field(
        factory=dict[bytes, Mapping[_SuppressionKey, Suppression]]
    )
    notices: dict[NoticeId, Notice] = attrs.field(factory=dict[NoticeId, Notice])
    elections: dict[str, Election] = attrs.field(factory=dict[str, Election])

    def copy(self) -> "ConsentRows":
        """Give a copy that can be written to."""
        return ConsentRows(
            records=self.records.copy(),
            states=self.states.copy(),
            suppressions=self.suppressions.copy(),
            notices=self.notices.copy(),
            elections=self.elections.copy(),
        )


@final
@attrs.frozen
class MemoryConsent:
    """Statements of one unit of work."""

    _rows: ConsentRows
    _contacts: ContactRows
    _gate: Gate

    def lock(
        self,
        contacts: Sequence[ContactId],  # noqa: ARG002 - all are held already
        *,
        exclusive: bool,  # noqa: ARG002 - the same
    ) -> None:
        """Writers are alone already."""
        self._gate.write()

    def append(self, records: Sequence[StoredRecord]) -> None:
        """Write records, and bring the states of their contacts up to date.

        Raises:
            DuplicateError: that entry of the ledger states something already.
        """
        self._gate.write()
        for record in records:
            said = self._rows.records.get(record.contact, ())
            if any(record.entry == other.entry for other in said):
                raise self._gate.fail(DuplicateError(kind=msg("consent_record")))
            self._rows.records[record.contact] = (*said, record)
            self._fold(record)

    def states(self, contacts: Sequence[ContactId]) -> Sequence[ConsentState]:
        """Read where contacts stand."""
        self._gate.read()
        return [
            state
            for contact in sorted(set(contacts))
            for _, state in sorted(self._rows.states.get(contact, {}).items())
        ]

    def speakers(self, after: ContactId | None, limit: int) -> Sequence[ContactId]:
        """Read up to `limit` contacts that have a state, in the order of their ids."""
        self._gate.read()
        known = sorted(self._rows.states)
        return [each for each in known if after is None or each > after][:limit]

    def history(self, contact: ContactId) -> Sequence[StoredRecord]:
        """Read what one contact said, in the order of the ledger."""
        self._gate.read()
        said = self._rows.records.get(contact, ())
        return sorted(said, key=lambda record: record.entry)

    def facts(
        self, contacts: Sequence[ContactId], purpose: Purpose, medium: Medium
    ) -> Iterator[StoredFacts]:
        """Give what bears on addressing each contact, in the order asked."""
        for contact in contacts:
            self._gate.read()
            known = self._contacts.contacts.get(contact)
            if known is not None:
                yield self._facts(known, purpose, medium)

    def _fold(self, record: StoredRecord) -> None:
        key = (record.purpose, record.medium)
        states = self._rows.states.get(record.contact, {})
        old = states.get(key)
        if old is None or (old.at, old.entry) < (record.at, record.entry):
            state = ConsentState(
                contact=record.contact,
                purpose=record.purpose,
                medium=record.medium,
                statement=record.statement,
                notice=record.notice,
                at=record.at,
                record=record.id,
                entry=record.entry,
                categories=record.categories,
            )
            self._rows.states[record.contact] = {**states, key: state}

    def _facts(
        self, contact: StoredContact, purpose: Purpose, medium: Medium
    ) -> StoredFacts:
        states = self._rows.states.get(contact.id, {})
        exact = states.get((purpose.code, medium.code))
        given = {
            key for key, state in states.items() if state.statement is Statement.GIVEN
        }
        source = self._contacts.sources.get(contact.source)
        return StoredFacts(
            contact=contact.id,
            subject=contact.subject,
            merged_into=contact.merged_into,
            person=contact.kind is ContactKind.PERSON,
            reachable=bool(contact.reach & reach_by(medium)),
            origin=None if source is None else source.origin,
            birth_year=contact.birth_year,
            country=contact.country,
            territory=territory_of(contact.divisions),
            statement=None if exact is None else exact.statement,
            entry=None if exact is None else exact.entry,
            consented_purposes=frozenset(p for p, m in given if m == medium.code),
            consented_media=frozenset(m for p, m in given if p == purpose.code),
            suppressions=tuple(
                row
                for row in _listed(self._rows, contact.digests)
                if row.lifted_at is None
                and row.medium in {None, medium.code}
                and row.purpose in {None, purpose.code}
            ),
        )


def _listed(rows: ConsentRows, digests: Iterable[bytes]) -> Iterator[Suppression]:
    for digest in sorted(set(digests)):
        yield from sorted(rows.suppressions.get(digest, {}).values(), key=in_order)


def _names(row: Suppression) -> _SuppressionKey:
    return (row.digest, row.cause, row.medium, row.purpose, row.at)


@final
@attrs.frozen
class MemorySuppressions:
    """Suppressions of one unit of work."""

    _rows: ConsentRows
    _gate: Gate

    def add(self, suppressions: Sequence[Suppression]) -> None:
        """Write suppressions; one that stands already stays as it is."""
        self._gate.write()
        for new in suppressions:
            rows = self._rows.suppressions.get(new.digest, {})
            stands = any(
                row.lifted_at is None and _names(row)[:4] == _names(new)[:4]
                for row in rows.values()
            )
            if not stands and _names(new) not in rows:
                self._rows.suppressions[new.digest] = {**rows, _names(new): new}

    def of(self, digests: Sequence[bytes]) -> Sequence[Suppression]:
        """Read every suppression of contact points, the lifted included."""
        self._gate.read()
        return [*_listed(self._rows, digests)]

    def lift(self, suppressions: Sequence[Suppression]) -> None:
        """Mark suppressions as ended, each at its `lifted_at`."""
        self._gate.write()
        for ended in suppressions:
            rows = self._rows.suppressions.get(ended.digest, {})
            if _names(ended) in rows:
                self._rows.suppressions[ended.digest] = {**rows, _names(ended): ended}


@final
@attrs.frozen
class MemoryNotices:
    """Wordings of one unit of work."""

    _rows: ConsentRows
    _gate: Gate

    def add(self, notice: Notice) -> None:
        """Write a new version.

        Raises:
            DuplicateError: that name has that version already.
        """
        self._gate.write()
        named = {(known.name, known.version) for known in self._rows.notices.values()}
        if notice.id in self._rows.notices or (notice.name, notice.version) in named:
            raise self._gate.fail(DuplicateError(kind=msg("notice")))
        self._rows.notices[notice.id] = notice

    def get(self, ids: Sequence[NoticeId]) -> Mapping[NoticeId, Notice]:
        """Read versions; the unknown are absent."""
        self._gate.read()
        known = self._rows.notices
        return {notice: known[notice] for notice in ids if notice in known}

    def versions(self, name: str) -> Sequence[Notice]:
        """Read every version of a wording, oldest first."""
        self._gate.read()
        found = [
            notice for notice in self._rows.notices.values() if notice.name == name
        ]
        return sorted(found, key=lambda notice: notice.version)


@final
@attrs.frozen
class MemoryElections:
    """Votes of one unit of work."""

    _rows: ConsentRows
    _gate: Gate

    def put(self, election: Election) -> None:
        """Write a vote, over the one of the same name."""
        self._gate.write()
        self._rows.elections[election.name] = election

    def all(self) -> Sequence[Election]:
        """Read every vote."""
        self._gate.read()
        return [election for _, election in sorted(self._rows.elections.items())]
