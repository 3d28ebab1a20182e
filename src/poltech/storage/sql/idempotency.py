"""Idempotency keys in SQL."""

from typing import final

from sqlalchemy import LargeBinary

from poltech.storage.sql._shape import Shape, column, instant, word

__all__ = ["IdempotencyTables"]


@final
class IdempotencyTables:
    """Which requests were answered, and with what."""

    def __init__(self, shape: Shape) -> None:
        self.claim = shape.table(
            "idempotency",
            word("key"),
            column("fingerprint", LargeBinary()),
            word("result", null=True),
            instant("claimed_at"),
            key=["key"],
            indexes={"claimed": ["claimed_at"]},
        )
