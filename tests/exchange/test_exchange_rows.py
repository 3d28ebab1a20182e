"""What rows are made into, cell by cell."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from poltech.contacts import ContactKind, Division, FieldDefinition, FieldType, Name
from poltech.exchange import (
    Candidate,
    Rejection,
    Setting,
    guess_mapping,
    normalize_batch,
    open_table,
    plan_of,
)
from poltech.law import Cause, Statement

TODAY = date(2026, 11, 23)
PARIS = ZoneInfo("Europe/Paris")


def normalized(header, *rows, told=None, definitions=None, **setting):
    """Normalise rows under a header whose columns are told, if they must be."""
    text = "\n".join((header, *rows)) + "\n"
    reader = open_table(text.encode())
    mapping = guess_mapping(reader.layout, told, definitions)
    plan = plan_of(mapping, Setting(today=TODAY, **setting))
    return [row for batch in reader.batches() for row in normalize_batch(plan, batch)]


def candidate(header, row, **told):
    """Normalise one row that must stand."""
    (found,) = normalized(header, row, **told)
    assert isinstance(found, Candidate), found
    return found


def codes(row):
    """Give the codes of what was noticed about a row."""
    return [finding.code for finding in row.findings]


def points(row):
    """Give the values of a row's contact points."""
    return [point.value for point in row.draft.points]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Lea@Example.org", ["lea@example.org"]),
        (" 'lea@example.org", ["lea@example.org"]),
        ("Léa Roy <lea@example.org>", ["lea@example.org"]),
        ("mailto:lea@example.org", ["lea@example.org"]),
        ("lea@example.org, jo@example.org", ["lea@example.org", "jo@example.org"]),
        ("lea@example.org ou jo@example.org", ["lea@example.org", "jo@example.org"]),
        ("lea@example.org / jo@example.org", ["lea@example.org", "jo@example.org"]),
        ("lea@example.org lea@example.org", ["lea@example.org"]),
    ],
)
def test_addresses_are_read_as_people_write_them(cell, values):
    """Brackets, marks and several in a cell."""
    row = candidate("Nom\tMail", f"Roy\t{cell}")
    assert points(row) == values
    assert codes(row) == []


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("https://www.mairie.example.org", "web_address"),
        ("www.mairie.example.org", "web_address"),
        ("inconnu", "placeholder"),
        ("Inconnu", "placeholder"),
        ("néant", "placeholder"),
        ("-", "placeholder"),
        ("pas d'email", "placeholder"),
        ("mairie@", "bad_email"),
        ("mairie@courriel", "bad_email"),
        ("mairie.example.org", "bad_email"),
        ("jean dupont@example.org", "bad_email"),
        ("jean,dupont@example.org", "bad_email"),
        ("jean@example,org", "bad_email"),
        ("jean@@example.org", "bad_email"),
    ],
)
def test_what_is_no_address_becomes_a_finding_and_the_row_stands(cell, code):
    """Half of `jean dupont@…` would be somebody else's address: nothing is guessed."""
    row = candidate("Nom\tMail", f"Roy\t{cell}")
    assert points(row) == []
    assert codes(row) == [code, "no_contact_point"]
    assert row.findings[0].cell == cell
    assert row.findings[0].column == "Mail"


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("01 99 00 12 34", ["+33199001234"]),
        ("01.99.00.12.34", ["+33199001234"]),
        ("01-99-00-12-34", ["+33199001234"]),
        ("+33 (0)1 99 00 12 34", ["+33199001234"]),
        ("0033199001234", ["+33199001234"]),
        ("199001234", ["+33199001234"]),
        ("'0199001234", ["+33199001234"]),
        ("+32 2 552 00 00", ["+3225520000"]),
        ("01 99 00 12 34 / 02 61 91 12 34", ["+33199001234", "+33261911234"]),
        ("01 99 00 12 34 ou 02 61 91 12 34", ["+33199001234", "+33261911234"]),
    ],
)
def test_numbers_are_read_as_people_write_them(cell, values):
    """Five ways and more; a nought that a spreadsheet ate is put back."""
    row = candidate("Nom;Tél", f"Roy;{cell}")
    assert points(row) == values
    assert codes(row) == []


@pytest.mark.parametrize(
    ("cell", "code"),
    [("12", "bad_phone"), ("inconnu", "placeholder"), ("1,99E+08", "bad_phone")],
)
def test_what_is_no_number_becomes_a_finding(cell, code):
    """A number that a spreadsheet cut is not guessed."""
    row = candidate("Nom;Tél", f"Roy;{cell}")
    assert points(row) == []
    assert code in codes(row)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Mail;Tél", "a@x.fr a@x.fr;"),
        ("Mail;Email 2;Tél", "a@x.fr;A@x.fr;"),
    ],
)
def test_a_contact_point_is_told_once(header, row):
    """Twice in a cell or in two columns, it is one mailbox."""
    assert points(candidate(header, row)) == ["a@x.fr"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Mail", "a@x.fr," * 15_000, "bad_email"),
        ("Tél", "12/" * 40_000, "bad_phone"),
    ],
)
def test_a_cell_made_to_take_for_ever_is_given_up(column, cell, code):
    """Ten addresses or numbers in a cell are enough (invariant 24)."""
    row = candidate(f"Nom\t{column}", f"Roy\t{cell}")
    assert points(row) == []
    assert row.findings[0].code == code
    assert row.findings[0].values == {"problem": "there are too many in one cell"}


def test_labels_of_columns_become_labels_of_points():
    """`Mail pro` is an address at work."""
    row = candidate("Mail pro;Tél fixe", "a@x.fr;0199001234")
    assert [point.label for point in row.draft.points] == ["work", "home"]


def test_numbers_without_a_country_are_read_in_the_offices():
    """A Belgian office reads Belgian numbers and postcodes."""
    row = candidate("Nom;Tél;CP", "Roy;02 552 00 00;1000", country="BE")
    assert points(row) == ["+3225520000"]
    assert row.draft.addresses[0].postcode == "1000"
    assert codes(row) == []


def test_names_stay_as_typed():
    """Nothing is guessed from a name, and no letter is changed."""
    row = candidate("Civilité;Prénom;NOM;Mail", "Mme; Anne-Lou ;d'HONDT;a@x.fr")
    assert row.draft.name == Name(given="Anne-Lou", family="d'HONDT", civility="Mme")
    assert candidate("Nom complet", "M. Jean-Pierre").draft.name.display == (
        "M. Jean-Pierre"
    )


@pytest.mark.parametrize("family", ["Non", "Sans", "Vide", "Rien", "Nan", "Xu"])
def test_people_may_be_called_what_means_nothing(family):
    """A name is a placeholder only where no name is so spelt."""
    assert candidate("Prénom;Nom", f"Léa;{family}").draft.name.family == family


@pytest.mark.parametrize("row", ["Léa;inconnu;", ";;inconnu", "Léa;;", ";-;x"])
def test_a_row_that_names_nobody_is_rejected(row):
    """A given name alone is nobody's."""
    (found,) = normalized("Prénom;Nom;Mail", row, "A;B;a@x.fr")[:1]
    assert isinstance(found, Rejection)
    assert codes(found)[-1] == "no_identity"


def test_a_row_with_another_identifier_stands():
    """A bad address costs the address, not the row."""
    assert points(candidate("Mail;Tél", "inconnu;0199001234")) == ["+33199001234"]
    row = candidate("Mail;N° adhérent", "inconnu;A12")
    assert row.draft.external_ids == {"member_number": "A12"}


def test_a_row_whose_cells_do_not_line_up_is_rejected():
    """A cell too many may have moved the others."""
    (found, other) = normalized("Nom;Mail", "Roy;a@x.fr;b@x.fr", "Lys;c@x.fr")
    assert isinstance(found, Rejection)
    assert codes(found) == ["long_row"]
    assert isinstance(other, Candidate)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/05/1980", date(1980, 5, 3)),
        ("1980-05-03", date(1980, 5, 3)),
        ("3 mai 1980", date(1980, 5, 3)),
        ("3.5.1980", date(1980, 5, 3)),
    ],
)
def test_birth_dates_are_read_as_people_write_them(cell, day):
    """The year of birth follows."""
    row = candidate("Nom;Né le", f"Roy;{cell}")
    assert (row.draft.birth_date, row.draft.birth_year) == (day, day.year)


@pytest.mark.parametrize("cell", ["14/06/77", "31/02/1980", "23/11/2030", "hier"])
def test_a_birth_date_that_cannot_be_read_is_left_out(cell):
    """Two figures tell no century."""
    row = candidate("Nom;Né le;Mail", f"Roy;{cell};a@x.fr")
    assert row.draft.birth_date is None
    assert codes(row) == ["bad_birth"]


def test_a_year_of_birth_may_stand_alone_or_stand_in():
    """Where the date cannot be read, its own column of years can."""
    header = "Nom;Né le;Année de naissance;Mail"
    row = candidate(header, "Roy;hier;1980;a@x.fr")
    assert row.draft.birth_year == 1980
    bad = candidate("Nom;Année de naissance;Mail", "Roy;80;a@x.fr")
    assert codes(bad) == ["bad_birth"]


def test_americans_write_the_month_first():
    """The column's own figures tell."""
    rows = normalized("Nom;Né le", "Roy;05/03/1980", "Lys;12/31/1980")
    assert [row.draft.birth_date for row in rows] == [
        date(1980, 5, 3),
        date(1980, 12, 31),
    ]


def test_addresses_gather_their_parts():
    """Street lines in order, the commune as typed, a nought put back."""
    header = "Nom;Adresse 1;Adresse 2;CP;Ville;Code INSEE;Pays"
    row = candidate(header, "Roy;3  rue Basly;bât. B;1000;Bourg  en Bresse;1053;France")
    (address,) = row.draft.addresses
    assert address.lines == ("3 rue Basly", "bât. B")
    assert (address.postcode, address.commune) == ("01000", "Bourg en Bresse")
    assert (address.insee, address.country) == ("01053", "FR")
    assert codes(row) == ["mended_postcode"]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("CP", "ABC", "bad_postcode"),
        ("Code INSEE", "99", "bad_insee"),
        ("Pays", "Syldavie", "unknown_country"),
        ("Langue", "klingonais", "unknown_language"),
        ("Twitter", "pas de compte", "bad_social"),
    ],
)
def test_a_value_that_does_not_exist_is_left_out_and_said(header, cell, code):
    """The rest of the row stands."""
    row = candidate(f"Mail;{header}", f"a@x.fr;{cell}")
    assert codes(row) == [code]


def test_the_rest_of_a_row_is_kept():
    """Divisions, tags, notes, accounts, languages."""
    header = "Mail;Département;Étiquettes;Remarques;Commentaire;Twitter;Langue"
    row = candidate(
        header, 'a@x.fr;1;"bénévole, ""élu""";gentil;bavard;@LeaRoy;français'
    )
    draft = row.draft
    assert draft.divisions == {Division("departement", "01")}
    assert draft.tags == {"bénévole", "élu"}
    assert row.note == "gentil\nbavard"
    assert points(row) == ["a@x.fr", "learoy"]
    assert draft.language == "fr"


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        (FieldType.TEXT, "a", "a"),
        (FieldType.INTEGER, "1 234", 1234),
        (FieldType.DECIMAL, "12,50", Decimal("12.50")),
        (FieldType.BOOLEAN, "Oui", True),
        (FieldType.BOOLEAN, "0", False),
        (FieldType.DATE, "3 mai 2024", date(2024, 5, 3)),
        (FieldType.INTEGER, "1,5", None),
        (FieldType.DECIMAL, "Infinity", None),
        (FieldType.DECIMAL, "beaucoup", None),
        (FieldType.BOOLEAN, "peut-être", None),
        (FieldType.DATE, "hier", None),
    ],
)
def test_custom_fields_hold_what_they_were_defined_for(type_, cell, value):
    """What is of another type is left out and noted, with the type."""
    own = FieldDefinition(key="champ", label="Champ", type=type_)
    row = candidate(
        "Mail;Champ",
        f"a@x.fr;{cell}",
        told={"Champ": "custom:champ"},
        definitions={"champ": own},
    )
    assert row.draft.fields == ({} if value is None else {"champ": value})
    assert codes(row) == (["bad_field"] if value is None else [])


def test_special_categories_are_kept_apart():
    """They are no part of the draft until the law has been asked."""
    row = candidate("Mail;Religion", "a@x.fr;bouddhiste")
    assert row.draft.fields == {}
    assert row.special == {"religion": "bouddhiste"}


def test_organisations_are_no_persons():
    """A column of organisations makes one of a row, and so does the setting."""
    row = candidate("Raison sociale;Mail", "Les Amis;a@x.fr")
    assert row.draft.kind is ContactKind.ORGANISATION
    assert row.draft.name.display == "Les Amis"
    hall = candidate("Mail;Commune", "a@x.fr;Lens", kind=ContactKind.ORGANISATION)
    assert hall.draft.kind is ContactKind.ORGANISATION


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Liste achetée 2024", "bought_list"),
        ("bought list", "bought_list"),
        ("marché", "market_stall"),
        ("Pétition", "petition"),
        ("porte-à-porte", "door"),
        ("liste électorale", "electoral_roll"),
        ("fichier municipal", "public_service_file"),
        ("Tombola de Zoé", None),
    ],
)
def test_a_row_may_say_where_it_comes_from(words, kind):
    """The kind is known only where the words name one; the label stays as typed."""
    row = candidate("Mail;Origine;Date de collecte", f"a@x.fr;{words};01/02/2024")
    assert row.source.kind == kind
    assert row.source.label == words
    assert row.source.collected == date(2024, 2, 1)


def test_nationbuilders_apostrophes_are_taken_off_everywhere():
    """It puts them before any cell."""
    header = "nationbuilder_id,signup_type,first_name,last_name,email1"
    row = candidate(header, "'12,0,'Élise,'Amalou,'elise@example.org")
    assert row.draft.name == Name(given="Élise", family="Amalou")
    assert points(row) == ["elise@example.org"]
    assert row.draft.external_ids == {"nationbuilder": "12"}


CONSENT = "Mail;Accepte e-mails;Date opt-in;Preuve;Adresse IP;Double opt-in"


@pytest.mark.parametrize("word", ["oui", "OUI", "x", "X", "1", "vrai", "yes", "✓", "O"])
def test_a_plain_yes_is_consent_with_its_proof(word):
    """Date, address, document and confirmation go with it (GDPR article 7(1))."""
    row = candidate(
        CONSENT, f"a@x.fr;{word};01/02/2024;bulletin 12;192.0.2.1;2024-02-02 10:00:00"
    )
    (said,) = row.statements
    assert said.statement is Statement.GIVEN
    assert (said.purpose, said.medium) == ("campaign", "email")
    assert said.at == datetime(2024, 2, 1, tzinfo=PARIS)
    assert said.confirmed_at == datetime(2024, 2, 2, 10, tzinfo=PARIS)
    assert (said.document, said.ip) == ("bulletin 12", "192.0.2.1")
    assert row.suppressions == ()


@pytest.mark.parametrize("word", ["non", "Non", "0", "faux", "false", "refus", "n"])
def test_a_plain_no_is_a_refusal(word):
    """It is recorded, and carries no proof of consent."""
    (said,) = candidate(CONSENT, f"a@x.fr;{word};;b;;").statements
    assert said.statement is Statement.REFUSED
    assert said.document is None


@pytest.mark.parametrize("word", ["", "-", "inconnu", "n/a", "?", "nsp", "pending"])
def test_silence_is_neither_yes_nor_no(word):
    """An empty cell is no statement (Planet49, C-673/17)."""
    row = candidate(CONSENT, f"a@x.fr;{word};01/02/2024;b;;")
    assert row.statements == ()
    assert codes(row) == []


def test_what_cannot_be_read_is_no_consent():
    """In doubt nobody agreed."""
    row = candidate(CONSENT, "a@x.fr;à voir;;;;")
    assert row.statements == ()
    assert codes(row) == ["unreadable_consent"]


def test_a_date_in_a_column_of_consent_is_a_yes_on_that_day():
    """Mailchimp's OPTIN_TIME is one."""
    (said,) = candidate("Mail;Opt-in", "a@x.fr;2024-02-01 10:00:00").statements
    assert said.statement is Statement.GIVEN
    assert said.at == datetime(2024, 2, 1, 10, tzinfo=PARIS)


def test_a_date_ahead_proves_nothing():
    """It is left out and said so."""
    row = candidate(CONSENT, "a@x.fr;oui;01/02/2040;;300.1.1.1;")
    (said,) = row.statements
    assert (said.at, said.ip) == (None, None)
    assert codes(row) == ["bad_date", "bad_ip"]


@pytest.mark.parametrize(
    ("word", "statement", "cause"),
    [
        ("désinscrit", Statement.WITHDRAWN, Cause.WITHDRAWAL),
        ("unsubscribed", Statement.WITHDRAWN, Cause.WITHDRAWAL),
        ("bouncing", None, Cause.HARD_BOUNCE),
        ("spam complaint", None, Cause.COMPLAINT),
    ],
)
def test_states_of_other_tools_are_different_facts(word, statement, cause):
    """To leave, to bounce and to complain are three things."""
    row = candidate("Mail;Opt-in", f"a@x.fr;{word}")
    assert [said.statement for said in row.statements] == (
        [statement] if statement else []
    )
    assert [(lost.cause, lost.medium) for lost in row.suppressions] == [
        (cause, "email")
    ]


@pytest.mark.parametrize(
    ("word", "at"),
    [
        ("oui", None),
        ("X", None),
        ("blocklisted", None),
        ("01/02/2024", datetime(2024, 2, 1, tzinfo=PARIS)),
    ],
)
def test_who_left_before_has_left_here_too(word, at):
    """A withdrawal is taken over with its date."""
    (lost,) = candidate("Mail;Désinscrit", f"a@x.fr;{word}").suppressions
    assert (lost.cause, lost.medium, lost.at) == (Cause.WITHDRAWAL, "email", at)


@pytest.mark.parametrize("word", ["", "non", "0", "false", "enabled", "actif", "-"])
def test_who_has_not_left_has_not(word):
    """A status of being there is no withdrawal."""
    assert candidate("Mail;Désinscrit", f"a@x.fr;{word}").suppressions == ()


def test_what_cannot_be_read_in_a_column_of_refusal_is_one():
    """In doubt the stricter."""
    row = candidate("Mail;Désinscrit", "a@x.fr;par téléphone")
    assert row.suppressions[0].cause is Cause.WITHDRAWAL
    assert codes(row) == ["unreadable_refusal"]


def test_one_withdrawal_is_told_once():
    """A word and a date in two columns are one fact."""
    header = "Mail;Désinscrit;Désinscrit le;Opt-in"
    (lost,) = candidate(header, "a@x.fr;oui;01/02/2024;désinscrit").suppressions
    assert lost.at == datetime(2024, 2, 1, tzinfo=PARIS)


def test_an_unreadable_date_of_leaving_still_tells_of_one():
    """Who left has left, whenever it was."""
    row = candidate("Mail;Désinscrit le", "a@x.fr;l'an dernier")
    assert row.suppressions[0].at is None
    assert codes(row) == ["bad_date"]


def test_objections_name_their_medium_or_all():
    """`Do not call` is not `do not contact`."""
    row = candidate("Mail;Ne pas appeler;Ne pas contacter;NPAI email", "a@x.fr;x;oui;1")
    assert {(lost.cause, lost.medium) for lost in row.suppressions} == {
        (Cause.OBJECTION, "phone"),
        (Cause.OBJECTION, None),
        (Cause.HARD_BOUNCE, "email"),
    }


def test_parents_and_explicit_consent_are_read():
    """Both must be said by a plain yes."""
    header = "Mail;Autorisation parentale;Consentement santé"
    row = candidate(header, "a@x.fr;oui;oui")
    assert row.guardian
    assert row.categories == {"health"}
    silent = candidate(header, "a@x.fr;;à voir")
    assert (silent.guardian, silent.categories) == (False, frozenset())


def test_nobody_is_named_by_what_a_row_prints():
    """No name, address or number shows in a representation."""
    row = candidate(
        "Prénom;Nom;Mail;Tél;Adresse;Remarques;Religion;Opt-in;Adresse IP",
        "Léa;Royère;lea@example.org;0199001234;3 rue Basly;bavarde;bouddhiste;oui;192.0.2.9",
    )
    bad = candidate("Nom;Mail", "Royère;secret@")
    shown = repr(row) + repr(row.draft) + repr(bad) + repr(bad.findings)
    for hidden in (
        "Léa",
        "Royère",
        "lea@",
        "1990",
        "Basly",
        "bavarde",
        "bouddhiste",
        "192.",
        "secret",
    ):
        assert hidden not in shown


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("1706745600", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2024-02-01 00:00:00 UTC", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2024-02-01T00:00:00Z", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2024-02-01T00:00:00+02:00", datetime(2024, 1, 31, 22, tzinfo=UTC)),
        ("01/02/2024", datetime(2024, 2, 1, tzinfo=PARIS)),
        ("1/2/24", datetime(2024, 2, 1, tzinfo=PARIS)),
        ("01/02/2024 à 14h30", datetime(2024, 2, 1, 14, 30, tzinfo=PARIS)),
        ("2024/2/1 14:30", datetime(2024, 2, 1, 14, 30, tzinfo=PARIS)),
        ("1er février 2024", datetime(2024, 2, 1, tzinfo=PARIS)),
        ("01 Feb 2024", datetime(2024, 2, 1, tzinfo=PARIS)),
        ("jeudi 1 févr. 2024 14:30", datetime(2024, 2, 1, 14, 30, tzinfo=PARIS)),
    ],
)
def test_instants_are_read_as_tools_and_people_write_them(cell, instant):
    """A day begins at midnight where the office is, unless an offset is given."""
    (said,) = candidate("Mail;Opt-in;Date opt-in", f"a@x.fr;oui;{cell}").statements
    assert said.at == instant


@pytest.mark.parametrize("cell", ["99/99/2024", "2024-13-01", "3 brumaire 2024"])
def test_a_day_that_does_not_exist_is_no_day(cell):
    """It is left out and said so."""
    row = candidate("Mail;Opt-in;Date opt-in", f"a@x.fr;oui;{cell}")
    assert row.statements[0].at is None
    assert codes(row) == ["bad_date"]


def test_a_name_longer_than_any_is_left_out():
    """The row stands by its address."""
    row = candidate("Nom;Mail", f"{'x' * 501};a@x.fr")
    assert row.draft.name == Name()
    assert codes(row) == ["long_name"]


@pytest.mark.parametrize(("mark", "said"), [("☑", 1), ("♥", 0)])
def test_a_tick_is_a_yes_and_a_heart_is_not(mark, said):
    """Signs without letters are read as signs."""
    assert len(candidate("Mail;Opt-in", f"a@x.fr;{mark}").statements) == said
