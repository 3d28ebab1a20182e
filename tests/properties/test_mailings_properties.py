"""Laws of messages that Hypothesis tries to break."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from email.quoprimime import body_encode
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from uuid import UUID

import attrs
import pytest
from css_inline import CSSInliner
from hypothesis import given, settings
from hypothesis import strategies as st

from poltech.ids import AttemptId, ContactId, MailingId, WorkspaceId
from poltech.mailings import (
    Addressee,
    InvalidTokenError,
    Link,
    MergeFields,
    MergeValue,
    Message,
    Part,
    TemplateError,
    Tokens,
    Use,
    check,
    compile_message,
    lint,
)
from poltech.mailings._message._quoted import broken, escaped
from poltech.mailings._template._filters import bind, clean
from poltech.mailings._template._findings import Source
from poltech.mailings._template._liquid import SubsetEnvironment, read_liquid
from poltech.mailings._template._program import Manner, program_of
from poltech.mailings.testing import (
    IMPRINT,
    NASTY,
    SENDER,
    addressees,
    liquid,
    merge_dicts,
    messages,
    nasty_texts,
)

pytestmark = pytest.mark.property

FIELDS = MergeFields.BUILT_IN
TEXT_FIELDS = sorted(
    field.name
    for field in FIELDS
    if isinstance(field.example, str) and field.name.startswith(("contact", "source"))
)


@settings(max_examples=40)
@given(messages(), addressees())
def test_the_compiled_form_is_what_the_library_builds(
    message: Message, person: Addressee
) -> None:
    """Byte for byte, for any template of ours and any person."""
    compiled = compile_message(message, IMPRINT)
    assert compiled.exact
    assert compiled.render(person) == compiled.reference(person)


@settings(max_examples=40)
@given(messages(), addressees())
def test_whatever_is_said_the_message_is_as_meant(
    message: Message, person: Addressee
) -> None:
    """Invariants 12, 13 and 17: one recipient, these headers, a way to leave."""
    compiled = compile_message(message, IMPRINT)
    decision = check(compiled.render(person), compiled.expected(person))
    assert decision.allowed, decision.codes


@settings(max_examples=15)
@given(messages(), addressees())
def test_the_same_words_give_the_same_bytes(
    message: Message, person: Addressee
) -> None:
    """Invariant 16, across two compilations."""
    first, second = (compile_message(message, IMPRINT) for _ in range(2))
    assert first.render(person) == second.render(person) == first.render(person)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")))
def test_quoted_printable_is_the_librarys(text: str) -> None:
    """RFC 2045, 6.7, as `quoprimime` writes it."""
    text += "\n"
    assert broken(escaped(text)) == body_encode(text.encode().decode("latin-1"), 76)


# Structure

EVERYWHERE = Message(
    sender=SENDER,
    subject="".join(f"{{{{ {name} }}}} " for name in TEXT_FIELDS) + "!",
    html="<html><head><title>{{ contact.full_name }}</title></head><body><table><tr>"
    + "".join(
        f'<td title="{{{{ {n} }}}}"><b>{{{{ {n} }}}}</b>'
        f"<img alt='{{{{ {n} }}}}' src='https://lens.example/x.png'></td>"
        for n in TEXT_FIELDS
    )
    + "</tr></table><p>{{ contact.given_name | default: '<i>ami</i>' }}</p></body></html>",
)


class Shape(HTMLParser):
    """Collects the elements and attribute names of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(CSSInliner(load_remote_stylesheets=False).inline(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        self.found.append((tag, [name for name, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        """Note an element that ends."""
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.found.append(("comment", data))


def html_of(raw: bytes) -> str:
    """Give the HTML part of a message, decoded."""
    part = next(
        part
        for part in message_from_bytes(raw).walk()
        if part.get_content_type() == "text/html"
    )
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


COMPILED = compile_message(EVERYWHERE, IMPRINT)


@given(addressees(), st.data())
def test_no_word_changes_the_structure(person: Addressee, data: st.DataObject) -> None:
    """Invariant 14: the DOM shape equals the shape with «x», parsed as HTML5."""
    words = {name: data.draw(nasty_texts(), label=name) for name in TEXT_FIELDS}
    plain = dict.fromkeys(TEXT_FIELDS, "x")
    shapes = []
    for values in (words, plain):
        values["source.label"] = f"x{values['source.label']}"
        someone = attrs.evolve(person, values=values)
        shapes.append(Shape(html_of(COMPILED.render(someone))).found)
    assert shapes[0] == shapes[1]


def said_in(html: str) -> str:
    """Give what a document says, its white space flattened."""
    reader = HTMLParser(convert_charrefs=True)
    found: list[str] = []
    reader.handle_data = found.append  # type: ignore[method-assign] # a tiny reader
    reader.feed(html)
    reader.close()
    return " ".join("".join(found).split())


@pytest.mark.parametrize("word", NASTY, ids=lambda word: ascii(word)[:24])
def test_each_nasty_word_arrives_as_a_word(word: str) -> None:
    """Through every field at once: headers as meant, and the word stands literally."""
    person = Addressee(
        address="jeanne@example.net",
        reference=AttemptId(int=7),
        at=datetime(2026, 11, 23, 11, tzinfo=UTC),
        unsubscribe="x" * 60,
        values=dict.fromkeys(TEXT_FIELDS, word) | {"source.label": f"x{word}"},
    )
    raw = COMPILED.render(person)
    assert raw == COMPILED.reference(person)
    decision = check(raw, COMPILED.expected(person))
    assert decision.allowed, decision.codes
    assert " ".join(clean(word).split()) in said_in(html_of(raw))


@given(nasty_texts(), addressees())
def test_a_subject_reads_as_it_was_meant(word: str, person: Addressee) -> None:
    """Invariant 17: no line end and no control character after RFC 2047 decoding."""
    someone = attrs.evolve(person, values={**person.values, "contact.full_name": word})
    message = message_from_bytes(COMPILED.render(someone), policy=default)
    assert list(message.keys()).count("Subject") == 1
    assert message["Subject"] == COMPILED.expected(someone).subject
    assert message.get_all("To") == [person.address]
    assert "Bcc" not in message
    assert not {"\r", "\n", "\0"} & set(message["Subject"])


# Liquid


@given(liquid(), merge_dicts())
def test_our_liquid_is_liquid(template: str, values: dict[str, MergeValue]) -> None:
    """What python-liquid renders, we render, escaped alike."""
    values = {
        name: clean(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    source = Source(Part.TEXT, template)
    ours = program_of(read_liquid(source, FIELDS), Manner(language="fr", spoken=escape))
    assert ours.run(values) == oracle(template, values)


def oracle(template: str, values: dict[str, MergeValue]) -> str:
    """Render with python-liquid itself, our filters registered."""
    environment = SubsetEnvironment(autoescape=True)
    for name in ("upcase", "downcase", "capitalize", "strip", "escape"):
        environment.add_filter(name, bind(name, (), "fr"))
    for name in ("default", "truncate", "gendered"):
        environment.add_filter(name, lately(name))
    data: dict[str, dict[str, object]] = {}
    for field in FIELDS:
        first, _, rest = field.name.partition(".")
        if rest:
            data.setdefault(first, {})[rest] = values.get(field.name)
    said = environment.from_string(template).render(**data)
    return said.replace("&#39;", "&#x27;").replace("&#34;", "&quot;")


def lately(name: str) -> Callable[..., MergeValue]:
    """Bind a filter when its arguments are known; theirs are marked as safe."""

    def apply(value: MergeValue, *arguments: object) -> MergeValue:
        plain = tuple(str(a) if isinstance(a, str) else a for a in arguments)
        return bind(name, plain, "fr")(value)  # type: ignore[arg-type] # literals

    return apply


@given(st.text(st.sampled_from("{}%|:\"'.-=<>/ abif10\n"), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Invariant 24: a template is a template or a `TemplateError`, nothing else."""
    message = Message(sender=SENDER, subject="x", text=f"x{text}", html=f"<p>{text}")
    for finding in lint(message):
        assert finding.line >= 1
        assert finding.column >= 1
    with contextlib.suppress(TemplateError):
        assert compile_message(message, IMPRINT).exact


# Tokens

TOKENS = Tokens(bytes(range(32)), retired=[bytes(32)])
LINK = Link(
    workspace=WorkspaceId(int=1),
    contact=ContactId(int=2),
    purpose="newsletter",
    medium="email",
    mailing=MailingId(int=3),
)


@given(
    st.uuids(),
    st.uuids(),
    st.none() | st.uuids(),
    st.sampled_from(Use),
    st.from_regex("[a-z_]{1,20}", fullmatch=True),
)
def test_tokens_say_what_was_put_into_them(
    workspace: UUID, contact: UUID, mailing: UUID | None, use: Use, purpose: str
) -> None:
    """And nothing for another use (invariant 9)."""
    link = Link(
        workspace=WorkspaceId.of(workspace),
        contact=ContactId.of(contact),
        mailing=MailingId.of(mailing) if mailing and mailing.int else None,
        purpose=purpose,
        medium="email",
    )
    token = TOKENS.issue(use, link)
    assert TOKENS.read(use, token) == link
    for other in set(Use) - {use}:
        with pytest.raises(InvalidTokenError):
            TOKENS.read(other, token)


def test_no_mutated_token_is_accepted() -> None:
    """Invariant 9: a hundred thousand mutations, each refused."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="
    tried = 0
    for number in range(100_000):
        digest = sha256(number.to_bytes(4)).digest()
        at = int.from_bytes(digest[:4]) % len(token)
        letter = letters[digest[4] % len(letters)]
        kind = digest[5] % 4
        mutated = {
            0: token[:at] + letter + token[at + 1 :],
            1: token[:at] + letter + token[at:],
            2: token[:at] + token[at + 1 :],
            3: token[:at],
        }[kind]
        if mutated != token:
            tried += 1
            assert is_refused(mutated)
    assert tried > 90_000


def is_refused(token: str) -> bool:
    """Tell whether a token is not taken for ours."""
    try:
        TOKENS.read(Use.UNSUBSCRIBE, token)
    except InvalidTokenError:
        return True
    return False


@given(st.text(max_size=450))
def test_any_text_is_a_token_or_refused(text: str) -> None:
    """What comes from a stranger's browser raises nothing else."""
    with pytest.raises(InvalidTokenError):
        TOKENS.read(Use.CONFIRM, text)
