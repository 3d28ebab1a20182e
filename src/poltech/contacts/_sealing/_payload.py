"""The sealed part of a contact, as bytes: a JSON array with its version in front.

What is blank at the end of an array is left out. Places are only ever added at the
end; another order takes another version.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, cast

from poltech.contacts._model import (
    Address,
    Contact,
    ContactPoint,
    FieldValue,
    Name,
    PointKind,
)
from poltech.errors import UnsupportedError, msg
from poltech.ids import SourceId

__all__ = [
    "Array",
    "Identity",
    "decode",
    "dump",
    "encode",
    "fields_from",
    "fields_to",
    "load",
]

Array: TypeAlias = list[Any]
"""What JSON reads and writes; each verb below knows its own layout."""

VERSION = 1
_PLACES = 11
_KINDS = {"e": PointKind.EMAIL, "p": PointKind.PHONE, "s": PointKind.SOCIAL}
_EMAIL, _PHONE = PointKind.EMAIL, PointKind.PHONE
_DECIMAL, _DATE = "d", "t"

_to_json = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


class Identity(NamedTuple):
    """The sealed part of a contact."""

    name: Name
    points: tuple[ContactPoint, ...]
    addresses: tuple[Address, ...]
    birth_date: date | None
    external_ids: dict[str, str]
    fields: dict[str, FieldValue]
    sources: dict[str, SourceId]


def encode(array: Array) -> bytes:
    """Write an array without the blanks at its end."""
    return _to_json(_trim(array)).encode("utf-8", "surrogatepass")


def decode(raw: bytes) -> Array:
    """Read what `encode` wrote."""
    array: Array = json.loads(raw.decode("utf-8", "surrogatepass"))
    return array


def dump(contact: Contact, fields: Mapping[str, FieldValue]) -> Array:
    """Lay out the identity of a contact, with those of its fields that are sealed."""
    name, born = contact.name, contact.birth_date
    return [
        VERSION,
        name.given,
        name.family,
        name.display,
        name.civility,
        [_from_point(point) for point in contact.points] or None,
        [_from_address(address) for address in contact.addresses] or None,
        born and born.isoformat(),
        dict(contact.external_ids) or None,
        fields_to(fields) if fields else None,
        {key: source.hex for key, source in contact.sources.items()} or None,
    ]


def load(array: Array) -> Identity:
    """Read what `dump` laid out.

    Raises:
        UnsupportedError: a later version of this library wrote it.
    """
    if array[0] != VERSION:
        raise UnsupportedError(
            subject=msg("This version of poltech"),
            capability=msg("read contacts that a later one wrote"),
        )
    (
        _,
        given,
        family,
        display,
        civility,
        points,
        addresses,
        born,
        ids,
        fields,
        sources,
    ) = _fill(array, _PLACES)
    return Identity(
        Name(given=given, family=family, display=display, civility=civility),
        tuple([_to_point(point) for point in points or ()]),
        tuple([_to_address(address) for address in addresses or ()]),
        date.fromisoformat(born) if born else None,
        ids or {},
        fields_from(fields or {}),
        _to_sources(sources or {}),
    )


def _to_sources(sources: Mapping[str, str]) -> dict[str, SourceId]:
    """Read the sources of entries."""
    return {key: SourceId(text) for key, text in sources.items()}


def fields_to(fields: Mapping[str, FieldValue]) -> dict[str, Any]:
    """Lay out custom fields; what JSON has no word for becomes a pair."""
    return {key: _from_value(value) for key, value in fields.items()}


def fields_from(fields: Mapping[str, Any]) -> dict[str, FieldValue]:
    """Read what `fields_to` laid out."""
    return {key: _to_value(value) for key, value in fields.items()}


def _from_value(value: FieldValue) -> Any:  # noqa: ANN401 - what JSON takes
    """Lay out one value."""
    if isinstance(value, Decimal):
        return [_DECIMAL, str(value)]
    if isinstance(value, date):
        return [_DATE, value.isoformat()]
    return value


def _to_value(value: Any) -> FieldValue:  # noqa: ANN401 - what JSON gives
    """Read one value."""
    if not isinstance(value, list):
        plain: str | int | bool = value
        return plain
    kind, text = cast("list[str]", value)
    return Decimal(text) if kind == _DECIMAL else date.fromisoformat(text)


def _from_point(point: ContactPoint) -> Array:
    """Lay out a contact point."""
    kind = point.kind
    code = "e" if kind is _EMAIL else "p" if kind is _PHONE else "s"
    if point.label is not None or point.network is not None:
        return _trim([code, point.value, point.mobile, point.network, point.label])
    return [code, point.value, True] if point.mobile else [code, point.value]


def _to_point(array: Array) -> ContactPoint:
    """Read a contact point."""
    code, value, mobile, network, label = _fill(array, 5)
    return ContactPoint(
        kind=_KINDS[code],
        value=value,
        mobile=bool(mobile),
        network=network,
        label=label,
    )


def _from_address(address: Address) -> Array:
    """Lay out an address."""
    lines = list(address.lines) or None
    return _trim(
        [lines, address.postcode, address.commune, address.insee, address.country]
    )


def _to_address(array: Array) -> Address:
    """Read an address."""
    lines, postcode, commune, insee, country = _fill(array, 5)
    return Address(
        lines=tuple(lines or ()),
        postcode=postcode,
        commune=commune,
        insee=insee,
        country=country,
    )


def _trim(array: Array) -> Array:
    """Drop the blanks at the end."""
    while array and array[-1] is None:
        array.pop()
    return array


def _fill(array: Sequence[Any], places: int) -> Array:
    """Put the blanks at the end back."""
    return [*array, *[None] * (places - len(array))]
