"""What a storage works out of its rows when it is asked for facts."""

from collections.abc import Iterable
from typing import Final

from poltech.contacts import Division, Reach
from poltech.law import Cause, Medium

__all__ = ["TERRITORY", "reach_by", "territory_of", "weightiest"]

TERRITORY: Final = "territory"
"""Scheme of the division that tells in which electoral territory a contact votes."""

_WEIGHT = (
    Cause.ERASURE,
    Cause.OBJECTION,
    Cause.COMPLAINT,
    Cause.WITHDRAWAL,
    Cause.HARD_BOUNCE,
)


def reach_by(medium: Medium) -> Reach:
    """Tell what a contact must have to be reached by a medium.

    >>> from poltech.law import Medium
    >>> reach_by(Medium.SMS)
    <Reach.MOBILE: 4>
    """
    return Reach.__members__.get(medium.point.upper(), Reach.NONE)


def territory_of(divisions: Iterable[Division]) -> str | None:
    """Tell the electoral territory that divisions name, the first of several."""
    return min(
        (division.code for division in divisions if division.scheme == TERRITORY),
        default=None,
    )


def weightiest(causes: Iterable[Cause]) -> Cause | None:
    """Choose the cause to give where several forbid.

    >>> from poltech.law import Cause
    >>> weightiest([Cause.HARD_BOUNCE, Cause.OBJECTION]).value
    'objection'
    """
    return min(causes, key=_WEIGHT.index, default=None)
