"""How texts are tidied and compared."""

import re
from unicodedata import combining, normalize

__all__ = ["fold", "tidy", "words"]

_INVISIBLE = "\ufeff\u200b\u2060"
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "\u0131": "i"}
"""Letters that Unicode does not take apart, as French keyboards replace them."""


class _Folding(dict[int, str]):
    """Each character without accent and case, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = normalize("NFKD", normalize("NFKD", chr(code)).casefold())
        bare = "".join(
            _LETTERS.get(char, char) for char in plain if not combining(char)
        )
        self[code] = bare
        return bare


_FOLDING = _Folding()


def tidy(text: str | None) -> str | None:
    """Trim a text and compose its accents (NFC); an empty one is `None`.

    Line breaks, other control characters and halves of characters become a space:
    none of them belongs in a name, and some would break a message's header. All
    else stays as it was typed.

    >>> tidy("  Jean-Loup   d'Estaing ")
    "Jean-Loup   d'Estaing"
    """
    if not text:
        return None
    if text.isascii() and text.isprintable():
        return text.strip() or None
    plain = _UNWANTED.sub(" ", normalize("NFC", text))
    previous = ""
    while plain != previous:
        previous, plain = plain, plain.strip().strip(_INVISIBLE)
    return plain or None


def fold(text: str) -> str:
    """Take accents and case away, so that two spellings compare equal.

    >>> fold("LEFÈVRE") == fold("Lefevre"), fold("Cœur")
    (True, 'coeur')
    """
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDING)


def words(text: str) -> list[str]:
    """Split a text into folded words, at all that is neither letter nor digit.

    >>> words("Jean-Loup d'Aÿ")
    ['jean', 'loup', 'd', 'ay']
    """
    return _WORD.findall(fold(text))
