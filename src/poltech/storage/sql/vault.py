"""Wrapped keys in SQL."""

from typing import final

from sqlalchemy import Integer, LargeBinary

from poltech.ids import Id
from poltech.storage.sql._shape import Shape, column, identifier

__all__ = ["KeyTables"]


@final
class KeyTables:
    """Wrapped keys; the table may lie in a database of its own."""

    def __init__(self, shape: Shape) -> None:
        self.key = shape.table(
            "vault_key",
            identifier("subject", Id),
            column("version", Integer()),
            column("wrapped", LargeBinary()),
            key=["subject"],
            indexes={"version": ["version", "subject"]},
        )
