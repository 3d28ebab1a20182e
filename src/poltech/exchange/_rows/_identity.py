"""Who a row is about: names, birth, address, tags, identifiers."""

import csv
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from poltech.contacts import (
    Address,
    Division,
    InvalidContactError,
    Name,
    normalize_birth_date,
    normalize_birth_year,
    normalize_country,
    normalize_insee,
    normalize_language,
    normalize_name,
    normalize_postcode,
)
from poltech.exchange._model import Cells
from poltech.exchange._nothing import is_nameless, is_nothing
from poltech.exchange._rows._cells import Line, Slot, cleaned
from poltech.exchange._rows._plan import NameSlots, PlaceSlots
from poltech.exchange._rows._words import LONGEST

__all__ = [
    "addresses",
    "born",
    "divisions",
    "external_ids",
    "language",
    "name",
    "tags",
]

_NAMELESS = Name()
_NOWHERE = Address()
_ONE_DIGIT = 1


class _Place(NamedTuple):
    """The open parts of an address, and what was noticed: codes by part."""

    address: Address
    told: bool
    problems: tuple[tuple[int, str], ...]


def name(line: Line, slots: NameSlots) -> Name:
    """Give the name of a row as typed; an organisation's stands as its display."""
    given = _part(line, slots.given) if slots.given else None
    family = _part(line, slots.family) if slots.family else None
    display = _part(line, slots.display) if slots.display else None
    organisation = _part(line, slots.organisation) if slots.organisation else None
    if not (given or family or display or organisation):
        return _NAMELESS
    try:
        return normalize_name(
            given=given,
            family=family,
            display=organisation or display,
            civility=_part(line, slots.civility) if slots.civility else None,
        )
    except InvalidContactError:
        line.note("long_name", next(slot for slot in slots if slot))
        return _NAMELESS


def _part(line: Line, slot: Slot) -> str | None:
    cell = line.cells[slot.at]
    if not cell:
        return None
    text = cleaned(cell)
    if text and is_nameless(text):
        line.note("placeholder", slot)
        return None
    return text


def born(
    line: Line, day: Slot | None, year: Slot | None, today: date
) -> tuple[date | None, int | None]:
    """Give the birth date of a row and its year, as far as they can be read."""
    text = cleaned(line.cells[day.at]) if day else ""
    if day and not is_nothing(text):
        found, problem = _birth_date(text[:LONGEST], today, day.month_first)
        if found:
            return found, found.year
        line.note("bad_birth", day, problem=problem)
    return None, _birth_year(line, year, today)


@lru_cache(1 << 16)
def _birth_date(
    text: str,
    today: date,
    month_first: bool,  # noqa: FBT001 - a key of the cache
) -> tuple[date | None, str | None]:
    try:
        return normalize_birth_date(text, today=today, month_first=month_first), None
    except InvalidContactError as error:
        return None, error.problem


def _birth_year(line: Line, slot: Slot | None, today: date) -> int | None:
    text = cleaned(line.cells[slot.at]) if slot else ""
    if slot is None or is_nothing(text):
        return None
    try:
        return normalize_birth_year(text, today=today)
    except InvalidContactError as error:
        line.note("bad_birth", slot, problem=error.problem)
        return None


def addresses(
    line: Line, streets: Sequence[Slot], slots: PlaceSlots, country: str
) -> tuple[Address, ...]:
    """Give the postal address of a row, if any part of it is told."""
    cells = line.cells
    postcode, commune, insee, land = slots
    place = _place(
        cells[postcode.at][:LONGEST] if postcode else "",
        cells[commune.at][:LONGEST] if commune else "",
        cells[insee.at][:LONGEST] if insee else "",
        cells[land.at][:LONGEST] if land else "",
        country,
    )
    for at, code in place.problems:
        slot = slots[at]
        if slot:
            line.note(code, slot)
    lines = _street(cells, streets) if streets else ()
    if lines:
        return (_at(lines, place.address),)
    return (place.address,) if place.told else ()


def _at(lines: tuple[str, ...], place: Address) -> Address:
    """Complete an address; several times quicker than evolving it."""
    return Address(
        lines=lines,
        postcode=place.postcode,
        commune=place.commune,
        insee=place.insee,
        country=place.country,
    )


def _street(cells: Cells, slots: Sequence[Slot]) -> tuple[str, ...]:
    texts = (cleaned(cells[slot.at]) for slot in slots)
    return tuple(" ".join(text.split()) for text in texts if not is_nothing(text))


@lru_cache(1 << 16)
def _place(
    postcode: str, commune: str, insee: str, country: str, default: str
) -> _Place:
    """Normalise the open parts of an address; they repeat, so each is done once."""
    problems: list[tuple[int, str]] = []
    land = _country(cleaned(country), problems)
    town = cleaned(commune)
    address = Address(
        postcode=_postcode(cleaned(postcode), land or default, problems),
        commune=None if is_nothing(town) else " ".join(town.split()),
        insee=_insee(cleaned(insee), problems),
        country=land,
    )
    return _Place(address, address != _NOWHERE, tuple(problems))


def _country(text: str, problems: list[tuple[int, str]]) -> str | None:
    if is_nothing(text):
        return None
    try:
        return normalize_country(text)
    except InvalidContactError:
        problems.append((3, "unknown_country"))
        return None


def _postcode(text: str, country: str, problems: list[tuple[int, str]]) -> str | None:
    if is_nothing(text):
        return None
    try:
        code = normalize_postcode(text, country)
    except InvalidContactError:
        problems.append((0, "bad_postcode"))
        return None
    if code.padded:
        problems.append((0, "mended_postcode"))
    return code.value


def _insee(text: str, problems: list[tuple[int, str]]) -> str | None:
    if is_nothing(text):
        return None
    try:
        return normalize_insee(text).value
    except InvalidContactError:
        problems.append((2, "bad_insee"))
        return None


def language(line: Line, slot: Slot | None) -> str | None:
    """Give the language of a row, if it is known."""
    text = cleaned(line.cells[slot.at]) if slot else ""
    if slot is None or is_nothing(text):
        return None
    code = _language(text[:LONGEST])
    if code is None:
        line.note("unknown_language", slot)
    return code


@lru_cache(1 << 10)
def _language(text: str) -> str | None:
    try:
        return normalize_language(text)
    except InvalidContactError:
        return None


def divisions(line: Line, slots: Sequence[Slot]) -> frozenset[Division]:
    """Give the divisions of a row; a department's code has two signs at least."""
    return frozenset(
        _division(slot.argument or "", text[:LONGEST])
        for slot in slots
        if (text := cleaned(line.cells[slot.at])) and not is_nothing(text)
    )


@lru_cache(1 << 14)
def _division(scheme: str, text: str) -> Division:
    lost = scheme == "departement" and text.isdecimal() and len(text) == _ONE_DIGIT
    return Division(scheme, f"0{text}" if lost else " ".join(text.split()))


def tags(line: Line, slots: Sequence[Slot]) -> frozenset[str]:
    """Give the tags of a row: a list in a cell, quoted or not."""
    if not slots:
        return frozenset()
    found = [_tags(cleaned(line.cells[slot.at])) for slot in slots]
    return found[0].union(*found)


def _tags(text: str) -> frozenset[str]:
    separator = next((sign for sign in (";", "|") if sign in text), ",")
    rows = csv.reader(text.splitlines(), delimiter=separator, skipinitialspace=True)
    cells = (" ".join(cell.split()) for row in rows for cell in row)
    return frozenset(filter(None, cells))


def external_ids(line: Line, slots: Sequence[Slot]) -> dict[str, str]:
    """Give what other systems call the contact of a row, by scheme."""
    return {
        slot.argument or "": text
        for slot in slots
        if (text := cleaned(line.cells[slot.at])) and not is_nothing(text)
    }
