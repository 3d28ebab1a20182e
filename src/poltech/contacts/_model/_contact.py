"""What a contact is: sealed identity, open attributes, and a source for each field."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, final

import attrs

from poltech.clock import require_aware
from poltech.contacts._model._fields import FieldValue
from poltech.contacts._model._identity import (
    Address,
    ContactKind,
    ContactPoint,
    Division,
    Name,
    PointKind,
)
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg
from poltech.ids import ContactId, SourceId
from poltech.law import Origin, Subject

__all__ = [
    "Contact",
    "Draft",
    "Source",
    "Standing",
]


_NAMELESS = Name()


class _Born(Protocol):
    """What has a birth date, such as a contact or a draft of one."""

    @property
    def birth_date(self) -> date | None: ...


def _year_of_birth(born: _Born) -> int | None:
    return born.birth_date.year if born.birth_date else None


def require_same_year(day: date | None, year: int | None) -> None:
    """Go on only if a birth date and a birth year agree.

    Raises:
        InvalidContactError: they do not.
    """
    if day is not None and day.year != year:
        raise InvalidContactError(
            field="birth_year", problem=msg("it is not the year of the birth date")
        )


class Standing(StrEnum):
    """How close a person is, by dated acts (CNIL, délibération 2012-020)."""

    MEMBER = "member"
    FORMER_MEMBER = "former_member"
    REGULAR = "regular_contact"
    OCCASIONAL = "occasional_contact"
    NONE = "none"


@final
@attrs.frozen(kw_only=True)
class Source:
    """Where data came from.

    Attributes:
        id: its name.
        kind: code of a `poltech.law.SourceKind`.
        origin: the legal nature of that kind.
        label: how the office calls it; said to people who ask, so never a name.
        collected: day of collection, if known.
        evidence: where the proof lies: a file's name, a register's entry.
    """

    id: SourceId
    kind: str
    origin: Origin
    label: str
    collected: date | None = None
    evidence: str | None = None


@final
@attrs.frozen(kw_only=True)
class Contact:
    """A natural person or an organisation that the workspace knows.

    Attributes:
        id: opaque; activities and consent join on it alone.
        kind: person or organisation.
        name: as typed.
        points: e-mail addresses, phone numbers, accounts; the first of a kind is used.
        addresses: postal addresses; the first is used, and its open part selected on.
        birth_date: sealed; `birth_year` stays in the clear.
        birth_year: year of birth, that of `birth_date` where it is known.
        language: language to write in, ISO 639-1.
        divisions: electoral and administrative divisions.
        tags: words of the office.
        fields: custom fields by key.
        external_ids: identifiers in other systems, by scheme.
        household: the contact that stands for the household.
        standing: CNIL tier.
        source: where the contact first came from.
        sources: where each datum came from, where it differs from `source`; by
            field (`given`), or by field and value (`email:…`) where there are many.
        subject: whether it may be used.
        merged_into: the contact that took its place.
        version: counts changes.
        created_at: when it was added.
        updated_at: when it last changed.
    """

    id: ContactId
    kind: ContactKind = ContactKind.PERSON
    name: Name = _NAMELESS
    points: tuple[ContactPoint, ...] = ()
    addresses: tuple[Address, ...] = ()
    birth_date: date | None = attrs.field(default=None, repr=False)
    birth_year: int | None = attrs.field(
        default=attrs.Factory(_year_of_birth, takes_self=True)
    )
    language: str | None = None
    divisions: frozenset[Division] = frozenset()
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, FieldValue] = attrs.field(
        factory=dict[str, FieldValue], repr=False
    )
    external_ids: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    household: ContactId | None = None
    standing: Standing = Standing.NONE
    source: SourceId
    sources: Mapping[str, SourceId] = attrs.field(
        factory=dict[str, SourceId], repr=False
    )
    subject: Subject = Subject.ACTIVE
    merged_into: ContactId | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime

    def __attrs_post_init__(self) -> None:
        require_aware(self.created_at, "created_at")
        require_aware(self.updated_at, "updated_at")
        require_same_year(self.birth_date, self.birth_year)

    def first(self, kind: PointKind) -> ContactPoint | None:
        """Give the point of a kind that is used, if there is one."""
        return next((point for point in self.points if point.kind is kind), None)


@final
@attrs.frozen(kw_only=True)
class Draft:
    """What is said of somebody, before it is known whether they are known.

    Its values are normalised: build one with `read_draft`, or from the normalising
    verbs. What is left out is not said, and changes nothing.

    Attributes:
        source: where it comes from; without one nothing is stored.
    """

    kind: ContactKind = ContactKind.PERSON
    name: Name = _NAMELESS
    points: tuple[ContactPoint, ...] = ()
    addresses: tuple[Address, ...] = ()
    birth_date: date | None = attrs.field(default=None, repr=False)
    birth_year: int | None = attrs.field(
        default=attrs.Factory(_year_of_birth, takes_self=True)
    )
    language: str | None = None
    divisions: frozenset[Division] = frozenset()
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, FieldValue] = attrs.field(
        factory=dict[str, FieldValue], repr=False
    )
    external_ids: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    source: SourceId | None = None

    def __attrs_post_init__(self) -> None:
        require_same_year(self.birth_date, self.birth_year)
