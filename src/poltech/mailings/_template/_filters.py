"""The filters of our Liquid: from text to text, none can fail, none can grow much.

Each takes literal arguments, checked when the template is read. `gendered` and the
month names of `date` serve French grammar and are ours; the rest are Liquid's.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, cast

from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_decimal

from poltech.errors import msg
from poltech.i18n import translate
from poltech.mailings._fields import MergeValue
from poltech.mailings._template._tree import Literal

__all__ = ["ARGUMENTS", "Filter", "bind", "clean", "shown"]

Filter: TypeAlias = Callable[[MergeValue], MergeValue]

_LONGEST = 1_000
_ELLIPSIS = "…"
_DIRECTIVE = re.compile(r"%(-?)([A-Za-z%])")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    r"""Take out of a value what no letter holds.

    Control characters, half characters, and marks that turn the direction of what
    follows.

    >>> clean("Zo\u00e9\r\nBcc: x\0")
    'Zoé\nBcc: x'
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines)


def shown(value: MergeValue, language: str) -> str:
    r"""Write a value as people of a language do.

    >>> shown(date(2026, 11, 23), "fr"), shown(Decimal("1234.5"), "fr"), shown(None, "fr")
    ('23 novembre 2026', '1\u202f234,5', '')
    """
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return translate(msg("yes") if value else msg("no"), language)
    if isinstance(value, Decimal):
        return format_decimal(value, locale=language)
    if isinstance(value, date):
        return format_date(value, format="long", locale=language)
    return str(value)


def bind(name: str, arguments: tuple[Literal, ...], language: str) -> Filter:
    """Give a filter with its arguments and language settled."""
    return _FILTERS[name](arguments, language)


def _default(arguments: tuple[Literal, ...], _language: str) -> Filter:
    """Put a word in the place of nothing."""
    fallback = arguments[0]
    literal = str(fallback) if isinstance(fallback, float) else fallback

    def apply(value: MergeValue) -> MergeValue:
        return literal if value is None or value is False or value == "" else value

    return apply


def _textual(change: Callable[[str], str]) -> "_Maker":
    """Make a filter of a change to text."""

    def make(_arguments: tuple[Literal, ...], language: str) -> Filter:
        return lambda value: change(shown(value, language))

    return make


def _truncate(arguments: tuple[Literal, ...], language: str) -> Filter:
    """Cut a text, its ending included in the length."""
    most = cast("int", arguments[0])
    ending = str(arguments[1]) if len(arguments) > 1 else _ELLIPSIS

    def apply(value: MergeValue) -> str:
        text = shown(value, language)
        if len(text) <= most:
            return text
        return text[: max(0, most - len(ending))] + ending

    return apply


def _date(arguments: tuple[Literal, ...], language: str) -> Filter:
    """Write dates by a pattern; each day is written once."""
    pattern = str(arguments[0])

    @lru_cache(maxsize=1_000)
    def written(day: date) -> str:
        return _formatted(day, pattern, language)

    def apply(value: MergeValue) -> MergeValue:
        return written(value) if isinstance(value, date) else value

    return apply


def _formatted(day: date, pattern: str, language: str) -> str:
    """Write a date in the directives of `strftime`, with names in a language."""
    names: dict[str, Callable[[], str]] = {
        "A": lambda: get_day_names("wide", locale=language)[day.weekday()],
        "a": lambda: get_day_names("abbreviated", locale=language)[day.weekday()],
        "B": lambda: get_month_names("wide", locale=language)[day.month],
        "b": lambda: get_month_names("abbreviated", locale=language)[day.month],
        "d": lambda: f"{day.day:02}",
        "m": lambda: f"{day.month:02}",
        "Y": lambda: f"{day.year:04}",
        "y": lambda: f"{day.year % 100:02}",
        "%": lambda: "%",
    }

    def replace(found: re.Match[str]) -> str:
        text = names[found[2]]()
        return text.lstrip("0") if found[1] else text

    return _DIRECTIVE.sub(replace, pattern)


def _gendered(arguments: tuple[Literal, ...], _language: str) -> Filter:
    """Choose the masculine, feminine or open form by `contact.gender`."""
    masculine, feminine, unknown = (str(form) for form in arguments)
    forms = {"m": masculine, "f": feminine}
    return lambda value: forms.get(str(value), unknown)


_Maker: TypeAlias = Callable[[tuple[Literal, ...], str], Filter]

_FILTERS: Mapping[str, _Maker] = {
    "capitalize": _textual(str.capitalize),
    "date": _date,
    "default": _default,
    "downcase": _textual(str.lower),
    "escape": _textual(str),
    "gendered": _gendered,
    "strip": _textual(str.strip),
    "truncate": _truncate,
    "upcase": _textual(str.upper),
}


def _none(arguments: tuple[Literal, ...]) -> bool:
    """Take no argument."""
    return not arguments


def _one(arguments: tuple[Literal, ...]) -> bool:
    """Take one argument."""
    return len(arguments) == 1 and len(str(arguments[0])) <= _LONGEST


def _forms(arguments: tuple[Literal, ...]) -> bool:
    """Take three words."""
    return [type(argument) for argument in arguments] == [str, str, str]


def _length(arguments: tuple[Literal, ...]) -> bool:
    """Take a length, and a word that ends what was cut."""
    count, *ending = arguments or ("",)
    return (
        type(count) is int
        and 0 < count <= _LONGEST
        and [type(word) for word in ending] in ([], [str])
    )


def _pattern(arguments: tuple[Literal, ...]) -> bool:
    """Take a pattern of directives that we know."""
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        return False
    directives = _DIRECTIVE.findall(arguments[0])
    return len(arguments[0]) <= _LONGEST and all(
        letter in "AaBbdmYy%" for _, letter in directives
    )


ARGUMENTS: Mapping[str, Callable[[tuple[Literal, ...]], bool]] = {
    "capitalize": _none,
    "date": _pattern,
    "default": _one,
    "downcase": _none,
    "escape": _none,
    "gendered": _forms,
    "strip": _none,
    "truncate": _length,
    "upcase": _none,
}
"""The filters that a template may use, each with a test of its arguments."""
