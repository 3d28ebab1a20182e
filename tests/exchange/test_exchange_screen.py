"""What the law says of rows before anything of them is stored."""

from datetime import UTC, date, datetime

import pytest

from poltech.consent import Notice
from poltech.exchange import (
    Screener,
    Setting,
    Terms,
    guess_mapping,
    normalize_batch,
    open_table,
    plan_of,
)
from poltech.ids import FrozenIds, NoticeId
from poltech.law import Purpose, UnknownTermError, jurisdiction
from poltech.profile import ControllerKind

TODAY = date(2026, 11, 23)
LEAFLET = Notice(
    id=FrozenIds().new(NoticeId),
    name="leaflet",
    locale="fr",
    text="J'accepte de recevoir les messages de la campagne par courriel.",
    purposes=frozenset({Purpose.CAMPAIGN.code}),
    media=frozenset({"email"}),
    categories=frozenset({"health"}),
    since=datetime(2024, 1, 1, tzinfo=UTC),
)
ASKED = {"notice": LEAFLET, "mechanism": "paper_box"}


def screened(header, row, source_kind="market_stall", **terms):
    """Screen one row by French law."""
    reader = open_table(f"{header}\n{row}\n".encode())
    plan = plan_of(guess_mapping(reader.layout), Setting(today=TODAY))
    (batch,) = reader.batches()
    screener = Screener(
        jurisdiction("FR"),
        Terms(source_kind=source_kind, today=TODAY, **terms),
        plan.definitions,
    )
    (found,) = screener.screen(normalize_batch(plan, batch))
    return found


def codes(found):
    """Give the codes of the law's reasons."""
    return {f.code for f in found.candidate.findings if f.level == "refusal"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("bought_list", "SOURCE_TRADED"),
        ("rented_list", "SOURCE_TRADED"),
        ("municipal_school_file", "SOURCE_PUBLIC_SERVICE"),
        ("social_network", "SOCIAL_HARVEST"),
    ],
)
def test_an_unlawful_source_is_refused_whole(kind, code):
    """Bought lists, public-service files and followers stay outside."""
    found = screened("Mail", "a@x.fr", source_kind=kind)
    assert found.decision.codes == (code,)
    assert not found.decision.allowed


def test_a_row_may_name_a_worse_source_than_its_file():
    """One bought row among those of a market stall is refused alone."""
    found = screened("Mail;Origine", "a@x.fr;Liste achetée")
    assert found.decision.codes == ("SOURCE_TRADED",)
    assert found.source.code == "bought_list"
    assert screened("Mail;Origine", "a@x.fr;marché").decision.allowed


def test_a_source_that_is_not_known_is_refused_before_any_row():
    """The terms must name one that is."""
    with pytest.raises(UnknownTermError):
        screened("Mail", "a@x.fr", source_kind="tombola")


def test_proven_consent_is_kept():
    """A wording that names purpose and medium, and an act of the person."""
    found = screened("Mail;Opt-in", "a@x.fr;oui", **ASKED)
    assert len(found.candidate.statements) == 1
    assert codes(found) == set()


@pytest.mark.parametrize(
    ("header", "row", "terms", "code"),
    [
        ("Mail;Opt-in", "a@x.fr;oui", {}, "CONSENT_NOT_AFFIRMATIVE"),
        (
            "Mail;Opt-in",
            "a@x.fr;oui",
            {"mechanism": "paper_box"},
            "CONSENT_NOT_PROVEN",
        ),
        (
            "Mail;Opt-in",
            "a@x.fr;oui",
            {"notice": LEAFLET, "mechanism": "prechecked_box"},
            "CONSENT_NOT_AFFIRMATIVE",
        ),
        ("Mail;Opt-in SMS", "a@x.fr;oui", ASKED, "CONSENT_NOT_INFORMED"),
        ("Mail;Newsletter", "a@x.fr;oui", ASKED, "CONSENT_NOT_INFORMED"),
        (
            "Mail;Opt-in;Né le",
            "a@x.fr;oui;01/02/2013",
            ASKED,
            "MINOR_PARENTAL_CONSENT_REQUIRED",
        ),
        (
            "Mail;Opt-in;Année de naissance",
            "a@x.fr;oui;2011",
            ASKED,
            "MINOR_PARENTAL_CONSENT_REQUIRED",
        ),
    ],
)
def test_consent_without_proof_is_left_out_and_the_row_stands(header, row, terms, code):
    """No wording, no act, another purpose, or a child alone (GDPR articles 4, 7, 8)."""
    found = screened(header, row, **terms)
    assert found.decision.allowed
    assert found.candidate.statements == ()
    assert code in codes(found)


def test_a_parent_may_agree_too():
    """Loi Informatique et Libertés, article 45."""
    found = screened(
        "Mail;Opt-in;Né le;Autorisation parentale", "a@x.fr;oui;01/02/2013;oui", **ASKED
    )
    assert len(found.candidate.statements) == 1


def test_age_counts_on_the_day_that_was_agreed():
    """Who was fourteen then was too young, whatever they are now."""
    header = "Mail;Opt-in;Date opt-in;Né le"
    young = screened(header, "a@x.fr;oui;01/06/2024;02/06/2009", **ASKED)
    old = screened(header, "a@x.fr;oui;01/06/2024;31/05/2009", **ASKED)
    assert young.candidate.statements == ()
    assert len(old.candidate.statements) == 1


def test_a_confirmed_mailbox_is_an_act_of_ones_own():
    """A double opt-in in the file stands over what is said of the whole."""
    header = "Mail;Opt-in;Double opt-in"
    found = screened(header, "a@x.fr;oui;2024-02-01", notice=LEAFLET)
    assert len(found.candidate.statements) == 1


@pytest.mark.parametrize("word", ["non", "désinscrit"])
def test_leaving_is_always_kept(word):
    """No proof is asked of who says no."""
    found = screened("Mail;Opt-in", f"a@x.fr;{word}")
    assert len(found.candidate.statements) == 1
    assert codes(found) == set()


def test_a_special_category_needs_explicit_consent_that_names_it():
    """GDPR article 9(2)(a): the rest of the row stands."""
    found = screened("Mail;Santé", "a@x.fr;diabète", **ASKED)
    assert found.decision.allowed
    assert found.candidate.special == {}
    assert codes(found) == {"GDPR_ART9_NO_EXPLICIT_CONSENT"}
    assert found.candidate.findings[0].column == "Santé"


def test_explicit_consent_opens_its_own_category():
    """And no other, and only if the wording named it."""
    header = "Mail;Santé;Religion;Consentement santé;Consentement religion"
    found = screened(header, "a@x.fr;diabète;zen;oui;oui", **ASKED)
    assert found.candidate.special == {"sante": "diabète"}
    assert found.candidate.categories == {"health"}
    assert codes(found) == {"CONSENT_NOT_INFORMED", "GDPR_ART9_NO_EXPLICIT_CONSENT"}


def test_a_party_that_knows_nothing_of_the_relation_needs_consent_too():
    """Article 9(2)(d) reaches members and regular contacts; a row proves neither."""
    found = screened(
        "Mail;Parti", "a@x.fr;vert", controller=ControllerKind.PARTY, **ASKED
    )
    assert found.candidate.special == {}


def test_each_distinct_question_is_asked_once():
    """A million rows ask the law a handful of times."""
    asked = []

    class Court:
        """Counts what it is asked."""

        def source(self, facts, day):
            """Answer by French law."""
            asked.append(facts)
            return jurisdiction("FR").source(facts, day)

        def consent(self, facts, day):
            """Answer by French law."""
            asked.append(facts)
            return jurisdiction("FR").consent(facts, day)

        field = consent

    rows = "\n".join(f"a{at}@x.fr;oui;{at % 3}" for at in range(300))
    reader = open_table(f"Mail;Opt-in;Origine\n{rows}\n".encode())
    plan = plan_of(guess_mapping(reader.layout), Setting(today=TODAY))
    screener = Screener(
        Court(), Terms(source_kind="web_form", today=TODAY, **ASKED), plan.definitions
    )
    (batch,) = reader.batches()
    assert len(list(screener.screen(normalize_batch(plan, batch)))) == 300
    assert len(asked) == 2
