"""Saved segments in SQL."""

from collections.abc import Mapping, Sequence
from typing import final

from sqlalchemy import select, update

from poltech.errors import msg
from poltech.ids import SegmentId
from poltech.segments import Segment, SegmentNameTakenError, dumps, loads
from poltech.storage.errors import VersionConflictError
from poltech.storage.sql._session import AnyRow, Session

__all__ = ["SqlSegments"]


@final
class SqlSegments:
    """Saved segments of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.segments.segment

    def save(self, segment: Segment) -> None:
        """Write a segment, new or over its previous version.

        Raises:
            SegmentNameTakenError: another bears its name.
            VersionConflictError: it is not at the version before the one given.
        """
        session, table = self._session, self._table
        session.gate.write()
        named = self.named(segment.name)
        if named is not None and named.id != segment.id:
            raise session.gate.fail(SegmentNameTakenError(reference=str(segment.id)))
        values = {
            "name": segment.name,
            "version": segment.version,
            "document": dumps(segment.where),
            "created_at": segment.created_at,
            "updated_at": segment.updated_at,
        }
        written = session.write(
            update(table)
            .where(session.mine(table), table.c.id == segment.id)
            .where(table.c.version == segment.version - 1)
            .values(values)
        )
        if written:
            return
        if segment.version > 1 or self.get([segment.id]):
            raise session.gate.fail(
                VersionConflictError(kind=msg("segment"), reference=str(segment.id))
            )
        session.write(
            table.insert().values(
                workspace_id=session.workspace, id=segment.id, **values
            )
        )

    def get(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, Segment]:
        """Read segments; the unknown are absent."""
        query = select(self._table).where(self._session.mine(self._table))
        rows = self._session.look_up(query, self._table.c.id, ids)
        return {row.id: _read(row) for row in rows}

    def named(self, name: str) -> Segment | None:
        """Find a segment by its name."""
        query = select(self._table).where(self._session.mine(self._table))
        rows = self._session.read(query.where(self._table.c.name == name))
        return _read(rows[0]) if rows else None

    def all(self) -> Sequence[Segment]:
        """Read every segment, by name."""
        query = select(self._table).where(self._session.mine(self._table))
        return [_read(row) for row in self._session.read(query.order_by("name"))]

    def delete(self, segment: SegmentId) -> None:
        """Forget a segment; one that is not there is forgotten already."""
        table = self._table
        self._session.write(
            table.delete().where(self._session.mine(table), table.c.id == segment)
        )


def _read(row: AnyRow) -> Segment:
    return Segment(
        id=row.id,
        name=row.name,
        where=loads(row.document),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
