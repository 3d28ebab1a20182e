"""What people write into a cell that they have nothing to write into."""

from functools import cache, lru_cache

from poltech.exchange._mapping._names import fold

__all__ = ["is_nameless", "is_nothing"]

_NOTHING = """
    inconnu, inconnue, inconnus, néant, aucun, aucune, n/a, na, nc, nr, null, none, nil, nan,
    non renseigné, non renseignée, non communiqué, non communiquée, vide, pas d'email,
    pas de mail, pas d'adresse, pas de téléphone, pas de tel, sans, sans objet, unknown,
    not available, x, xx, xxx, ras, so, s/o, #n/a, à compléter, absent, rien, sans mail,
    sans email, no email, no phone, undefined, n.c., n.r., non, no
"""

_NAMELESS = frozenset(
    {
        "inconnu",
        "inconnue",
        "unknown",
        "n/a",
        "null",
        "non renseigné",
        "non renseignée",
        "non renseigne",
        "non communiqué",
        "x",
        "xx",
        "xxx",
        "anonyme",
        "anonymous",
    }
)
"""Words for nobody, in lower case: there are people called Sans, Non and Vide."""

_SIGNS = frozenset("-\N{EN DASH}\N{EM DASH}?./_*+#!0")


@lru_cache(1 << 14)
def is_nothing(text: str) -> bool:
    """Tell whether a cell holds only a word or sign for “nothing”.

    >>> is_nothing("Inconnu"), is_nothing("--"), is_nothing("Inès")
    (True, True, False)
    """
    stripped = text.strip()
    return not stripped or set(stripped) <= _SIGNS or fold(stripped) in _folds(_NOTHING)


def is_nameless(text: str) -> bool:
    """Tell whether a name is only a word or sign for nobody."""
    return text.lower() in _NAMELESS if text[:1].isalpha() else set(text) <= _SIGNS


@cache
def _folds(words: str) -> frozenset[str]:
    return frozenset(filter(None, map(fold, words.split(","))))
