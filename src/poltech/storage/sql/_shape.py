"""How tables are made, so that each keeps the rules of the house.

The workspace comes first in every primary key, unique key, foreign key and index:
then a wall holds by construction, and the tables can be spread over a distributed
PostgreSQL with the workspace as the shard key.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, final

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from poltech.ids import Id, WorkspaceId
from poltech.storage.sql._types import IdType, Instant, Word

__all__ = ["Shape", "column", "identifier", "instant", "word"]

NAMES: Final = {
    "pk": "%(table_name)s_pk",
    "uq": "%(table_name)s_%(column_0_N_name)s_uq",
    "fk": "%(table_name)s_%(column_0_N_name)s_fk",
}


_NONE: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


def identifier(name: str, kind: type[Id], *, null: bool = False) -> Column[Any]:
    """Make a column of identifiers."""
    return Column(name, IdType(kind), nullable=null)


def word(name: str, *, null: bool = False) -> Column[Any]:
    """Make a column of words."""
    return Column(name, Word, nullable=null)


def instant(name: str, *, null: bool = False) -> Column[Any]:
    """Make a column of instants."""
    return Column(name, Instant(), nullable=null)


def column(name: str, kind: TypeEngine[Any], *, null: bool = False) -> Column[Any]:
    """Make a column of another type."""
    return Column(name, kind, nullable=null)


@final
class Shape:
    """Makes the tables of one schema."""

    def __init__(self, prefix: str, namespace: str | None) -> None:
        self.prefix = prefix
        self.namespace = namespace
        self.metadata = MetaData(schema=namespace, naming_convention=NAMES)

    def table(
        self,
        name: str,
        *columns: Column[Any],
        key: Sequence[str],
        unique: Sequence[Sequence[str]] = (),
        indexes: Mapping[str, Sequence[str]] = _NONE,
        references: Sequence[tuple[str, str]] = (),
        points: Sequence[tuple[str, str]] = (),
        append_only: bool = False,
    ) -> Table:
        """Make a table of rows that belong to a workspace.

        Args:
            name: without the prefix.
            columns: all but the workspace's.
            key: what is unique within the workspace.
            unique: what else is.
            indexes: by what rows are looked up within the workspace, by name.
            references: columns that name rows of another table, held by the database.
            points: the same, but looked after by `poltech doctor`: a foreign key on a
                table of many rows costs more than it gives.
            append_only: whether rows may never be changed or deleted.
        """
        table = Table(
            self.prefix + name,
            self.metadata,
            identifier("workspace_id", WorkspaceId),
            *columns,
            PrimaryKeyConstraint("workspace_id", *key),
            *(UniqueConstraint("workspace_id", *names) for names in unique),
            *(self._reference(*pair) for pair in references),
            sqlite_with_rowid=False,
            info={"walled": True, "append_only": append_only, "points": tuple(points)},
        )
        for word, wanted in indexes.items():
            self.index(table, word, wanted)
        return table

    def index(
        self,
        table: Table,
        name: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        where: ColumnElement[bool] | None = None,
    ) -> None:
        """Add an index to a table, the workspace first."""
        Index(
            f"{table.name}_{name}_ix",
            table.c.workspace_id,
            *(table.c[column] for column in columns),
            unique=unique,
            sqlite_where=where,
            postgresql_where=where,
        )

    def registry(self, name: str, *columns: Column[Any], unique: str) -> Table:
        """Make a table of the installation itself, which belongs to no workspace."""
        return Table(
            self.prefix + name,
            self.metadata,
            identifier("id", WorkspaceId),
            *columns,
            PrimaryKeyConstraint("id"),
            UniqueConstraint(unique),
            sqlite_with_rowid=False,
            info={"walled": False, "append_only": False, "points": ()},
        )

    def _reference(self, column: str, target: str) -> ForeignKeyConstraint:
        place = f"{self.namespace}." if self.namespace else ""
        there = f"{place}{self.prefix}{target}"
        if column == "workspace_id":
            return ForeignKeyConstraint(["workspace_id"], [f"{there}.id"])
        return ForeignKeyConstraint(
            ["workspace_id", column], [f"{there}.workspace_id", f"{there}.id"]
        )
