"""One open transaction, seen by the stores: what they read and write through."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Row,
    Select,
    any_,
    literal,
)
from sqlalchemy.exc import StatementError

from poltech.ids import WorkspaceId
from poltech.storage._gate import Gate
from poltech.storage.sql._failures import meaning
from poltech.storage.sql._types import microseconds

__all__ = ["AnyRow", "AnySelect", "Session", "chunks"]

T = TypeVar("T")

if TYPE_CHECKING:
    from poltech.storage.sql._schema import Schema

    AnyRow: TypeAlias = Row[*tuple[Any, ...]]
    AnySelect: TypeAlias = Select[*tuple[Any, ...]]
else:  # an older SQLAlchemy has them otherwise
    AnyRow, AnySelect = Row, Select

_CHUNK: Final = {"sqlite": 1_000, "postgresql": 10_000}


def chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces.

    >>> [*chunks("abcde", 2)]
    ['ab', 'cd', 'e']
    """
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _raw(identifier: UUID | None) -> object:
    return None if identifier is None else identifier.int.to_bytes(16)


def _count(instant: datetime | None) -> object:
    return None if instant is None else microseconds(instant)


def _bytes(identifier: Any) -> bytes:  # noqa: ANN401 - as the driver gave it
    raw: bytes = identifier.bytes
    return raw


def _same(value: object) -> object:
    return value


def _same_bytes(identifier: bytes) -> bytes:
    return identifier


@final
class Session:
    """One transaction of one workspace.

    Attributes:
        identifier: writes an identifier as the driver takes it.
        instant: writes an instant as the driver takes it.
        raw: gives the bytes of an identifier as the driver gave it.
    """

    identifier: Callable[[UUID | None], object]
    raw: Callable[[Any], bytes]
    instant: Callable[[datetime | None], object]

    def __init__(
        self,
        connection: Connection,
        workspace: WorkspaceId,
        schema: "Schema",
        gate: Gate,
    ) -> None:
        self.connection = connection
        self.workspace = workspace
        self.schema = schema
        self.gate = gate
        self.engine = connection.dialect.name
        embedded = self.engine == "sqlite"
        self.identifier = _raw if embedded else _same
        self.raw = _same_bytes if embedded else _bytes
        self.instant = _count if embedded else _same
        self.owner = self.identifier(workspace)

    @property
    def embedded(self) -> bool:
        """Whether the engine is SQLite."""
        return self.engine == "sqlite"

    def mine(self, table: FromClause) -> ColumnElement[bool]:
        """Keep to the workspace's rows; every statement says so."""
        return table.c.workspace_id == self.workspace

    def among(
        self, column: ColumnElement[Any], values: Sequence[object]
    ) -> ColumnElement[bool]:
        """Keep to the rows whose column is one of the values."""
        if self.embedded:
            return column.in_(values)
        return column == any_(literal(values, ARRAY(column.type)))

    def read(self, statement: Executable) -> Sequence[AnyRow]:
        """Run a query and read all its rows."""
        self.gate.read()
        with self.translated():
            return self.connection.execute(statement).all()

    def look_up(
        self, statement: AnySelect, column: Column[Any], values: Sequence[object]
    ) -> Iterator[AnyRow]:
        """Run a query for those of many values, in pieces that the engine takes."""
        self.gate.read()
        for piece in chunks(values, _CHUNK.get(self.engine, 1_000)):
            yield from self.read(statement.where(self.among(column, piece)))

    def write(self, statement: Executable) -> int:
        """Run a statement that writes, and count the rows it wrote."""
        self.gate.write()
        with self.translated():
            return self.connection.execute(statement).rowcount

    def write_returning(self, statement: Executable) -> Sequence[AnyRow]:
        """Run a statement that writes, and read what it returns."""
        self.gate.write()
        return self.read(statement)

    @contextmanager
    def translated(self) -> Generator[None, None, None]:
        """Turn the driver's failures into ours, and give up the unit of work."""
        driver: Any = self.connection.dialect.loaded_dbapi
        try:
            yield
        except (StatementError, driver.Error, OverflowError, UnicodeError) as failure:
            cause = failure.orig if isinstance(failure, StatementError) else failure
            raise self.gate.fail(
                meaning(cause or failure, self.engine, self.schema.prefix)
            ) from None
