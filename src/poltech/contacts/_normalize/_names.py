"""Names, as their owners write them, and the words by which they are looked for."""

from poltech.contacts._model import Name
from poltech.contacts._normalize._text import tidy, words
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg

__all__ = ["name_tokens", "normalize_handle", "normalize_name"]

_LONGEST = 500


def normalize_name(
    *,
    given: str | None = None,
    family: str | None = None,
    display: str | None = None,
    civility: str | None = None,
) -> Name:
    """Trim the parts of a name. They stay as typed: no part is guessed from another.

    Raises:
        InvalidContactError: a part is longer than any name.

    >>> normalize_name(display=" M. Jean-Pierre ").full
    'M. Jean-Pierre'
    """
    return Name(
        given=_part(given),
        family=_part(family),
        display=_part(display),
        civility=_part(civility),
    )


def _part(text: str | None) -> str | None:
    """Trim one part of a name."""
    part = tidy(text)
    if part and len(part) > _LONGEST:
        raise InvalidContactError(field="name", problem=msg("it is too long"))
    return part


def name_tokens(name: Name | str) -> frozenset[str]:
    """Give the words that a name is found by: no accents, no case, particles kept.

    A text is split at spaces, hyphens, apostrophes and all other signs.

    >>> sorted(name_tokens("Jean-Loup d'Ormesson"))
    ['d', 'jean', 'loup', 'ormesson']
    """
    if isinstance(name, str):
        return frozenset(words(name))
    return frozenset(
        words(f"{name.given or ''} {name.family or ''} {name.display or ''}")
    )


def normalize_handle(text: str) -> str:
    """Give a social account in lower case, without `@` and without the web address.

    Raises:
        InvalidContactError: nothing is left.

    >>> normalize_handle("https://twitter.com/Marie_L/")
    'marie_l'
    """
    handle = (tidy(text) or "").rstrip("/").lower()
    if "://" in handle:
        path = handle.partition("://")[2].partition("/")[2]
        handle = path.rpartition("/")[2].rpartition("?id=")[2]
    handle = handle.lstrip("@")
    if not handle or not handle.isprintable() or " " in handle:
        raise InvalidContactError(field="social", problem=msg("not a social account"))
    return handle
