"""How values lie in columns: the same meaning in SQLite and in PostgreSQL.

| value | SQLite | PostgreSQL |
|---|---|---|
| identifier | BLOB of 16 bytes | UUID |
| instant | INTEGER, microseconds since 1970 | TIMESTAMP WITH TIME ZONE |
| number of a custom field | TEXT that sorts as the number | NUMERIC |
| word | TEXT | TEXT in byte order |
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar, final
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

from poltech.clock import require_aware
from poltech.ids import Id

__all__ = [
    "IdType",
    "Instant",
    "Number",
    "Word",
    "from_microseconds",
    "microseconds",
    "sortable",
]

AnyId = TypeVar("AnyId", bound=Id)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NINES: Final = str.maketrans("0123456789", "9876543210")
_EXPONENTS: Final = 10**20

Word: Final[TypeEngine[str]] = Text().with_variant(Text(collation="C"), "postgresql")
"""A text that is compared byte by byte, on every engine alike."""


def microseconds(instant: datetime) -> int:
    """Count the microseconds since 1970.

    Raises:
        NaiveInstantError: the value has no time zone.
    """
    try:
        since = instant - _EPOCH
    except TypeError:
        since = require_aware(instant, "instant") - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_microseconds(count: int) -> datetime:
    """Give the instant again."""
    return _EPOCH + timedelta(microseconds=count)


def sortable(number: Decimal | int) -> str:
    """Write a number so that texts sort as numbers do, and equal ones are the same.

    A sign, the exponent in twenty-one digits, the digits; the negative in nines'
    complement, closed by a sign that is higher than any digit.

    >>> sorted(map(sortable, [10, Decimal("-0.5"), 9, Decimal("9.10")]))[0][:1]
    '-'
    >>> sortable(Decimal("9.10")) == sortable(Decimal("9.1"))
    True
    """
    sign, digits, exponent = Decimal(number).as_tuple()
    written = "".join(map(str, digits)).lstrip("0")
    if not written:
        return "0"
    scale = int(exponent) + len(written) + _EXPONENTS
    text = f"{scale:021}" + written.rstrip("0")
    return f"-{text.translate(_NINES)}~" if sign else f"1{text}"


@final
class IdType(TypeDecorator[AnyId], Generic[AnyId]):
    """An identifier, read back as its own class."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: type[AnyId]) -> None:
        super().__init__(length=16)
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        native = dialect.name != "sqlite"
        return dialect.type_descriptor(Uuid() if native else LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> object:
        """Write an identifier."""
        return value.bytes if value and dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: UUID | bytes | None,
        dialect: Dialect,  # noqa: ARG002 - the value tells as much
    ) -> AnyId | None:
        """Read an identifier."""
        if value is None:
            return None
        return self.kind.unpack(value.bytes if isinstance(value, UUID) else value)


@final
class Instant(TypeDecorator[datetime]):
    """An instant, read back in UTC."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        native = dialect.name != "sqlite"
        return dialect.type_descriptor(
            DateTime(timezone=True) if native else BigInteger()
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Write an instant."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return microseconds(value)
        return require_aware(value, "instant")

    def process_result_value(
        self,
        value: datetime | int | None,
        dialect: Dialect,  # noqa: ARG002 - the value tells as much
    ) -> datetime | None:
        """Read an instant."""
        if value is None:
            return None
        return from_microseconds(value) if isinstance(value, int) else _utc(value)


def _utc(value: datetime) -> datetime:
    return value if value.tzinfo is UTC else value.astimezone(UTC)


@final
class Number(TypeDecorator[Decimal]):
    """A number that may be compared and sorted exactly; it is never read back."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        native = dialect.name != "sqlite"
        return dialect.type_descriptor(Numeric() if native else Text())

    def process_bind_param(
        self, value: Decimal | int | None, dialect: Dialect
    ) -> object:
        """Write a number."""
        if value is None:
            return None
        return sortable(value) if dialect.name == "sqlite" else Decimal(value)
