"""One form for one line: phone numbers in E.164.

The verdict is always that of phonenumbers. It takes 25 microseconds; so the usual French
spellings are recognised by their shape, and judged by the library's own table of the
French plan. A property test holds both to the same verdict on every input.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

from poltech.contacts._model import NormalizedPhone
from poltech.contacts.errors import InvalidPhoneError
from poltech.errors import msg

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberDesc

__all__ = ["normalize_phone", "normalize_phones"]

Line: TypeAlias = tuple[NormalizedPhone, bool]
"""A number, and whether it can take text messages."""

_OVERSEAS = ("GP", "GF", "MQ", "RE", "YT", "BL", "MF", "PM")
_FRENCH = (*_OVERSEAS, "FR")
"""Territories that share one national plan (Arcep): all nine digits after a 0."""

_EVERYWHERE = ("8", "9")
"""First digits of numbers that belong to no territory; the others, where they may be
overseas, are: 02 69 is Mayotte, 05 96 is Martinique."""

_AWAY = ("26", "59", "69", "63", "70")
"""What numbers begin with that may be overseas; a test holds it complete."""

_DIGITS = 9

_SHAPE = re.compile(
    r" *(?:(?:\+33|0033)[ .]?(\(0\) ?|0)?|0)?"
    r"([1-9])([ .\-]?)([0-9]{2})\3([0-9]{2})\3([0-9]{2})\3([0-9]{2}) *"
).fullmatch
"""Nine digits, perhaps in pairs, after +33, 0033, 0 or nothing."""

_INVISIBLE = str.maketrans(dict.fromkeys("\u202f\u2009\u2007\u200a", " ")) | (
    str.maketrans(
        dict.fromkeys("\ufeff\u200b\u200e\u200f\u202a\u202c\u202d\u2066\u2069", "")
    )
)
_SPREADSHEET = re.compile(r"([0-9]{8,15})\.0+").fullmatch
_SCIENTIFIC = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE).fullmatch
_DIGIT = re.compile(r"\d").search


def normalize_phone(text: str, region: str = "FR") -> Line:
    """Give a number in E.164, and whether it can take text messages.

    A number without a country prefix is read in `region`; in France and its overseas
    departments, in the plan that they share. The nought that a spreadsheet ate is
    put back by the library, as the plan has no shorter numbers. An extension is not
    kept: E.164 has none.

    Raises:
        InvalidPhoneError: no such number exists in its country's plan.

    >>> normalize_phone("06.12.34.56.78")
    ('+33612345678', True)
    >>> normalize_phone("0692 12 34 56")
    ('+262692123456', True)
    """
    line = _verdict(text, region)
    if line is None:
        raise InvalidPhoneError(problem=_problem(text))
    return line


def normalize_phones(
    texts: Iterable[str], region: str = "FR"
) -> list[Line | InvalidPhoneError]:
    """Normalise many numbers; what is none gives its error in its place."""
    return [_attempt(text, region) for text in texts]


def _attempt(text: str, region: str) -> Line | InvalidPhoneError:
    """Give the line or the error."""
    try:
        return normalize_phone(text, region)
    except InvalidPhoneError as error:
        return error


def _verdict(text: str, region: str) -> Line | None:
    """Judge a number at a glance if its shape is French, else by the library."""
    shape = _SHAPE(text) if region in _FRENCH else None
    if shape is None:
        return _by_library(_clean(text), region)
    number = shape[2] + shape[4] + shape[5] + shape[6] + shape[7]
    national = "3" not in text[: shape.start(2)]
    for asked in _order(number) if national else ("FR",):
        prefix, judge = _plan(asked)
        mobile = judge(number)
        if mobile is not None:
            return NormalizedPhone(prefix + number), mobile
    return None


def _order(number: str) -> tuple[str, ...]:
    """Say which territories are asked for nine digits, the likeliest first."""
    if number.startswith(_EVERYWHERE):
        return ("FR", *_OVERSEAS)
    return _FRENCH if number.startswith(_AWAY) else ("FR",)


@cache
def _plan(region: str) -> tuple[str, Callable[[str], bool | None]]:
    """Read the library's table of a French territory."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415 - loads with first use

    table = cast("PhoneMetadata", PhoneMetadata.metadata_for_region(region))
    return f"+{table.country_code}", _judge(table)


def _judge(table: "PhoneMetadata") -> Callable[[str], bool | None]:
    """Build a territory's verdict on nine digits: mobile, another kind, none.

    The kinds are tried in the library's own order.
    """
    others = "|".join(
        _pattern(kind)
        for kind in (
            table.premium_rate,
            table.toll_free,
            table.shared_cost,
            table.voip,
            table.personal_number,
            table.pager,
            table.uan,
            table.voicemail,
            table.fixed_line,
        )
    )
    possible = f"(?={_pattern(table.general_desc)})"
    kinds = re.compile(f"{possible}(?:{others}|({_pattern(table.mobile)}))")

    def judge(number: str) -> bool | None:
        found = kinds.fullmatch(number)
        return found and found.lastindex == 1

    return judge


def _pattern(kind: "PhoneNumberDesc | None") -> str:
    """Give the pattern of a kind of numbers; one that matches nothing if it has none."""
    return f"(?:{(kind and kind.national_number_pattern) or '(?!)'})"


def _clean(text: str) -> str:
    """Undo what spreadsheets and address books do to a number."""
    number = text.translate(_INVISIBLE).strip()
    if _SCIENTIFIC(number):
        return ""
    whole = _SPREADSHEET(number)
    return whole[1] if whole else number


def _by_library(text: str, region: str) -> Line | None:
    """Give the library's own verdict, asked for each territory of a shared plan."""
    import phonenumbers  # noqa: PLC0415 - loads with first use

    try:
        number = phonenumbers.parse(text, region, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None
    digits = str(number.national_number)
    source = number.country_code_source
    national = source == phonenumbers.CountryCodeSource.FROM_DEFAULT_COUNTRY
    if not national or region not in _FRENCH or len(digits) != _DIGITS:
        return _line(number)
    for asked in _order(digits):
        line = _line(phonenumbers.parse(text, asked))
        if line is not None:
            return line
    return None


def _line(number: "PhoneNumber") -> Line | None:
    """Give a parsed number in E.164, if it is valid."""
    import phonenumbers  # noqa: PLC0415 - loads with first use

    if not phonenumbers.is_valid_number(number):
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return NormalizedPhone(written), _is_mobile(number)


def _is_mobile(number: "PhoneNumber") -> bool:
    """Tell whether a valid number can take text messages."""
    from phonenumbers import (  # noqa: PLC0415 - loads with first use
        PhoneNumberType,
        number_type,
    )

    return number_type(number) in {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }


def _problem(text: str) -> str:
    """Say what is wrong with a number, without repeating it."""
    number = text.translate(_INVISIBLE).strip()
    if not number:
        return msg("it is empty")
    if not _DIGIT(number):
        return msg("it has no digits")
    if _SCIENTIFIC(number):
        return msg("a spreadsheet cut its last digits")
    return msg("no such number exists in its country's plan")
