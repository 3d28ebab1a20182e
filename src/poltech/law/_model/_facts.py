"""What the law needs to know before it decides."""

from datetime import date, datetime
from enum import StrEnum
from typing import final

import attrs

from poltech.law._model._silence import Silence
from poltech.law._vocabulary import Mechanism, Medium, Origin, Purpose
from poltech.profile import ControllerKind

__all__ = [
    "AddressingFacts",
    "Cause",
    "ConsentFacts",
    "FieldFacts",
    "Sensitivity",
    "SourceFacts",
    "Statement",
    "Subject",
]


class Statement(StrEnum):
    """What a person said about being approached; silence is none of these."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Cause(StrEnum):
    """Why a contact point must not be written to; the causes are different facts."""

    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    COMPLAINT = "complaint"
    HARD_BOUNCE = "hard_bounce"
    ERASURE = "erasure"


class Subject(StrEnum):
    """What state a contact is in."""

    ACTIVE = "active"
    RESTRICTED = "restricted"
    MERGED = "merged"
    ERASED = "erased"


class Sensitivity(StrEnum):
    """How closely a datum must be kept."""

    ORDINARY = "ordinary"
    """May stand in the clear and be selected on."""

    PERSONAL = "personal"
    """Sealed: it could tell who somebody is."""

    SPECIAL = "special"
    """GDPR article 9: sealed, and refused without explicit consent naming it."""


@final
@attrs.frozen(kw_only=True)
class SourceFacts:
    """What the law needs to know of where a datum came from.

    Attributes:
        origin: its legal nature; `None` if nobody said.
        collected: day of collection, if known.
        person: whether a natural person is described, not an organisation.
        medium: how it is to be used, if known already.
        purpose: why it is to be used, if known already.
    """

    origin: Origin | None
    collected: date | None = None
    person: bool = True
    medium: Medium | None = None
    purpose: Purpose | None = None


@final
@attrs.frozen(kw_only=True)
class ConsentFacts:
    """What the law needs to know of a statement before it is recorded.

    Attributes:
        statement: what was said.
        mechanism: how it was said.
        purposes: number of purposes asked with one question.
        evidence: whether there is proof of what was shown and said.
        informed: whether the wording shown named the purpose, the medium and every
            special category.
        conditional: whether something else was refused without it.
        age: age in years on the day, if known.
        guardian: whether a holder of parental authority agreed too.
        country: country of the person, ISO 3166-1 alpha-2.
    """

    statement: Statement
    mechanism: Mechanism
    purposes: int = 1
    evidence: bool = True
    informed: bool = True
    conditional: bool = False
    age: int | None = None
    guardian: bool = False
    country: str = "FR"


@final
@attrs.frozen(kw_only=True)
class FieldFacts:
    """What the law needs to know before a field is stored.

    Attributes:
        sensitivity: how closely it must be kept.
        category: the special category, such as `political_opinion`.
        consented: special categories that the person's explicit consent names.
        controller: legal kind of who stores it.
        relation: member, former_member or regular_contact, if any.
    """

    sensitivity: Sensitivity
    category: str | None = None
    consented: frozenset[str] = frozenset()
    controller: ControllerKind = ControllerKind.PARTY
    relation: str | None = None


@final
@attrs.frozen(kw_only=True)
class AddressingFacts:
    """What the law needs to know before one contact is addressed once.

    Attributes:
        at: the instant.
        purpose: why.
        medium: how.
        controller: legal kind of who writes.
        subject: state of the contact.
        person: whether it is a natural person, not an organisation.
        reachable: whether it has a contact point for the medium.
        origin: legal nature of its source; `None` if it has none.
        statement: latest statement for exactly this purpose and medium.
        purposes: purposes consented to on this medium.
        media: media consented to for this purpose.
        suppressions: why its contact point must not be written to, if so.
        birth_year: year of birth, if known.
        country: country of residence, ISO 3166-1 alpha-2.
        territory: electoral territory, if known.
        silences: the silences that the workspace's elections impose.
    """

    at: datetime
    purpose: Purpose
    medium: Medium
    controller: ControllerKind
    subject: Subject = Subject.ACTIVE
    person: bool = True
    reachable: bool = True
    origin: Origin | None = Origin.PERSON
    statement: Statement | None = None
    purposes: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    suppressions: frozenset[Cause] = frozenset()
    birth_year: int | None = None
    country: str = "FR"
    territory: str | None = None
    silences: tuple[Silence, ...] = ()
