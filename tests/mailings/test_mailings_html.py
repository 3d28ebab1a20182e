"""HTML of messages: what it may hold, where Liquid may stand, what text it becomes."""

import pytest

from poltech.mailings import (
    MergeFields,
    Message,
    Part,
    TemplateError,
    compile_message,
    lint,
)
from poltech.mailings._message._prepare import prepare
from poltech.mailings._template._contexts import Context, layout_of
from poltech.mailings._template._findings import Source
from poltech.mailings._template._inline import StandIns, normal_html
from poltech.mailings._template._markup import find_markup
from poltech.mailings._template._plain import plain_text
from poltech.mailings._template._tree import Output, Text
from poltech.mailings.testing import IMPRINT, SENDER

NAME = "{{ contact.salutation }}"


def codes(html: str) -> list[str]:
    """Give the rules that a document breaks."""
    message = Message(sender=SENDER, subject="x", html=html, text="x")
    return [finding.code for finding in lint(message) if not finding.warns]


FINE = [
    f"<p>{NAME}</p>",
    f"<title>{NAME}</title>x",
    f'<img alt="{NAME}" src="https://a.example/x.png">',
    f"<img alt='x {NAME}' src='cid:logo'>",
    '<a href="{{ unsubscribe_url }}">x</a>',
    "<a href=\"{{unsubscribe_url}}\">x</a><a href='{{ preferences_url }}'>y</a>",
    '<a href="mailto:a@b.example">x</a><a href="tel:+33321">y</a><a href="#top">z</a>',
    f"<table>{{% if contact.salutation %}}<tr><td>{NAME}</td></tr>{{% endif %}}</table>",
    f"<table><tr>{{% if contact.salutation %}}<td>{NAME}</td>{{% endif %}}</tr></table>",
    '<p title="{% if contact.salutation %}a{% else %}b{% endif %}">x</p>',
    "<!-- a comment --><p>1 < 2 & 3 > 2</p>",
    "<!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></table><![endif]-->",
    '<meta charset="utf-8"><meta http-equiv="Content-Type" content="text/html"><p>x</p>',
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>x</p></body></html>',
    "<style>p { background: url(https://a.example/x.png) }</style><p>x</p>",
    "<p>a</p><p>100 %</p><p>%s %(x)d</p>",
    "<div>" * 60 + "x",
    "<ul>" + "<li>x<p>y" * 500 + "</ul>" + "<div><b>x</b></div>" * 500,
    f"{{% if contact.salutation == 'a>b\"c' %}}<p>{NAME}</p>{{% endif %}}x",
]


@pytest.mark.parametrize("html", FINE)
def test_what_a_mail_may_hold(html: str) -> None:
    """Lint has nothing against it, and it compiles."""
    assert codes(html) == []
    assert compile_message(
        Message(sender=SENDER, subject="x", html=html), IMPRINT
    ).exact


WRONG = [
    ("<script>x</script>", "element"),
    ("<p>x</p><iframe src='https://a.example'></iframe>", "element"),
    ("<form action='https://a.example'><input></form>", "element"),
    ("<svg><p>x</p></svg>", "element"),
    ("<math></math>", "element"),
    ("<base href='https://a.example/'>", "element"),
    ("<object data='https://a.example'></object>", "element"),
    ("<meta http-equiv='refresh' content='0'>", "element"),
    ("<link rel='stylesheet' href='https://a.example/x.css'>", "remote_style"),
    ("<style>@import 'https://a.example/x.css'</style>", "remote_style"),
    ("<style>p { background: url(http://a.example/x.png) }</style>", "scheme"),
    ("<p style='background: url(http://a.example)'>x</p>", "scheme"),
    ("<p style='x: expression(alert(1))'>x</p>", "remote_style"),
    ("<p onclick='x()'>x</p>", "handler"),
    ("<p ONCLICK=x>x</p>", "handler"),
    ("<a href='http://a.example'>x</a>", "scheme"),
    ("<a href='javascript:alert(1)'>x</a>", "scheme"),
    ("<a href=' &#106;avascript:alert(1)'>x</a>", "scheme"),
    ("<a href='java\nscript:alert(1)'>x</a>", "scheme"),
    ("<a href='data:text/html,x'>x</a>", "scheme"),
    ("<img alt='' src='/local.png'>", "scheme"),
    ("<p>see http://a.example/</p>", "scheme"),
    (f"<p {NAME}>x</p>", "inside_tag"),
    (f"<{NAME}>x</p>", "inside_tag"),
    (f"<p title={NAME}>x</p>", "inside_tag"),
    ("<p title='x' {% if contact.salutation %}>x</p>{% endif %}", "inside_tag"),
    (f"<p title='{NAME}>x</p>", "inside_tag"),
    (f"<!-- {NAME} --><p>x</p>", "raw_text"),
    (f"<!{NAME}><p>x</p>", "raw_text"),
    (f"<style>p {{ color: {NAME} }}</style><p>x</p>", "raw_text"),
    (f"<p style='color: {NAME}'>x</p>", "attribute"),
    (f"<p class='{NAME}'>x</p>", "attribute"),
    (f"<a href='https://a.example/{NAME}'>x</a>", "url"),
    ("<a href='https://a.example/?u={{ unsubscribe_url }}'>x</a>", "url"),
    (f"<a href='{NAME}'>x</a>", "url"),
    ("<a href='{{ unsubscribe_url | upcase }}'>x</a>", "url"),
    ("<a href='{% if contact.salutation %}{% endif %}'>x</a>", "url"),
    (f"<p>https://a.example/{NAME}</p>", "url"),
    (f"<p>www.a.example/?n={NAME}</p>", "url"),
    ("{% if contact.salutation %}<title>{% endif %}x</title>y", "across"),
    ("<p title='{% if contact.salutation %}'>{% endif %}x</p>", "across"),
    (
        "{% if contact.salutation %}<p title='a{% else %}b{% endif %}'>x</p>",
        "across",
    ),
    ("<p>&#123;&#123; contact.salutation }}</p>", "hidden_braces"),
    ("<p>{<b></b>{ contact.salutation }}</p>", "hidden_braces"),
    ("{% if contact.salutation %}<p></p>{% endif %}\0", "control"),
    ("  \n ", "empty"),
    ("<div>" * 61 + "x", "too_deep"),
    ("<div>" * 20_000 + "x", "too_deep"),
    ("<b><div></b>" * 9_000 + "x", "too_deep"),
    ("<div></x>" * 20_000 + "x", "too_deep"),
    ("<p><font size=1></p>" * 9_000, "too_deep"),
]


@pytest.mark.parametrize(("html", "code"), WRONG, ids=lambda value: ascii(value)[:50])
def test_what_a_mail_may_not_hold(html: str, code: str) -> None:
    """Each rule finds its case, and the message does not compile."""
    message = Message(sender=SENDER, subject="x", html=html, text="x")
    found = codes(html)
    assert found[:1] == [code] or code in found
    with pytest.raises(TemplateError):
        compile_message(message, IMPRINT)


def test_an_image_without_words_is_warned_of() -> None:
    """WCAG 1.1.1: an image says what it shows, or that it only decorates."""
    message = Message(
        sender=SENDER, subject="x", html='<img src="https://a.example/x.png">x'
    )
    (finding,) = lint(message)
    assert (finding.code, finding.warns) == ("no_alt", True)


def test_a_long_message_is_warned_of() -> None:
    """Some readers cut a message at a hundred kilobytes, with the link to leave."""
    html = "<p>" + "x " * 60_000 + "</p>"
    (finding,) = lint(Message(sender=SENDER, subject="x", html=html))
    assert (finding.code, finding.warns) == ("clipped", True)


def test_a_field_that_would_move_the_rest_is_refused() -> None:
    """A word in the head ends it: with and without the word, the mail differs."""
    head = f"<html><head>{NAME}<title>t</title></head><body>x</body></html>"
    assert codes(head) == ["shape"]
    assert codes(head.replace(NAME, "")) == []


# Contexts

CONTEXTS = [
    ("{{x}}", Context.DATA, None),
    ("<p>{{x}}", Context.DATA, None),
    ("a < {{x}}", Context.DATA, None),
    ("<p title='{{x}}'>", Context.VALUE, "title"),
    ('<p a=b title = "y {{x}}">', Context.VALUE, "title"),
    ("<p title={{x}}>", Context.TAG, None),
    ("<p title='a' {{x}}>", Context.TAG, None),
    ("<p title='a'b='{{x}}'>", Context.VALUE, "b"),
    ("<p title='{{x}}", Context.TAG, None),
    ("</p {{x}}>", Context.TAG, None),
    ("<title>{{x}}</title>", Context.ESCAPABLE, None),
    ("<TITLE>a</title x>{{x}}", Context.DATA, None),
    ("<style>{{x}}</style>", Context.RAW, None),
    ("<script></scriptx>{{x}}", Context.RAW, None),
    ("<!-- {{x}} -->", Context.RAW, None),
    ("<!--> {{x}} -->", Context.DATA, None),
    ("<!---> {{x}}", Context.DATA, None),
    ("<!-- a --!> {{x}}", Context.DATA, None),
    ("<!doctype {{x}}>", Context.RAW, None),
    ("<?php {{x}} ?>", Context.RAW, None),
    ("</ {{x}}>", Context.RAW, None),
    ("<p =x='{{x}}'>", Context.VALUE, "=x"),
    ("<p/title='{{x}}'/>", Context.VALUE, "title"),
    ("<p title=''{{x}}>", Context.TAG, None),
    ("<é>{{x}}", Context.DATA, None),
    ("<", None, None),
    ("<!--", None, None),
]


@pytest.mark.parametrize(("html", "context", "attribute"), CONTEXTS)
def test_contexts(html: str, context: Context | None, attribute: str | None) -> None:
    """A template is split as WHATWG HTML, 13.2.5, splits it."""
    pieces = find_markup(Source(Part.HTML, html))
    layout = layout_of(html, pieces)
    if context is None:
        assert not pieces
        return
    found, _, holder = layout.place(pieces[0])
    assert found is context
    assert (holder.name if holder else None) == attribute


# CSS


def test_css_moves_into_the_elements() -> None:
    """Mail readers drop style sheets; what depends on the screen stays in one."""
    html = normal_html(
        "<style>p { color: red } @media (max-width: 9px) { p { color: blue } }</style>"
        "<p>x</p>",
        "fr",
    )
    assert '<p style="color: red;">x</p>' in html
    assert "@media" in html
    assert '<html lang="fr">' in html


def test_a_stated_language_is_kept() -> None:
    """An author who states a language is believed."""
    assert '<html lang="br">' in normal_html('<html lang="br"><p>x', "fr")


def test_liquid_comes_through_the_html_parser_unharmed() -> None:
    """Tables, values, comparisons: nothing moves, nothing is escaped."""
    html = (
        "<table>{% if contact.gender == 'a<b&\"c\"' %}<tr><td title='{{ contact.gender }}'>"
        "{{ contact.gender }}</td></tr>{% endif %}</table>"
    )
    source = Source(Part.HTML, html)
    stand_ins = StandIns(source, find_markup(source))
    restored = stand_ins.restored(normal_html(stand_ins.html, "fr"))
    assert "<table>{% if contact.gender == 'a<b&\"c\"' %}<tbody><tr><td" in restored
    assert 'title="{{ contact.gender }}">{{ contact.gender }}</td>' in restored


def test_lost_liquid_is_noticed() -> None:
    """If a parser dropped or doubled a piece, the template is refused."""
    source = Source(Part.HTML, "<p>{{ a }}{{ b }}</p>")
    stand_ins = StandIns(source, find_markup(source))
    for damaged in (
        stand_ins.html.replace("<!--plq0z-->", ""),
        stand_ins.html + stand_ins.html,
        stand_ins.html.replace("0z", "9z").replace("1z", "0z").replace("9z", "1z"),
    ):
        with pytest.raises(TemplateError) as caught:
            stand_ins.restored(damaged)
        assert caught.value.code == "moved"


def test_stand_ins_are_words_nobody_wrote() -> None:
    """A template that holds our stand-in gets another one."""
    source = Source(Part.HTML, "<p>plq0z plqq {{ a }}</p>")
    assert "plqqq0z" in StandIns(source, find_markup(source)).html


# Plain text

TEXTS = [
    ("<p>a</p><p>b</p>", "a\n\nb\n"),
    ("<div>a</div><div>b</div>", "a\nb\n"),
    ("a<br>b<br/>c", "a\nb\nc\n"),
    ("<p>a\n  b\t c</p>", "a b c\n"),
    ("<h1>a</h1>b", "a\n\nb\n"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b\n"),
    ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  - b\n2. c\n"),
    ("<p>a <b>b</b> <i>c</i></p>", "a b c\n"),
    ("<a href='https://a.example'>b</a>", "b (https://a.example)\n"),
    ("<a href='https://a.example'>https://a.example</a>", "https://a.example\n"),
    ("<a href='https://a.example'></a>", "https://a.example\n"),
    ("<a href='#x'>b</a>", "b\n"),
    ("<a href='mailto:a@b.example'>c</a>", "c (a@b.example)\n"),
    ("<img alt='Logo' src='x'> a", "Logo a\n"),
    ("<img src='x'>a", "a\n"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a  b\nc\n"),
    ("a<hr>b", "a\n\n----\n\nb\n"),
    ("<pre>a\n  b</pre>", "a\n  b\n"),
    ("<head><title>t</title></head><style>s</style><body>a</body>", "a\n"),
    ("caf&eacute;&nbsp;!", "café\xa0!\n"),
    ("<blockquote>a</blockquote>", "a\n"),
    ("<!--plq0z-->a<!--[if mso]>b<![endif]-->", "<!--plq0z-->a\n"),
    ("</a></ul></pre>a", "a\n"),
    ("<li>a", "- a\n"),
    ("", "\n"),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_plain_text(html: str, text: str) -> None:
    """The text part says what the HTML says, in its shape."""
    assert plain_text(html) == text


def test_the_derived_text_keeps_its_liquid() -> None:
    """Fields and branches are the same in both parts; tags leave no empty lines."""
    html = (
        "<p>a</p>{% if contact.salutation %}<p>b {{ contact.salutation }}</p>{% else %}"
        "<p>c</p>{% endif %}<p>d</p><ul>{% if contact.gender %}<li>e</li>{% endif %}"
        "<li>f</li></ul>"
    )
    prepared = prepare(
        Message(sender=SENDER, subject="x", html=html), IMPRINT, MergeFields.BUILT_IN
    )
    said = "".join(
        node.text if isinstance(node, Text) else "{}" for node in prepared.text
    )
    assert said.startswith("a\n{}\nd\n{}- f\n\n-- \n")
    assert Output("unsubscribe_url", (), 0).name in repr(prepared.text)
