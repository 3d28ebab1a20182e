"""Postcodes, INSEE codes and countries."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from poltech.contacts._normalize._cldr import LANGUAGES, aliases, names
from poltech.contacts._normalize._text import fold, tidy, words
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg

__all__ = ["Code", "normalize_country", "normalize_insee", "normalize_postcode"]

_SPREADSHEET = re.compile(r"([0-9]+)\.0+").fullmatch
_FRENCH_POSTCODE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}").fullmatch
_FOREIGN_POSTCODE = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?").fullmatch
_FOUR_DIGITS = re.compile("[0-9]{4}").fullmatch
_CEDEX = re.compile(r"\s*CEDEX\b.*$", re.IGNORECASE)
_INSEE = re.compile(
    r"(?:(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB])[0-9]|97[1-8]|98[46-9])[0-9]{2}"
).fullmatch
_WITH_FRENCH_POSTCODES = frozenset(
    ("FR", "GP", "GF", "MQ", "RE", "YT", "BL", "MF", "PM", "MC", "WF", "PF", "NC", "TF")
)
_NOT_COUNTRIES = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"))
_HABITS = {
    "angleterre": "GB",
    "england": "GB",
    "ecosse": "GB",
    "scotland": "GB",
    "pays de galles": "GB",
    "wales": "GB",
    "grande bretagne": "GB",
    "hollande": "NL",
    "etats unis d amerique": "US",
    "france metropolitaine": "FR",
    "reunion": "RE",
    "saint barthelemy": "BL",
}
"""What people write and Unicode's tables do not list."""


class Code(NamedTuple):
    """A code, and whether the nought that a spreadsheet ate was put back."""

    value: str
    padded: bool = False


def normalize_postcode(text: str, country: str = "FR") -> Code:
    """Give a postcode as the post writes it.

    A French code of four digits has lost its first nought, as French codes have
    five: it is put back, and the answer says so. Elsewhere four digits are a code
    of their own, and nothing is put back.

    Raises:
        InvalidContactError: it cannot be one.

    >>> normalize_postcode("1000"), normalize_postcode("1000", "BE")
    (Code(value='01000', padded=True), Code(value='1000', padded=False))
    """
    code = _plain(text)
    if country in _WITH_FRENCH_POSTCODES:
        return _french_postcode(code)
    if not _FOREIGN_POSTCODE(code):
        raise InvalidContactError(field="postcode", problem=msg("not a postcode"))
    return Code(" ".join(code.split()))


def _plain(text: str) -> str:
    """Take off what surrounds a code, and what a spreadsheet adds to a number."""
    code = (tidy(text) or "").upper()
    whole = _SPREADSHEET(code)
    return whole[1] if whole else code


def _pad(code: str) -> Code:
    """Put back the nought of a code of five signs that has only four digits."""
    lost = _FOUR_DIGITS(code) is not None
    return Code("0" + code if lost else code, lost)


def _french_postcode(text: str) -> Code:
    """Give five digits, without country letters and CEDEX."""
    code = _CEDEX.sub("", text.removeprefix("FR-").removeprefix("F-"))
    code, padded = _pad("".join(code.split()))
    if not _FRENCH_POSTCODE(code):
        raise InvalidContactError(
            field="postcode", problem=msg("not a French postcode")
        )
    return Code(code, padded)


def normalize_insee(text: str) -> Code:
    """Give a commune's INSEE code: five signs, `2A` and `2B` for Corsica.

    A code of four digits has lost its first nought; it is put back.

    Raises:
        InvalidContactError: it cannot be one.

    >>> normalize_insee("2a004").value, normalize_insee("1053")
    ('2A004', Code(value='01053', padded=True))
    """
    code, padded = _pad(_plain(text))
    if not _INSEE(code):
        raise InvalidContactError(field="insee", problem=msg("not an INSEE code"))
    return Code(code, padded)


def normalize_country(text: str) -> str:
    """Give a country's ISO 3166-1 alpha-2 code, from a code or a name in use.

    Names are read in French and English; codes also in three letters or digits.

    Raises:
        InvalidContactError: no country is called so.

    >>> normalize_country("Royaume Uni"), normalize_country("FRA")
    ('GB', 'FR')
    """
    code = (tidy(text) or "").upper()
    if code in _codes():
        return code
    known = _names().get(" ".join(words(code)))
    if known is None:
        raise InvalidContactError(
            field="country", problem=msg("no country is so called")
        )
    return known


@cache
def _codes() -> frozenset[str]:
    """Name the codes of countries and territories that people live in."""
    return frozenset(names("territories", "en")) - _NOT_COUNTRIES


@cache
def _names() -> Mapping[str, str]:
    """Collect what countries are called, folded, each with its code."""
    return dict(_called())


def _called() -> Iterator[tuple[str, str]]:
    """Give every way to call a country, with its code; the later wins."""
    for alias, codes in aliases("territory").items():
        if len(codes) == 1 and codes[0] in _codes():
            yield fold(alias), codes[0]
    for language in LANGUAGES:
        for code, name in names("territories", language).items():
            if code in _codes():
                for part in (name, *name.split("(")):
                    yield " ".join(words(part)), code
    yield from _HABITS.items()
