"""The words of the text form: what they are called in English and in French.

The first word of a row is what is stored; it is read and written in English. The
second is written in French. All are read, in any case and without accents too.
"""

from collections.abc import Iterable, Iterator
from typing import final
from unicodedata import combining, normalize

__all__ = [
    "ACTS",
    "ARGUMENTS",
    "BOOLEANS",
    "CAUSES",
    "CRITERIA",
    "KEYWORDS",
    "KINDS",
    "ORIGINS",
    "POINT_WORDS",
    "STANDINGS",
    "STATEMENTS",
    "UNITS",
    "Words",
    "fold",
]


def fold(word: str) -> str:
    """Give a word without case, accents, hyphens and spaces.

    >>> fold("Étiquette"), fold("au moins")
    ('etiquette', 'au_moins')
    """
    letters = normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in letters if not combining(letter))
    return plain.replace("-", "_").replace(" ", "_")


@final
class Words:
    """Words that mean one thing each, in two languages."""

    __slots__ = ("_french", "_known")

    def __init__(self, rows: Iterable[tuple[str, ...]]) -> None:
        listed = list(rows)
        self._french = {row[0]: row[1] for row in listed}
        self._known = {fold(word): row[0] for row in listed for word in row}

    def find(self, word: str) -> str | None:
        """Give the stored word for a word of either language."""
        return self._known.get(fold(word))

    @property
    def listed(self) -> str:
        """The stored words, in one line."""
        return ", ".join(sorted(self))

    def write(self, stored: str, language: str) -> str:
        """Give the word of a language for a stored word."""
        return self._french.get(stored, stored) if language == "fr" else stored

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self._known.values()))

    def __contains__(self, word: str) -> bool:
        return fold(word) in self._known


KEYWORDS = Words(
    (
        ("and", "et"),
        ("or", "ou"),
        ("not", "non", "pas"),
        ("except", "sauf"),
        ("first", "premiers", "premier"),
        ("sample", "tirage", "échantillon"),
        ("of", "parmi", "de", "from"),
    )
)

_ACTS = (
    ("joined", "adhéré"),
    ("left", "quitté"),
    ("signed", "signé"),
    ("gave", "donné"),
    ("attended", "venu", "participé"),
    ("replied", "répondu"),
    ("clicked", "cliqué"),
    ("opened", "ouvert"),
    ("was_called", "appelé"),
    ("was_sent", "reçu"),
    ("note", "noté"),
)

ACTS = Words(_ACTS)

CRITERIA = Words(
    (
        ("everyone", "tous", "everybody", "tout le monde"),
        ("tag", "étiquette"),
        ("kind", "nature"),
        ("language", "langue"),
        ("postcode", "code_postal", "cp"),
        ("commune", "commune", "town", "ville"),
        ("insee", "insee"),
        ("country", "pays"),
        ("birth_year", "année_de_naissance", "born", "naissance"),
        ("standing", "statut"),
        ("household", "foyer"),
        ("field", "champ"),
        ("division", "division", "circonscription"),
        ("source", "source"),
        ("segment", "segment"),
        ("activity", "activité", "did"),
        ("added", "ajouté"),
        ("consents", "accord", "consent", "consentement"),
        ("suppressed", "bloqué"),
        ("reachable", "joignable"),
        ("known", "connu"),
        ("unknown", "inconnu"),
        *_ACTS,
    )
)

ARGUMENTS = Words(
    (
        ("about", "sujet", "subject"),
        ("at least", "au moins", "min"),
        ("at most", "au plus", "max"),
        ("total", "total"),
        ("within", "dans", "sur"),
        ("since", "depuis"),
        ("until", "avant", "before", "jusqu'à"),
        ("medium", "moyen"),
        ("cause", "motif"),
        ("id", "id"),
        ("kind", "nature"),
        ("origin", "origine"),
        ("label", "nom", "name"),
    )
)

KINDS = Words(
    (("person", "personne"), ("organisation", "organisation", "organization"))
)

STANDINGS = Words(
    (
        ("member", "membre", "adhérent"),
        ("former_member", "ancien_membre"),
        ("regular_contact", "contact_régulier"),
        ("occasional_contact", "contact_occasionnel"),
        ("none", "aucun"),
    )
)

STATEMENTS = Words(
    (
        ("given", "donné"),
        ("refused", "refusé"),
        ("withdrawn", "retiré"),
        ("expired", "expiré"),
    )
)

CAUSES = Words(
    (
        ("withdrawal", "retrait"),
        ("objection", "opposition"),
        ("complaint", "plainte"),
        ("hard_bounce", "adresse_morte"),
        ("erasure", "effacement"),
    )
)

ORIGINS = Words(
    (
        ("person", "personne"),
        ("third_party", "tiers"),
        ("public_directory", "annuaire_public"),
        ("electoral_roll", "liste_électorale"),
        ("traded", "achat"),
        ("public_service", "service_public"),
        ("social_network", "réseau_social"),
    )
)

POINT_WORDS = Words(
    (
        ("email", "courriel", "e-mail"),
        ("phone", "téléphone"),
        ("mobile", "portable", "sms"),
        ("address", "adresse", "post", "courrier"),
        ("social", "réseau_social"),
    )
)

BOOLEANS = Words((("yes", "oui", "true", "vrai"), ("no", "non", "false", "faux")))

UNITS = Words(
    (
        ("days", "jours", "day", "jour"),
        ("weeks", "semaines", "week", "semaine"),
        ("hours", "heures", "hour", "heure"),
        ("minutes", "minutes", "minute"),
        ("seconds", "secondes", "second", "seconde"),
    )
)
