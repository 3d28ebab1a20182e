"""Money as a whole number of minor units in one ISO 4217 currency.

There is no float and no silent rounding: a sum that does not fit the currency's
minor unit is refused, and a division gives every cent to somebody.

>>> from poltech.money import Money
>>> total = Money.of("100.00", "EUR")
>>> [str(part) for part in total.allocate([1, 1, 1])]
['33.34 EUR', '33.33 EUR', '33.33 EUR']
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import total_ordering
from typing import final

import attrs
from babel.core import get_global
from babel.numbers import format_currency, get_currency_precision

from poltech.errors import InvalidInputError, msg

__all__ = ["CurrencyMismatchError", "InvalidMoneyError", "Money"]


@final
class InvalidMoneyError(InvalidInputError):
    """An amount that its currency cannot hold, or a currency that does not exist."""


@final
class CurrencyMismatchError(InvalidInputError):
    """Two currencies met where only one makes sense."""

    message = msg("The value of {field} is in {found}, not in {expected}.")
    expected: str
    found: str
    field: str = "amount"
    problem: str = msg("another currency")


def _known(currency: str) -> bool:
    return currency in get_global("all_currencies")


@final
@total_ordering
@attrs.frozen(order=False)
class Money:
    """An amount: `minor` units (cents, yen, millimes) of `currency`.

    Raises:
        InvalidMoneyError: the units are not a whole number, or nobody issues
            such a currency (ISO 4217).
    """

    minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        if type(self.minor) is not int:
            raise InvalidMoneyError(field="minor", problem=msg("not a whole number"))
        if not _known(self.currency):
            raise InvalidMoneyError(field="currency", problem=msg("not in ISO 4217"))

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        """Read an amount in major units, as people write it: `"12.50"`.

        Raises:
            InvalidMoneyError: it is not a number, or has more decimals than the
                currency has.
        """
        if not _known(currency):
            raise InvalidMoneyError(field="currency", problem=msg("not in ISO 4217"))
        if type(amount) not in {str, int, Decimal}:
            raise InvalidMoneyError(field="amount", problem=msg("floats are not exact"))
        try:
            scaled = Decimal(amount).scaleb(get_currency_precision(currency))
            minor = int(scaled)
        except (InvalidOperation, ValueError, OverflowError):
            raise InvalidMoneyError(
                field="amount", problem=msg("not a number")
            ) from None
        if minor != scaled:
            raise InvalidMoneyError(
                field="amount", problem=msg("more decimals than the currency has")
            )
        return cls(minor, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with the currency's own number of decimals."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def allocate(self, weights: Sequence[int]) -> list["Money"]:
        """Share it out by weight; the shares add up to the whole exactly.

        What whole division leaves goes, a unit each, to the largest remainders,
        the earlier of equals first.

        Raises:
            InvalidMoneyError: no weight is positive, or one is negative.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise InvalidMoneyError(field="weights", problem=msg("they weigh nothing"))
        shares = [divmod(self.minor * weight, whole) for weight in weights]
        left = self.minor - sum(share for share, _ in shares)
        order = sorted(range(len(shares)), key=lambda at: -shares[at][1])
        lucky = set(order[:left])
        return [
            Money(share + (at in lucky), self.currency)
            for at, (share, _) in enumerate(shares)
        ]

    def format(self, locale: str) -> str:
        """Print it as the locale writes money."""
        return format_currency(self.decimal, self.currency, locale=locale)

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> "Money":
        if type(factor) is not int:
            raise InvalidMoneyError(field="factor", problem=msg("not a whole number"))
        return Money(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError(expected=self.currency, found=other.currency)
        return other.minor
