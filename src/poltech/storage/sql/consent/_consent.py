"""Statements in SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, final

from sqlalchemy import ColumnElement, Label, and_, select
from sqlalchemy.sql.functions import aggregate_strings

from poltech.consent import ConsentState, StoredFacts, StoredRecord, Suppression
from poltech.contacts import ContactKind
from poltech.ids import ContactId
from poltech.law import Medium, Origin, Purpose, Statement, Subject
from poltech.storage._rules import in_order, reach_by
from poltech.storage.sql._bulk import Clash, load
from poltech.storage.sql._session import AnyRow, AnySelect, Session, chunks
from poltech.storage.sql.consent._records import read_suppression, read_words, words
from poltech.storage.sql.contacts import unpack

__all__ = ["SqlConsent"]

_RECORD: Final = (
    "contact_id",
    "entry",
    "id",
    "statement",
    "purpose",
    "medium",
    "notice_id",
    "at",
    "recorded_at",
    "categories",
)
_STATE: Final = (
    "contact_id",
    "purpose",
    "medium",
    "statement",
    "notice_id",
    "at",
    "record_id",
    "entry",
    "categories",
)
_BATCH: Final = 1_000
_DIGESTS: Final = 8
_PERSON: Final = ContactKind.PERSON.value
_SUBJECTS: Final = {subject.value: subject for subject in Subject}
_ORIGINS: Final = {origin.value: origin for origin in Origin}
_STATEMENTS: Final = {statement.value: statement for statement in Statement}
_NOTHING: Final[frozenset[str]] = frozenset()
_BETWEEN: Final = "\x1f"


@final
class SqlConsent:
    """Statements of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = session.schema.tables.consent
        self._contacts = session.schema.tables.contacts

    def lock(self, contacts: Sequence[ContactId], *, exclusive: bool) -> None:
        """Hold the consent heads of contacts until this unit of work ends.

        On PostgreSQL the head is the contact's row: claims share its key, which no
        change of an attribute waits for.
        """
        self._session.gate.write()
        if self._session.embedded:
            return
        contact = self._contacts.contact
        query = (
            select(contact.c.id)
            .where(self._session.mine(contact))
            .order_by(contact.c.id)
            .with_for_update(read=not exclusive, key_share=not exclusive)
        )
        for _ in self._session.look_up(query, contact.c.id, sorted(set(contacts))):
            pass

    def append(self, records: Sequence[StoredRecord]) -> None:
        """Write records, and bring the states of their contacts up to date.

        Raises:
            DuplicateError: that entry of the ledger states something already.
        """
        session = self._session
        ordered = sorted(records, key=_by_contact)
        rows = [self._record(record) for record in ordered]
        load(session, self._tables.record, _RECORD, rows)
        latest: dict[tuple[ContactId, str, str], StoredRecord] = {}
        for record in ordered:
            key = (record.contact, record.purpose, record.medium)
            known = latest.get(key)
            if known is None or (known.at, known.entry) < (record.at, record.entry):
                latest[key] = record
        states = [self._state(record) for record in latest.values()]
        load(
            session,
            self._tables.state,
            _STATE,
            states,
            clash=Clash.REPLACE,
            newer_by=("at", "entry"),
        )

    def states(self, contacts: Sequence[ContactId]) -> Sequence[ConsentState]:
        """Read where contacts stand."""
        state = self._tables.state
        query = select(state).where(self._session.mine(state))
        query = query.order_by(state.c.contact_id, state.c.purpose, state.c.medium)
        asked = sorted(set(contacts))
        rows = self._session.look_up(query, state.c.contact_id, asked)
        return [_read_state(row) for row in rows]

    def speakers(self, after: ContactId | None, limit: int) -> Sequence[ContactId]:
        """Read up to `limit` contacts that have a state, in the order of their ids."""
        state = self._tables.state
        query = select(state.c.contact_id).distinct().where(self._session.mine(state))
        if after is not None:
            query = query.where(state.c.contact_id > after)
        query = query.order_by(state.c.contact_id).limit(limit)
        return [row.contact_id for row in self._session.read(query)]

    def history(self, contact: ContactId) -> Sequence[StoredRecord]:
        """Read what one contact said, in the order of the ledger."""
        record = self._tables.record
        query = select(record).where(self._session.mine(record))
        query = query.where(record.c.contact_id == contact).order_by(record.c.entry)
        return [_read_record(row) for row in self._session.read(query)]

    def facts(
        self, contacts: Sequence[ContactId], purpose: Purpose, medium: Medium
    ) -> Iterator[StoredFacts]:
        """Give what bears on addressing each contact, in the order asked."""
        session, query = self._session, self._facts(purpose, medium)
        forbidding = self._all_forbidding(purpose, medium, len(contacts))
        for batch in chunks(contacts, _BATCH):
            rows = session.look_up(query, self._contacts.contact.c.id, batch)
            known = {row[0]: row for row in rows}
            found = forbidding
            if found is None:
                found = self._forbidding(known.values(), purpose, medium)
            for contact in batch:
                if contact in known:
                    yield _read_facts(known[contact], medium, found)

    def _record(self, record: StoredRecord) -> tuple[object, ...]:
        identifier, instant = self._session.identifier, self._session.instant
        return (
            self._session.owner,
            identifier(record.contact),
            record.entry,
            identifier(record.id),
            str(record.statement),
            record.purpose,
            record.medium,
            identifier(record.notice),
            instant(record.at),
            instant(record.recorded_at),
            words(record.categories),
        )

    def _state(self, record: StoredRecord) -> tuple[object, ...]:
        identifier, instant = self._session.identifier, self._session.instant
        return (
            self._session.owner,
            identifier(record.contact),
            record.purpose,
            record.medium,
            str(record.statement),
            identifier(record.notice),
            instant(record.at),
            identifier(record.id),
            record.entry,
            words(record.categories),
        )

    def _facts(self, purpose: Purpose, medium: Medium) -> AnySelect:
        """Ask, for one purpose and medium, all but the suppressions."""
        contact, source = self._contacts.contact.c, self._contacts.source.c
        exact = self._tables.state.alias("exact")
        said = and_(
            self._session.mine(exact),
            exact.c.contact_id == contact.id,
            exact.c.purpose == purpose.code,
            exact.c.medium == medium.code,
        )
        from_there = and_(
            self._session.mine(self._contacts.source), source.id == contact.source_id
        )
        state = self._tables.state.c
        return (
            select(
                contact.id,
                contact.subject,
                contact.merged_into,
                contact.kind,
                contact.reach,
                contact.birth_year,
                contact.country,
                contact.territory,
                contact.digests,
                source.origin,
                exact.c.statement,
                exact.c.entry,
                self._given(state.purpose, state.medium == medium.code),
                self._given(state.medium, state.purpose == purpose.code),
            )
            .select_from(self._contacts.contact)
            .outerjoin(self._contacts.source, from_there)
            .outerjoin(exact, said)
            .where(self._session.mine(self._contacts.contact))
        )

    def _given(
        self, wanted: ColumnElement[str], same: ColumnElement[bool]
    ) -> Label[Any]:
        """Ask for all that one contact agreed to, in one text."""
        state = self._tables.state
        return (
            select(aggregate_strings(wanted, _BETWEEN))
            .where(
                self._session.mine(state),
                state.c.contact_id == self._contacts.contact.c.id,
                state.c.statement == Statement.GIVEN.value,
                same,
            )
            .scalar_subquery()
            .label(f"given_{wanted.key}")
        )

    def _all_forbidding(
        self, purpose: Purpose, medium: Medium, limit: int
    ) -> Mapping[bytes, list[Suppression]] | None:
        """Read all that forbids, unless it is more than the contacts asked about."""
        rows = self._session.read(self._covering(purpose, medium).limit(limit + 1))
        return None if len(rows) > limit else _by_digest(rows)

    def _forbidding(
        self, rows: Iterable[AnyRow], purpose: Purpose, medium: Medium
    ) -> Mapping[bytes, list[Suppression]]:
        """Read what forbids to write to the contacts of some rows."""
        digests = sorted({digest for row in rows for digest in unpack(row[_DIGESTS])})
        column = self._tables.suppression.c.digest
        query = self._covering(purpose, medium)
        return _by_digest(self._session.look_up(query, column, digests))

    def _covering(self, purpose: Purpose, medium: Medium) -> AnySelect:
        """Ask for the suppressions that stand, for one purpose and medium."""
        table = self._tables.suppression
        return select(table).where(
            self._session.mine(table),
            table.c.lifted_at.is_(None),
            table.c.medium.in_(("", medium.code)),
            table.c.purpose.in_(("", purpose.code)),
        )


def _by_digest(rows: Iterable[AnyRow]) -> Mapping[bytes, list[Suppression]]:
    found: dict[bytes, list[Suppression]] = {}
    for row in rows:
        found.setdefault(row.digest, []).append(read_suppression(row))
    return found


def _by_contact(record: StoredRecord) -> tuple[int, int]:
    return record.contact.int, record.entry


def _read_state(row: AnyRow) -> ConsentState:
    return ConsentState(
        contact=row.contact_id,
        purpose=row.purpose,
        medium=row.medium,
        statement=Statement(row.statement),
        notice=row.notice_id,
        at=row.at,
        record=row.record_id,
        entry=row.entry,
        categories=read_words(row.categories),
    )


def _read_record(row: AnyRow) -> StoredRecord:
    return StoredRecord(
        id=row.id,
        contact=row.contact_id,
        statement=Statement(row.statement),
        purpose=row.purpose,
        medium=row.medium,
        notice=row.notice_id,
        at=row.at,
        recorded_at=row.recorded_at,
        categories=read_words(row.categories),
        entry=row.entry,
    )


def _read_facts(
    row: AnyRow, medium: Medium, forbidding: Mapping[bytes, list[Suppression]]
) -> StoredFacts:
    contact, subject, merged, person, reach, year, country, territory, digests = row[:9]
    origin, statement, entry, purposes, media = row[9:]
    return StoredFacts(
        contact=contact,
        subject=_SUBJECTS[subject],
        merged_into=merged,
        person=person == _PERSON,
        reachable=bool(reach & reach_by(medium)),
        origin=None if origin is None else _ORIGINS[origin],
        birth_year=year,
        country=country,
        territory=territory,
        statement=None if statement is None else _STATEMENTS[statement],
        entry=entry,
        consented_purposes=_split(purposes),
        consented_media=_split(media),
        suppressions=_borne(digests, forbidding) if forbidding else (),
    )


def _borne(
    digests: bytes, forbidding: Mapping[bytes, list[Suppression]]
) -> tuple[Suppression, ...]:
    """Choose what forbids to write to the points of one contact."""
    found = [row for digest in unpack(digests) for row in forbidding.get(digest, ())]
    return tuple(sorted(found, key=in_order))


def _split(together: str | None) -> frozenset[str]:
    return frozenset(together.split(_BETWEEN)) if together else _NOTHING
