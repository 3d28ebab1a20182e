"""What Unicode's tables (CLDR) call countries, languages and months, through Babel."""

from collections.abc import Mapping
from typing import Literal, cast

__all__ = ["LANGUAGES", "aliases", "months", "names"]

LANGUAGES = ("en", "fr")
"""The languages that people's words are read in."""

_CODE_LENGTH = 2


def names(kind: Literal["languages", "territories"], locale: str) -> dict[str, str]:
    """Give the names in a language of all that have a code of two letters."""
    from babel import Locale  # noqa: PLC0415 - its tables load with first use

    table = cast("Mapping[str, str]", getattr(Locale(locale), kind))
    return {code: name for code, name in table.items() if len(code) == _CODE_LENGTH}


def aliases(kind: Literal["language", "territory"]) -> Mapping[str, str | list[str]]:
    """Give the codes in use elsewhere, each with the codes that replace it."""
    from babel.core import get_global  # noqa: PLC0415 - its tables load with first use

    name: Literal["language_aliases", "territory_aliases"]
    name = "language_aliases" if kind == "language" else "territory_aliases"
    return cast("Mapping[str, str | list[str]]", get_global(name))


def months(locale: str) -> list[tuple[str, int]]:
    """Name the months of a language, whole and cut short, with their numbers."""
    from babel import Locale  # noqa: PLC0415 - its tables load with first use

    tables = cast("Mapping[str, Mapping[int, str]]", Locale(locale).months["format"])
    return [
        (name, number)
        for width in ("wide", "abbreviated")
        for number, name in tables[width].items()
    ]
