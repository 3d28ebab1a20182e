"""What every storage works out alike from its rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from poltech.consent import Suppression
from poltech.contacts import Division, Reach, StoredContact
from poltech.errors import msg
from poltech.ids import ContactId
from poltech.law import Medium
from poltech.storage.errors import IdempotencyConflictError, VersionConflictError

__all__ = [
    "TERRITORY",
    "answer",
    "check_versions",
    "in_order",
    "reach_by",
    "territory_of",
    "unclaimed",
]

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


def check_versions(
    known: Mapping[ContactId, StoredContact], contacts: Sequence[StoredContact]
) -> None:
    """Go on only if each contact comes once, and follows the version that is known.

    Raises:
        VersionConflictError: one does not.
    """
    seen: set[ContactId] = set()
    for contact in contacts:
        old = known.get(contact.id)
        if contact.id in seen or old is None or old.version != contact.version - 1:
            raise VersionConflictError(reference=str(contact.id))
        seen.add(contact.id)


def in_order(suppression: Suppression) -> tuple[bytes, datetime, str, str, str]:
    """Tell where a suppression stands among others: by point, then oldest first."""
    return (
        suppression.digest,
        suppression.at,
        suppression.cause,
        suppression.medium or "",
        suppression.purpose or "",
    )


def answer(key: str, asked: bytes, claimed: bytes, result: str | None) -> str:
    """Give the result of the request that claimed an idempotency key before.

    Raises:
        IdempotencyConflictError: it was another request, or it has no result yet.
    """
    if asked != claimed:
        raise IdempotencyConflictError(
            reference=key, problem=msg("it was used for another request")
        )
    if result is None:
        raise IdempotencyConflictError(
            reference=key, problem=msg("its request has no result yet")
        )
    return result


def unclaimed(key: str) -> IdempotencyConflictError:
    """Say that a result came for a key that nobody claimed."""
    return IdempotencyConflictError(reference=key, problem=msg("no request claimed it"))
