"""From what was typed to a draft."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

from poltech.contacts._model import (
    Address,
    ContactKind,
    ContactPoint,
    Division,
    Draft,
    FieldValue,
    PointKind,
)
from poltech.contacts._normalize._dates import (
    normalize_birth_date,
    normalize_birth_year,
)
from poltech.contacts._normalize._email import normalize_email
from poltech.contacts._normalize._languages import normalize_language
from poltech.contacts._normalize._names import normalize_handle, normalize_name
from poltech.contacts._normalize._phone import normalize_phone
from poltech.contacts._normalize._places import (
    normalize_country,
    normalize_insee,
    normalize_postcode,
)
from poltech.contacts._normalize._text import tidy
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg
from poltech.ids import SourceId

__all__ = ["Said", "normalize_tag", "read_draft"]


class Said(TypedDict, total=False):
    """What may be typed of a contact, by field word."""

    kind: ContactKind
    given: str | None
    family: str | None
    display: str | None
    civility: str | None
    email: str | Sequence[str] | None
    phone: str | Sequence[str] | None
    social: Mapping[str, str]
    street: str | Sequence[str] | None
    postcode: str | None
    commune: str | None
    insee: str | None
    country: str | None
    birth_date: str | float | date | None
    birth_year: str | int | None
    language: str | None
    divisions: Iterable[Division]
    tags: Iterable[str]
    fields: Mapping[str, FieldValue]
    external_ids: Mapping[str, str]
    source: SourceId | None


def read_draft(*, today: date, region: str = "FR", **said: Unpack[Said]) -> Draft:
    """Normalise what was typed into a draft.

    Phone numbers and postcodes without a country are read in `region`.

    Raises:
        InvalidContactError: a value cannot be what it is said to be.
        InvalidEmailError: the same of an e-mail address.
        InvalidPhoneError: the same of a phone number.

    >>> draft = read_draft(today=date(2026, 11, 23), given=" Marie ", phone="0612345678")
    >>> draft.name.given, draft.points[0].value
    ('Marie', '+33612345678')
    """
    born = said.get("birth_date")
    year = said.get("birth_year")
    day = None if born is None else normalize_birth_date(born, today=today)
    language = said.get("language")
    return Draft(
        kind=said.get("kind", ContactKind.PERSON),
        name=normalize_name(
            given=said.get("given"),
            family=said.get("family"),
            display=said.get("display"),
            civility=said.get("civility"),
        ),
        points=tuple(_points(said, region)),
        addresses=_addresses(said, region),
        birth_date=day,
        birth_year=day.year
        if day
        else None
        if year is None
        else normalize_birth_year(year, today=today),
        language=normalize_language(language) if language else None,
        divisions=frozenset(said.get("divisions", ())),
        tags=frozenset(normalize_tag(tag) for tag in said.get("tags", ())),
        fields=dict(said.get("fields", {})),
        external_ids=_external_ids(said.get("external_ids", {})),
        source=said.get("source"),
    )


def normalize_tag(text: str) -> str:
    """Trim a tag; it stays as typed.

    Raises:
        InvalidContactError: nothing is left.
    """
    tag = tidy(text)
    if tag is None:
        raise InvalidContactError(field="tag", problem=msg("it is empty"))
    return tag


def _several(given: str | Sequence[str] | None) -> Sequence[str]:
    """Take one text, several, or none, as several."""
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else given


def _points(said: Said, region: str) -> Iterable[ContactPoint]:
    """Normalise e-mail addresses, then numbers, then accounts."""
    for text in _several(said.get("email")):
        yield ContactPoint(kind=PointKind.EMAIL, value=normalize_email(text))
    for text in _several(said.get("phone")):
        number, mobile = normalize_phone(text, region)
        yield ContactPoint(kind=PointKind.PHONE, value=number, mobile=mobile)
    for network, handle in said.get("social", {}).items():
        yield ContactPoint(
            kind=PointKind.SOCIAL,
            value=normalize_handle(handle),
            network=network.strip().lower(),
        )


def _addresses(said: Said, region: str) -> tuple[Address, ...]:
    """Normalise the postal address, if any part of it was said."""
    lines = tuple(line for text in _several(said.get("street")) if (line := tidy(text)))
    postcode, insee = said.get("postcode"), said.get("insee")
    country = said.get("country")
    code = normalize_country(country) if country else None
    address = Address(
        lines=lines,
        postcode=normalize_postcode(postcode, code or region).value
        if postcode
        else None,
        commune=tidy(said.get("commune")),
        insee=normalize_insee(insee).value if insee else None,
        country=code,
    )
    return () if address == Address() else (address,)


def _external_ids(given: Mapping[str, str]) -> dict[str, str]:
    """Trim identifiers of other systems; empty ones were not said."""
    found = {scheme: tidy(value) for scheme, value in given.items()}
    return {scheme: value for scheme, value in found.items() if value}
