"""Choices that look random and are the same for the same seed."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar, final

__all__ = ["Dice"]

T = TypeVar("T")


@final
class Dice:
    """Throws that follow from a seed alone.

    >>> Dice("lens").pick("abc") == Dice("lens").pick("abc")
    True
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._thrown = 0

    def below(self, limit: int) -> int:
        """Give a whole number from 0 up to a limit, the limit excluded."""
        self._thrown += 1
        drawn = sha256(b"%b:%d" % (self._seed, self._thrown)).digest()
        return int.from_bytes(drawn[:8]) % limit

    def pick(self, choices: Sequence[T]) -> T:
        """Give one of some choices."""
        return choices[self.below(len(choices))]

    def chance(self, percent: float) -> bool:
        """Say yes in so many cases of a hundred."""
        return self.below(100_000) < percent * 1_000
