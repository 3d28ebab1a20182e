"""The Liquid that an author may write, and what is made of it."""

from datetime import date
from decimal import Decimal

import pytest

from poltech.contacts import FieldDefinition, FieldType
from poltech.law import Sensitivity
from poltech.mailings import (
    MergeFields,
    MergeValue,
    Message,
    MessageError,
    Part,
    TemplateError,
    gender_of,
    lint,
    salutation_of,
)
from poltech.mailings._template._filters import clean, shown
from poltech.mailings._template._findings import Source
from poltech.mailings._template._liquid import read_liquid
from poltech.mailings._template._markup import find_markup
from poltech.mailings._template._program import Manner, program_of
from poltech.mailings.testing import SENDER

FIELDS = MergeFields.BUILT_IN.with_custom(
    [
        FieldDefinition(key="number", label="n", type=FieldType.INTEGER),
        FieldDefinition(key="amount", label="a", type=FieldType.DECIMAL),
        FieldDefinition(key="member", label="m", type=FieldType.BOOLEAN),
        FieldDefinition(key="note", label="t"),
    ]
)


def said(template: str, language: str = "fr", **values: MergeValue) -> str:
    """Say a template of one person; `a__b` stands for the field `a.b`."""
    source = Source(Part.TEXT, template)
    find_markup(source)
    program = program_of(read_liquid(source, FIELDS), Manner(language=language))
    return program.run({k.replace("__", "."): v for k, v in values.items()})


OUTPUTS = [
    ("{{ custom.note }}", "x", "x"),
    ("{{ custom.note }}", None, ""),
    ("{{custom.note|upcase}}", "été", "ÉTÉ"),
    ("{{ custom.note | downcase }}", "ÉTÉ", "été"),
    ("{{ custom.note | capitalize }}", "jEAN", "Jean"),
    ("{{ custom.note | strip }}", " x ", "x"),
    ("{{ custom.note | escape }}", "<&>", "<&>"),
    ("{{ custom.note | truncate: 5 }}", "abcdefgh", "abcd…"),
    ("{{ custom.note | truncate: 5, '...' }}", "abcdefgh", "ab..."),
    ("{{ custom.note | truncate: 2, '...' }}", "abcdefgh", "..."),
    ("{{ custom.note | truncate: 9 }}", "abc", "abc"),
    ("{{ custom.note | default: 'ami' }}", None, "ami"),
    ("{{ custom.note | default: 'ami' }}", "", "ami"),
    ("{{ custom.note | default: 'ami' }}", "Zoé", "Zoé"),
    ("{{ custom.note | default: 3 }}", None, "3"),
    ("{{ custom.note | default: 2.5 }}", None, "2.5"),
    ("{{ custom.note | strip | default: 'ami' | upcase }}", " ", "AMI"),
    ("{{ custom.number | default: 7 }}", 0, "0"),
    ("{{ custom.number }}", 1234, "1234"),
    ("{{ custom.amount }}", Decimal("1234.5"), "1\u202f234,5"),
    ("{{ custom.member }}", True, "oui"),
    ("{{ custom.member }}", False, "non"),
    ("{{ source.date }}", date(2026, 11, 3), "3 novembre 2026"),
    ("{{ source.date | date: '%d/%m/%Y' }}", date(2026, 11, 3), "03/11/2026"),
    ("{{ source.date | date: '%-d %B %y' }}", date(2026, 11, 3), "3 novembre 26"),
    ("{{ source.date | date: '%A %a %b %%' }}", date(2026, 11, 3), "mardi mar. nov. %"),
    ("{{ source.date | date: '%d' | default: 'jamais' }}", None, "jamais"),
    ("{{ contact.gender | gendered: 'Cher', 'Chère', 'Cher·e' }}", "m", "Cher"),
    ("{{ contact.gender | gendered: 'Cher', 'Chère', 'Cher·e' }}", "f", "Chère"),
    ("{{ contact.gender | gendered: 'Cher', 'Chère', 'Cher·e' }}", None, "Cher·e"),
    ('{{ contact["given_name"] }}', "Zoé", "Zoé"),
]


@pytest.mark.parametrize(("template", "value", "text"), OUTPUTS)
def test_outputs(template: str, value: MergeValue, text: str) -> None:
    """Fields are said through filters, in the language of the message."""
    names = "custom__note", "custom__number", "custom__amount", "custom__member"
    fields = (*names, "source__date", "contact__gender", "contact__given_name")
    assert said(template, **dict.fromkeys(fields, value)) == text


def test_the_other_language() -> None:
    """Dates, numbers and yes or no are English in an English message."""
    template = "{{ custom.member }} {{ custom.amount }} {{ source.date }}"
    values = {"custom__member": True, "custom__amount": Decimal("1234.5")}
    when = date(2026, 11, 3)
    assert said(template, "en", source__date=when, **values) == (
        "yes 1,234.5 November 3, 2026"
    )


BRANCHES = [
    ("{% if custom.note %}a{% else %}b{% endif %}", "x", "a"),
    ("{% if custom.note %}a{% else %}b{% endif %}", None, "b"),
    ("{% if custom.note %}a{% endif %}", False, ""),
    ("{% if custom.note %}a{% endif %}", "", "a"),
    ("{% unless custom.note %}a{% endunless %}", None, "a"),
    ("{% unless custom.note %}a{% else %}b{% endunless %}", "x", "b"),
    (
        "{% if custom.note == 'x' %}a{% elsif custom.note == 'y' %}b{% endif %}",
        "y",
        "b",
    ),
    ("{% if custom.note != 'x' %}a{% endif %}", "y", "a"),
    ("{% if custom.note == blank %}a{% endif %}", None, "a"),
    ("{% if custom.note == blank %}a{% endif %}", "  ", "a"),
    ("{% if custom.note == empty %}a{% endif %}", "  ", ""),
    ("{% if custom.note == empty %}a{% endif %}", "", "a"),
    ("{% if blank == custom.note %}a{% endif %}", "", "a"),
    ("{% if custom.note == nil %}a{% endif %}", None, "a"),
    ("{% if custom.note == nil %}a{% endif %}", "", ""),
    ("{% if custom.note != blank %}a{% endif %}", 0, "a"),
    ("{% if nil == blank %}a{% endif %}", "x", "a"),
    ("{% if empty == blank %}a{% endif %}", "x", ""),
    ("{% if nil %}a{% else %}b{% endif %}", "x", "b"),
    ("{% if custom.note contains 'bc' %}a{% endif %}", "abcd", "a"),
    ("{% if custom.note contains 'x' %}a{% endif %}", None, ""),
    ("{% if custom.note contains nil %}a{% endif %}", "x", ""),
    ("{% if custom.number == 3 %}a{% endif %}", 3, "a"),
    ("{% if custom.number == 3.0 %}a{% endif %}", Decimal(3), "a"),
    ("{% if custom.member == true %}a{% endif %}", True, "a"),
    ("{% if custom.member == true %}a{% endif %}", 1, ""),
    ("{% if custom.note and custom.number == 3 %}a{% endif %}", 3, "a"),
    ("{% if custom.note == 'y' or custom.note == 'x' %}a{% endif %}", "x", "a"),
    (
        "{% case custom.note %}{% when 'x' %}a{% when 'y', 'z' %}b{% endcase %}",
        "z",
        "b",
    ),
    ("{% case custom.note %}{% when 'x' or 'y' %}a{% else %}c{% endcase %}", "q", "c"),
    ("a{%- if custom.note -%} b {%- endif -%} c", "x", "abc"),
    ("{% if custom.note %}{% if custom.number %}a{% endif %}{% endif %}", 1, "a"),
]


@pytest.mark.parametrize(("template", "value", "text"), BRANCHES)
def test_branches(template: str, value: MergeValue, text: str) -> None:
    """Liquid's truth: everything is true but nothing and false; blank is nothing too."""
    names = ("custom__note", "custom__number", "custom__member")
    assert said(template, **dict.fromkeys(names, value)) == text


REFUSED = [
    ("{{ contact.nickname }}", "unknown_field", (1, 4), "contact.nickname"),
    ("\n  {{ contact.__class__ }}", "unknown_field", (2, 6), "contact.__class__"),
    ("{{ contact }}", "unknown_field", (1, 4), "contact"),
    ("{{ contact.given_name.size }}", "unknown_field", (1, 4), None),
    ("{{ contact[custom.note] }}", "unknown_field", (1, 4), "contact"),
    ("{{ contact[0] }}", "unknown_field", (1, 4), "contact"),
    ("{{ 'x' }}", "no_field", (1, 1), ""),
    ("{{ 7 | times: 7 }}", "no_field", (1, 1), ""),
    ("{{ }}", "syntax", None, ""),
    ("{{ contact.given_name | reverse }}", "filter", (1, 25), "reverse"),
    ("{{ contact.given_name | append: 'x' }}", "filter", (1, 25), "append"),
    ("{{ contact.given_name | truncate }}", "filter_arguments", None, "truncate"),
    ("{{ contact.given_name | truncate: 'x' }}", "filter_arguments", None, None),
    ("{{ contact.given_name | truncate: 0 }}", "filter_arguments", None, None),
    ("{{ contact.given_name | truncate: 99999 }}", "filter_arguments", None, None),
    ("{{ contact.given_name | default }}", "filter_arguments", None, None),
    ("{{ contact.given_name | default: custom.note }}", "filter_arguments", None, None),
    ("{{ contact.given_name | upcase: 1 }}", "filter_arguments", None, None),
    ("{{ source.date | date: '%H' }}", "filter_arguments", None, "date"),
    ("{{ source.date | date: 3 }}", "filter_arguments", None, "date"),
    ("{{ contact.gender | gendered: 'a', 'b' }}", "filter_arguments", None, None),
    ("{% for x in contact %}{% endfor %}", "tag", (1, 1), "for"),
    ("{% assign x = 1 %}", "tag", (1, 1), "assign"),
    ("{% include 'x' %}", "tag", (1, 1), "include"),
    ("{% render 'x' %}", "tag", (1, 1), "render"),
    ("{% raw %}{% endraw %}", "tag", (1, 1), "raw"),
    ("{% comment %}{% endcomment %}", "tag", (1, 1), "comment"),
    ("{% # x %}", "tag", (1, 1), ""),
    ("{% %}", "tag", (1, 1), ""),
    ("{% liquid %}", "tag", (1, 1), "liquid"),
    ("{% capture x %}{% endcapture %}", "tag", (1, 1), "capture"),
    ("{% if contact.given_name %}", "syntax", None, ""),
    ("{% endif %}", "syntax", None, ""),
    ("{% else %}", "syntax", None, ""),
    ("{% if %}{% endif %}", "syntax", None, ""),
    ("{% if custom.number < 3 %}{% endif %}", "operand", None, ""),
    ("{% if custom.number == (1..3) %}{% endif %}", "operand", None, ""),
    ("{% if custom.note %}{% else %}{% else %}{% endif %}", "syntax", None, ""),
    ("{% if custom.note %}{% else x %}{% endif %}", "syntax", None, ""),
    (
        "{% case custom.note %}{% when 'x' %}{% when 'x' %}{% endcase %}",
        "case_twice",
        None,
        "",
    ),
    (
        "{% case custom.note %}{% else %}{% when 'x' %}{% endcase %}",
        "case_else",
        None,
        "",
    ),
    ("{{ contact.given_name", "unclosed", (1, 1), "}}"),
    ("x {% if contact.given_name", "unclosed", (1, 3), "%}"),
    ("{{" * 50_000, "unclosed", None, None),
    ("{% if custom.note %}" * 12 + "{% endif %}" * 12, "syntax", None, None),
    ("{{ custom.note }}" * 2_001, "too_much", None, None),
    ("x" * 300_001, "too_long", None, None),
    (
        "{% if " + "custom.note and " * 25 + "custom.note %}{% endif %}",
        None,
        None,
        None,
    ),
]


@pytest.mark.parametrize(
    ("template", "code", "place", "word"),
    REFUSED,
    ids=lambda value: str(value)[:40] if isinstance(value, str) else None,
)
def test_what_is_not_ours_is_refused_with_its_place(
    template: str,
    code: str | None,
    place: tuple[int, int] | None,
    word: str | None,
) -> None:
    """Invariant 15: no loop, no variable, no member, no inclusion can be said."""
    message = Message(sender=SENDER, subject="x", text=template)
    found = [f for f in lint(message, fields=FIELDS) if not f.warns]
    assert [f.code for f in found] == ([code] if code else [])
    if place is not None:
        assert (found[0].line, found[0].column) == place
    if word is not None:
        assert found[0].word == word


def test_errors_say_where_in_two_languages() -> None:
    """An author reads line, column and the word that is meant."""
    source = Source(Part.HTML, "a\nb {{ x }}")
    with pytest.raises(TemplateError) as caught:
        read_liquid(source, FIELDS)
    assert str(caught.value) == (
        "html, line 2, column 6: no such field is declared (x)."
    )
    (finding,) = lint(Message(sender=SENDER, subject="x", text="{{ x }}"))
    assert finding.say("fr") == "aucun champ de ce nom n'est déclaré"


def test_a_field_that_some_lack_wants_a_default() -> None:
    """Lint warns; the message may leave all the same."""
    text = "{{ contact.given_name }} {{ contact.salutation }} {{ office.name }}"
    (finding,) = lint(Message(sender=SENDER, subject="x", text=text))
    assert (finding.code, finding.warns) == ("no_default", True)
    assert finding.word == "contact.given_name"


def test_values_are_cleaned() -> None:
    """Control characters, half characters and reversing marks are not letters."""
    assert clean("a\0b\x1b\u202ec\ud800\ufeff") == "abc"
    assert clean("a\r\nb\rc\td") == "a\nb\nc\td"
    assert shown(3, "fr") == "3"


# Fields and forms of address


def test_custom_fields_are_declared() -> None:
    """A workspace's own fields stand under `custom.`; special ones do not."""
    assert "custom.note" in FIELDS
    assert "custom.note" not in MergeFields.BUILT_IN
    special = FieldDefinition(
        key="union", label="u", sensitivity=Sensitivity.SPECIAL, category="union"
    )
    with pytest.raises(MessageError) as caught:
        MergeFields.BUILT_IN.with_custom([special])
    assert caught.value.field == "union"


@pytest.mark.parametrize(
    ("civility", "gender", "french", "english"),
    [
        ("Mme", "f", "Madame", "Madam"),
        ("madame", "f", "Madame", "Madam"),
        ("M.", "m", "Monsieur", "Sir"),
        (" Mr ", "m", "Monsieur", "Sir"),
        ("Dr", None, "Madame, Monsieur", "Sir or Madam"),
        (None, None, "Madame, Monsieur", "Sir or Madam"),
    ],
)
def test_salutations(
    civility: str | None, gender: str | None, french: str, english: str
) -> None:
    """People are addressed by what they said of themselves, never by their name."""
    assert gender_of(civility) == gender
    assert salutation_of(civility, "fr") == french
    assert salutation_of(civility, "en") == english
