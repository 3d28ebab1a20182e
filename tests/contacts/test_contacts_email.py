"""One form for one mailbox, and email-validator's verdict on every input."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from poltech.contacts import InvalidEmailError, normalize_email, normalize_emails
from poltech.contacts._normalize import _email
from poltech.contacts.testing import emails, nasty_emails

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "is_email" / "tests.xml"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("marie@orange.fr", "marie@orange.fr"),
        (" Marie.LEFEVRE@Orange.FR ", "marie.lefevre@orange.fr"),
        ("marie@orange.fr.", "marie@orange.fr"),
        ("marie@orange.fr,", "marie@orange.fr"),
        ("marie@orange.fr ;", "marie@orange.fr"),
        ("\ufeffmarie@orange.fr\xa0", "marie@orange.fr"),
        ("mailto:marie@orange.fr", "marie@orange.fr"),
        ("MAILTO:marie@orange.fr", "marie@orange.fr"),
        ("<marie@orange.fr>", "marie@orange.fr"),
        ("Marie Lefèvre <marie@orange.fr>;", "marie@orange.fr"),
        ("j.o'neill+lens@free.fr", "j.o'neill+lens@free.fr"),
        ("contact@mairie-béthune.fr", "contact@xn--mairie-bthune-ihb.fr"),
        ("contact@MAIRIE-BÉTHUNE.fr", "contact@xn--mairie-bthune-ihb.fr"),
        ("contact@xn--mairie-bthune-ihb.fr", "contact@xn--mairie-bthune-ihb.fr"),
        ("m@straße.de", "m@xn--strae-oqa.de"),
        ("m@orange。fr", "m@orange.fr"),
    ],
)
def test_one_mailbox_has_one_form(typed: str, key: str) -> None:
    """Case, spaces, brackets, `mailto:` and the domain's script make no difference."""
    assert normalize_email(typed) == key


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "it is empty"),
        ("   ", "it is empty"),
        ("inconnu", "it has no @"),
        ("néant", "it has no @"),
        ("www.mairie-lens.fr", "it is the address of a web page"),
        ("https://www.mairie-lens.fr/contact", "it is the address of a web page"),
        ("marie@orange", "what stands after the @ is cut short"),
        ("marie@", "what stands after the @ is cut short"),
        ("@orange.fr", "what stands before the @ is not valid"),
        ("marie lefevre@orange.fr", "what stands before the @ is not valid"),
        ("marie..l@orange.fr", "what stands before the @ is not valid"),
        ('"marie l"@orange.fr', "what stands before the @ is not valid"),
        ("a" * 65 + "@orange.fr", "what stands before the @ is not valid"),
        ("zoé@orange.fr", "few servers accept accents before the @"),
        ("marie@orange..fr", "no mail can be sent to what stands after the @"),
        ("marie@oran ge.fr", "no mail can be sent to what stands after the @"),
        ("marie@[127.0.0.1]", "no mail can be sent to what stands after the @"),
        ("marie@lens.test", "no mail can be sent to what stands after the @"),
        ("marie@xn--a.fr", "no mail can be sent to what stands after the @"),
    ],
)
def test_what_is_no_address_says_why(typed: str, problem: str) -> None:
    """A refused address names its fault, and never repeats itself."""
    with pytest.raises(InvalidEmailError) as caught:
        normalize_email(typed)
    assert caught.value == InvalidEmailError(problem=problem)


def test_many_are_normalised_in_their_order() -> None:
    """A batch gives an address or its error in each place."""
    found = normalize_emails(["marie@orange.fr", "inconnu"])
    assert found == ["marie@orange.fr", InvalidEmailError(problem="it has no @")]


@pytest.mark.property
@given(nasty_emails())
@example("a@b>")
@example("a@\u0338b.fr")
@example("a@" + "é" * 126 + ".fr")
@example("x" * 64 + "@" + ".".join(["a" * 61] * 3) + ".fr")
@example("x" * 65 + "@" + ".".join(["a" * 61] * 3) + ".fr")
@example("x" * 64 + "@" + "é" * 40 + "." + "é" * 40 + ".fr")
@example("a@\ud800.fr")
@example("INFO@orange.fr")
def test_the_fast_path_gives_the_verdict_of_the_library(typed: str) -> None:
    """email-validator, strict and without DNS, decides on every input."""
    address = _email._clean(typed)
    assert _email._key(address) == _email._by_library(address)


@pytest.mark.property
@given(nasty_emails())
def test_the_shape_gives_the_verdict_of_the_key(typed: str) -> None:
    """What is recognised at a glance is what cleaning and asking would have given."""
    key = _email._by_library(_email._clean(typed))
    try:
        assert normalize_email(typed) == key
    except InvalidEmailError:
        assert key is None


@pytest.mark.property
@given(emails() | nasty_emails())
def test_a_key_is_its_own_key(typed: str) -> None:
    """Normalising twice changes nothing, and a key is plain ASCII in lower case."""
    try:
        key = normalize_email(typed)
    except InvalidEmailError:
        return
    assert normalize_email(key) == key
    assert key.isascii()
    assert key == key.lower()


@given(st.text(max_size=400))
def test_no_text_breaks_it(typed: str) -> None:
    """Any text is an address or an error of ours, never another exception."""
    (found,) = normalize_emails([typed])
    assert isinstance(found, str | InvalidEmailError)


def test_the_memory_of_domains_is_bounded() -> None:
    """A file with a million domains does not fill the memory."""
    assert _email._domain.cache_info().maxsize == _email._DOMAINS


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the project")
def test_the_verdict_holds_on_addresses_collected_by_others() -> None:
    """RFC 5321 and RFC 5322 in all their corners: both ways agree, nothing breaks."""
    tests = ET.parse(CORPUS).getroot().iter("test")  # noqa: S314 - a file of the tests
    texts = [node.findtext("address") or "" for node in tests]
    plain = [
        "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) < 0x2420 else c for c in text)
        for text in texts
    ]
    assert len(plain) > 100
    for text in plain:
        address = _email._clean(text)
        assert _email._key(address) == _email._by_library(address)
