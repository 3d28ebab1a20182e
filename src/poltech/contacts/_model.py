"""What a contact is: sealed identity, open attributes, and a source for each field."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import IntFlag, StrEnum
from typing import ClassVar, NewType, TypeAlias, final

import attrs

from poltech.clock import require_aware
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg
from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.law import Origin, Sensitivity, Subject
from poltech.money import Money
from poltech.profile import Actor

__all__ = [
    "Activity",
    "ActivityKind",
    "Address",
    "Contact",
    "ContactKind",
    "ContactPoint",
    "Division",
    "FieldDefinition",
    "FieldType",
    "FieldValue",
    "Merge",
    "Name",
    "NormalizedEmail",
    "NormalizedPhone",
    "PointKind",
    "Reach",
    "Source",
    "Standing",
    "StoredActivity",
    "StoredContact",
    "StoredMerge",
]

NormalizedEmail = NewType("NormalizedEmail", str)
"""An address that passed `normalize_email`: one form for one mailbox."""

NormalizedPhone = NewType("NormalizedPhone", str)
"""A number that passed `normalize_phone`, in E.164."""

FieldValue: TypeAlias = str | int | Decimal | bool | date
"""What a custom field may hold."""


class ContactKind(StrEnum):
    """Whom a contact stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"


class PointKind(StrEnum):
    """What kind of contact point."""

    EMAIL = "email"
    PHONE = "phone"
    SOCIAL = "social"


class Reach(IntFlag):
    """By what a contact can be reached, kept in the clear so segments can ask."""

    NONE = 0
    EMAIL = 1
    PHONE = 2
    MOBILE = 4
    ADDRESS = 8
    SOCIAL = 16


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
class Name:
    """A name as its owner typed it; nothing is ever guessed from it.

    Attributes:
        given: given names.
        family: family name.
        display: the whole name where parts are unknown, or an organisation's name.
        civility: form of address as typed, such as `Mme`.
    """

    given: str | None = attrs.field(default=None, repr=False)
    family: str | None = attrs.field(default=None, repr=False)
    display: str | None = attrs.field(default=None, repr=False)
    civility: str | None = attrs.field(default=None, repr=False)

    @property
    def full(self) -> str:
        """The name to show."""
        parts = " ".join(part for part in (self.given, self.family) if part)
        return self.display or parts


@final
@attrs.frozen(kw_only=True)
class ContactPoint:
    """A normalised e-mail address, phone number or social account.

    Attributes:
        kind: what it is.
        value: `NormalizedEmail`, `NormalizedPhone`, or a handle in lower case.
        network: the social network, for a social account.
        mobile: whether a phone number can take text messages.
        label: what the owner calls it, such as `work`.
    """

    kind: PointKind
    value: str = attrs.field(repr=False)
    network: str | None = None
    mobile: bool = False
    label: str | None = None


@final
@attrs.frozen(kw_only=True)
class Address:
    """A postal address. The lines are sealed; the rest may be selected on.

    Attributes:
        lines: street lines, as typed.
        postcode: postal code.
        commune: town, as typed.
        insee: the commune's INSEE code where given (France).
        country: ISO 3166-1 alpha-2 code.
    """

    lines: tuple[str, ...] = attrs.field(default=(), repr=False)
    postcode: str | None = None
    commune: str | None = None
    insee: str | None = None
    country: str | None = None


@final
@attrs.frozen(order=True)
class Division:
    """An electoral or administrative division: a scheme and a code in it."""

    scheme: str
    code: str


class FieldType(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"


@final
@attrs.frozen(kw_only=True)
class FieldDefinition:
    """A custom field of a workspace.

    Attributes:
        key: stored word, in lower case with underscores.
        label: what people call it.
        type: what it holds.
        sensitivity: how closely it is kept; only ordinary fields may be selected on.
        category: the special category it reveals (GDPR article 9), if any.
    """

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    category: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.key.isidentifier() or self.key != self.key.lower():
            raise InvalidContactError(
                field="key", problem=msg("not a word in lower case")
            )
        if (self.sensitivity is Sensitivity.SPECIAL) != (self.category is not None):
            raise InvalidContactError(
                field="category",
                problem=msg("a special field names its category, others have none"),
            )


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
        birth_year: year of birth.
        language: language to write in, ISO 639-1.
        divisions: electoral and administrative divisions.
        tags: words of the office.
        fields: custom fields by key.
        external_ids: identifiers in other systems, by scheme.
        household: the contact that stands for the household.
        standing: CNIL tier.
        source: where the contact first came from.
        sources: where each field came from, by field name, where it differs.
        subject: whether it may be used.
        merged_into: the contact that took its place.
        version: counts changes.
        created_at: when it was added.
        updated_at: when it last changed.
    """

    id: ContactId
    kind: ContactKind = ContactKind.PERSON
    name: Name = Name()
    points: tuple[ContactPoint, ...] = ()
    addresses: tuple[Address, ...] = ()
    birth_date: date | None = attrs.field(default=None, repr=False)
    birth_year: int | None = None
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

    def first(self, kind: PointKind) -> ContactPoint | None:
        """Give the point of a kind that is used, if there is one."""
        return next((point for point in self.points if point.kind is kind), None)


@final
@attrs.frozen(kw_only=True)
class ActivityKind:
    """What kind of act, with its legal meaning.

    Attributes:
        code: stored word.
        by_person: whether the person acted, not the office.
        renews: whether it starts their retention clock again; an open never does.
    """

    code: str
    by_person: bool
    renews: bool

    BUILT_IN: ClassVar[tuple["ActivityKind", ...]]


ActivityKind.BUILT_IN = tuple(
    ActivityKind(code=code, by_person=by_person, renews=renews)
    for code, by_person, renews in (
        ("joined", True, True),
        ("left", True, False),
        ("signed", True, True),
        ("gave", True, True),
        ("attended", True, True),
        ("replied", True, True),
        ("clicked", True, True),
        ("opened", True, False),
        ("was_called", False, False),
        ("was_sent", False, False),
        ("note", False, False),
    )
)


@final
@attrs.frozen(kw_only=True)
class Activity:
    """A dated act by or with a contact.

    Attributes:
        id: its name.
        contact: whose.
        kind: code of an `ActivityKind`.
        at: when.
        subject: what it was about: a petition's, mailing's or event's identifier.
        amount: for gifts.
        body: sealed text, such as a note.
    """

    id: ActivityId
    contact: ContactId
    kind: str
    at: datetime
    subject: str | None = None
    amount: Money | None = None
    body: str | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        require_aware(self.at, "at")


@final
@attrs.frozen(kw_only=True)
class Merge:
    """That one contact took another's place; it can be undone."""

    id: MergeId
    survivor: ContactId
    loser: ContactId
    at: datetime
    actor: Actor
    undone_at: datetime | None = None


@final
@attrs.frozen(kw_only=True)
class StoredContact:
    """A contact as a storage keeps it: attributes in the clear, identity sealed.

    Attributes:
        reach: by what it can be reached.
        sources: every source that a field came from, the first included.
        digests: keyed digests that it is found by, of points, names and external ids.
        open_fields: the ordinary custom fields.
        sealed: all the rest.
    """

    id: ContactId
    kind: ContactKind
    subject: Subject
    standing: Standing
    reach: Reach
    postcode: str | None
    commune: str | None
    insee: str | None
    country: str | None
    language: str | None
    birth_year: int | None
    household: ContactId | None
    source: SourceId
    merged_into: ContactId | None
    version: int
    created_at: datetime
    updated_at: datetime
    sealed: bytes
    digests: frozenset[bytes] = frozenset()
    sources: frozenset[SourceId] = frozenset()
    tags: frozenset[str] = frozenset()
    divisions: frozenset[Division] = frozenset()
    open_fields: Mapping[str, FieldValue] = attrs.field(factory=dict[str, FieldValue])


@final
@attrs.frozen(kw_only=True)
class StoredActivity:
    """An activity as a storage keeps it: the body sealed."""

    id: ActivityId
    contact: ContactId
    kind: str
    at: datetime
    subject: str | None = None
    amount: Money | None = None
    sealed: bytes | None = None


@final
@attrs.frozen(kw_only=True)
class StoredMerge:
    """A merge with what it takes to undo it, sealed."""

    merge: Merge
    sealed: bytes
