"""Contact points of a row: several in a cell, web addresses, words for nothing."""

import re
from collections.abc import Sequence

from poltech.contacts import (
    ContactPoint,
    InvalidContactError,
    InvalidEmailError,
    InvalidPhoneError,
    NormalizedEmail,
    NormalizedPhone,
    PointKind,
    normalize_email,
    normalize_handle,
    normalize_phone,
)
from poltech.errors import msg
from poltech.exchange._nothing import is_nothing
from poltech.exchange._rows._cells import Line, Slot, cleaned

__all__ = ["add_emails", "add_phones", "add_socials"]

_BETWEEN_EMAILS = re.compile(r"\s+(?:ou|et|or|and)\s+|[;,/|\s]+").split
_BETWEEN_PHONES = re.compile(r"\s*(?:[;|/\n]|,| ou | et )\s*").split
_BEFORE = " '"
_MOST = 10
_TOO_MANY = msg("there are too many in one cell")
_WEB = re.compile(r"(?:https?://|www\.)", re.IGNORECASE).match


def add_emails(points: list[ContactPoint], line: Line, slots: Sequence[Slot]) -> None:
    """Add the e-mail addresses of a row; what is none becomes a finding."""
    for slot in slots:
        cell = line.cells[slot.at]
        if not cell:
            continue
        try:
            address = normalize_email(cell.lstrip(_BEFORE))
        except InvalidEmailError as error:
            points += _several_emails(line, slot, error.problem)
        else:
            points.append(
                ContactPoint(kind=PointKind.EMAIL, value=address, label=slot.argument)
            )


def add_phones(
    points: list[ContactPoint], line: Line, slots: Sequence[Slot], country: str
) -> None:
    """Add the phone numbers of a row; what is none becomes a finding."""
    for slot in slots:
        cell = line.cells[slot.at]
        if not cell:
            continue
        try:
            number = normalize_phone(cell, country)
        except InvalidPhoneError:
            points += _several_phones(line, slot, country)
        else:
            points.append(_phone(number, slot))


def add_socials(points: list[ContactPoint], line: Line, slots: Sequence[Slot]) -> None:
    """Add the social accounts of a row."""
    for slot in slots:
        text = cleaned(line.cells[slot.at])
        if is_nothing(text):
            continue
        try:
            handle = normalize_handle(text)
        except InvalidContactError:
            line.note("bad_social", slot)
            continue
        points.append(
            ContactPoint(kind=PointKind.SOCIAL, value=handle, network=slot.argument)
        )


def _phone(number: tuple[NormalizedPhone, bool], slot: Slot) -> ContactPoint:
    return ContactPoint(
        kind=PointKind.PHONE, value=number[0], mobile=number[1], label=slot.argument
    )


def _several_emails(line: Line, slot: Slot, problem: str) -> list[ContactPoint]:
    """Read several addresses in a cell; say what is wrong if they are not.

    A cell is parted only if each part looks like an address: of `jean dupont@…`
    the second half would be somebody else's.
    """
    text = cleaned(line.cells[slot.at])
    parts = [part for part in _BETWEEN_EMAILS(text) if part]
    if len(parts) > _MOST or not all("@" in part for part in parts):
        several = len(parts) > _MOST
        _note_email(line, slot, text, _TOO_MANY if several else problem)
        return []
    found: dict[NormalizedEmail, None] = {}
    for part in parts:
        try:
            found[normalize_email(part)] = None
        except InvalidEmailError as failure:
            _note_email(line, slot, part, failure.problem)
    return [
        ContactPoint(kind=PointKind.EMAIL, value=address, label=slot.argument)
        for address in found
    ]


def _note_email(line: Line, slot: Slot, text: str, problem: str) -> None:
    if is_nothing(text):
        if text:
            line.note("placeholder", slot)
    elif _WEB(text):
        line.note("web_address", slot)
    else:
        line.note("bad_email", slot, problem=problem)


def _several_phones(line: Line, slot: Slot, country: str) -> list[ContactPoint]:
    """Read several numbers in a cell; say what is wrong if they are not."""
    text = cleaned(line.cells[slot.at])
    if is_nothing(text):
        if text:
            line.note("placeholder", slot)
        return []
    parts = [part for part in _BETWEEN_PHONES(text) if part]
    if len(parts) > _MOST:
        line.note("bad_phone", slot, problem=_TOO_MANY)
        return []
    found: dict[tuple[NormalizedPhone, bool], None] = {}
    for part in parts:
        try:
            found[normalize_phone(part, country)] = None
        except InvalidPhoneError as failure:
            line.note("bad_phone", slot, problem=failure.problem)
    return [_phone(number, slot) for number in found]
