"""The language that somebody is written to in."""

from collections.abc import Mapping
from functools import cache

from poltech.contacts._normalize._cldr import LANGUAGES, aliases, names
from poltech.contacts._normalize._text import fold, tidy, words
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg

__all__ = ["normalize_language"]


def normalize_language(text: str) -> str:
    """Give a language's ISO 639-1 code, from a code, a locale or a name in use.

    Raises:
        InvalidContactError: no language of two letters is called so.

    >>> normalize_language("fr-BE"), normalize_language("Français")
    ('fr', 'fr')
    """
    said = fold(tidy(text) or "")
    known = _languages()
    found = known.get(" ".join(words(said))) or known.get(
        said.replace("_", "-").partition("-")[0]
    )
    if found is None:
        raise InvalidContactError(
            field="language", problem=msg("no language is so called")
        )
    return found


@cache
def _languages() -> Mapping[str, str]:
    """Collect codes and names of languages, folded, each with its code."""
    codes = set(names("languages", "en"))
    found = {
        alias: code
        for alias, code in aliases("language").items()
        if isinstance(code, str) and code in codes
    }
    for language in LANGUAGES:
        for code, name in names("languages", language).items():
            found[" ".join(words(name))] = code
    return found | {code: code for code in codes}
