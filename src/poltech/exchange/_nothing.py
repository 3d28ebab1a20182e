"""What people write into a cell that they have nothing to write into.

Nothing is remembered here: what is asked about may name somebody.
"""

__all__ = ["is_nameless", "is_nothing"]

_WORDS = """
    inconnu, inconnue, inconnus, néant, neant, aucun, aucune, n/a, na, nc, n.c., nr, n.r.,
    null, none, nil, nan, non renseigné, non renseignée, non renseigne, non communiqué,
    non communiquée, non communique, vide, pas d'email, pas d'e-mail, pas de mail,
    pas de courriel, pas d'adresse, pas de téléphone, pas de telephone, pas de tel, sans,
    sans objet, unknown, not available, x, xx, xxx, ras, so, s/o, à compléter, a completer,
    absent, rien, sans mail, sans email, no email, no phone, undefined, non, no, 0, 00
"""
_NOTHING = frozenset(" ".join(word.split()) for word in _WORDS.split(","))

_NOBODY = """
    inconnu, inconnue, unknown, n/a, null, non renseigné, non renseignée, non renseigne,
    non communiqué, x, xx, xxx, anonyme, anonymous
"""
_NAMELESS = frozenset(" ".join(word.split()) for word in _NOBODY.split(","))
"""Words for nobody: there are people called Sans, Non and Vide."""

_SIGNS = frozenset("-\N{EN DASH}\N{EM DASH}?./\\_*+#!")
_LONGEST = 24


def is_nothing(text: str) -> bool:
    """Tell whether a cell holds only a word or sign for “nothing”.

    >>> is_nothing("Inconnu"), is_nothing("--"), is_nothing("Inès")
    (True, True, False)
    """
    told = text.strip()
    return not told or (len(told) <= _LONGEST and _means_nothing(told, _NOTHING))


def is_nameless(text: str) -> bool:
    """Tell whether a name is only a word or sign for nobody."""
    return len(text) <= _LONGEST and _means_nothing(text, _NAMELESS)


def _means_nothing(text: str, words: frozenset[str]) -> bool:
    return text.lower() in words if text[0].isalnum() else set(text) <= _SIGNS
