"""What a storage works out of its rows when it is asked for facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from poltech.consent import Suppression
from poltech.contacts import Division, Reach
from poltech.law import Medium

__all__ = ["TERRITORY", "in_order", "reach_by", "territory_of"]

TERRITORY: Final = "territory"
"""Scheme of the division that tells in which electoral territory a contact votes."""


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


def in_order(suppression: Suppression) -> tuple[bytes, datetime, str, str, str]:
    """Tell where a suppression stands among others: by point, then oldest first."""
    return (
        suppression.digest,
        suppression.at,
        suppression.cause,
        suppression.medium or "",
        suppression.purpose or "",
    )
