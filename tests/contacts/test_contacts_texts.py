"""Names, places, languages, dates and drafts, as people write them."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.contacts import (
    Address,
    Code,
    ContactKind,
    InvalidContactError,
    InvalidEmailError,
    Name,
    fold,
    name_tokens,
    normalize_birth_date,
    normalize_birth_year,
    normalize_country,
    normalize_handle,
    normalize_insee,
    normalize_language,
    normalize_name,
    normalize_postcode,
    read_draft,
    tidy,
    words,
)
from poltech.contacts.testing import TODAY, family_names, given_names
from poltech.ids import FrozenIds, SourceId


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Marie ", "Marie"),
        ("Lefe\u0300vre", "Lefèvre"),
        ("M. Jean-Pierre", "M. Jean-Pierre"),
        ("Mme DUPONT Marie", "Mme DUPONT Marie"),
        ("de  La   Tour", "de  La   Tour"),
        ("\ufeffZoé\u200b", "Zoé"),
        ("Marie\r\nBcc: x@y.fr", "Marie Bcc: x@y.fr"),
        ("Ma\x00rie", "Ma rie"),
        ("Marie\ud800", "Marie"),
        ("", None),
        (" \t\xa0 ", None),
    ],
)
def test_names_stay_as_typed(typed: str, kept: str | None) -> None:
    """A name is trimmed and composed, and what would break a header is taken out."""
    assert normalize_name(display=typed).display == kept


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        (
            Name(given="Jean-Loup", family="d'Ormesson"),
            {"jean", "loup", "d", "ormesson"},
        ),
        (Name(family="L\u2019Haÿ"), {"l", "hay"}),
        (Name(display="de La Tour"), {"de", "la", "tour"}),
        (Name(given="Øystein", family="Straße"), {"oystein", "strasse"}),
        (Name(family="Le Bœuf"), {"le", "boeuf"}),
        (Name(family="NGUYỄN"), {"nguyen"}),
        (Name(civility="Mme"), set()),
    ],
)
def test_a_name_is_found_by_its_words(name: Name, tokens: set[str]) -> None:
    """Accents, case and signs are folded away; particles stay."""
    assert name_tokens(name) == tokens


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form, and so are its words."""
    assert fold(fold(text)) == fold(text)
    assert [word for part in words(text) for word in words(part)] == words(text)


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing(text: str) -> None:
    """A tidy text is tidy, and has no sign that breaks a line or a file."""
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert not set(tidied or "") & set("\r\n\x00\u2028")


@given(given_names(), family_names())
def test_order_of_the_parts_does_not_matter(given_name: str, family: str) -> None:
    """Somebody is found whichever way round the columns were."""
    assert name_tokens(Name(given=given_name, family=family)) == name_tokens(
        Name(given=family, family=given_name)
    )


@pytest.mark.parametrize(
    ("typed", "country", "code"),
    [
        ("62300", "FR", Code("62300")),
        (" 62 300 ", "FR", Code("62300")),
        ("F-62300", "FR", Code("62300")),
        ("62300 CEDEX 9", "FR", Code("62300")),
        ("62300.0", "FR", Code("62300")),
        ("1000", "FR", Code("01000", padded=True)),
        ("9300.0", "FR", Code("09300", padded=True)),
        ("97400", "RE", Code("97400")),
        ("98000", "MC", Code("98000")),
        ("1000", "BE", Code("1000")),
        ("1201", "CH", Code("1201")),
        ("sw1a 1aa", "GB", Code("SW1A 1AA")),
        ("D-10115", "DE", Code("D-10115")),
    ],
)
def test_postcodes_get_back_the_nought_a_spreadsheet_ate(
    typed: str, country: str, code: Code
) -> None:
    """Four digits are mended only where codes have five, and the answer says so."""
    assert normalize_postcode(typed, country) == code


@pytest.mark.parametrize("typed", ["", "00123", "99000", "623000", "Lens", "123"])
def test_what_is_no_french_postcode_is_refused(typed: str) -> None:
    """La Poste's codes run from 01000 to 98999."""
    with pytest.raises(InvalidContactError):
        normalize_postcode(typed)


def test_a_foreign_postcode_is_not_any_text() -> None:
    """Elsewhere a code is letters and digits, and short."""
    with pytest.raises(InvalidContactError):
        normalize_postcode("???", "BE")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("62498", Code("62498")),
        ("2a004", Code("2A004")),
        ("2B033", Code("2B033")),
        ("97411", Code("97411")),
        ("1053", Code("01053", padded=True)),
        ("1053.0", Code("01053", padded=True)),
    ],
)
def test_insee_codes_have_five_signs(typed: str, code: Code) -> None:
    """INSEE's communes, Corsica's letters and overseas departments included."""
    assert normalize_insee(typed) == code


@pytest.mark.parametrize("typed", ["", "2C001", "96004", "99100", "62 498", "624980"])
def test_what_is_no_insee_code_is_refused(typed: str) -> None:
    """There is no department 96, and 99 stands for births abroad."""
    with pytest.raises(InvalidContactError):
        normalize_insee(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        ("FRA", "FR"),
        ("250", "FR"),
        ("France", "FR"),
        (" FRANCE ", "FR"),
        ("France métropolitaine", "FR"),
        ("Belgique", "BE"),
        ("Belgium", "BE"),
        ("Royaume Uni", "GB"),
        ("UK", "GB"),
        ("Angleterre", "GB"),
        ("etats-unis", "US"),
        ("USA", "US"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d ivoire", "CI"),
        ("La Réunion", "RE"),
        ("Birmanie", "MM"),
        ("Kosovo", "XK"),
    ],
)
def test_countries_are_known_by_code_and_by_name(typed: str, code: str) -> None:
    """ISO 3166-1, and what people call countries in French and English."""
    assert normalize_country(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "XX", "EU", "Union européenne", "ZZ", "Lens", "1"]
)
def test_what_is_no_country_is_refused(typed: str) -> None:
    """Unions and placeholders are no place to live in."""
    with pytest.raises(InvalidContactError):
        normalize_country(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-BE", "fr"),
        ("fr_FR", "fr"),
        ("fra", "fr"),
        ("Français", "fr"),
        ("french", "fr"),
        ("breton", "br"),
        ("ger", "de"),
        ("Anglais", "en"),
    ],
)
def test_languages_are_known_by_code_and_by_name(typed: str, code: str) -> None:
    """ISO 639-1, locales, three letters, and names in French and English."""
    assert normalize_language(typed) == code


@pytest.mark.parametrize("typed", ["", "klingon", "xx", "zz-FR"])
def test_what_is_no_language_is_refused(typed: str) -> None:
    """A language that nobody can write to is not guessed."""
    with pytest.raises(InvalidContactError):
        normalize_language(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("03/05/1980", date(1980, 5, 3)),
        ("3/5/1980", date(1980, 5, 3)),
        ("03-05-1980", date(1980, 5, 3)),
        ("03.05.1980", date(1980, 5, 3)),
        ("03 05 1980", date(1980, 5, 3)),
        ("31/12/1999", date(1999, 12, 31)),
        ("1980-05-03", date(1980, 5, 3)),
        ("1980/05/03", date(1980, 5, 3)),
        ("19800503", date(1980, 5, 3)),
        ("1980-05-03T00:00:00", date(1980, 5, 3)),
        ("03/05/1980 00:00", date(1980, 5, 3)),
        ("3 mai 1980", date(1980, 5, 3)),
        ("1er août 1944", date(1944, 8, 1)),
        ("3 févr. 1980", date(1980, 2, 3)),
        ("29/02/2000", date(2000, 2, 29)),
        (29344, date(1980, 5, 3)),
        (29344.0, date(1980, 5, 3)),
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (datetime(1980, 5, 3, 12), date(1980, 5, 3)),  # noqa: DTZ001 - a cell has no zone
        (date(1980, 5, 3), date(1980, 5, 3)),
    ],
)
def test_birth_dates_are_read_in_their_usual_forms(
    typed: str | float | date, day: date
) -> None:
    """French order, ISO 8601, words, and the serial numbers of spreadsheets."""
    assert normalize_birth_date(typed, today=TODAY) == day


def test_americans_put_the_month_first() -> None:
    """The order is said by the caller; a day over twelve never swaps them."""
    read = normalize_birth_date("05/03/1980", today=TODAY, month_first=True)
    assert read == date(1980, 5, 3)
    with pytest.raises(InvalidContactError):
        normalize_birth_date("05/13/1980", today=TODAY)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("03/05/80", "a year of two digits tells no century"),
        ("3.5.80", "a year of two digits tells no century"),
        ("31/02/1980", "not a day written in a usual form"),
        ("29/02/1900", "not a day written in a usual form"),
        ("29344", "not a day written in a usual form"),
        ("vers 1980", "not a day written in a usual form"),
        ("", "not a day written in a usual form"),
        (60, "not a day written in a usual form"),
        (0, "not a day written in a usual form"),
        (float("nan"), "not a day written in a usual form"),
        (1e300, "not a day written in a usual form"),
        ("24/11/2026", "nobody alive was born then"),
        ("01/01/1789", "nobody alive was born then"),
    ],
)
def test_doubtful_birth_dates_are_refused(typed: str | float, problem: str) -> None:
    """No century is guessed, and nobody was born tomorrow."""
    with pytest.raises(InvalidContactError) as caught:
        normalize_birth_date(typed, today=TODAY)
    assert caught.value.problem == problem


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_no_cell_breaks_the_reading_of_dates(cell: str | float) -> None:
    """Any cell is a day or an error of ours."""
    with suppress(InvalidContactError):
        assert normalize_birth_date(cell, today=TODAY) <= TODAY


@pytest.mark.parametrize(
    ("typed", "year"), [("1980", 1980), (1980, 1980), ("1980.0", 1980)]
)
def test_birth_years_have_four_digits(typed: str | int, year: int) -> None:
    """A year of birth is read from text and from numbers."""
    assert normalize_birth_year(typed, today=TODAY) == year


@pytest.mark.parametrize("typed", ["80", "1789", "2027", "mille", "", "²⁰⁰⁰"])
def test_doubtful_birth_years_are_refused(typed: str) -> None:
    """Nobody alive was born before 1880 or will be next year."""
    with pytest.raises(InvalidContactError):
        normalize_birth_year(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("@Marie_L", "marie_l"),
        ("https://twitter.com/Marie_L/", "marie_l"),
        ("https://www.facebook.com/profile.php?id=1000", "1000"),
        ("@marie@mastodon.social", "marie@mastodon.social"),
    ],
)
def test_accounts_are_known_by_their_handle(typed: str, handle: str) -> None:
    """A handle has no @ in front, no web address around it and no capitals."""
    assert normalize_handle(typed) == handle


@pytest.mark.parametrize("typed", ["", "@", "two words", "https://x.com/"])
def test_what_is_no_account_is_refused(typed: str) -> None:
    """A web page without an account names nobody."""
    with pytest.raises(InvalidContactError):
        normalize_handle(typed)


def test_a_draft_is_read_from_what_was_typed() -> None:
    """Every value is normalised, in the workspace's region."""
    source = FrozenIds().new(SourceId)
    draft = read_draft(
        today=TODAY,
        given=" Marie ",
        family="Lefèvre",
        email=["Marie@Orange.fr", "m.lefevre@free.fr"],
        phone="06.12.34.56.78",
        social={"Mastodon": "@Marie@piaille.fr"},
        street="3, rue de la Gare",
        postcode="1000",
        commune="Bourg-en-Bresse",
        insee="1053",
        country="France",
        birth_date="03/05/1980",
        language="français",
        tags=[" bénévole "],
        external_ids={"van": " 12 "},
        source=source,
    )
    assert [point.value for point in draft.points] == [
        "marie@orange.fr",
        "m.lefevre@free.fr",
        "+33612345678",
        "marie@piaille.fr",
    ]
    assert draft.addresses == (
        Address(
            lines=("3, rue de la Gare",),
            postcode="01000",
            commune="Bourg-en-Bresse",
            insee="01053",
            country="FR",
        ),
    )
    assert (draft.birth_date, draft.birth_year) == (date(1980, 5, 3), 1980)
    assert (draft.language, draft.tags) == ("fr", {"bénévole"})
    assert draft.external_ids == {"van": "12"}


def test_a_draft_says_only_what_was_said() -> None:
    """What is left out stays blank, an empty address too."""
    draft = read_draft(today=TODAY, kind=ContactKind.ORGANISATION, display="Mairie")
    assert (draft.addresses, draft.points, draft.birth_year) == ((), (), None)


def test_a_draft_refuses_what_cannot_be() -> None:
    """One bad value refuses the draft, and says which field it is in."""
    with pytest.raises(InvalidEmailError):
        read_draft(today=TODAY, email="inconnu")
    with pytest.raises(InvalidContactError):
        read_draft(today=TODAY, display="x" * 501)
    with pytest.raises(InvalidContactError):
        read_draft(today=TODAY, tags=[" "])
