"""The second look at finished bytes finds whatever is not as meant."""

import re
from collections.abc import Callable

import attrs
import pytest

from poltech.mailings import Addressee, Message, check, compile_message
from poltech.mailings.testing import IMPRINT

Change = Callable[[bytes], bytes]


def swap(old: bytes, new: bytes, count: int = -1) -> Change:
    """Replace a piece that must be there."""

    def change(raw: bytes) -> bytes:
        assert old in raw
        return raw.replace(old, new, count)

    return change


def without(name: bytes) -> Change:
    """Take a header out."""
    return lambda raw: re.sub(rb"\r\n" + name + rb":[^\r]*(?:\r\n [^\r]*)*", b"", raw)


FAULTS: list[tuple[str, Change]] = [
    ("headers_not_as_meant", swap(b"\r\nTo: ", b"\r\nBcc: x@y.example\r\nTo: ", 1)),
    ("not_one_recipient", swap(b"\r\nTo: ", b"\r\nCc: x@y.example\r\nTo: ", 1)),
    ("not_one_recipient", swap(b"To: jeanne@example.net", b"To: x@y.example")),
    (
        "not_one_recipient",
        swap(b"To: jeanne@example.net", b"To: jeanne@example.net, x@y.example"),
    ),
    ("not_one_recipient", swap(b"To: jeanne", b"To: x@y.example\r\nTo: jeanne")),
    ("headers_not_as_meant", without(b"Date")),
    ("headers_not_as_meant", swap(b"\r\nDate: ", b"\r\nX y: z\r\nDate: ", 1)),
    ("sender_not_as_meant", swap(b"office@lens.example", b"other@lens.example", 1)),
    (
        "header_injection",
        swap(
            b"Subject: ",
            b"Subject: =?utf-8?q?hi=0D=0ABcc:_evil=40x.y?=\r\n ",
            1,
        ),
    ),
    ("header_injection", swap(b"Subject: ", b"Subject: x\nBcc: y@z.example\r\n ", 1)),
    ("header_injection", swap(b"Subject: ", b"Subject: x\0", 1)),
    ("header_injection", swap(b"Subject: ", b"Subject: =?utf-8?q?=00?= ", 1)),
    ("header_injection", swap(b"Subject: ", b"Subject: =?nonsense?q?x?= ", 1)),
    ("subject_not_as_meant", swap(b"Subject: ", b"Subject: x ", 1)),
    ("RFC8058_HEADER_MISSING", without(b"List-Unsubscribe")),
    (
        "RFC8058_HEADER_MISSING",
        swap(b"List-Unsubscribe: <https", b"List-Unsubscribe: <http"),
    ),
    ("RFC8058_HEADER_MISSING", swap(b"/u/token-", b"/u/other-", 1)),
    ("RFC8058_POST_HEADER_MISSING", without(b"List-Unsubscribe-Post")),
    ("RFC8058_POST_HEADER_MISSING", swap(b"=One-Click", b"=Two-Clicks")),
    ("imprint_missing", swap(b"1 place du", b"2 place du", 1)),
    ("imprint_missing", swap(b"march=C3=A9 de Lens", b"on ne sait pas")),
    (
        "unsubscribe_link_missing",
        swap(
            b'<a href=3D"https://lens.example/u/', b'<a href=3D"https://lens.example/v/'
        ),
    ),
    (
        "insecure_link",
        swap(b"https://lens.example/reunion", b"http://lens.example/reunion"),
    ),
    ("personal_link", swap(b"/reunion", b"/?e=3Djeanne%40example.net")),
    ("personal_link", swap(b"/reunion", b"/r?n=3DZo%C3%A9")),
    ("mime_defects", swap(b"--\r\n", b"\r\n")),
]


@pytest.mark.parametrize(
    ("code", "change"),
    FAULTS,
    ids=[f"{n}-{code}" for n, (code, _) in enumerate(FAULTS)],
)
def test_each_fault_is_found(
    message: Message, person: Addressee, code: str, change: Change
) -> None:
    """Invariants 10, 12, 13 and 17; the injection of the threat model is among them."""
    compiled = compile_message(message, IMPRINT)
    raw = compiled.render(person)
    expected = compiled.expected(person)
    assert check(raw, expected).allowed
    assert code in check(change(raw), expected).codes


def test_a_message_beyond_its_size_is_not_even_parsed(
    message: Message, person: Addressee
) -> None:
    """Invariant 24: size comes first."""
    compiled = compile_message(message, IMPRINT)
    expected = attrs.evolve(compiled.expected(person), most_bytes=100)
    decision = check(compiled.render(person), expected)
    assert decision.codes == ("message_too_long",)


def test_findings_speak_two_languages(message: Message, person: Addressee) -> None:
    """Each reason has a source and a sentence."""
    compiled = compile_message(message, IMPRINT)
    raw = swap(b"=One-Click", b"=No")(compiled.render(person))
    (reason,) = check(raw, compiled.expected(person)).reasons
    assert reason.citation.text == "RFC 8058, section 3.1"
    assert reason.say("fr").startswith("Les en-têtes ne disent pas")


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\xff" * 100, b"a: b\r\n\r\n" * 9])
def test_any_bytes_have_an_answer(
    message: Message, person: Addressee, raw: bytes
) -> None:
    """What is no message at all is refused, not raised at."""
    expected = compile_message(message, IMPRINT).expected(person)
    assert not check(raw, expected).allowed
