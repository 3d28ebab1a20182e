"""The words that criteria are made of, and the values they may hold."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import cast
from unicodedata import category, normalize

from poltech.contacts import ContactKind, FieldValue, Reach, Standing
from poltech.errors import msg
from poltech.segments.errors import InvalidSegmentError, SegmentTooLargeError

__all__ = [
    "ATTRIBUTES",
    "CHOICES",
    "MAX_VALUES",
    "NUMBERS",
    "POINTS",
    "Attribute",
    "Comparison",
    "check_comparison",
    "check_field_values",
    "check_text",
    "check_whole",
    "check_window",
    "compose",
]

MAX_TEXT = 200
MAX_VALUES = 500
_MAX_WINDOW = timedelta(days=36_525)
_MAX_WHOLE = 2**31 - 1
_MAX_INTEGER = 2**63 - 1
_MAX_DIGITS = 30


class Comparison(StrEnum):
    """How an attribute or a custom field is compared."""

    EQUAL = "eq"
    IN = "in"
    STARTS_WITH = "starts_with"
    LESS = "lt"
    AT_MOST = "le"
    MORE = "gt"
    AT_LEAST = "ge"
    KNOWN = "known"
    UNKNOWN = "unknown"


class Attribute(StrEnum):
    """An attribute that lies in the clear and may be asked for."""

    KIND = "kind"
    LANGUAGE = "language"
    POSTCODE = "postcode"
    COMMUNE = "commune"
    INSEE = "insee"
    COUNTRY = "country"
    BIRTH_YEAR = "birth_year"
    STANDING = "standing"
    HOUSEHOLD = "household"


_PRESENCE = frozenset({Comparison.KNOWN, Comparison.UNKNOWN})
_LIST = frozenset({Comparison.EQUAL, Comparison.IN})
_ORDER = frozenset(
    {Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST}
)
_TEXT = _LIST | _PRESENCE | {Comparison.STARTS_WITH}

ATTRIBUTES = {
    Attribute.KIND: _LIST,
    Attribute.LANGUAGE: _LIST | _PRESENCE,
    Attribute.POSTCODE: _TEXT,
    Attribute.COMMUNE: _TEXT,
    Attribute.INSEE: _TEXT,
    Attribute.COUNTRY: _LIST | _PRESENCE,
    Attribute.BIRTH_YEAR: _LIST | _ORDER | _PRESENCE,
    Attribute.STANDING: _LIST,
    Attribute.HOUSEHOLD: _PRESENCE,
}
"""Which comparisons each attribute takes."""

NUMBERS = frozenset({Attribute.BIRTH_YEAR})
"""The attributes that hold whole numbers."""

CHOICES = {
    Attribute.KIND: frozenset(kind.value for kind in ContactKind),
    Attribute.STANDING: frozenset(standing.value for standing in Standing),
}
"""The attributes that hold one of a few words."""

POINTS = {
    "email": Reach.EMAIL,
    "phone": Reach.PHONE,
    "mobile": Reach.MOBILE,
    "address": Reach.ADDRESS,
    "social": Reach.SOCIAL,
}
"""What a medium needs (`Medium.point`), as contacts keep it."""


def compose(node: object, *names: str) -> None:
    """Compose the accents of a node's texts (NFC), as those of contacts are."""
    for name in names:
        value: object = getattr(node, name)
        if isinstance(value, tuple):
            each = cast("tuple[object, ...]", value)
            object.__setattr__(node, name, tuple(_composed(one) for one in each))
        else:
            object.__setattr__(node, name, _composed(value))


def _composed(value: object) -> object:
    return normalize("NFC", value) if isinstance(value, str) else value


def check_text(value: object, field: str) -> None:
    """See that a value is a text every storage can keep and print.

    Raises:
        InvalidSegmentError: it is no text, is empty or too long, or holds
            characters that cannot be printed.
    """
    if not isinstance(value, str):
        raise InvalidSegmentError(field=field, problem=msg("not a text"))
    if not value.strip():
        raise InvalidSegmentError(field=field, problem=msg("it is empty"))
    if len(value) > MAX_TEXT:
        raise InvalidSegmentError(field=field, problem=msg("it is too long"))
    if any(category(character) in {"Cc", "Cs"} for character in value):
        raise InvalidSegmentError(
            field=field, problem=msg("it holds characters that cannot be printed")
        )


def check_whole(value: object, field: str, least: int) -> None:
    """See that a value is a whole number from `least` up.

    Raises:
        InvalidSegmentError: it is not, or is larger than a storage counts.
    """
    if type(value) is not int:
        raise InvalidSegmentError(field=field, problem=msg("not a whole number"))
    if not least <= value <= _MAX_WHOLE:
        raise InvalidSegmentError(field=field, problem=msg("out of range"))


def check_window(value: timedelta | None, field: str) -> None:
    """See that a length of time is whole seconds, of a century at most.

    Raises:
        InvalidSegmentError: it is not.
    """
    if value is None:
        return
    if not timedelta(0) < value <= _MAX_WINDOW or value.microseconds:
        raise InvalidSegmentError(
            field=field, problem=msg("not a length of time that can be looked back")
        )


def check_comparison(comparison: Comparison, count: int, field: str) -> None:
    """See that a comparison was given as many values as it compares with.

    Raises:
        InvalidSegmentError: it was given more or fewer.
        SegmentTooLargeError: it was given more than a storage will look for.
    """
    if count > MAX_VALUES:
        raise SegmentTooLargeError(
            problem=msg("too many values in lists"), limit=MAX_VALUES
        )
    if comparison is Comparison.IN:
        right = count > 0
    else:
        right = count == (0 if comparison in _PRESENCE else 1)
    if not right:
        raise InvalidSegmentError(
            field=field, problem=msg("the wrong number of values to compare with")
        )


def check_field_values(
    comparison: Comparison, values: tuple[FieldValue, ...], field: str
) -> None:
    """See that values are of one kind, and that this kind is compared so.

    Raises:
        InvalidSegmentError: they are not, or one cannot be kept.
    """
    kinds = {_kind(value, field) for value in values}
    if len(kinds) > 1:
        raise InvalidSegmentError(field=field, problem=msg("values of several kinds"))
    if kinds and comparison not in _BY_KIND[kinds.pop()]:
        raise InvalidSegmentError(
            field=field, problem=msg("values of this kind are not compared so")
        )


_BY_KIND = {
    "text": _LIST | {Comparison.STARTS_WITH},
    "number": _LIST | _ORDER,
    "date": _LIST | _ORDER,
    "boolean": frozenset({Comparison.EQUAL}),
}


def _kind(value: object, field: str) -> str:
    """Name the kind of a custom field's value, seeing that it can be kept."""
    match value:
        case bool():
            return "boolean"
        case str():
            check_text(value, field)
            return "text"
        case int() | Decimal():
            _check_number(value, field)
            return "number"
        case date() if type(value) is date:
            return "date"
        case _:
            raise InvalidSegmentError(
                field=field, problem=msg("neither text, number, yes or no, nor date")
            )


def _check_number(value: int | Decimal, field: str) -> None:
    if isinstance(value, int):
        kept = abs(value) <= _MAX_INTEGER
    else:
        kept = value.is_finite() and _digits(value) <= _MAX_DIGITS
    if not kept:
        raise InvalidSegmentError(field=field, problem=msg("out of range"))


def _digits(value: Decimal) -> int:
    """Count the digits it takes to write a number out in full."""
    return (
        len(format(value, "f")) if abs(value.adjusted()) < _MAX_DIGITS else _MAX_INTEGER
    )
