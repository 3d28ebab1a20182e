"""What tells who somebody is, and where they can be reached."""

from enum import IntFlag, StrEnum
from typing import NewType, final

import attrs

__all__ = [
    "Address",
    "ContactKind",
    "ContactPoint",
    "Division",
    "Name",
    "NormalizedEmail",
    "NormalizedPhone",
    "PointKind",
    "Reach",
]

NormalizedEmail = NewType("NormalizedEmail", str)
"""An address that passed `normalize_email`: one form for one mailbox."""

NormalizedPhone = NewType("NormalizedPhone", str)
"""A number that passed `normalize_phone`, in E.164."""


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
    label: str | None = attrs.field(default=None, repr=False)


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
