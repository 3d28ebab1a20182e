"""What happened: typed values, written in the same unit of work as the change.

An event names identifiers and never an identity. Hosts subscribe to a class and
are called after the commit, or read the durable feed by its cursor.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar, final

import attrs

from poltech.profile import Actor

__all__ = ["Event", "EventStore", "Recorded", "Subscriptions"]


@attrs.frozen(kw_only=True)
class Event:
    """What every event is: who did it and when.

    A subclass gives its stored name, which never changes: `word="contact.added"`.
    """

    word: ClassVar[str]
    kinds: ClassVar[dict[str, type["Event"]]] = {}

    at: datetime
    actor: Actor

    def __init_subclass__(cls, *, word: str = "", **options: object) -> None:
        super().__init_subclass__(**options)
        if word:
            cls.word = word
        # attrs builds a slotted class twice; the second is the one that stays
        Event.kinds[cls.word] = cls


@final
@attrs.frozen(kw_only=True)
class Recorded:
    """An event at its place in the durable feed."""

    position: int
    event: Event


class EventStore(Protocol):
    """Where events are kept, in commit order."""

    def append(self, events: Sequence[Event]) -> None:
        """Write events at the end of the feed."""
        ...

    def after(self, position: int, limit: int) -> Sequence[Recorded]:
        """Read up to `limit` events that stand after a position."""
        ...


AnyEvent = TypeVar("AnyEvent", bound=Event)


@final
class Subscriptions:
    """Who wants to be told of what, after the commit, in this process."""

    def __init__(self) -> None:
        self._callbacks: list[tuple[type[Event], Callable[[Any], object]]] = []

    def on(self, kind: type[AnyEvent], callback: Callable[[AnyEvent], object]) -> None:
        """Call `callback` with every committed event of a class and its subclasses."""
        self._callbacks.append((kind, callback))

    def announce(self, events: Sequence[Event]) -> None:
        """Tell the subscribers; the first who fails stops nobody, and raises last."""
        failures: list[Exception] = []
        for event in events:
            for kind, callback in self._callbacks:
                if isinstance(event, kind):
                    try:
                        callback(event)
                    except Exception as failure:  # noqa: BLE001 - a host's own code
                        failures.append(failure)
        if failures:
            summary = "subscribers failed after the commit"
            raise ExceptionGroup(summary, failures)
