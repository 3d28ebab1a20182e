"""The feed of events in memory."""

from collections.abc import Sequence
from typing import final

import attrs

from poltech.events import Event, Recorded
from poltech.storage._gate import Gate

__all__ = ["EventRows", "MemoryEvents"]


@final
@attrs.define
class EventRows:
    """What happened in a workspace, in commit order."""

    events: list[Event] = attrs.field(factory=list[Event])

    def copy(self) -> "EventRows":
        """Give a copy that can be written to."""
        return EventRows(self.events.copy())


@final
@attrs.frozen
class MemoryEvents:
    """The feed, in one unit of work; positions count from 1."""

    _rows: EventRows
    _gate: Gate

    def append(self, events: Sequence[Event]) -> None:
        """Write events at the end of the feed."""
        self._gate.write()
        self._rows.events.extend(events)

    def after(self, position: int, limit: int) -> Sequence[Recorded]:
        """Read up to `limit` events that stand after a position."""
        self._gate.read()
        found = self._rows.events[position : position + limit]
        return [
            Recorded(position=at, event=event)
            for at, event in enumerate(found, position + 1)
        ]
