"""Segments in plain words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from poltech.ids import SegmentId
from poltech.law import Cause, Medium, Origin, Purpose, Statement
from poltech.money import Money
from poltech.segments import (
    Expression,
    added,
    born,
    consents_to,
    did,
    everyone,
    explain,
    field,
    from_source,
    gave,
    in_division,
    in_segment,
    is_person,
    lives_in,
    reachable_by,
    signed,
    speaks,
    suppressed,
    tag,
)
from poltech.segments.testing import questions

DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")


def test_an_explanation_is_an_indented_list() -> None:
    """One line for each criterion, indented as they nest, in the reader's language."""
    where = (
        tag("bénévole")
        & (lives_in("62*") | signed("p1", within=90 * DAY))
        & consents_to(Purpose.CAMPAIGN, Medium.EMAIL)
    ) - (born(after=2008) | suppressed(cause=Cause.COMPLAINT))
    labels = {"p1": "Sauvons la maternité"}
    assert explain(where, "fr", labels=labels) == (
        "Les contacts pour qui tout ceci est vrai :\n"
        "- porte l'étiquette « bénévole »\n"
        "- au moins une de ces choses est vraie :\n"
        "  - le code postal commence par « 62 »\n"
        "  - a signé « Sauvons la maternité », il y a 90\xa0jours au plus\n"
        "- a dit oui à « campagne politique » par « courriel »\n"
        "- rien de ceci n'est vrai :\n"
        "  - l'année de naissance est après 2008\n"
        "  - a une coordonnée à laquelle il ne faut plus écrire (plainte)"
    )
    assert explain(where, "en-GB", labels=labels) == (
        "Contacts for whom all of this is true:\n"
        "- has the tag “bénévole”\n"
        "- at least one of these is true:\n"
        "  - the postcode begins with “62”\n"
        "  - has signed “Sauvons la maternité”, within the last 90 days\n"
        "- agreed to political campaign by e-mail\n"
        "- none of these is true:\n"
        "  - the year of birth is after 2008\n"
        "  - must not be written to (complaint)"
    )


@pytest.mark.parametrize(
    ("where", "english", "french"),
    [
        (is_person(), "the kind is a person", "la nature est une personne"),
        (
            speaks("fr", "nl"),
            "the language is French or Dutch",
            "la langue est français ou néerlandais",
        ),
        (lives_in(country="BE"), "the country is Belgium", "le pays est Belgique"),
        (
            field("level") >= 3,
            "the field “Niveau” is at least 3",
            "le champ « Niveau » est au moins 3",
        ),
        (
            field("level") < date(2020, 1, 2),
            "the field “Niveau” is before January 2, 2020",
            "le champ « Niveau » est avant 2 janvier 2020",
        ),
        (
            field("level").unknown(),
            "the field “Niveau” is not on file",
            "le champ « Niveau » ne figure pas au fichier",
        ),
        (
            gave(total=Money.of("100", "EUR"), at_least=2),
            "has given, at least 2 times, €100.00 or more in all",
            "a donné, au moins 2 fois, 100,00\xa0€ ou plus en tout",
        ),
        (did("canvass"), "has the activity “canvass”", "a l'activité « canvass »"),
        (
            added(since=datetime(2026, 1, 1, tzinfo=PARIS)),
            "was added, since January 1, 2026",
            "a été ajouté, depuis le 1 janvier 2026",
        ),
        (
            consents_to("host_purpose", "fax", Statement.WITHDRAWN),
            "withdrew the agreement to host_purpose by fax",
            "a retiré son accord à « host_purpose » par « fax »",
        ),
        (reachable_by(Medium.SMS), "has a mobile number", "a un numéro de portable"),
        (
            in_division("canton", "62-03"),
            "lives in the division “62-03” (canton)",
            "habite la division « 62-03 » (canton)",
        ),
        (
            from_source(kind="petition", origin=Origin.PERSON),
            "has data from this source: petition, collected from the person",
            "a des données de cette source : pétition, origine : la personne",
        ),
        (
            in_segment(SegmentId(int=1)),
            "is in the segment “Nos voisins”",
            "est dans le segment « Nos voisins »",
        ),
    ],
)
def test_each_criterion_says_what_it_asks(
    where: Expression, english: str, french: str
) -> None:
    """A volunteer understands it; words of the host are said as they are."""
    labels = {"level": "Niveau", str(SegmentId(int=1)): "Nos voisins"}
    said = {
        locale: explain(where, locale, labels=labels, zone=PARIS)
        for locale in ("en", "fr")
    }
    assert said == {
        "en": f"Contacts for whom this is true:\n- {english}",
        "fr": f"Les contacts pour qui ceci est vrai :\n- {french}",
    }


def test_everyone_is_one_sentence() -> None:
    """Nothing is asked, so nothing is listed."""
    assert explain(everyone(), "fr") == "Tous les contacts actifs."


@pytest.mark.property
@given(where=questions())
def test_every_question_can_be_said(where: Expression) -> None:
    """Whatever is asked, both languages have words, and as many lines."""
    english, french = explain(where, "en"), explain(where, "fr")
    assert english.count("\n") == french.count("\n")
    assert english != french
    assert "{" not in english.replace("{", "", _braces(where))


def _braces(where: Expression) -> int:
    """Count the braces that the question itself holds."""
    return repr(where).count("{")


def test_dates_are_said_in_the_zone_of_the_office() -> None:
    """The midnight of Paris is a date there, and an instant elsewhere."""
    where = added(since=datetime(2026, 6, 1, tzinfo=PARIS))
    assert "1 juin 2026" in explain(where, "fr", zone=PARIS)
    assert "31 mai 2026" in explain(where, "fr", zone=UTC)
