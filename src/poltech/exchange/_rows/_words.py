"""What people write into cells for yes, no, nothing, left and lost. Plain data."""

from collections.abc import Mapping
from enum import StrEnum, auto
from functools import cache

from poltech.exchange._mapping import fold
from poltech.exchange._nothing import is_nothing
from poltech.i18n import LANGUAGES, translate
from poltech.law import SourceKind

__all__ = [
    "LONGEST",
    "MONTHS",
    "Answer",
    "answer_of",
    "source_kind_of",
]


LONGEST = 100
"""The most letters of a cell that are looked at for a word, a date or a code."""


class Answer(StrEnum):
    """What a cell says when it is asked a question of yes or no."""

    YES = auto()
    NO = auto()
    LEFT = auto()
    """They had agreed, and took it back."""

    BOUNCED = auto()
    COMPLAINED = auto()
    SILENT = auto()
    """Nothing was said: neither yes nor no."""

    UNREADABLE = auto()


_ANSWERS = {
    Answer.YES: """
        oui, o, yes, y, si, vrai, v, true, t, 1, x, ok, on, coché, checked, accepte,
        accepté, accepted, accepts, accord, d'accord, agree, agreed, consent, consenti,
        consents, opt-in, optin, opted in, subscribed, abonné, abonnée, inscrit, inscrite,
        autorisé, autorise, actif, active, enabled, confirmé, confirmed, double opt-in,
        granted, given, je souhaite, j'accepte, souhaite
    """,
    Answer.NO: """
        non, no, n, faux, f, false, 0, off, refuse, refusé, refused, refuses, refus,
        opt-out, optout, opted out, not subscribed, non abonné, non inscrit, ne souhaite pas,
        pas d'accord, denied, declined, never
    """,
    Answer.LEFT: """
        unsubscribed, unsub, désinscrit, désinscrite, désabonné, désabonnée, stop, retiré,
        withdrawn, blocklisted, blacklisted, blacklisté, désinscription, suppressed,
        blocked, revoked
    """,
    Answer.BOUNCED: """
        bounced, bouncing, bounce, hard bounce, hardbounce, cleaned, invalid, undeliverable,
        npai, en erreur, rebond, invalide, erreur
    """,
    Answer.COMPLAINED: """
        spam complaint, spam complaints, complaint, complained, abuse, plainte, spam, plaintes
    """,
    Answer.SILENT: """
        inconnu, unknown, unspecified, nsp, ne sait pas, n/a, na, null, none, nil, -, --, ?,
        pending, en attente, unconfirmed, non renseigné, nr, nc, vide, blank, ., /, néant,
        disabled
    """,
}


_KINDS = {
    "bought_list": "liste achetée, fichier acheté, base achetée, achat de fichier, "
    "fichier loué, liste louée, courtier, data broker, purchased list",
    "web_form": "site, site web, site internet, formulaire, formulaire en ligne, web, "
    "internet, formulaire web, website",
    "paper_form": "papier, bulletin papier, fiche papier, coupon",
    "market_stall": "marché, stand, tractage, tract, table, permanence",
    "event": "réunion, réunion publique, meeting, événement, évènement, fête, banquet",
    "door": "porte à porte, porte-à-porte, pap, boîtage, canvassing",
    "membership": "adhésion, adhérent, adhérents, membre, membres",
    "petition": "pétition, pétitions, signataire, signataires",
    "donation": "don, dons, donateur, donateurs",
    "referral": "parrainage, ami, bouche à oreille, recommandation",
    "electoral_roll": "liste électorale, listes électorales",
    "public_directory": "annuaire, annuaire public, annuaire de l'administration",
    "social_network": "réseaux sociaux, réseau social, twitter, instagram, linkedin",
    "municipal_school_file": "fichier scolaire, école, périscolaire, cantine",
    "public_service_file": "fichier de la mairie, fichier municipal, état civil, ccas",
    "previous_tool": "nationbuilder, mailchimp, brevo, sendinblue, ancien fichier",
}

MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            "jan",
            "fev feb",
            "mar",
            "avr apr",
            "mai may",
            "juin jun",
            "juil jul",
            "aou aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ),
        start=1,
    )
    for start in starts.split()
}
"""The first letters of the months in French and English."""


def answer_of(text: str) -> Answer:
    """Read an answer of yes or no.

    >>> answer_of("Oui"), answer_of("peut-être")
    (<Answer.YES: 'yes'>, <Answer.UNREADABLE: 'unreadable'>)
    """
    folded = fold(text[:LONGEST])
    if not folded:
        return Answer.SILENT if is_nothing(text) else _sign(text)
    return _answers().get(folded, Answer.UNREADABLE)


def source_kind_of(text: str) -> str | None:
    """Find the kind of source that words name, `None` if they name none.

    >>> source_kind_of("Liste achetée (2023)"), source_kind_of("Marché de Lens")
    ('bought_list', 'market_stall')
    """
    folded = fold(text[:LONGEST])
    known = _kinds()
    if folded in known:
        return known[folded]
    starts = (words for words in known if len(words) > _TELLING)
    return next((known[words] for words in starts if folded.startswith(words)), None)


_TELLING = 5
"""The fewest letters by which a longer label is known from its start."""


def _sign(text: str) -> Answer:
    """Read a tick or a cross that has no letter in it."""
    return (
        Answer.YES
        if text.strip() in {"✓", "✔", "☑", "☒", "✗", "✅"}
        else Answer.UNREADABLE
    )


@cache
def _answers() -> Mapping[str, Answer]:
    return {
        folded: answer for answer, words in _ANSWERS.items() for folded in _folds(words)
    }


@cache
def _kinds() -> Mapping[str, str]:
    """Collect what sources are called: codes, labels in each language, habits."""
    called = {fold(kind.code): kind.code for kind in SourceKind.BUILT_IN}
    for kind in SourceKind.BUILT_IN:
        called |= {fold(translate(kind.label, said)): kind.code for said in LANGUAGES}
    for code, words in _KINDS.items():
        called |= dict.fromkeys(_folds(words), code)
    return dict(sorted(called.items(), key=lambda entry: -len(entry[0])))


@cache
def _folds(words: str) -> frozenset[str]:
    return frozenset(filter(None, map(fold, words.split(","))))
