"""The feed of events in SQL."""

from typing import final

from sqlalchemy import BigInteger

from poltech.storage.sql._shape import Shape, column, instant, word

__all__ = ["EventTables"]


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
