"""Names of columns, folded so that accents, case and punctuation do not matter."""

import re
import unicodedata

__all__ = ["fold", "slug", "variants"]

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOISE_WORDS = """
    a adresse au avez champ contact d de des du est etes facultatif form l la le les
    merci mon no numero obligatoire optional par principal principale quel quelle
    required s son sa the ton ta un une vos votre vous what is your
"""
_NOISE = frozenset(_NOISE_WORDS.split())


def fold(name: str) -> str:
    """Reduce a name to its letters and digits, without accents or case.

    >>> fold("Adresse e-mail"), fold("PRÉNOM")
    ('adresseemail', 'prenom')
    """
    return "".join(_words(name))


def slug(name: str) -> str:
    """Make the key of a custom field from a column's name.

    >>> slug("Vu au marché ?"), slug("2e tour"), slug("#3")
    ('vu_au_marche', 'field_2e_tour', 'field_3')
    """
    words = "_".join(_words(name))
    return words if words.isidentifier() else f"field_{words}".rstrip("_")


def variants(name: str) -> tuple[str, ...]:
    """Give ever looser foldings of a name, the exact one first.

    Asides in brackets go first, then counting numbers, then polite words, as forms
    on the web write them.

    >>> variants("Votre e-mail (obligatoire)")
    ('votreemailobligatoire', 'votreemail', 'email')
    """
    plain = _words(_ASIDE.sub(" ", name))
    uncounted = [word.rstrip("0123456789") or word for word in plain]
    while len(uncounted) > 1 and uncounted[-1].isdigit():
        uncounted.pop()
    told = [word for word in uncounted if word not in _NOISE]
    found = (fold(name), *("".join(words) for words in (plain, uncounted, told)))
    return tuple(dict.fromkeys(word for word in found if word))


def _words(name: str) -> list[str]:
    spread = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    letters = "".join(char for char in spread if not unicodedata.combining(char))
    return _WORD.findall(letters.casefold())
