"""A contact as data: one entry for each thing that is known, with a stable key.

The keys are those of `Contact.sources`: `given`, `email:marie@example.org`,
`field:shirt`. They hold identities, so they are sealed with the contact; the words
before the colon do not, and are what answers and events name.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from poltech.contacts._model import (
    Address,
    Contact,
    ContactPoint,
    Draft,
    Name,
    PointKind,
)
from poltech.contacts._normalize import words
from poltech.ids import SourceId

__all__ = ["Data", "differing", "refold", "source_of", "unfold", "word_of"]

Data: TypeAlias = dict[str, Any]
"""Values by key; what a contact has several of stands in its order."""

_NAME = ("given", "family", "display", "civility")
_POINTS = {kind.value for kind in PointKind}


def unfold(who: Contact | Draft) -> Data:
    """Take a contact, or a draft, apart."""
    data = _singles(who)
    for point in who.points:
        data[point_key(point)] = point
    for address in who.addresses:
        data[address_key(address)] = address
    for division in sorted(who.divisions):
        data[f"division:{division.scheme}:{division.code}"] = division
    for tag in sorted(who.tags):
        data[f"tag:{tag}"] = tag
    for key, value in who.fields.items():
        data[f"field:{key}"] = value
    for scheme, value in who.external_ids.items():
        data[f"external_id:{scheme}"] = value
    return data


def _singles(who: Contact | Draft) -> Data:
    """Take apart what a contact has one of."""
    name = who.name
    values = (
        ("given", name.given),
        ("family", name.family),
        ("display", name.display),
        ("civility", name.civility),
        ("birth_date", who.birth_date),
        ("birth_year", who.birth_year),
        ("language", who.language),
        ("household", who.household if isinstance(who, Contact) else None),
    )
    return {key: value for key, value in values if value is not None}


def point_key(point: ContactPoint) -> str:
    """Name a contact point among all that is known."""
    if point.network is None:
        return f"{point.kind.value}:{point.value}"
    return f"{point.kind.value}:{point.network}:{point.value}"


def address_key(address: Address) -> str:
    """Name an address by what it says, however it is spelled."""
    parts = (
        *address.lines,
        address.postcode,
        address.commune,
        address.insee,
        address.country,
    )
    return "address:" + " ".join(words(" ".join(part or "-" for part in parts)))


def refold(contact: Contact, data: Data, sources: Mapping[str, SourceId]) -> Contact:
    """Put a contact together again; `sources` says where each entry came from."""
    parts = {part: data.get(part) for part in _NAME}
    born = data.get("birth_date")
    return attrs.evolve(
        contact,
        name=Name(**parts),
        birth_date=born,
        birth_year=born.year if born else data.get("birth_year"),
        language=data.get("language"),
        household=data.get("household"),
        points=tuple(
            value for key, value in data.items() if key.partition(":")[0] in _POINTS
        ),
        addresses=tuple(_values(data, "address")),
        divisions=frozenset(_values(data, "division")),
        tags=frozenset(_values(data, "tag")),
        fields=_mapping(data, "field"),
        external_ids=_mapping(data, "external_id"),
        sources={
            key: source
            for key, source in sources.items()
            if key in data and source != contact.source
        },
    )


def _values(data: Data, word: str) -> Iterator[Any]:
    """Give the values of a word, in their order."""
    return (value for key, value in data.items() if key.startswith(f"{word}:"))


def _mapping(data: Data, word: str) -> dict[str, Any]:
    """Give the values of a word by the rest of their keys."""
    start = f"{word}:"
    return {
        key.removeprefix(start): value
        for key, value in data.items()
        if key.startswith(start)
    }


def source_of(contact: Contact, key: str) -> SourceId:
    """Tell where one thing that is known of a contact came from."""
    return contact.sources.get(key, contact.source)


def word_of(key: str) -> str:
    """Say of what kind an entry is, without saying what it holds."""
    return key if key.startswith("field:") else key.partition(":")[0]


def differing(before: Data, after: Data) -> tuple[str, ...]:
    """Name the words whose entries, or whose order, are not the same."""
    found = {word_of(key) for key in after if before.get(key) != after[key]}
    found |= {word_of(key) for key in before if key not in after}
    if [*before] != [*after]:
        for word in (*_POINTS, "address"):
            if _order(before, word) != _order(after, word):
                found.add(word)
    return tuple(sorted(found))


def _order(data: Data, word: str) -> list[str]:
    """Name the entries of a word, in their order."""
    return [key for key in data if key.startswith(f"{word}:")]
