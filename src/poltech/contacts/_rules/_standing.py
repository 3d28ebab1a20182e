"""How close a person is, by dated acts (CNIL, délibération 2012-020)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from poltech.contacts._model import ActivityKind, Standing, StandingTiers
from poltech.law import Vocabulary

__all__ = ["CLOSENESS", "Dated", "closer", "derive_standing"]

CLOSENESS = (
    Standing.MEMBER,
    Standing.REGULAR,
    Standing.FORMER_MEMBER,
    Standing.OCCASIONAL,
    Standing.NONE,
)
"""From the closest to the least close."""


class Dated(Protocol):
    """A dated act, whoever keeps it."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def derive_standing(
    activities: Iterable[Dated],
    today: date,
    tiers: StandingTiers,
    kinds: Vocabulary[ActivityKind],
) -> Standing:
    """Derive a standing from what a person did up to today.

    - Who joined and did not leave since is a member; who left, a former member.
    - Acts of the kinds that count, on enough days of the time that counts, make a
      regular contact: the law wants exchanges, repeated.
    - One act that renews makes an occasional contact, for the time that it lasts.

    What the office did, and opening a message, make nobody close.
    """
    acts = sorted(
        (act.at.date(), act.kind) for act in activities if act.at.date() <= today
    )
    membership = [kind for _, kind in acts if kind in {"joined", "left"}]
    if membership and membership[-1] == "joined":
        return Standing.MEMBER
    since = today - tiers.regular_within
    days = {day for day, kind in acts if kind in tiers.regular_kinds and day > since}
    if len(days) >= tiers.regular_acts:
        return Standing.REGULAR
    if membership:
        return Standing.FORMER_MEMBER
    since = today - tiers.occasional_within
    if any(day > since and _renews(kind, kinds) for day, kind in acts):
        return Standing.OCCASIONAL
    return Standing.NONE


def _renews(kind: str, kinds: Vocabulary[ActivityKind]) -> bool:
    """Tell whether an act starts the retention clock again."""
    return kind in kinds and kinds.parse(kind).renews


def closer(one: Standing, other: Standing) -> Standing:
    """Give the closer of two standings."""
    return min(one, other, key=CLOSENESS.index)
