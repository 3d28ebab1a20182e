"""Statements in SQL."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, final

from sqlalchemy import ColumnElement, Label, and_, select
from sqlalchemy.sql.functions import aggregate_strings

from poltech.consent import ConsentState, StoredFacts, StoredRecord, Suppression
from poltech.contacts import ContactKind, Reach
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
        ordered = sorted(records, key=lambda record: (record.contact, record.entry))
        rows = [self._record(record) for record in ordered]
        load(session, self._tables.record, _RECORD, rows)
        latest: dict[tuple[ContactId, str, str], StoredRecord] = {}
        for record in sorted(ordered, key=lambda record: (record.at, record.entry)):
            latest[record.contact, record.purpose, record.medium] = record
        states = [self._state(record) for _, record in sorted(latest.items())]
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
        query = self._facts(purpose, medium)
        for batch in chunks(contacts, _BATCH):
            rows = {
                row.id: row
                for row in self._session.look_up(
                    query, self._contacts.contact.c.id, batch
                )
            }
            forbidding = self._suppressions([*rows.values()], purpose, medium)
            for contact in batch:
                if contact in rows:
                    found = forbidding.get(contact, ())
                    yield _read_facts(rows[contact], medium, found)

    def _record(self, record: StoredRecord) -> tuple[object, ...]:
        identifier, instant = self._session.identifier, self._session.instant
        return (
            self._session.owner,
            identifier(record.contact),
            record.entry,
            identifier(record.id),
            record.statement.value,
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
            record.statement.value,
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
                contact.kind,
                contact.subject,
                contact.merged_into,
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

    def _suppressions(
        self, rows: Sequence[AnyRow], purpose: Purpose, medium: Medium
    ) -> dict[ContactId, tuple[Suppression, ...]]:
        """Find what forbids to write to the contacts of some rows."""
        bearers = {row.id: unpack(row.digests) for row in rows}
        table = self._tables.suppression
        query = select(table).where(
            self._session.mine(table),
            table.c.lifted_at.is_(None),
            table.c.medium.in_(("", medium.code)),
            table.c.purpose.in_(("", purpose.code)),
        )
        digests = sorted({digest for borne in bearers.values() for digest in borne})
        found: dict[bytes, list[Suppression]] = {}
        for row in self._session.look_up(query, table.c.digest, digests):
            found.setdefault(row.digest, []).append(read_suppression(row))
        return {
            contact: tuple(
                sorted((s for d in borne for s in found.get(d, ())), key=in_order)
            )
            for contact, borne in (bearers.items() if found else ())
        }


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
    row: AnyRow, medium: Medium, suppressions: tuple[Suppression, ...]
) -> StoredFacts:
    return StoredFacts(
        contact=row.id,
        subject=Subject(row.subject),
        merged_into=row.merged_into,
        person=row.kind == ContactKind.PERSON,
        reachable=bool(Reach(row.reach) & reach_by(medium)),
        origin=None if row.origin is None else Origin(row.origin),
        birth_year=row.birth_year,
        country=row.country,
        territory=row.territory,
        statement=None if row.statement is None else Statement(row.statement),
        entry=row.entry,
        consented_purposes=_split(row.given_purpose),
        consented_media=_split(row.given_medium),
        suppressions=suppressions,
    )


def _split(together: str | None) -> frozenset[str]:
    return frozenset(together.split(_BETWEEN)) if together else frozenset()
