"""What each rule of the Union and of France lets pass, and what it stops."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.law import (
    AddressingFacts,
    Cause,
    ConsentFacts,
    FieldFacts,
    HouseRuleError,
    Mechanism,
    Medium,
    Origin,
    Purpose,
    Sensitivity,
    SourceFacts,
    Statement,
    Subject,
    UnsettledDateError,
    Vocabulary,
    jurisdiction,
    register,
)
from poltech.law.eu import EU
from poltech.law.fr import FR
from poltech.profile import ControllerKind

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SECOND = timedelta(seconds=1)
TICKED = Vocabulary("mechanism", Mechanism.BUILT_IN).parse("unticked_box")
STOPPERS = (Cause.WITHDRAWAL, Cause.OBJECTION, Cause.COMPLAINT)


def codes(**facts: object) -> tuple[str, ...]:
    """Ask whether a person who agreed may get a campaign e-mail."""
    usual = {
        "at": NOON,
        "purpose": Purpose.CAMPAIGN,
        "medium": Medium.EMAIL,
        "controller": ControllerKind.PARTY,
        "statement": Statement.GIVEN,
    }
    return FR.address(AddressingFacts(**(usual | facts))).codes


def test_who_agreed_may_be_written_to() -> None:
    """Consent for this purpose and medium is enough (GDPR article 6(1)(a))."""
    assert codes() == ()


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (Subject.ERASED, "SUBJECT_ERASED"),
        (Subject.RESTRICTED, "SUBJECT_RESTRICTED"),
        (Subject.MERGED, "SUBJECT_MERGED"),
    ],
)
def test_state_of_the_contact_comes_first(subject: Subject, code: str) -> None:
    """Who is erased, restricted or merged is not addressed, whatever else holds."""
    everything = frozenset(Cause)
    found = codes(subject=subject, suppressions=everything, reachable=False)
    assert found[0] == code
    assert found[-1] == "UNREACHABLE"


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (Cause.WITHDRAWAL, "UNSUBSCRIBED"),
        (Cause.OBJECTION, "OBJECTION_ABSOLUTE"),
        (Cause.COMPLAINT, "COMPLAINT"),
        (Cause.HARD_BOUNCE, "HARD_BOUNCE"),
        (Cause.ERASURE, "POINT_ERASED"),
    ],
)
def test_causes_of_suppression_are_different_facts(cause: Cause, code: str) -> None:
    """A bounce does not look like an unsubscription, nor a complaint like either."""
    assert codes(suppressions=frozenset({cause})) == (code,)


@pytest.mark.parametrize("cause", Cause)
def test_answers_pass_unless_they_cannot_arrive(cause: Cause) -> None:
    """A receipt needs no consent, but nothing goes to a dead or erased address."""
    found = codes(
        purpose=Purpose.SERVICE, statement=None, suppressions=frozenset({cause})
    )
    assert (found == ()) is (cause in STOPPERS)


def test_an_objection_does_not_hide_a_bounce() -> None:
    """Of several causes each is said: a receipt still stops at a dead address."""
    both = frozenset({Cause.OBJECTION, Cause.HARD_BOUNCE})
    assert codes(purpose=Purpose.SERVICE, suppressions=both) == ("HARD_BOUNCE",)


def test_an_organisation_may_be_written_to_at_its_published_address() -> None:
    """Directive 2002/58/EC article 13 asks for the consent of natural persons."""
    facts = {"person": False, "origin": Origin.PUBLIC_DIRECTORY, "statement": None}
    assert codes(**facts) == ()
    assert codes(**facts | {"statement": Statement.REFUSED}) == ("OBJECTION_ABSOLUTE",)


def test_a_person_at_a_published_address_still_has_to_agree() -> None:
    """That an address is published is no consent."""
    found = codes(origin=Origin.PUBLIC_DIRECTORY, statement=None)
    assert found == ("EPRIVACY_CONSENT_REQUIRED",)


@pytest.mark.parametrize("medium", [Medium.POST, Medium.PHONE])
def test_letters_and_calls_need_no_consent_but_heed_a_no(medium: Medium) -> None:
    """Legitimate interest carries them until the person objects (article 21)."""
    assert codes(medium=medium, statement=None) == ()
    assert codes(medium=medium, statement=Statement.EXPIRED) == ()
    refused = codes(medium=medium, statement=Statement.REFUSED)
    assert refused == ("OBJECTION_ABSOLUTE",)
    withdrawn = codes(medium=medium, statement=Statement.WITHDRAWN)
    assert withdrawn == ("CONSENT_WITHDRAWN",)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"statement": Statement.WITHDRAWN}, "CONSENT_WITHDRAWN"),
        ({"statement": Statement.REFUSED}, "CONSENT_REFUSED"),
        ({"statement": Statement.EXPIRED}, "CONSENT_EXPIRED"),
        ({"statement": None, "media": {"sms"}}, "CONSENT_CHANNEL_MISMATCH"),
        ({"statement": None, "purposes": {"events"}}, "CONSENT_PURPOSE_MISMATCH"),
        ({"statement": None}, "EPRIVACY_CONSENT_REQUIRED"),
    ],
)
def test_what_was_said_gives_exactly_one_reason(said: dict, code: str) -> None:
    """Counts by reason add up: no person is counted under two of these."""
    assert codes(**said) == (code,)


@given(birth=st.integers(1920, 2026), medium=st.sampled_from([Medium.POST]))
def test_children_are_not_written_to_on_our_own_interest(birth, medium) -> None:
    """Below the age of consent nobody is approached without anyone's agreement."""
    found = codes(statement=None, medium=medium, birth_year=birth)
    assert ("MINOR_LEGITIMATE_INTEREST" in found) is (2026 - birth - 1 < 15)


def test_an_unknown_age_is_not_asked_for() -> None:
    """No rule makes the office collect birth dates."""
    assert codes(statement=None, medium=Medium.POST, birth_year=None) == ()


@pytest.mark.parametrize("origin", [Origin.ELECTORAL_ROLL, Origin.TRADED])
def test_a_later_consent_frees_a_contact_from_its_origin(origin: Origin) -> None:
    """Who agreed by themselves is written to, wherever their address came from."""
    assert codes(origin=origin) == ()
    assert codes(origin=origin, statement=None) != ()


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (None, "SOURCE_MISSING"),
        (Origin.PUBLIC_SERVICE, "SOURCE_PUBLIC_SERVICE"),
        (Origin.SOCIAL_NETWORK, "SOCIAL_HARVEST"),
    ],
)
def test_unlawful_origins_stay_unlawful(origin: Origin | None, code: str) -> None:
    """What may not be stored may not be used either."""
    assert codes(origin=origin) == (code,)


@pytest.mark.parametrize(
    ("medium", "code"),
    [
        (None, "SOURCE_TRADED"),
        (Medium.POST, "SOURCE_TRADED"),
        (Medium.EMAIL, "SOURCE_TRADED_ELECTRONIC"),
    ],
)
def test_bought_lists_are_refused(medium: Medium | None, code: str) -> None:
    """By law for electronic media, by the house rule for all."""
    facts = SourceFacts(origin=Origin.TRADED, medium=medium)
    assert code in FR.source(facts, TODAY).codes


def test_a_house_rule_can_be_switched_off_and_the_law_cannot() -> None:
    """Counsel may clear a bought list for letters; never for e-mail."""
    lenient = FR.without("SOURCE_TRADED")
    letters = SourceFacts(origin=Origin.TRADED, medium=Medium.POST)
    mails = SourceFacts(origin=Origin.TRADED, medium=Medium.EMAIL)
    assert lenient.source(letters, TODAY).allowed
    assert lenient.source(mails, TODAY).codes == ("SOURCE_TRADED_ELECTRONIC",)
    assert not FR.source(letters, TODAY).allowed
    with pytest.raises(HouseRuleError):
        FR.without("SOURCE_TRADED_ELECTRONIC")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"evidence": False}, "CONSENT_NOT_PROVEN"),
        ({"informed": False}, "CONSENT_NOT_INFORMED"),
        ({"purposes": 2}, "CONSENT_BUNDLED"),
        ({"conditional": True}, "CONSENT_CONDITIONAL"),
    ],
)
def test_a_flawed_consent_is_none(change: dict, code: str) -> None:
    """Proven, informed, granular and free (GDPR articles 4(11) and 7)."""
    given = {"statement": Statement.GIVEN, "mechanism": TICKED}
    assert FR.consent(ConsentFacts(**given), TODAY).allowed
    assert FR.consent(ConsentFacts(**given | change), TODAY).codes == (code,)


@pytest.mark.parametrize("mechanism", Mechanism.BUILT_IN, ids=lambda m: m.code)
def test_only_affirmative_acts_give_consent(mechanism: Mechanism) -> None:
    """Recital 32: silence, pre-ticked boxes and inactivity are no consent."""
    facts = ConsentFacts(statement=Statement.GIVEN, mechanism=mechanism)
    assert FR.consent(facts, TODAY).allowed is mechanism.affirmative


AGES = [("FR", 15), ("DE", 16), ("BE", 13), ("ES", 14), ("AT", 14), ("XX", 16)]


@pytest.mark.parametrize(("country", "age"), AGES)
def test_the_age_of_consent_is_the_country_s_own(country: str, age: int) -> None:
    """One year below a parent is needed, at the age itself not (GDPR article 8)."""
    assert FR.age_of_consent(country, TODAY) == age
    given = {"statement": Statement.GIVEN, "mechanism": TICKED, "country": country}
    assert FR.consent(ConsentFacts(**given, age=age), TODAY).allowed
    young = FR.consent(ConsentFacts(**given, age=age - 1), TODAY)
    assert young.codes == ("MINOR_PARENTAL_CONSENT_REQUIRED",)
    assert str(age) in young.reasons[0].say("fr")
    assert FR.consent(ConsentFacts(**given, age=age - 1, guardian=True), TODAY).allowed


def test_a_party_keeps_the_opinions_of_those_close_to_it_alone() -> None:
    """Article 9(2)(d) reaches members and regular contacts, and no other category."""
    special = {"sensitivity": Sensitivity.SPECIAL, "category": "political_opinion"}
    assert FR.field(FieldFacts(**special, relation="regular_contact"), TODAY).allowed
    assert not FR.field(FieldFacts(**special), TODAY).allowed
    candidate = FieldFacts(
        **special, relation="member", controller=ControllerKind.CANDIDATE
    )
    assert not FR.field(candidate, TODAY).allowed
    health = FieldFacts(**special | {"category": "health"}, relation="member")
    assert not FR.field(health, TODAY).allowed
    assert FR.field(FieldFacts(sensitivity=Sensitivity.PERSONAL), TODAY).allowed


DATED = [
    (
        "FR_CALL_CONSENT",
        datetime(2026, 8, 11, tzinfo=ZoneInfo("Europe/Paris")),
        {"purpose": Purpose.COMMERCIAL, "medium": Medium.PHONE, "statement": None},
    ),
    (
        "TTPA_NOT_COLLECTED_FROM_SUBJECT",
        datetime(2025, 10, 10, tzinfo=ZoneInfo("Europe/Paris")),
        {"purpose": Purpose.POLITICAL_ADVERTISING, "origin": Origin.THIRD_PARTY},
    ),
]


@pytest.mark.parametrize(("code", "first", "facts"), DATED, ids=[d[0] for d in DATED])
def test_a_dated_rule_binds_from_the_first_second_of_its_day(
    code: str, first: datetime, facts: dict
) -> None:
    """One second before midnight it does not bind, at midnight in Paris it does."""
    assert code not in codes(at=first - SECOND, **facts)
    assert code in codes(at=first, **facts)
    assert code not in codes(at=first - timedelta(days=1), **facts)
    assert code in codes(at=first + timedelta(days=1), **facts)


def test_a_day_before_every_row_is_unsettled() -> None:
    """Nobody guesses a number for a day that no row covers."""
    with pytest.raises(UnsettledDateError):
        FR.age_of_consent("FR", date(2018, 5, 24))
    assert FR.age_of_consent("FR", date(2018, 5, 25)) == 15


def test_reasons_explain_and_advise_in_both_languages() -> None:
    """A volunteer reads why, and what to do about it."""
    facts = AddressingFacts(
        at=NOON,
        purpose=Purpose.CAMPAIGN,
        medium=Medium.EMAIL,
        controller=ControllerKind.CANDIDATE,
    )
    (reason,) = FR.address(facts).reasons
    assert reason.say() == "This person never agreed to electronic messages."
    assert reason.say("fr").startswith("Cette personne n'a jamais donné son accord")
    assert reason.advise("fr").endswith("d'ici là, n'écrivez pas.")


def test_the_register_lists_every_rule_once_for_its_question() -> None:
    """Counsel reads each rule with its code, source, dates and sentences."""
    french = register(FR, "fr")
    assert len(french) == len(list(FR.rules())) > len(register(EU)) > 30
    call = next(entry for entry in french if entry.code == "FR_CALL_CONSENT")
    assert call.question == "addressing"
    assert call.since == date(2026, 8, 11)
    assert call.text.startswith("On ne peut appeler")


def test_the_law_of_the_union_binds_in_france() -> None:
    """FR includes EU, and adds to it."""
    assert [order.code for order in FR.lineage()] == ["EU", "FR"]
    assert {rule.code for rule in EU.rules()} <= {rule.code for rule in FR.rules()}
    assert jurisdiction("FR") is FR
    assert jurisdiction("EU") is EU
