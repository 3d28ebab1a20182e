"""How a person is addressed: by what they said of themselves, never by a guess."""

from collections.abc import Mapping

__all__ = ["gender_of", "salutation_of"]

_FEMININE = frozenset(
    {"f", "madame", "mademoiselle", "miss", "mlle", "mme", "mrs", "ms"}
)
_MASCULINE = frozenset({"m", "monsieur", "mr", "sir"})

_SALUTATIONS: Mapping[str, Mapping[str | None, str]] = {
    "en": {"f": "Madam", "m": "Sir", None: "Sir or Madam"},
    "fr": {"f": "Madame", "m": "Monsieur", None: "Madame, Monsieur"},
}


def gender_of(civility: str | None) -> str | None:
    """Tell the grammatical gender of a form of address: `m`, `f`, or not known.

    >>> gender_of("Mme"), gender_of("M."), gender_of("Dr")
    ('f', 'm', None)
    """
    word = (civility or "").strip().rstrip(".").lower()
    if word in _FEMININE:
        return "f"
    return "m" if word in _MASCULINE else None


def salutation_of(civility: str | None, language: str) -> str:
    """Give the word that opens a letter.

    >>> salutation_of("Mme", "fr"), salutation_of(None, "fr")
    ('Madame', 'Madame, Monsieur')
    """
    return _SALUTATIONS[language][gender_of(civility)]
