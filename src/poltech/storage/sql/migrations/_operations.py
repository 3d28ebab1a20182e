"""The words that revisions are written in.

A revision says what it makes once and for all, so these words never change what they
mean: what a table is today is said elsewhere, and a test compares the two.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, final

from alembic import context, op
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.types import TypeEngine

from poltech.storage.sql import Schema
from poltech.storage.sql._walls import append_only, wall

__all__ = [
    "BIG",
    "BYTES",
    "DAY",
    "ID",
    "INSTANT",
    "NUMBER",
    "WHOLE",
    "WORD",
    "Operations",
    "column",
]

ID: Final[TypeEngine[Any]] = LargeBinary(16).with_variant(Uuid(), "postgresql")
INSTANT: Final[TypeEngine[Any]] = BigInteger().with_variant(
    DateTime(timezone=True), "postgresql"
)
NUMBER: Final[TypeEngine[Any]] = Text().with_variant(Numeric(), "postgresql")
WORD: Final[TypeEngine[Any]] = Text().with_variant(Text(collation="C"), "postgresql")
BYTES: Final[TypeEngine[Any]] = LargeBinary()
WHOLE: Final[TypeEngine[Any]] = Integer()
BIG: Final[TypeEngine[Any]] = BigInteger()
DAY: Final[TypeEngine[Any]] = Date()


def column(name: str, kind: TypeEngine[Any], *, null: bool = False) -> Column[Any]:
    """Make a column."""
    return Column(name, kind, nullable=null)


@final
class Operations:
    """What one revision does, under the names of one schema."""

    def __init__(self) -> None:
        schema: Schema = context.config.attributes.get("schema") or Schema()
        self._prefix = schema.prefix
        self._namespace = schema.namespace
        self._embedded = op.get_bind().dialect.name == "sqlite"

    def table(
        self,
        name: str,
        *columns: Column[Any],
        key: Sequence[str],
        unique: Sequence[Sequence[str]] = (),
        references: Sequence[tuple[str, str]] = (),
        is_append_only: bool = False,
    ) -> None:
        """Make a table of rows that belong to a workspace, and protect it."""
        own = self._prefix + name
        op.create_table(
            own,
            column("workspace_id", ID),
            *columns,
            PrimaryKeyConstraint("workspace_id", *key, name=f"{own}_pk"),
            *(self._unique(own, names) for names in unique),
            *(self._reference(own, *pair) for pair in references),
            schema=self._namespace,
            sqlite_with_rowid=False,
        )
        if not self._embedded:
            self._run(wall(self._place(own)))
        elif is_append_only:
            self._run(append_only(own))

    def registry(self, name: str, *columns: Column[Any], unique: str) -> None:
        """Make a table of the installation itself, which belongs to no workspace."""
        own = self._prefix + name
        op.create_table(
            own,
            column("id", ID),
            *columns,
            PrimaryKeyConstraint("id", name=f"{own}_pk"),
            UniqueConstraint(unique, name=f"{own}_{unique}_uq"),
            schema=self._namespace,
            sqlite_with_rowid=False,
        )

    def index(
        self,
        table: str,
        name: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        where: str | None = None,
    ) -> None:
        """Make an index, the workspace first."""
        kept = None if where is None else text(where)
        op.create_index(
            f"{self._prefix}{table}_{name}_ix",
            self._prefix + table,
            ["workspace_id", *columns],
            schema=self._namespace,
            unique=unique,
            sqlite_where=kept,
            postgresql_where=kept,
        )

    def drop(self, *tables: str) -> None:
        """Drop tables, with all that is in them."""
        for table in tables:
            op.drop_table(self._prefix + table, schema=self._namespace)

    def _unique(self, own: str, names: Sequence[str]) -> UniqueConstraint:
        together = "_".join(("workspace_id", *names))
        return UniqueConstraint("workspace_id", *names, name=f"{own}_{together}_uq")

    def _reference(self, own: str, name: str, target: str) -> ForeignKeyConstraint:
        place = f"{self._namespace}." if self._namespace else ""
        there = f"{place}{self._prefix}{target}"
        if name == "workspace_id":
            pairs = {"workspace_id": f"{there}.id"}
        else:
            pairs = {"workspace_id": f"{there}.workspace_id", name: f"{there}.id"}
        called = f"{own}_{'_'.join(pairs)}_fk"
        return ForeignKeyConstraint([*pairs], [*pairs.values()], name=called)

    def _place(self, own: str) -> str:
        return f'"{self._namespace}"."{own}"' if self._namespace else f'"{own}"'

    def _run(self, statements: Iterable[str]) -> None:
        for statement in statements:
            op.execute(statement)
