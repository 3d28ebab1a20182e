"""Segments as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.contacts import Standing
from poltech.errors import InvalidInputError
from poltech.i18n import explain as say
from poltech.ids import SegmentId
from poltech.law import Cause, Statement
from poltech.money import Money
from poltech.segments import (
    Expression,
    SegmentNotFoundError,
    SegmentSyntaxError,
    SegmentTooLargeError,
    added,
    attended,
    born,
    consents_to,
    did,
    dumps,
    everyone,
    field,
    format,  # noqa: A004 - its name at the door
    from_source,
    gave,
    in_division,
    in_household,
    in_segment,
    is_person,
    lives_in,
    opened,
    parse,
    reachable_by,
    signed,
    speaks,
    standing,
    suppressed,
    tag,
)
from poltech.segments.testing import NASTY, questions

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)


@pytest.mark.property
@given(where=questions(), locale=st.sampled_from(("en", "fr")))
def test_a_question_survives_its_text(where: Expression, locale: str) -> None:
    """parse(format(x)) == x, in English and in French."""
    text = format(where, locale=locale)
    assert parse(text) == where
    assert dumps(parse(text)) == dumps(where)


@pytest.mark.property
@given(where=questions())
def test_dates_survive_in_any_zone(where: Expression) -> None:
    """A date means the midnight of the zone that it is written and read in."""
    assert parse(format(where, zone=PARIS), zone=PARIS) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("everyone", everyone()),
        ("tous", everyone()),
        ("tag:bénévole", tag("bénévole")),
        ("ÉTIQUETTE : bénévole", tag("bénévole")),
        ('etiquette:"au marché"', tag("au marché")),
        ("tag:« au marché »", tag("au marché")),
        ("tag:“au marché”", tag("au marché")),
        ('tag:"et"', tag("et")),
        ("tag:de", tag("de")),
        ("tag:(a, b)", tag("a") | tag("b")),
        ("tag:a and tag:b or tag:c", (tag("a") & tag("b")) | tag("c")),
        ("tag:a et (tag:b ou tag:c)", tag("a") & (tag("b") | tag("c"))),
        ("tag:a & tag:b | tag:c", (tag("a") & tag("b")) | tag("c")),
        ("tag:a sauf tag:b", tag("a") - tag("b")),
        ("tag:a except tag:b and tag:c", tag("a") - tag("b") & tag("c")),
        ("not tag:a", ~tag("a")),
        ("non (tag:a ou tag:b)", ~(tag("a") | tag("b"))),
        ("postcode:62300", lives_in("62300")),
        ("cp:62*", lives_in("62*")),
        ("code_postal:(62300, 62800)", lives_in("62300", "62800")),
        ("cp:(62300, 59*)", lives_in("62300") | lives_in("59*")),
        ("commune:Lens", lives_in(commune="Lens")),
        ("pays:fr", lives_in(country="FR")),
        ("langue:FR", speaks("fr")),
        ("nature:personne", is_person()),
        (
            "statut:(membre, ancien_membre)",
            standing(Standing.MEMBER, Standing.FORMER_MEMBER),
        ),
        ("born < 1990", born(before=1990)),
        ("année_de_naissance > 1990", born(after=1990)),
        ("connu(foyer)", in_household()),
        ("unknown(field.level)", field("level").unknown()),
        ("field.level >= 3", field("level") >= 3),
        ("champ.ville:Le*", field("ville").starts_with("Le")),
        ('field.level:"3"', field("level").equals("3")),
        ("field.member:oui", field("member").equals(True)),  # noqa: FBT003 - a value
        ("signed()", signed()),
        ("signed(p1, within: 90 days)", signed("p1", within=90 * DAY)),
        ("signé(sujet: p1, dans: 2 semaines)", signed("p1", within=14 * DAY)),
        (
            "gave(total: 100 EUR, at least: 2)",
            gave(total=Money(10_000, "EUR"), at_least=2),
        ),
        ("donné(total: 99.50 €)", gave(total=Money(9_950, "EUR"))),
        ("venu(au moins: 3)", attended(at_least=3)),
        ("opened(within: 12 hours)", opened(within=DAY / 2)),
        ("activité(canvass, at most: 2)", did("canvass", at_most=2)),
        ("added(since: 2026-01-01)", added(since=datetime(2026, 1, 1, tzinfo=UTC))),
        ("consents(campaign, email)", consents_to("campaign", "email")),
        (
            "accord(campaign, email, retiré)",
            consents_to("campaign", "email", Statement.WITHDRAWN),
        ),
        ("suppressed(cause: adresse_morte)", suppressed(cause=Cause.HARD_BOUNCE)),
        ("reachable(sms)", reachable_by("mobile")),
        ("joignable:courriel", reachable_by("email")),
        ("division(circonscription, 62-03)", in_division("circonscription", "62-03")),
        ("source:marché", from_source(label="marché")),
        ("source(kind: petition)", from_source(kind="petition")),
        ("first 100 of tag:a", tag("a").limit(100)),
        ("premiers 100 parmi (tag:a ou tag:b)", (tag("a") | tag("b")).limit(100)),
        ('sample 50 "été 26" of tag:a', tag("a").sample(50, "été 26")),
    ],
)
def test_what_people_type_is_understood(text: str, where: Expression) -> None:
    """Words in French and English, with and without accents, mean the same."""
    assert parse(text) == where


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("", 1, 1, "a criterion"),
        ("tag", 1, 1, "a criterion"),
        ("tag:", 1, 5, "a value"),
        ("tag:a and", 1, 10, "a criterion"),
        ("tag:a b", 1, 7, "and, or, except or the end"),
        ("(tag:a", 1, 7, "closing bracket"),
        ("tag:a)", 1, 6, "the end"),
        ("tag:a\n  and tog:b", 2, 7, "postcode"),
        ("tag:a*", 1, 5, "a star"),
        ('tag:"a', 1, 5, "a value"),
        ("signed(nope: 3)", 1, 8, "within"),
        ("signed(within: 3 parsecs)", 1, 18, "weeks"),
        ("signed(within: 90)", 1, 16, "a number and a unit"),
        ("signed(a, b)", 1, 11, "closing bracket"),
        ("signed(at least: many)", 1, 18, "whole number"),
        ("signed(since: yesterday)", 1, 15, "a date"),
        ("signed(since: 2026-02-30)", 1, 15, "a date"),
        ("gave(total: 1.234 EUR)", 1, 1, "another value"),
        ("gave(total: 5 XXQ)", 1, 1, "another value"),
        ("consents(campaign)", 1, 1, "a purpose and a medium"),
        ("nature:chien", 1, 8, "person"),
        ("born < abc", 1, 8, "whole number"),
        ("born < (1, 2)", 1, 12, "one value"),
        ("tag < 3", 1, 1, "another criterion"),
        ("field:3", 1, 1, "another criterion"),
        ("known(nothing)", 1, 7, "an attribute or a field"),
        ("segment:members", 1, 9, "identifier"),
        ("first many of tag:a", 1, 7, "whole number"),
        ("first 0 of tag:a", 1, 7, "another value"),
        ("first 3 tag:a", 1, 9, "of"),
        ("everyone(1)", 1, 1, "a colon"),
        ("tag:a ; DROP TABLE x", 1, 7, "the end"),
    ],
)
def test_a_mistake_is_found_where_it_is(
    text: str, line: int, column: int, expected: str
) -> None:
    """The error names line, column, and what could have stood there."""
    with pytest.raises(SegmentSyntaxError) as raised:
        parse(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert expected in raised.value.expected


def test_a_star_between_marks_is_a_star() -> None:
    """Only a star outside quotation marks stands for the rest of a value."""
    assert parse('postcode:"62*"') != parse("postcode:62*")
    assert parse('postcode:"6 2"*') == lives_in("6 2*")


def test_a_mistake_is_explained_in_french() -> None:
    """A volunteer reads the error in their language."""
    with pytest.raises(SegmentSyntaxError) as raised:
        parse("étiquette:a et")
    assert say(raised.value, "fr") == (
        "Ligne 1, colonne 15 : c'est illisible."
        " Attendu : un critère, comme étiquette:bénévole."
    )


def test_a_segment_is_named_by_its_name_if_somebody_knows_it() -> None:
    """People need not type identifiers."""
    members = SegmentId(int=7)
    known = {"Nos adhérents": members}
    text = 'segment:"Nos adhérents"'

    def find(name: str) -> SegmentId:
        if name not in known:
            raise SegmentNotFoundError(reference=name)
        return known[name]

    assert parse(text, segments=find) == in_segment(members)
    assert parse(f"segment:{members}") == in_segment(members)
    names = {members: "Nos adhérents"}
    assert format(in_segment(members), segments=names.get) == text
    with pytest.raises(SegmentNotFoundError):
        parse("segment:others", segments=find)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "not " * 100_000 + "tag:a",
        "tag:a and " * 300 + "tag:a",
        "x" * 2_000_000,
    ],
    ids=["brackets", "negations", "criteria", "length"],
)
def test_depth_and_size_end_in_our_errors(text: str) -> None:
    """No text, however deep or long, exhausts the stack or the memory."""
    with pytest.raises((SegmentSyntaxError, SegmentTooLargeError)):
        parse(text)


@pytest.mark.property
@given(
    text=st.text(max_size=30)
    | st.lists(
        st.sampled_from(
            (
                "tag",
                ":",
                "a",
                "(",
                ")",
                "and",
                "ou",
                "not",
                "first",
                "3",
                "of",
                "*",
                ",",
                '"',
                "<",
                "signed",
                "within",
                "days",
                "field.x",
                " ",
                "«",
                "\n",
                *NASTY,
            )
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed, it is a question or our error; and the error has a place."""
    read = _read(text)
    if isinstance(read, SegmentSyntaxError):
        assert 1 <= read.line <= text.count("\n") + 2
        assert read.column >= 1
        assert say(read, "fr")
    elif isinstance(read, Expression):
        assert parse(format(read)) == read


def _read(text: str) -> Expression | InvalidInputError:
    try:
        return parse(text)
    except InvalidInputError as refused:
        return refused
