"""A sentence of the law as a question about facts."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from typing import Generic, TypeVar, final

import attrs

from poltech.law._model._answers import Citation, Reason
from poltech.law._model._numbers import Day

__all__ = [
    "Rule",
    "Weight",
]

F_contra = TypeVar("F_contra", contravariant=True)


class Weight(IntEnum):
    """How weighty a reason is: the weightiest is said first."""

    STATE = 1
    """The contact itself may not be used."""

    SUPPRESSION = 2
    """The contact point may not be written to."""

    LAW = 3
    """A rule forbids it, whatever the person said."""

    CONSENT = 4
    """The person did not agree, or no longer does."""

    TECHNICAL = 5
    """It cannot be done."""


@final
@attrs.frozen(kw_only=True)
class Rule(Generic[F_contra]):
    """One sentence of the law as a question about facts.

    Attributes:
        code: the code of the reason it gives.
        citation: where it is written; a house rule, marked `H`, can be switched off.
        text: the sentence that explains it, in English.
        remedy: the sentence that says what can be done about it.
        broken: tells whether the facts break it on a day.
        values: gives what fills the places of its sentences; never personal data.
        weight: where its reason stands among others.
        since: first day on which it binds; `None` for always.
        until: first day on which it no longer binds.
        warns: whether it only warns.
    """

    code: str
    citation: Citation
    text: str
    remedy: str
    broken: Callable[[F_contra, Day], bool]
    values: Callable[[F_contra, Day], Mapping[str, object]] | None = None
    weight: Weight = Weight.LAW
    since: date | None = None
    until: date | None = None
    warns: bool = False

    def binds(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return not (
            (self.since is not None and day < self.since)
            or (self.until is not None and day >= self.until)
        )

    def reason(self, facts: F_contra, day: Day) -> Reason:
        """Give the reason it speaks when facts break it."""
        return Reason(
            code=self.code,
            citation=self.citation,
            text=self.text,
            remedy=self.remedy,
            values={} if self.values is None else self.values(facts, day),
        )
