"""The feed of events in SQL."""

from collections.abc import Sequence
from typing import Final, final

from sqlalchemy import BigInteger, select

from poltech.errors import ConfigurationError, msg
from poltech.events import Event, Recorded
from poltech.storage.sql._bulk import load
from poltech.storage.sql._json import read_document, write_document
from poltech.storage.sql._session import AnyRow, Session
from poltech.storage.sql._shape import Shape, column, instant, word

__all__ = ["EventTables", "SqlEvents"]

_EVENT: Final = ("position", "word", "at", "actor", "document")


@final
class EventTables:
    """The feed, and the position of its last event."""

    def __init__(self, shape: Shape) -> None:
        self.head = shape.table(
            "event_head",
            column("position", BigInteger()),
            key=[],
            references=[("workspace_id", "workspace")],
        )
        self.event = shape.table(
            "event",
            column("position", BigInteger()),
            word("word"),
            instant("at"),
            word("actor"),
            word("document"),
            key=["position"],
        )


@final
class SqlEvents:
    """The feed, in one unit of work.

    Events wait until the unit of work is about to commit: whoever takes a position
    holds the feed's head until then, so that positions follow the order of commits.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = session.schema.tables.events
        self._waiting: list[Event] = []
        self.appended: list[Event] = []

    def append(self, events: Sequence[Event]) -> None:
        """Write events at the end of the feed."""
        self._session.gate.write()
        self._waiting.extend(events)
        self.appended.extend(events)

    def after(self, position: int, limit: int) -> Sequence[Recorded]:
        """Read up to `limit` events that stand after a position."""
        self.flush()
        event = self._tables.event
        query = select(event).where(self._session.mine(event))
        query = query.where(event.c.position > position).order_by(event.c.position)
        return [_read(row) for row in self._session.read(query.limit(limit))]

    def flush(self) -> None:
        """Give the waiting events their positions, and write them."""
        if not self._waiting:
            return
        session, head = self._session, self._tables.head
        count = len(self._waiting)
        moved = (
            head.update()
            .where(session.mine(head))
            .values(position=head.c.position + count)
        )
        session.write(moved)
        last = session.read(select(head.c.position).where(session.mine(head)))[0][0]
        rows = [
            (
                session.owner,
                position,
                event.word,
                session.instant(event.at),
                str(event.actor),
                write_document(event),
            )
            for position, event in enumerate(self._waiting, last - count + 1)
        ]
        load(session, self._tables.event, _EVENT, rows)
        self._waiting.clear()


def _read(row: AnyRow) -> Recorded:
    kind = Event.kinds.get(row.word)
    if kind is None:
        raise ConfigurationError(
            subject=row.word,
            problem=msg("no event of that name is known"),
            remedy=msg("Import the module that declares it."),
        )
    return Recorded(position=row.position, event=read_document(row.document, kind))
