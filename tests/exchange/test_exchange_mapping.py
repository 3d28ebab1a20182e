"""What columns are taken for, and why."""

import io

import pytest

from poltech.contacts import FieldDefinition, FieldType
from poltech.exchange import (
    DateOrder,
    Field,
    Setting,
    Target,
    UnknownColumnError,
    UnknownTargetError,
    UnusableMappingError,
    Why,
    guess_mapping,
    open_table,
    parse_overrides,
    plan_of,
    presets,
)
from poltech.law import Sensitivity


def mapping(header, *rows, told=None, definitions=None):
    """Guess the mapping of a semicolon file with a header that is told."""
    lines = [header, *rows] if rows else [header, ";" * header.count(";") + "x"]
    reader = open_table("\n".join(lines).encode())
    assert reader.layout.header_row == 1
    return guess_mapping(reader.layout, told, definitions)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Prénom", "given_name"),
        ("PRENOM", "given_name"),
        ("Nom de famille", "family_name"),
        ("Mail", "email"),
        ("Courriel", "email"),
        ("E-mail", "email"),
        ("Adresse e-mail", "email"),
        ("Votre e-mail (obligatoire)", "email"),
        ("Email 2", "email"),
        ("Mail pro", "email:work"),
        ("Tél", "phone"),
        ("N° de téléphone", "phone"),
        ("Tel.", "phone"),
        ("Portable", "phone:mobile"),
        ("Mobile", "phone:mobile"),
        ("Tél. fixe", "phone:home"),
        ("CP", "postcode"),
        ("Code postal", "postcode"),
        ("code_postal", "postcode"),
        ("Ville", "commune"),
        ("Commune", "commune"),
        ("Code INSEE", "insee"),
        ("Département", "division:departement"),
        ("Circonscription", "division:circonscription"),
        ("Bureau de vote", "division:bureau_de_vote"),
        ("Date de naissance", "birth_date"),
        ("Né(e) le", "birth_date"),
        ("Pays", "country"),
        ("Langue", "language"),
        ("Civilité", "civility"),
        ("Étiquettes", "tags"),
        ("Remarques", "note"),
        ("Provenance", "source"),
        ("Date d'inscription", "source_date"),
        ("Désinscrit", "unsubscribed"),
        ("Désinscrit le", "unsubscribed_at"),
        ("NPAI email", "bounced"),
        ("Opt-in", "consent:campaign:email"),
        ("Newsletter", "consent:newsletter:email"),
        ("Opt-in SMS", "consent:campaign:sms"),
        ("Date opt-in", "consent_date"),
        ("Adresse IP", "consent_ip"),
        ("Ne pas appeler", "refusal:phone"),
        ("Ne pas contacter", "refusal"),
        ("Autorisation parentale", "guardian"),
        ("Twitter", "social:twitter"),
        ("firstName", "given_name"),
        ("Last Name", "family_name"),
        ("ZIP/Postal code", "postcode"),
        ("City", "commune"),
        ("Unsubscribed", "unsubscribed"),
        ("Date of birth", "birth_date"),
    ],
)
def test_columns_are_known_by_name_in_french_and_english(name, target):
    """Accents, case, punctuation and politeness do not matter."""
    (column, _) = mapping(f"{name};Zorglub").columns
    assert str(column.target) == target
    assert column.why in {Why.NAME, Why.LIKE}


@pytest.mark.parametrize(
    ("header", "rows", "targets"),
    [
        ("Contact;Ville", ["a@x.fr;Lens", "b@x.fr;Arras"], ["email", "commune"]),
        ("Contact;Ville", ["0612345678;Lens"], ["phone", "commune"]),
        ("Contact;Ville", ["Léa Roy;Lens"], ["display_name", "commune"]),
        ("Adresse;Ville", ["a@x.fr;Lens"], ["email", "commune"]),
        ("Adresse;Ville", ["3 rue Basly;Lens"], ["street", "commune"]),
        ("Nom;Prénom", ["Roy;Léa"], ["family_name", "given_name"]),
        ("Nom;Ville", ["Léa Roy;Lens"], ["display_name", "commune"]),
        ("Zorglub;Ville", ["a@x.fr;Lens", "b@x.fr;Lens"], ["email", "commune"]),
        ("Mail;Tél", ["0612345678;a@x.fr", "0612345679;b@x.fr"], ["phone", "email"]),
    ],
)
def test_values_settle_what_names_leave_open(header, rows, targets):
    """A column called Contact may hold addresses, numbers or names."""
    guessed = mapping(header, *rows)
    assert [str(column.target) for column in guessed.columns] == targets


def test_a_name_that_values_contradict_is_reported():
    """A column of numbers called Mail is read as what it holds, and said so."""
    guessed = mapping("Mail;Ville", "0612345678;Lens", "0612345679;Lens")
    assert guessed.columns[0].why is Why.DISAGREE
    assert [finding.code for finding in guessed.findings] == ["values_disagree"]


def test_unknown_columns_become_fields_of_ones_own():
    """Nothing is lost: keys are made from names, and no two are alike."""
    guessed = mapping("Mail;Vu au marché ?;2e tour;Vu au marché;custom", "a@x.fr;;;;")
    assert [str(column.target) for column in guessed.columns[1:]] == [
        "custom:vu_au_marche",
        "custom:field_2e_tour",
        "custom:vu_au_marche_2",
        "custom:custom",
    ]
    assert all(column.definition for column in guessed.columns[1:])


def test_a_proposed_field_is_sealed_unless_it_holds_a_few_common_answers():
    """A field that could tell who somebody is may not be selected on."""
    rows = [f"a{at}@x.fr;{'rouge' if at % 2 else 'bleu'};note {at}" for at in range(40)]
    _, colour, note = mapping("Mail;Couleur;Histoire", *rows).columns
    assert colour.definition.sensitivity is Sensitivity.ORDINARY
    assert note.definition.sensitivity is Sensitivity.PERSONAL


def test_the_type_of_a_field_follows_its_values():
    """Dates and booleans are proposed where every value is one."""
    rows = [f"a{at}@x.fr;0{at}/02/2024;oui;0{at}" for at in range(1, 9)]
    guessed = mapping("Mail;Vu le;Affiche;Casier", *rows)
    types = [column.definition.type for column in guessed.columns[1:]]
    assert types == [FieldType.DATE, FieldType.BOOLEAN, FieldType.TEXT]


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Religion", "religion"),
        ("Opinion politique", "political_opinion"),
        ("Parti", "political_opinion"),
        ("support_level", "political_opinion"),
        ("Vote 2022", "political_opinion"),
        ("Syndicat", "trade_union"),
        ("Santé", "health"),
        ("Ethnicity", "ethnic_origin"),
        ("Orientation sexuelle", "sex_life"),
    ],
)
def test_special_categories_are_known_by_name_and_marked(name, category):
    """They are refused later without explicit consent (GDPR article 9(1))."""
    guessed = mapping(f"Mail;{name}")
    column = guessed.columns[1]
    assert column.category == category
    assert column.definition.sensitivity is Sensitivity.SPECIAL
    assert column.target.field is Field.CUSTOM
    assert [finding.code for finding in guessed.findings] == ["special_column"]


def test_a_special_column_stays_one_under_another_key():
    """To call it otherwise does not make it harmless."""
    guessed = mapping("Mail;Religion", told={"Religion": "custom:r"})
    assert guessed.columns[1].category == "religion"


def test_the_offices_own_definition_stands():
    """A field the office has defined stays as it is, whatever a column is called."""
    own = FieldDefinition(key="parti", label="Parti à")
    guessed = mapping(
        "Mail;Parti", told={"Parti": "custom:parti"}, definitions={"parti": own}
    )
    assert guessed.columns[1].definition is own


@pytest.mark.parametrize("name", ["Mot de passe", "user_pass", "N° sécu", "IBAN"])
def test_secrets_are_never_read(name):
    """Passwords, state identifiers and account numbers are left out and reported."""
    guessed = mapping(f"Mail;{name}")
    assert guessed.columns[1].target.field is Field.IGNORE
    assert [finding.code for finding in guessed.findings] == ["forbidden_column"]


@pytest.mark.parametrize("name", ["RGPD", "Consentement", "J'accepte"])
def test_a_vague_agreement_is_no_consent(name):
    """It does not say to what (GDPR article 4(11)): the user must."""
    guessed = mapping(f"Mail;{name}")
    assert guessed.columns[1].target.field is Field.CUSTOM
    assert [finding.code for finding in guessed.findings] == ["vague_consent"]


def test_a_field_that_is_held_once_goes_to_the_surest_column():
    """Of two columns for the commune, the other is kept as a field of one's own."""
    guessed = mapping("Ville de résidence 2;Commune;Mail")
    assert [str(column.target) for column in guessed.columns] == [
        "custom:ville_de_residence_2",
        "commune",
        "email",
    ]
    assert guessed.columns[0].why is Why.TAKEN


def test_an_organisation_beside_a_persons_name_is_a_field():
    """Where rows name persons, their organisation is no contact of its own."""
    alone = mapping("Raison sociale;Mail")
    beside = mapping("Prénom;Nom;Association;Mail")
    assert str(alone.columns[0].target) == "organisation"
    assert str(beside.columns[2].target) == "custom:association"


def test_what_the_user_tells_stands_over_every_guess():
    """`COLUMN=FIELD` is found by exact or folded name."""
    guessed = mapping("Mail;Ville;Vide", told={"ville": "custom:v", "Vide": "ignore"})
    assert [str(column.target) for column in guessed.columns] == [
        "email",
        "custom:v",
        "ignore",
    ]
    assert guessed.columns[1].confidence == 1


def test_targets_told_again_give_the_same_mapping():
    """An import that goes on is given the targets it began with."""
    first = mapping("Mail;Vu;Ville;Commune;Religion")
    again = mapping("Mail;Vu;Ville;Commune;Religion", told=first.targets)
    assert again.targets == first.targets
    assert [column.definition for column in again.columns] == [
        column.definition for column in first.columns
    ]


@pytest.mark.parametrize(
    "text",
    ["", "nom", "email:a:b", "consent:newsletter", "custom", "custom:a b", "external"],
)
def test_a_target_that_does_not_exist_is_refused(text):
    """The error says which words it needs."""
    with pytest.raises(UnknownTargetError):
        Target.parse(text)


def test_a_column_that_does_not_exist_is_refused():
    """The error lists those that do."""
    with pytest.raises(UnknownColumnError) as caught:
        mapping("Mail;Ville", told={"Rue": "street"})
    assert caught.value.known == "Mail, Ville"


def test_overrides_are_read_at_their_last_equals_sign():
    """A column's name may hold one."""
    assert parse_overrides(["a=b=email"]) == {"a=b": "email"}


def test_a_mapping_that_names_nobody_is_refused(clock):
    """No row could ever say whom it is about."""
    guessed = mapping("Ville;CP")
    with pytest.raises(UnusableMappingError):
        plan_of(guessed, Setting(today=clock.now().date()))


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["03/31/2024", "01/02/2024"], DateOrder.MONTH_FIRST),
        (["31/03/2024", "01/02/2024"], DateOrder.DAY_FIRST),
        (["01/02/2024"], DateOrder.DAY_FIRST),
    ],
)
def test_the_figures_tell_which_of_day_and_month_is_first(days, order):
    """In doubt the day, as the French write."""
    rows = [f"a{at}@x.fr;{day}" for at, day in enumerate(days)]
    assert mapping("Mail;Né le", *rows).columns[1].dates is order


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.code)
def test_exports_of_vendors_are_known_by_their_columns(preset):
    """Each preset's targets exist, and its own columns give it away."""
    for target in preset.columns.values():
        assert str(Target.parse(target)) == target
    for signature in preset.signatures:
        header = ",".join([*sorted(signature), "Zorglub"])
        reader = open_table(f"{header}\n{',' * len(signature)}x\n".encode())
        assert guess_mapping(reader.layout).preset == preset.code


def test_mailchimps_proof_of_consent_is_kept():
    """It alone exports when and whence people agreed and confirmed."""
    header = (
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,"
        "CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,CC,LEID,EUID,NOTES,TAGS"
    )
    guessed = guess_mapping(open_table(f"{header}\n{',' * 14}x\n".encode()).layout)
    targets = guessed.targets
    assert targets["OPTIN_TIME"] == "consent:newsletter:email"
    assert targets["OPTIN_IP"] == "consent_ip"
    assert targets["CONFIRM_TIME"] == "confirmed_at"
    assert [finding.code for finding in guessed.findings] == ["preset"]


def test_nationbuilders_opinions_are_marked_and_its_lack_of_proof_said():
    """Support level, party, church and ethnicity are special categories."""
    header = "nationbuilder_id,signup_type,email1,support_level,party,church,ethnicity"
    guessed = guess_mapping(open_table(f"{header}\n{',' * 6}x\n".encode()).layout)
    categories = [column.category for column in guessed.columns[3:]]
    assert categories == [
        "political_opinion",
        "political_opinion",
        "religion",
        "ethnic_origin",
    ]
    assert "no_proof" in {finding.code for finding in guessed.findings}
    assert guessed.marked


def test_the_table_for_people_says_how_sure_and_why():
    """In French and in English."""
    guessed = mapping("Mail;Zorglub", "a@x.fr;x")
    lines = guessed.table("fr").splitlines()
    assert lines[0].split() == ["colonne", "champ", "sûr", "pourquoi"]
    assert "90" in lines[1]
    assert lines[1].endswith("son nom le dit")
    assert io.StringIO(guessed.table("en")).readline().startswith("column")


def test_columns_of_our_own_are_left_out():
    """A rejects file that comes back brings its reasons with it."""
    guessed = mapping("Mail;poltech_row;poltech_reasons")
    assert [str(column.target) for column in guessed.columns[1:]] == ["ignore"] * 2
