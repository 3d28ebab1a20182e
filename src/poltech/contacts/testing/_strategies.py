"""Strategies for every value of contacts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from poltech.contacts._model import (
    Activity,
    ActivityKind,
    Address,
    Contact,
    ContactKind,
    ContactPoint,
    Division,
    Draft,
    FieldDefinition,
    FieldType,
    FieldValue,
    Name,
    PointKind,
    Source,
    Standing,
    StoredContact,
)
from poltech.contacts._normalize import fold, tidy
from poltech.contacts._sealing import ContactSealer
from poltech.ids import ActivityId, ContactId, FrozenIds, SourceId, WorkspaceId
from poltech.law import Sensitivity, SourceKind, Subject
from poltech.money import Money
from poltech.vault import Vault
from poltech.vault.testing import MATERIAL

__all__ = [
    "DEFINITIONS",
    "NOW",
    "TODAY",
    "WORKSPACE",
    "activities",
    "addresses",
    "contact_ids",
    "contacts",
    "definitions",
    "drafts",
    "emails",
    "family_names",
    "field_values",
    "given_names",
    "instants",
    "names",
    "nasty_emails",
    "nasty_phones",
    "phones",
    "points",
    "source_ids",
    "sources",
    "stored_contacts",
    "tags",
    "typed_french_phones",
]

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = NOW.date()
WORKSPACE = FrozenIds(last=999).new(WorkspaceId)

DEFINITIONS: Mapping[str, FieldDefinition] = {
    definition.key: definition
    for definition in (
        FieldDefinition(key="shirt", label="T-shirt"),
        FieldDefinition(key="children", label="Enfants", type=FieldType.INTEGER),
        FieldDefinition(key="dues", label="Cotisation", type=FieldType.DECIMAL),
        FieldDefinition(key="volunteer", label="Bénévole", type=FieldType.BOOLEAN),
        FieldDefinition(key="since", label="Depuis", type=FieldType.DATE),
        FieldDefinition(
            key="car", label="Immatriculation", sensitivity=Sensitivity.PERSONAL
        ),
        FieldDefinition(
            key="support",
            label="Soutien",
            type=FieldType.INTEGER,
            sensitivity=Sensitivity.SPECIAL,
            category="political_opinion",
        ),
    )
}
"""A custom field of every type and of every sensitivity."""

_GIVEN = (
    "Marie", "Jean-Loup", "Françoise", "Zoé", "Anaïs", "Loïc", "Mᵃ-José", "Ýmir",
    "D'Arcy", "Nguyễn", "J.-P.", "Éléonore", "Øystein", "Maëlys", "Abd el-Kader",
)  # fmt: skip
_FAMILY = (
    "Lefèvre", "Lefebvre", "d'Ormesson", "de La Tour", "Le Bœuf", "O'Brien",
    "L\u2019Herbier", "Müller-Straße", "van den Broek", "MARTIN", "Nuñez", "Çelik",
    "El Ghazzawi", "Ōno", "Dupont", "N'Diaye",
)  # fmt: skip
_DOMAINS = (
    "orange.fr", "free.fr", "mairie-lens.fr", "xn--bcher-kva.example", "gmail.com",
    "example.org", "sub.domain.co.uk", "laposte.net",
)  # fmt: skip
_MAILBOXES = ("marie", "j.dupont", "contact", "o'brien+lens", "a-b_c")
_LOCALS = "abcdefghijklmnopqrstuvwxyz0123456789.+-_'"
_SOURCED: list[str] = ["given", "language"]
_TEXT = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"))


def _part(samples: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw a usual part of a name, or any text that a name may be."""
    strange = st.text(_TEXT, min_size=1, max_size=24).map(tidy).filter(bool)
    return st.sampled_from(samples) | strange.map(str)


def given_names() -> st.SearchStrategy[str]:
    """Draw given names: accents, hyphens, initials, and what nobody expects."""
    return _part(_GIVEN)


def family_names() -> st.SearchStrategy[str]:
    """Draw family names: particles, apostrophes, ligatures, capitals."""
    return _part(_FAMILY)


def names() -> st.SearchStrategy[Name]:
    """Draw names, often with parts that are not known."""
    maybe = st.none()
    return st.builds(
        Name,
        given=maybe | given_names(),
        family=maybe | family_names(),
        display=maybe | family_names(),
        civility=st.sampled_from((None, "Mme", "M.", "Dr")),
    )


@st.composite
def emails(draw: st.DrawFn) -> str:
    """Draw addresses in their normal form."""
    local = draw(st.sampled_from(_MAILBOXES))
    return f"{local}{draw(st.integers(0, 40))}@{draw(st.sampled_from(_DOMAINS))}"


def nasty_emails() -> st.SearchStrategy[str]:
    """Draw what may stand in an e-mail column: addresses, almost addresses, junk."""
    piece = st.text(st.sampled_from(_LOCALS + '@@.éÀ"<>(),:; \t\u200b漢'), max_size=70)
    domain = st.sampled_from(
        (*_DOMAINS, "BÜCHER.example", "a..fr", "-a.fr", "xn--a.fr", "localhost",
         "x" * 64 + ".fr", "é" * 60 + ".fr", "[127.0.0.1]", "fr", "test", "\uff11.fr",
         "orange.fr.", "xn--strae-oqa.de", "STRASSE.de", "straße.de", "a.b-.fr")
    ) | st.text(st.sampled_from("abé-.XN漢א1\u0308"), max_size=260)  # fmt: skip
    around = st.sampled_from(("", " ", "mailto:", "<", "\ufeff", "Marie <"))
    after = st.sampled_from(("", ".", ";", ">", " ", ",", "\n"))
    written = st.builds("{}{}@{}{}".format, around, piece, domain, after)
    return written | piece | st.text(max_size=20) | emails()


_FRENCH_NUMBERS = st.from_regex(r"[1-9][0-9]{8}", fullmatch=True)
_PREFIXES = (
    "0",
    "",
    "+33",
    "+33 ",
    "0033",
    "0033 ",
    "+33 (0)",
    "+33(0) ",
    "+33.",
    "33",
)


@st.composite
def typed_french_phones(draw: st.DrawFn) -> str:
    """Draw nine digits as French people, phones and spreadsheets write them."""
    number = draw(_FRENCH_NUMBERS | st.from_regex(r"[67][0-9]{8}", fullmatch=True))
    between = draw(st.sampled_from(("", " ", ".", "-", "/", "\xa0", "\u202f")))
    pairs = [number[0], *(number[at : at + 2] for at in range(1, 9, 2))]
    around = draw(st.sampled_from(("{}", " {} ", "Tél : {}", "{}.0", "\u202a{}\u202c")))
    return around.format(draw(st.sampled_from(_PREFIXES)) + between.join(pairs))


def nasty_phones() -> st.SearchStrategy[str]:
    """Draw what may stand in a telephone column."""
    signs = st.text(st.sampled_from("0123456789+()./- xE,٠é\u202f"), max_size=24)
    foreign = st.from_regex(
        r"\+(32|41|49|352|1|262|590|596|689)[0-9]{6,10}", fullmatch=True
    )
    return typed_french_phones() | foreign | signs | st.text(max_size=20)


@st.composite
def phones(draw: st.DrawFn) -> ContactPoint:
    """Draw telephone numbers in E.164."""
    mobile = draw(st.booleans())
    digits = draw(st.integers(0, 60))
    return ContactPoint(
        kind=PointKind.PHONE,
        value=f"+336123456{digits:02d}" if mobile else f"+333211234{digits:02d}",
        mobile=mobile,
        label=draw(st.sampled_from((None, "travail"))),
    )


def points() -> st.SearchStrategy[ContactPoint]:
    """Draw contact points of every kind."""
    email = st.builds(ContactPoint, kind=st.just(PointKind.EMAIL), value=emails())
    social = st.builds(
        ContactPoint,
        kind=st.just(PointKind.SOCIAL),
        value=st.sampled_from(("marie_l", "lens62", "jd")),
        network=st.sampled_from(("mastodon", "instagram", "x")),
    )
    return email | phones() | social


def addresses() -> st.SearchStrategy[Address]:
    """Draw postal addresses, often incomplete."""
    streets = ((), ("3, rue de la Gare",), ("3 RUE DE LA GARE", "Bât. B"))
    return st.builds(
        Address,
        lines=st.sampled_from(streets),
        postcode=st.sampled_from((None, "62300", "75015", "97400", "01000")),
        commune=st.sampled_from((None, "Lens", "Saint-Étienne", "L'Haÿ-les-Roses")),
        insee=st.sampled_from((None, "62498", "2A004")),
        country=st.sampled_from((None, "FR", "BE", "RE")),
    ).filter(_somewhere)


def _somewhere(address: Address) -> bool:
    return address != Address()


def tags() -> st.SearchStrategy[str]:
    """Draw tags."""
    return st.sampled_from(("bénévole", "marché", "à rappeler", "tractage 3 mai"))


def definitions() -> st.SearchStrategy[FieldDefinition]:
    """Draw definitions of custom fields."""
    return st.sampled_from(list(DEFINITIONS.values()))


_VALUES: Mapping[FieldType, st.SearchStrategy[FieldValue]] = {
    FieldType.TEXT: st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    FieldType.INTEGER: st.integers(),
    FieldType.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    FieldType.BOOLEAN: st.booleans(),
    FieldType.DATE: st.dates(),
}


def field_values(keys: Sequence[str] = ()) -> st.SearchStrategy[dict[str, FieldValue]]:
    """Draw values of the custom fields of `DEFINITIONS`, or of some of them."""
    optional = {key: _VALUES[DEFINITIONS[key].type] for key in keys or DEFINITIONS}
    return st.fixed_dictionaries({}, optional=optional)


_FEW_FIELDS: list[dict[str, FieldValue]] = [
    {},
    {"shirt": "M"},
    {"shirt": "L", "children": 2, "car": "AA-123-BB"},
]


def _said(*, special: bool) -> dict[str, st.SearchStrategy[Any]]:
    """Draw what contacts and drafts have in common."""
    keys = [
        key
        for key, definition in DEFINITIONS.items()
        if special or definition.sensitivity is not Sensitivity.SPECIAL
    ]
    divisions = st.builds(
        Division, st.sampled_from(("circo", "canton")), st.just("6203")
    )
    schemes = st.sampled_from(("nationbuilder", "van"))
    return {
        "kind": st.sampled_from(ContactKind),
        "name": names(),
        "points": st.lists(points(), max_size=4, unique_by=_identity).map(tuple),
        "addresses": st.lists(addresses(), max_size=2, unique_by=_written).map(tuple),
        "language": st.sampled_from((None, "fr", "br")),
        "divisions": st.frozensets(divisions, max_size=2),
        "tags": st.frozensets(tags(), max_size=2),
        "fields": st.sampled_from(_FEW_FIELDS) | field_values(keys),
        "external_ids": st.dictionaries(
            schemes, st.integers(1, 40).map(str), max_size=2
        ),
    }


def _identity(point: ContactPoint) -> tuple[str, str | None, str]:
    return point.kind.value, point.network, point.value


def _written(address: Address) -> str:
    return fold(str(attrs.astuple(address)))


@st.composite
def _birth(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a birth date with its year, a year alone, or nothing."""
    day = draw(st.none() | st.dates(date(1920, 1, 1), date(2010, 12, 31)))
    if day is not None:
        return {"birth_date": day, "birth_year": day.year}
    return {"birth_year": draw(st.none() | st.integers(1920, 2010))}


def instants() -> st.SearchStrategy[datetime]:
    """Draw instants of the past few years."""
    return st.integers(0, 5 * 366 * 86_400).map(_before_now)


def _before_now(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


def contact_ids() -> st.SearchStrategy[ContactId]:
    """Draw identifiers of contacts."""
    return st.integers(1, 2**20).map(_contact_id)


def _contact_id(number: int) -> ContactId:
    return FrozenIds(number).new(ContactId)


def source_ids() -> st.SearchStrategy[SourceId]:
    """Draw identifiers of a few sources."""
    return st.sampled_from(FrozenIds(last=100).batch(SourceId, 4))


def drafts(*, special: bool = False) -> st.SearchStrategy[Draft]:
    """Draw drafts that say something of somebody, each with a source."""
    return _drafts(special=special).filter(_tells)


@st.composite
def _drafts(draw: st.DrawFn, *, special: bool) -> Draft:
    said = {name: draw(strategy) for name, strategy in _said(special=special).items()}
    return Draft(**said, **draw(_birth()), source=draw(source_ids()))


def _tells(draft: Draft) -> bool:
    return bool(
        draft.points or draft.addresses or draft.external_ids or draft.name.full
    )


@st.composite
def contacts(draw: st.DrawFn, *, special: bool = True) -> Contact:
    """Draw contacts."""
    said = {name: draw(strategy) for name, strategy in _said(special=special).items()}
    sourced = st.dictionaries(st.sampled_from(_SOURCED), source_ids(), max_size=2)
    return Contact(
        **said,
        **draw(_birth()),
        id=draw(contact_ids()),
        household=draw(st.none() | contact_ids()),
        standing=draw(st.sampled_from(Standing)),
        source=draw(source_ids()),
        sources=draw(sourced),
        subject=draw(st.sampled_from((Subject.ACTIVE, Subject.RESTRICTED))),
        version=draw(st.integers(1, 9)),
        created_at=draw(instants()),
        updated_at=draw(instants()),
    )


def stored_contacts() -> st.SearchStrategy[StoredContact]:
    """Draw contacts as a storage keeps them, sealed under keys nobody has."""
    return contacts().map(_sealed)


def _sealed(contact: Contact) -> StoredContact:
    vault = Vault(MATERIAL, WORKSPACE)
    return ContactSealer(vault, DEFINITIONS).seal(contact, vault.fresh(contact.id))


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Draw sources of every built-in kind."""
    kind = draw(st.sampled_from(SourceKind.BUILT_IN))
    return Source(
        id=draw(source_ids()),
        kind=kind.code,
        origin=kind.origin,
        label="Marché de Lens",
        collected=draw(st.none() | st.dates(date(2020, 1, 1), TODAY)),
    )


@st.composite
def activities(draw: st.DrawFn, contact: ContactId) -> Activity:
    """Draw activities of a contact."""
    cents = draw(st.none() | st.integers(1, 10_000))
    return Activity(
        id=FrozenIds(draw(st.integers(1, 2**20))).new(ActivityId),
        contact=contact,
        kind=draw(st.sampled_from(ActivityKind.BUILT_IN)).code,
        at=draw(instants()),
        subject=draw(st.none() | st.just("petition-7")),
        amount=None if cents is None else Money(cents, "EUR"),
        body=draw(st.none() | st.text(max_size=40)),
    )
