"""What a workspace is, and who acts in it.

`Profile`
:   the controller and its legal kind, the edition, the jurisdiction, the locale,
    the time zone and the residency policy of one workspace.

`Controller`
:   who answers for the data (GDPR article 4(7)).

`Actor`
:   who does a thing: a host's user, the person concerned, a worker, an import.
    Every entry of the ledger and every event names one.
"""

import re
from enum import StrEnum
from typing import final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from poltech.errors import InvalidInputError, msg
from poltech.i18n import language_of

__all__ = [
    "Actor",
    "Controller",
    "ControllerKind",
    "Edition",
    "InvalidProfileError",
    "Profile",
    "Residency",
]


@final
class InvalidProfileError(InvalidInputError):
    """A workspace cannot be described so."""


_COUNTRY = re.compile("[A-Z]{2}")


class Edition(StrEnum):
    """Which of the two products a workspace is; nothing but their rooms differs."""

    POLITICAL = "political"
    BUSINESS = "business"
    """The same code, without petitions and donations."""


class ControllerKind(StrEnum):
    """The legal kind of a controller; several rules hang on it."""

    PARTY = "party"
    """A not-for-profit body with a political aim (GDPR article 9(2)(d))."""

    CANDIDATE = "candidate"
    """A natural person who stands; article 9(2)(d) does not reach them."""

    OFFICE = "office"
    """The office of an elected person."""

    ASSOCIATION = "association"
    """A not-for-profit body with another aim."""

    COMPANY = "company"
    """A body that sells."""

    PUBLIC_BODY = "public_body"
    """A public authority, such as a town hall acting as one."""


@final
@attrs.frozen(kw_only=True)
class Controller:
    """Who answers for the data, with what every message must say of them.

    Attributes:
        name: the name people know them by.
        kind: their legal kind.
        email: where rights requests are answered.
        postal_address: one line, printed in every message.
        country: ISO 3166-1 alpha-2 code of their seat.
        dpo: how to reach the data-protection officer, where there is one.
    """

    name: str
    kind: ControllerKind
    email: str
    postal_address: str
    country: str = "FR"
    dpo: str | None = None

    def __attrs_post_init__(self) -> None:
        for field in ("name", "email", "postal_address"):
            if not getattr(self, field).strip():
                raise InvalidProfileError(field=field, problem=msg("it is empty"))
        if not _COUNTRY.fullmatch(self.country):
            raise InvalidProfileError(
                field="country", problem=msg("not an ISO 3166-1 alpha-2 code")
            )


@final
@attrs.frozen(kw_only=True)
class Residency:
    """Where data may lie: regions of servers, countries of their owners."""

    regions: frozenset[str] = frozenset({"EU"})
    parents: frozenset[str] = frozenset({"EU"})


@final
@attrs.frozen(kw_only=True)
class Profile:
    """What a workspace is.

    Attributes:
        controller: who answers for the data.
        edition: political or business.
        jurisdiction: code of the legal order, such as `FR`.
        locale: language of texts, such as `fr` or `en-GB`.
        time_zone: IANA name of the zone that the office lives in.
        residency: where its data may lie.
        links: https address under which its public pages are served; the links
            of messages begin with it.
    """

    controller: Controller
    edition: Edition = Edition.POLITICAL
    jurisdiction: str = "FR"
    locale: str = "fr"
    time_zone: str = "Europe/Paris"
    residency: Residency = Residency()
    links: str | None = None

    def __attrs_post_init__(self) -> None:
        language_of(self.locale)
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise InvalidProfileError(
                field="time_zone", problem=msg("no such zone; try Europe/Paris")
            ) from None
        if self.links is not None and not self.links.startswith("https://"):
            raise InvalidProfileError(
                field="links", problem=msg("it must begin with https://")
            )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, ready for use."""
        return ZoneInfo(self.time_zone)


@final
@attrs.frozen(kw_only=True)
class Actor:
    """Who acts: a kind and a reference that means something to the host only.

    Never put a name or an address into `reference`: it is written in the clear.

    >>> str(Actor.user("42"))
    'user:42'
    """

    kind: str
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.reference}" if self.reference else self.kind

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """Read what `str` wrote."""
        kind, _, reference = text.partition(":")
        return cls(kind=kind, reference=reference)

    @classmethod
    def user(cls, reference: str) -> "Actor":
        """Name a user of the host's application."""
        return cls(kind="user", reference=reference)

    @classmethod
    def person(cls) -> "Actor":
        """Name the person concerned themselves."""
        return cls(kind="person")

    @classmethod
    def system(cls, reference: str = "") -> "Actor":
        """Name a worker or another part of the installation."""
        return cls(kind="system", reference=reference)
