"""Sources, definitions of fields, activities and merges in SQL."""

from collections.abc import Mapping, Sequence
from typing import Final, final

from sqlalchemy import or_, select, update

from poltech.contacts import (
    FieldDefinition,
    FieldType,
    Merge,
    Source,
    StoredActivity,
    StoredMerge,
)
from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.law import Origin, Sensitivity
from poltech.money import Money
from poltech.profile import Actor
from poltech.storage.sql._bulk import Clash, load
from poltech.storage.sql._session import AnyRow, Session, chunks

__all__ = ["SqlActivities", "SqlFields", "SqlMerges", "SqlSources"]

_ACTIVITY: Final = (
    "id",
    "contact_id",
    "kind",
    "at",
    "subject",
    "amount",
    "currency",
    "sealed",
)
_MERGE: Final = ("id", "survivor", "loser", "at", "actor", "undone_at", "sealed")


@final
class SqlSources:
    """Sources of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.contacts.source

    def add(self, source: Source) -> None:
        """Write a source.

        Raises:
            DuplicateError: it is there already.
        """
        self._session.write(
            self._table.insert().values(
                workspace_id=self._session.workspace,
                id=source.id,
                kind=source.kind,
                origin=source.origin.value,
                label=source.label,
                collected=source.collected,
                evidence=source.evidence,
            )
        )

    def get(self, ids: Sequence[SourceId]) -> Mapping[SourceId, Source]:
        """Read sources; the unknown are absent."""
        query = select(self._table).where(self._session.mine(self._table))
        rows = self._session.look_up(query, self._table.c.id, ids)
        return {row.id: _read_source(row) for row in rows}


def _read_source(row: AnyRow) -> Source:
    return Source(
        id=row.id,
        kind=row.kind,
        origin=Origin(row.origin),
        label=row.label,
        collected=row.collected,
        evidence=row.evidence,
    )


@final
class SqlFields:
    """Definitions of custom fields of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.contacts.definition

    def define(self, definition: FieldDefinition) -> None:
        """Write a definition, over the one of the same key."""
        row = (
            self._session.owner,
            definition.key,
            definition.label,
            definition.type.value,
            definition.sensitivity.value,
            definition.category,
        )
        columns = ("key", "label", "type", "sensitivity", "category")
        load(self._session, self._table, columns, [row], clash=Clash.REPLACE)

    def all(self) -> Mapping[str, FieldDefinition]:
        """Read every definition by key."""
        query = select(self._table).where(self._session.mine(self._table))
        return {
            row.key: FieldDefinition(
                key=row.key,
                label=row.label,
                type=FieldType(row.type),
                sensitivity=Sensitivity(row.sensitivity),
                category=row.category,
            )
            for row in self._session.read(query.order_by(self._table.c.key))
        }


@final
class SqlActivities:
    """Activities of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.contacts.activity

    def append(self, activities: Sequence[StoredActivity]) -> None:
        """Write activities.

        Raises:
            DuplicateError: one is there already.
        """
        identifier, instant = self._session.identifier, self._session.instant
        rows = [
            (
                self._session.owner,
                identifier(activity.id),
                identifier(activity.contact),
                activity.kind,
                instant(activity.at),
                activity.subject,
                None if activity.amount is None else activity.amount.minor,
                None if activity.amount is None else activity.amount.currency,
                activity.sealed,
            )
            for activity in activities
        ]
        load(self._session, self._table, _ACTIVITY, rows)

    def of(self, contact: ContactId) -> Sequence[StoredActivity]:
        """Read a contact's activities, oldest first."""
        return self.by_contact([contact]).get(contact, [])

    def by_contact(
        self, contacts: Sequence[ContactId]
    ) -> Mapping[ContactId, Sequence[StoredActivity]]:
        """Read the activities of many, oldest first; who has none is absent."""
        columns = self._table.c
        query = select(self._table).where(self._session.mine(self._table))
        query = query.order_by(columns.contact_id, columns.at, columns.id)
        found: dict[ContactId, dict[ActivityId, StoredActivity]] = {}
        for row in self._session.look_up(query, columns.contact_id, contacts):
            found.setdefault(row.contact_id, {})[row.id] = _read_activity(row)
        return {contact: [*acts.values()] for contact, acts in found.items()}

    def move(self, activities: Sequence[ActivityId], to: ContactId) -> None:
        """Give activities to another contact."""
        for piece in chunks(activities, 1_000):
            self._session.write(
                update(self._table)
                .where(self._session.mine(self._table))
                .where(self._session.among(self._table.c.id, piece))
                .values(contact_id=to)
            )


def _read_activity(row: AnyRow) -> StoredActivity:
    return StoredActivity(
        id=row.id,
        contact=row.contact_id,
        kind=row.kind,
        at=row.at,
        subject=row.subject,
        amount=None if row.amount is None else Money(row.amount, row.currency),
        sealed=row.sealed,
    )


@final
class SqlMerges:
    """Merges of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.contacts.merge

    def put(self, merge: StoredMerge) -> None:
        """Write a merge, over the one of the same id."""
        identifier, instant = self._session.identifier, self._session.instant
        row = (
            self._session.owner,
            identifier(merge.merge.id),
            identifier(merge.merge.survivor),
            identifier(merge.merge.loser),
            instant(merge.merge.at),
            str(merge.merge.actor),
            instant(merge.merge.undone_at),
            merge.sealed,
        )
        load(self._session, self._table, _MERGE, [row], clash=Clash.REPLACE)

    def get(self, merge: MergeId) -> StoredMerge | None:
        """Read a merge."""
        query = select(self._table).where(self._session.mine(self._table))
        rows = self._session.read(query.where(self._table.c.id == merge))
        return _read_merge(rows[0]) if rows else None

    def of(self, contact: ContactId) -> Sequence[StoredMerge]:
        """Read the merges that a contact took part in, oldest first."""
        columns = self._table.c
        took_part = or_(columns.survivor == contact, columns.loser == contact)
        query = select(self._table).where(self._session.mine(self._table), took_part)
        rows = self._session.read(query.order_by(columns.at, columns.id))
        return [_read_merge(row) for row in rows]


def _read_merge(row: AnyRow) -> StoredMerge:
    merge = Merge(
        id=row.id,
        survivor=row.survivor,
        loser=row.loser,
        at=row.at,
        actor=Actor.parse(row.actor),
        undone_at=row.undone_at,
    )
    return StoredMerge(merge=merge, sealed=row.sealed)
