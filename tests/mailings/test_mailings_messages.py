"""Messages as they travel: headers, parts, imprint, and what is refused."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default

import attrs
import pytest

from poltech.contacts import Address, Contact, Name, Source
from poltech.errors import RefusedError
from poltech.ids import AttemptId, ContactId, SourceId
from poltech.law import Origin, Purpose, Stream
from poltech.mailings import (
    Addressee,
    CompiledMessage,
    Mailbox,
    MalformedMessageError,
    MergeFields,
    Message,
    MessageError,
    check,
    compile_message,
    lint,
    merge_values,
)
from poltech.mailings._message import _compiled
from poltech.mailings._message._headers import dated, encoded_text, mailbox_value
from poltech.mailings._message._quoted import broken, escaped
from poltech.mailings.testing import IMPRINT, SENDER

OFFICE = "Permanence de Lens, 1 place du Marché, 62300 Lens"


def parsed(raw: bytes) -> EmailMessage:
    """Parse with the modern policy of the standard library."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def parts(raw: bytes) -> tuple[str, str]:
    """Give the text and the HTML of a message."""
    message = parsed(raw)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    said = text.get_content(), html.get_content() if html is not None else ""
    return said[0].replace("\r\n", "\n"), said[1].replace("\r\n", "\n")


def test_the_headers_of_a_campaign(message: Message, person: Addressee) -> None:
    """RFC 5322, RFC 2369, RFC 2919 and RFC 8058, to the letter."""
    imprint = attrs.evolve(IMPRINT, leave_by_mail="partir@lens.example")
    raw = compile_message(message, imprint).render(person)
    head, _, _ = raw.partition(b"\r\n\r\n")
    url = f"https://lens.example/u/{person.unsubscribe}"
    assert head.decode("ascii").split("\r\n") == [
        "From: Permanence de Lens <office@lens.example>",
        "To: jeanne@example.net",
        "Subject: =?utf-8?b?UsOpdW5pb24gcHVibGlxdWUgw6AgTGVucw==?=",
        "Date: Mon, 23 Nov 2026 11:00:00 +0000",
        "Message-ID: <0192f0c1a2b37def8123456789abcdef@lens.example>",
        "X-Poltech-Reference: 0192f0c1a2b37def8123456789abcdef",
        f"List-Unsubscribe: <{url}>,",
        f" <mailto:partir@lens.example?subject=unsubscribe%20{person.unsubscribe}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "List-ID: <newsletter.lens.example>",
        f"Feedback-ID: {2:032}:{1:032}:newsletter:poltech",
        "MIME-Version: 1.0",
        'Content-Type: multipart/alternative; boundary="=_'
        + head.rpartition(b"=_")[2].decode("ascii"),
    ]


def test_the_headers_of_an_answer(message: Message, person: Addressee) -> None:
    """RFC 3834: what answers one person says that a machine wrote it."""
    imprint = attrs.evolve(IMPRINT, purpose=Purpose.SERVICE, links=None, mailing=None)
    someone = attrs.evolve(person, unsubscribe=None)
    reply_to = Mailbox(name="Élu·e", email="elu@lens.example")
    answer = attrs.evolve(message, reply_to=reply_to, subject="Merci")
    compiled = compile_message(answer, imprint)
    raw = compiled.render(someone)
    assert check(raw, compiled.expected(someone)).allowed
    found = parsed(raw)
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Reply-To"] == "Élu·e <elu@lens.example>"
    assert not [name for name in found if name.startswith("List-")]
    text, html = parts(raw)
    assert OFFICE in text
    assert "marché de Lens" not in text
    assert "Se désinscrire" not in html


def test_both_parts_say_who_writes_and_how_come(
    message: Message, person: Addressee
) -> None:
    """GDPR, articles 13, 14 and 21(4), where the template does not say it itself."""
    text, html = parts(compile_message(message, IMPRINT).render(person))
    url = f"https://lens.example/u/{person.unsubscribe}"
    assert text.splitlines()[-4:] == [
        f"Ce message vous est adressé par {OFFICE}.",
        "Nous tenons votre adresse de : marché de Lens.",
        "Pour consulter, rectifier ou effacer vos données, écrivez à rgpd@lens.example.",
        f"Pour ne plus recevoir ces messages : {url}",
    ]
    assert "Nous tenons votre adresse de : marché de Lens.<br>" in html
    assert f'<a href="{url}">Se désinscrire</a>' in html
    assert html.index("Se désinscrire") < html.index("</body>")


def test_a_template_that_says_it_is_left_alone(person: Addressee) -> None:
    """Only what is missing is added, in each part."""
    html = (
        "<p>{{ office.name }}, {{ office.postal_address }}, {{ office.email }}:"
        " {{ source.label }} <a href='{{ unsubscribe_url }}'>Adieu</a></p>"
    )
    raw = compile_message(
        Message(sender=SENDER, subject="x", html=html), IMPRINT
    ).render(person)
    for part in parts(raw):
        assert "Nous tenons" not in part
        assert "Ce message vous est" not in part
        assert part.count(str(person.unsubscribe)) == 1


def test_what_only_some_would_read_does_not_count(person: Addressee) -> None:
    """An imprint inside a branch, or cut by a filter, is said again for everybody."""
    html = (
        "<p>{% if contact.gender %}{{ office.name }} {{ office.postal_address }}"
        "{% endif %} {{ source.label | truncate: 3 }}</p>"
    )
    message = Message(sender=SENDER, subject="x", html=html)
    text, _ = parts(compile_message(message, IMPRINT).render(person))
    assert "Ce message vous est adressé par" in text
    assert "Nous tenons votre adresse de : marché de Lens." in text


def test_the_footer_speaks_the_messages_language(
    message: Message, person: Addressee
) -> None:
    """English messages have English footers."""
    english = attrs.evolve(message, language="en")
    text, html = parts(compile_message(english, IMPRINT).render(person))
    assert "We have your address from: marché de Lens." in text
    assert 'lang="en"' in html


def test_an_unknown_source_is_refused(
    message: Message, with_values: Callable[..., Addressee]
) -> None:
    """GDPR, article 14(2)(f): who cannot be told the source is not written to."""
    compiled = compile_message(message, IMPRINT)
    for nothing in (None, ""):
        with pytest.raises(MessageError) as caught:
            compiled.render(with_values(source__label=nothing))
        assert caught.value.field == "source.label"


def test_a_campaign_without_a_way_to_leave_is_refused(
    message: Message, person: Addressee
) -> None:
    """Invariant 13: neither the mailing nor one message of it can lack the link."""
    with pytest.raises(MessageError) as caught:
        attrs.evolve(IMPRINT, links=None)
    assert caught.value.field == "links"
    compiled = compile_message(message, IMPRINT)
    with pytest.raises(MessageError) as caught:
        compiled.render(attrs.evolve(person, unsubscribe=None))
    assert caught.value.field == "unsubscribe"


def test_a_subject_that_comes_out_empty_is_refused(
    with_values: Callable[..., Addressee],
) -> None:
    """Whoever has no given name would get a message without a subject."""
    message = Message(
        sender=SENDER,
        subject="{{ contact.given_name | default: 'Bonjour' | strip }}",
        text="x",
    )
    compiled = compile_message(message, IMPRINT)
    with pytest.raises(MessageError) as caught:
        compiled.render(with_values(contact__given_name=" \u2003 "))
    assert caught.value.field == "subject"


def test_a_message_of_text_alone(person: Addressee) -> None:
    """One part, and everything that must be said is in it."""
    message = Message(sender=SENDER, subject="x", text="Bonjour 100 %\r\n.\r\nFin")
    compiled = compile_message(message, IMPRINT)
    raw = compiled.render(person)
    assert raw == compiled.reference(person)
    assert parsed(raw).get_content_type() == "text/plain"
    assert parts(raw)[0].startswith("Bonjour 100 %\n.\nFin\n\n-- \nCe message")
    assert check(raw, compiled.expected(person)).allowed


def test_a_text_of_its_own_is_kept(message: Message, person: Addressee) -> None:
    """Who writes the text part has it sent, not one derived."""
    own = attrs.evolve(message, text="Mes mots, {{ contact.given_name }}.")
    text, _ = parts(compile_message(own, IMPRINT).render(person))
    assert text.startswith("Mes mots, Zoé.\n")
    assert "Réunion" not in text


@pytest.mark.parametrize("end", ["{{ contact.commune -}}\n\n", "{%- endif -%}  \n"])
def test_a_part_may_end_in_trimmed_liquid(person: Addressee, end: str) -> None:
    """Who trims the last line end gets a whole line all the same."""
    head = "{% if contact.gender %}x" if "endif" in end else "x "
    imprint = attrs.evolve(IMPRINT, purpose=Purpose.SERVICE)
    said = "{{ office.name }} {{ office.postal_address }} {{ office.email }}"
    message = Message(sender=SENDER, subject="x", text=f"{said}\n{head}{end}")
    compiled = compile_message(message, imprint)
    assert compiled.exact
    for commune in ("Lens", "Lens\n", "é" * 90, "x" * 75):
        values = {**person.values, "contact.commune": commune}
        someone = attrs.evolve(person, values=values)
        assert compiled.render(someone) == compiled.reference(someone)


def test_a_subject_is_one_line() -> None:
    """A template of several lines is no subject."""
    for subject in ("a\nb", "a\rb", "a\u2028b", "a\x85b"):
        message = Message(sender=SENDER, subject=subject, text="x")
        assert "control" in [finding.code for finding in lint(message)]


def test_preferences_have_a_link_where_there_is_one(person: Addressee) -> None:
    """The link to choices is said to whoever has one."""
    html = "<a href='{{ preferences_url }}'>x</a>"
    compiled = compile_message(Message(sender=SENDER, subject="x", html=html), IMPRINT)
    someone = attrs.evolve(person, preferences="p" * 50)
    assert f"https://lens.example/p/{'p' * 50}" in parts(compiled.render(someone))[1]


def test_the_same_bytes_in_another_process(message: Message, person: Addressee) -> None:
    """Invariant 16: nothing depends on hashing, the clock or chance."""
    program = (
        "import sys; sys.path.insert(0, 'tests/mailings')\n"
        "from conftest import HTML, PERSON\n"
        "from poltech.mailings import Message, compile_message\n"
        "from poltech.mailings.testing import IMPRINT, SENDER\n"
        "m = Message(sender=SENDER, subject='Réunion publique à Lens', html=HTML)\n"
        "sys.stdout.buffer.write(compile_message(m, IMPRINT).render(PERSON))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True
    )
    assert done.stdout == compile_message(message, IMPRINT).render(person)


def test_the_library_takes_over_where_it_differs(
    message: Message, person: Addressee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a version of the library wrote messages differently, it would write them."""
    monkeypatch.setattr(CompiledMessage, "agrees", lambda *_: False)
    compiled = compile_message(message, IMPRINT)
    assert not compiled.exact
    assert compiled.render(person) == compiled.reference(person)


def test_a_sample_is_tried_when_a_message_is_compiled(
    message: Message, person: Addressee
) -> None:
    """A person for whom the message cannot be made stops it before the first send."""
    assert compile_message(message, IMPRINT, sample=person).exact
    lacking = attrs.evolve(person, values={})
    with pytest.raises(MessageError):
        compile_message(message, IMPRINT, sample=lacking)


def test_what_is_not_as_meant_does_not_leave(
    message: Message, person: Addressee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every message is looked at: a head that is not as meant never gets out."""
    compiled = compile_message(message, IMPRINT)
    injected = "x\r\nBcc: evil@example.org"
    monkeypatch.setattr(_compiled, "encoded_text", lambda *_: injected)
    with pytest.raises(MalformedMessageError):
        compiled.render(person)
    monkeypatch.setattr(_compiled, "encoded_text", lambda *_: "x\nBcc: y@example.org")
    with pytest.raises(MalformedMessageError):
        compiled.render(person)
    monkeypatch.setattr(_compiled, "encoded_text", lambda *_: "x\r\n folded")
    assert compiled.render(person)


def test_a_message_has_a_longest_length(
    with_values: Callable[..., Addressee],
) -> None:
    """Invariant 15: the size is bounded, whatever a field holds."""
    message = Message(sender=SENDER, subject="x", text="{{ contact.commune }}")
    compiled = compile_message(message, IMPRINT)
    with pytest.raises(MalformedMessageError):
        compiled.render(with_values(contact__commune="é" * 400_000))


def test_a_word_that_an_imprint_must_be() -> None:
    """Codes stand in headers, so they are plain words."""
    odd = Purpose(code="cam paign\r\n", label="x")
    message = Message(sender=SENDER, subject="x", text="x")
    with pytest.raises(MessageError):
        compile_message(message, attrs.evolve(IMPRINT, purpose=odd))
    assert odd.stream is Stream.CAMPAIGN


@pytest.mark.parametrize(
    "links", ["http://lens.example", "https://", "https://a b", "https://a/?x", "x"]
)
def test_links_begin_with_a_plain_https_address(links: str) -> None:
    """Links of messages are https and end in an opaque word."""
    with pytest.raises(MessageError):
        attrs.evolve(IMPRINT, links=links)


@pytest.mark.parametrize(
    "change",
    [
        {"address": "a@b.example, c@d.example"},
        {"address": "jé@b.example"},
        {"address": "a@b.example\r\nBcc: x@y.example"},
        {"unsubscribe": "short"},
        {"unsubscribe": "x" * 50 + ">\r\n"},
        {"preferences": "x y" * 30},
        {"at": datetime(2026, 11, 23, 11)},  # noqa: DTZ001 - the fault under test
    ],
)
def test_a_person_is_one_person(person: Addressee, change: dict[str, object]) -> None:
    """One address, opaque words, an instant with a zone."""
    with pytest.raises(ValueError):  # noqa: PT011 - several families, all are
        attrs.evolve(person, **change)


def test_people_are_not_printed(person: Addressee, message: Message) -> None:
    """No repr shows a name, an address or a token."""
    compiled = compile_message(message, IMPRINT)
    shown = repr((person, compiled, compiled.expected(person)))
    for secret in ("jeanne", "Zoé", "Lefèvre", "token-"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("name", "email"),
    [("", "a@b.example"), ("x\r\nBcc: y", "a@b.example"), ("x", "a@b.example>")],
)
def test_a_sender_is_one_mailbox(name: str, email: str) -> None:
    """Who writes is said on one line."""
    with pytest.raises(MessageError):
        Mailbox(name=name, email=email)


def test_a_message_says_something() -> None:
    """An empty message is refused before anything is made of it."""
    with pytest.raises(MessageError):
        Message(sender=SENDER, subject="x", html=" ", text="\n")


# Values of a contact


def test_the_values_of_a_contact() -> None:
    """Only declared fields come along; nothing is guessed from a name."""
    at = datetime(2026, 11, 23, 11, tzinfo=UTC)
    source = Source(
        id=SourceId(int=1),
        kind="market_stall",
        origin=Origin.PERSON,
        label="marché de Lens",
    )
    contact = Contact(
        id=ContactId(int=2),
        name=Name(given="Zoé", family="Lefèvre", civility="Mme"),
        addresses=(Address(postcode="62300", commune="Lens"),),
        fields={"note": "x", "hidden": "y"},
        source=source.id,
        created_at=at,
        updated_at=at,
    )
    values = merge_values(contact, source=source, language="fr")
    assert values["contact.full_name"] == "Zoé Lefèvre"
    assert values["contact.salutation"] == "Madame"
    assert values["contact.commune"] == "Lens"
    assert values["source.label"] == "marché de Lens"
    assert not [name for name in values if name.startswith("custom.")]
    nameless = attrs.evolve(contact, name=Name(), addresses=())
    bare = merge_values(nameless, source=None, language="en-GB")
    assert bare["contact.full_name"] is None
    assert bare["contact.salutation"] == "Sir or Madam"
    assert bare["source.label"] is None
    assert set(bare) <= {field.name for field in MergeFields.BUILT_IN}


# Headers


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour",
        "word " * 40 + "end",
        "x" * 200,
        "x" * 70 + " " + "y" * 100 + " z",
        "Réunion",
        "é" * 300,
        "=?utf-8?q?hi=0D=0ABcc:_evil=40x.y?=",
        "a=?b",
        "👩\u200d👩\u200d👧" * 30,
        "tab-free and =20 plain",
    ],
)
def test_subjects_read_as_written(text: str) -> None:
    """RFC 2047: encoded words of at most 75, lines of at most 76 where words allow."""
    value = encoded_text(text, len("Subject: "))
    raw = f"Subject: {value}\r\n\r\n".encode("ascii")
    assert message_from_bytes(raw, policy=default)["Subject"] == text
    for line in raw.split(b"\r\n"):
        assert len(line) <= 76 or b" " not in line[9:].strip()


@pytest.mark.parametrize(
    "name",
    ["Bob", "Bob, Jr.", 'Bob "B" \\ x', "Zoé à Lens", "=?utf-8?q?x?=", "a@b"],
)
def test_senders_read_as_written(name: str) -> None:
    """RFC 5322, 3.4: quoted where it must be, encoded where it must be."""
    value = mailbox_value(Mailbox(name=name, email="a@b.example"), len("From: "))
    raw = f"From: {value}\r\n\r\n".encode("ascii")
    (address,) = message_from_bytes(raw, policy=default)["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "a@b.example")


def test_a_long_name_is_folded() -> None:
    """RFC 2047, 6.2: the space between two encoded words is not part of the name."""
    value = mailbox_value(Mailbox(name="é" * 80, email="a@b.example"), len("From: "))
    assert str(make_header(decode_header(value))) == f"{'é' * 80} <a@b.example>"
    assert max(map(len, value.split("\r\n"))) <= 90


def test_dates_are_the_librarys() -> None:
    """RFC 5322, 3.3, in UTC."""
    at = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert dated(at) == "Tue, 03 Feb 2026 04:05:06 +0000"


@pytest.mark.parametrize("length", range(70, 82))
@pytest.mark.parametrize("end", ["", " ", "\t", "=", "é", "= ", "é ", "é\t"])
def test_lines_break_as_the_librarys_do(length: int, end: str) -> None:
    """Every length around the limit, with everything that can stand at its end."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    text = "x" * length + end + "\n"
    message.set_content(text, cte="quoted-printable")
    ours = broken(escaped(text)).replace("\n", "\r\n").encode("ascii")
    assert message.as_bytes().partition(b"\r\n\r\n")[2] == ours


def test_a_refusal_carries_its_reasons(message: Message, person: Addressee) -> None:
    """What `check` finds can be required, like any decision."""
    compiled = compile_message(message, IMPRINT)
    raw = compiled.render(person).replace(b"To: jeanne", b"To: other")
    with pytest.raises(RefusedError):
        check(raw, compiled.expected(person)).require()
    assert AttemptId(int=1) != person.reference
