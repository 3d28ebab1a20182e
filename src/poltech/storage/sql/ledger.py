"""The Merkle log in SQL."""

from typing import final

from sqlalchemy import BigInteger, Integer, LargeBinary

from poltech.storage.sql._shape import Shape, column

__all__ = ["LedgerTables"]


@final
class LedgerTables:
    """The log: a row for each batch that was appended, its entries packed."""

    def __init__(self, shape: Shape) -> None:
        self.head = shape.table(
            "ledger_head",
            column("size", BigInteger()),
            column("peaks", LargeBinary()),
            key=[],
            references=[("workspace_id", "workspace")],
        )
        self.batch = shape.table(
            "ledger_batch",
            column("first", BigInteger()),
            column("size", Integer()),
            column("entries", LargeBinary()),
            key=["first"],
            append_only=True,
        )
        self.node = shape.table(
            "ledger_node",
            column("level", Integer()),
            column("index", BigInteger()),
            column("hash", LargeBinary()),
            key=["level", "index"],
            append_only=True,
        )
