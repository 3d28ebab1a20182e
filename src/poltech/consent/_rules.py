"""What stands, who spoke, and what bears on a decision. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar, final

import attrs

from poltech.consent._model import (
    ConsentRecord,
    Notice,
    StoredFacts,
    Suppression,
)
from poltech.ids import ContactId, RecordId
from poltech.law import (
    AddressingFacts,
    Cause,
    ConsentFacts,
    Mechanism,
    Medium,
    Purpose,
    Silence,
    Statement,
    Subject,
)
from poltech.profile import Profile

__all__ = [
    "LEAVING",
    "TICK",
    "Occasion",
    "active",
    "assumed",
    "batched",
    "covers",
    "echo_at",
    "informs",
    "narrowed",
    "pick",
    "statement_facts",
    "stranger",
    "strictness",
    "youngest",
]

LEAVING: Final = frozenset({Statement.REFUSED, Statement.WITHDRAWN})
"""What one leaves by."""

TICK: Final = timedelta(microseconds=1)
"""The least that one instant lies after another."""

_UNKNOWN = datetime.min.replace(tzinfo=UTC)

_STRICTNESS = {
    Statement.GIVEN: 0,
    Statement.EXPIRED: 1,
    Statement.REFUSED: 2,
    Statement.WITHDRAWN: 2,
}

T = TypeVar("T")


def strictness(statement: Statement) -> int:
    """Tell how much a statement forbids."""
    return _STRICTNESS[statement]


def pick(voices: Sequence[ConsentRecord]) -> ConsentRecord | None:
    """Choose the statement that stands when several people turn out to be one.

    The latest informed choice stands. In doubt, of two at one instant or where an
    instant is only assumed, the stricter does: a statement gives way only to one that
    was surely made after it.
    """
    surely = max((voice.at for voice in voices if voice.evidence.dated), default=None)
    contenders = [
        voice for voice in voices if surely is None or _latest(voice) >= surely
    ]
    return max(contenders, key=_claim, default=None)


def _claim(voice: ConsentRecord) -> tuple[int, datetime, datetime, RecordId]:
    """Order statements that contend: the strictest, and the surest of these.

    A yes is surest with a date of its own; a no counts up to its latest instant.
    """
    sure = voice.evidence.dated or voice.statement is not Statement.GIVEN
    since = _latest(voice) if sure else _UNKNOWN
    return (strictness(voice.statement), since, voice.at, voice.id)


def _latest(voice: ConsentRecord) -> datetime:
    """Give the latest instant at which a statement can have been made."""
    if voice.evidence.dated or voice.follows is not None:
        return voice.at
    return max(voice.at, voice.recorded_at)


def echo_at(voice: ConsentRecord) -> datetime:
    """Give the instant that a statement keeps when it is repeated for another."""
    return _latest(voice)


def assumed(
    statement: Statement, at: datetime, stands: tuple[Statement, datetime] | None
) -> datetime:
    """Give the instant to assume for a statement of unknown date: the strictest.

    A yes is assumed to lie before what was left, leaving after all that stands.
    """
    if stands is None:
        return at
    before, since = stands
    if statement in LEAVING:
        return max(at, since + TICK)
    return min(at, since - TICK) if before in LEAVING else at


def covers(suppression: Suppression, purpose: str, medium: str) -> bool:
    """Tell whether a suppression stands in the way of a purpose and medium."""
    return (
        suppression.lifted_at is None
        and suppression.medium in {None, medium}
        and suppression.purpose in {None, purpose}
    )


def narrowed(
    suppression: Suppression,
    purpose: str,
    medium: str,
    purposes: Iterable[str],
    media: Iterable[str],
) -> Iterator[Suppression]:
    """Give what is left of a suppression when one purpose and medium are freed."""
    if suppression.medium is None:
        for other in media:
            if other != medium:
                yield attrs.evolve(suppression, medium=other)
    if suppression.purpose is None:
        for other in purposes:
            if other != purpose:
                yield attrs.evolve(suppression, medium=medium, purpose=other)


def active(silences: Iterable[Silence], at: datetime) -> tuple[Silence, ...]:
    """Keep the silences that hold at an instant."""
    return tuple(each for each in silences if each.start <= at < each.end)


def youngest(birth_year: int | None, at: datetime) -> int | None:
    """Give the least age that somebody born in a year can have, if it is known.

    >>> from datetime import UTC
    >>> youngest(2011, datetime(2026, 11, 23, tzinfo=UTC))
    14
    """
    return None if birth_year is None else max(0, at.year - birth_year - 1)


def informs(
    notice: Notice | None, purpose: str, medium: str, categories: frozenset[str]
) -> bool:
    """Tell whether a wording names all that is said to be agreed to."""
    return notice is not None and (
        purpose in notice.purposes
        and medium in notice.media
        and categories <= notice.categories
    )


def statement_facts(
    record: ConsentRecord,
    mechanism: Mechanism,
    notice: Notice | None,
    age: int | None,
    country: str,
) -> ConsentFacts:
    """Give what the law needs to know of a statement."""
    named = informs(notice, record.purpose, record.medium, record.categories)
    return ConsentFacts(
        statement=record.statement,
        mechanism=mechanism,
        purposes=record.evidence.together,
        evidence=notice is not None,
        informed=notice is None or named,
        conditional=record.evidence.conditional,
        age=age,
        guardian=record.evidence.guardian,
        country=country,
    )


def stranger(contact: ContactId) -> StoredFacts:
    """Give the facts of a contact that is no longer known: none may address it."""
    return StoredFacts(
        contact=contact,
        subject=Subject.ERASED,
        person=True,
        reachable=False,
        origin=None,
        birth_year=None,
        country=None,
        territory=None,
        statement=None,
        entry=None,
        consented_purposes=frozenset(),
        consented_media=frozenset(),
    )


@final
@attrs.frozen(kw_only=True)
class Occasion:
    """What is the same for all contacts that are judged together."""

    at: datetime
    purpose: Purpose
    medium: Medium
    profile: Profile
    silences: tuple[Silence, ...] = ()

    def key(self, stored: StoredFacts) -> tuple[object, ...]:
        """Name all that the law looks at: equal keys get equal decisions."""
        return (
            stored.subject,
            stored.person,
            stored.reachable,
            stored.origin,
            stored.birth_year,
            stored.country,
            stored.territory,
            stored.statement,
            stored.consented_purposes,
            stored.consented_media,
            *(suppression.cause for suppression in stored.suppressions),
        )

    def facts(self, stored: StoredFacts) -> AddressingFacts:
        """Give what the law needs to know of one contact."""
        causes: frozenset[Cause] = frozenset(each.cause for each in stored.suppressions)
        return AddressingFacts(
            at=self.at,
            purpose=self.purpose,
            medium=self.medium,
            controller=self.profile.controller.kind,
            subject=stored.subject,
            person=stored.person,
            reachable=stored.reachable,
            origin=stored.origin,
            statement=stored.statement,
            purposes=stored.consented_purposes,
            media=stored.consented_media,
            suppressions=causes,
            birth_year=stored.birth_year,
            country=stored.country or self.profile.controller.country,
            territory=stored.territory,
            silences=self.silences,
        )


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Give items in lists of at most `size`."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
