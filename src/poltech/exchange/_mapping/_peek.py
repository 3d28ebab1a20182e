"""What the values of a column look like; their shape, never their meaning."""

import re
from collections.abc import Iterable, Sequence
from typing import final

import attrs

from poltech.contacts import FieldType
from poltech.exchange._mapping._model import DateOrder
from poltech.exchange._nothing import is_nothing

__all__ = ["Look", "date_order", "look"]

_SHAPES = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}"),
    "phone": re.compile(r"(?=(?:\D*\d){9,15}\D*$)(?:\+|\(?0)[\d\s().\-/]+"),
    "postcode": re.compile(r"\d{5}"),
    "date": re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}.*|\d{4}-\d\d-\d\d.*"),
    "web": re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    "words": re.compile(r"[^\W\d_]\S*(?: \S+)+"),
    "integer": re.compile(r"[+-]?\d{1,15}"),
    "decimal": re.compile(r"[+-]?\d+[.,]\d+"),
    "boolean": re.compile(
        r"oui|non|o|n|yes|no|y|true|false|vrai|faux|x", re.IGNORECASE
    ),
}
_FIGURES = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}")
_CHOICES = 20
_SHORT = 40
_YEAR = 12
_LONGEST = 200


@final
@attrs.frozen(kw_only=True)
class Look:
    """How many values of a column there are, and what share has which shape.

    Attributes:
        filled: number of values that are not empty.
        shares: share of them by shape, from 0 to 1.
        distinct: number of different values.
        longest: length of the longest.
    """

    filled: int
    shares: dict[str, float]
    distinct: int
    longest: int

    def mostly(self, shape: str, share: float = 0.6) -> bool:
        """Tell whether enough values have a shape."""
        return self.shares.get(shape, 0) >= share

    @property
    def type(self) -> FieldType:
        """The type of field that would keep them all."""
        for shape, type_ in (
            ("boolean", FieldType.BOOLEAN),
            ("date", FieldType.DATE),
        ):
            if self.mostly(shape, 1):
                return type_
        return FieldType.TEXT

    @property
    def choice(self) -> bool:
        """Whether they are a few answers, each given by many."""
        few = self.distinct <= _CHOICES and self.distinct * 3 <= self.filled
        private = self.mostly("email", 0.1) or self.mostly("phone", 0.1)
        return few and self.longest <= _SHORT and not private


def look(values: Iterable[str]) -> Look:
    """Look at a column's values; those that only mean nothing do not count."""
    told = (value[:_LONGEST].strip().lstrip("'") for value in values)
    filled = [text for text in told if text and not is_nothing(text)]
    count = max(len(filled), 1)
    return Look(
        filled=len(filled),
        shares={
            name: sum(shape.fullmatch(text) is not None for text in filled) / count
            for name, shape in _SHAPES.items()
        },
        distinct=len(set(filled)),
        longest=max(map(len, filled), default=0),
    )


def date_order(values: Sequence[str], default: DateOrder) -> DateOrder:
    """Tell which of day and month comes first, by the figures that settle it.

    >>> date_order(["03/31/2024", "01/02/2024"], DateOrder.DAY_FIRST).value
    'month_first'
    """
    pairs = [match for value in values if (match := _FIGURES.match(value))]
    days = sum(int(pair[1]) > _YEAR for pair in pairs)
    months = sum(int(pair[2]) > _YEAR for pair in pairs)
    if days == months:
        return default
    return DateOrder.DAY_FIRST if days > months else DateOrder.MONTH_FIRST
