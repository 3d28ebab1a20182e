"""The table of saved segments."""

from typing import final

from sqlalchemy import Integer

from poltech.ids import SegmentId
from poltech.storage.sql._shape import Shape, column, identifier, instant, word

__all__ = ["SegmentTables"]


@final
class SegmentTables:
    """The saved questions of a workspace, as documents."""

    def __init__(self, shape: Shape) -> None:
        self.segment = shape.table(
            "segment",
            identifier("id", SegmentId),
            word("name"),
            column("version", Integer()),
            word("document"),
            instant("created_at"),
            instant("updated_at"),
            key=["id"],
            unique=[["name"]],
            references=[("workspace_id", "workspace")],
        )
