"""Money is exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.money import CurrencyMismatchError, InvalidMoneyError, Money

WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("12", "EUR", 1200),
        (7, "JPY", 7),
        ("1.234", "TND", 1234),
        (Decimal("-0.01"), "EUR", -1),
        ("1e2", "EUR", 10_000),
    ],
)
def test_major_units_are_read_by_their_currency(
    amount: str | int | Decimal, currency: str, minor: int
) -> None:
    """ISO 4217 says how many decimals a currency has."""
    assert Money.of(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.001", "EUR"),
        ("0.5", "JPY"),
        ("nan", "EUR"),
        ("inf", "EUR"),
        ("douze", "EUR"),
        ("1", "EURO"),
        ("1", "eur"),
        (0.1, "EUR"),
        (True, "EUR"),
    ],
)
def test_what_a_currency_cannot_hold_is_refused(amount: object, currency: str) -> None:
    """Nothing is rounded silently, and floats are not exact."""
    with pytest.raises(InvalidMoneyError):
        Money.of(amount, currency)  # type: ignore[arg-type]


@pytest.mark.parametrize("minor", [1.0, "1", True, Decimal(1)])
def test_minor_units_are_whole(minor: object) -> None:
    """Only an integer counts cents."""
    with pytest.raises(InvalidMoneyError):
        Money(minor, "EUR")  # type: ignore[arg-type]


@given(st.integers(-(10**12), 10**12), WEIGHTS)
@pytest.mark.property
def test_an_allocation_loses_nothing(minor: int, weights: list[int]) -> None:
    """The shares add up, and none is off its exact part by a whole unit."""
    shares = Money(minor, "EUR").allocate(weights)
    assert sum(share.minor for share in shares) == minor
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor * sum(weights) - minor * weight) < sum(weights)


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1]])
def test_weights_that_weigh_nothing_are_refused(weights: list[int]) -> None:
    """Nothing can be shared among nobody."""
    with pytest.raises(InvalidMoneyError):
        Money(100, "EUR").allocate(weights)


@given(st.integers(), st.integers(), st.integers(-50, 50))
@pytest.mark.property
def test_arithmetic_is_that_of_integers(one: int, two: int, factor: int) -> None:
    """Sums, differences, products and order are those of the minor units."""
    a, b = Money(one, "EUR"), Money(two, "EUR")
    assert (a + b).minor == one + two
    assert (a - b).minor == one - two
    assert (-a).minor == -one
    assert (a * factor) == (factor * a) == Money(one * factor, "EUR")
    assert (a < b, a >= b, bool(a)) == (one < two, one >= two, one != 0)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "TND"]))
@pytest.mark.property
def test_decimals_read_back(minor: int, currency: str) -> None:
    """The printed decimal is the same money."""
    money = Money(minor, currency)
    assert Money.of(money.decimal, currency) == money


def test_currencies_do_not_mix() -> None:
    """Adding yen to euros is an error, not a number."""
    with pytest.raises(CurrencyMismatchError):
        Money(1, "EUR") + Money(1, "JPY")
    with pytest.raises(InvalidMoneyError):
        Money(1, "EUR") * 0.5  # type: ignore[operator]


def test_money_prints_as_its_reader_writes_it() -> None:
    """Babel prints; narrow and non-breaking spaces are the locale's own."""
    money = Money.of("1234.50", "EUR")
    assert str(money) == "1234.50 EUR"
    assert money.format("fr") == "1\u202f234,50\xa0€"
    assert money.format("en") == "€1,234.50"
