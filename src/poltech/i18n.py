"""French and English for every sentence the library says.

The English sentence is the key (gettext's way). Each room keeps its French in a
catalogue of its own, `locale/<language>/<room>.po`, read with Babel on first use.

>>> from poltech.i18n import translate
>>> translate("There is no {kind} {reference}.", "fr", kind="contact", reference="7")
"Il n'y a pas de contact 7."
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.pofile import read_po

from poltech.errors import InvalidInputError, PoltechError, msg

__all__ = ["LANGUAGES", "UnknownLanguageError", "explain", "language_of", "translate"]

LANGUAGES = ("en", "fr")
"""The languages that are complete; a test holds them so."""


class UnknownLanguageError(InvalidInputError):
    """A locale that Babel does not know."""


def language_of(locale: str) -> str:
    """Give the language of ours that serves a locale best: English if none does.

    Raises:
        UnknownLanguageError: the text names no locale at all.
    """
    try:
        language = Locale.parse(locale.replace("-", "_")).language
    except (UnknownLocaleError, ValueError):
        raise UnknownLanguageError(
            field="locale", problem=msg("no such locale; try fr or en")
        ) from None
    return language if language in LANGUAGES else "en"


def translate(message: str, locale: str, **values: object) -> str:
    """Say a marked sentence in a locale, with its `{places}` filled."""
    language = language_of(locale)
    said = message if language == "en" else _catalogue(language).get(message, message)
    return said.format_map(values) if values else said


def explain(error: PoltechError, locale: str) -> str:
    """Say what went wrong, in a locale; fields that are marked texts are said too."""
    values = {
        name: translate(value, locale) if isinstance(value, str) else value
        for name, value in error.values.items()
    }
    return translate(error.message, locale, **values)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """Read every room's catalogue of a language into one."""
    messages: dict[str, str] = {}
    for file in sorted((files("poltech") / "locale" / language).iterdir(), key=str):
        if file.name.endswith(".po"):
            with file.open("rb") as stream:
                catalogue = read_po(stream, locale=language)
            messages |= {str(m.id): str(m.string) for m in catalogue if m.id}
    return messages
