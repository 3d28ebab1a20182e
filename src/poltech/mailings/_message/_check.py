"""Looking at finished bytes as a stranger would, before they leave.

`CompiledMessage.render` looks at every message it makes, at the price of a few
microseconds: these headers in this order, whole lines, size. What is here takes a
millisecond: it parses the message anew and looks at all of it. It is for the message
as compiled, for a sample of each batch, and for whatever else made a message.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import final
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from poltech.errors import msg
from poltech.law import Citation, Decision, Reason

__all__ = ["Expected", "check"]

_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_HEADER_LINE = re.compile(rb"([!-9;-~]+):(?: [^\r\n\0]*|)")
_URL = re.compile(r"\bhttps?://[^\s\"'<>()]+", re.IGNORECASE)
_OTHER_RECIPIENTS = ("cc", "bcc", "resent-to", "resent-cc", "resent-bcc")
_SPACES = re.compile(r"\s+")
_ONE_CLICK = "List-Unsubscribe=One-Click"
_LINK_ATTRIBUTES = frozenset({"href", "src", "background", "action"})


@final
@attrs.frozen(kw_only=True)
class Expected:
    """What a finished message was meant to be.

    Attributes:
        recipient: whom it is for.
        sender: the address it says it is from.
        subject: as it is to be read.
        headers: names of all its headers, in order.
        said: what each of its parts must say: who writes, from where, how come.
        unsubscribe_url: the link to leave; `None` if none is asked for.
        names: what the person is called; no link may carry it.
        spoken: the person's own words; a link within them is not ours.
        most_bytes: longest it may be.
    """

    recipient: str = attrs.field(repr=False)
    sender: str
    subject: str = attrs.field(repr=False)
    headers: tuple[str, ...]
    said: tuple[str, ...]
    unsubscribe_url: str | None = attrs.field(default=None, repr=False)
    names: frozenset[str] = attrs.field(default=frozenset(), repr=False)
    spoken: frozenset[str] = attrs.field(default=frozenset(), repr=False)
    most_bytes: int = 2_000_000


def check(raw: bytes, expected: Expected) -> Decision:
    """Look at a finished message; the decision says what is not as meant."""
    if len(raw) > expected.most_bytes:
        return Decision((_TOO_LONG,))
    message = message_from_bytes(raw)
    findings = (
        *_heads(raw, message, expected),
        *_people(message, expected),
        *_leaving(message, expected),
        *_contents(message, expected),
    )
    return Decision(tuple(dict.fromkeys(findings)))


def _rule(code: str, citation: Citation, text: str) -> Reason:
    """Give the reason of a broken rule."""
    return Reason(code=code, citation=citation, text=text)


_HOUSE = Citation("House rule", "H")
_TOO_LONG = _rule("message_too_long", _HOUSE, msg("The message is too long."))
_HEADERS = _rule(
    "headers_not_as_meant",
    Citation("RFC 5322, section 3.6"),
    msg("The message does not have the headers that were meant."),
)
_INJECTED = _rule(
    "header_injection",
    Citation("RFC 5322, section 2.2"),
    msg("A header holds a line end or a control character."),
)
_DEFECTS = _rule(
    "mime_defects",
    Citation("RFC 2045"),
    msg("The parts of the message are not well formed."),
)
_RECIPIENT = _rule(
    "not_one_recipient",
    Citation("GDPR, article 32"),
    msg("The message does not name exactly its one recipient."),
)
_SENDER = _rule(
    "sender_not_as_meant",
    Citation("CPCE, article L34-5"),
    msg("The message does not say whom it is from."),
)
_SUBJECT = _rule(
    "subject_not_as_meant",
    Citation("RFC 2047"),
    msg("The subject does not read as it was meant."),
)
_NO_LIST_HEADER = _rule(
    "RFC8058_HEADER_MISSING",
    Citation("RFC 8058, section 3.1"),
    msg("The headers hold no https link to leave."),
)
_NO_ONE_CLICK = _rule(
    "RFC8058_POST_HEADER_MISSING",
    Citation("RFC 8058, section 3.1"),
    msg("The headers do not say that leaving takes one click."),
)
_NO_LINK = _rule(
    "unsubscribe_link_missing",
    Citation("CPCE, article L34-5"),
    msg("A part of the message holds no link to leave."),
)
_NO_IMPRINT = _rule(
    "imprint_missing",
    Citation("GDPR, articles 13 and 14"),
    msg("A part of the message does not say who writes, or how they know the person."),
)
_INSECURE = _rule(
    "insecure_link", _HOUSE, msg("The message holds a link that is not https.")
)
_PERSONAL = _rule(
    "personal_link",
    Citation("GDPR, article 5(1)(f)"),
    msg("A link in the message carries an address or a name."),
)


def _heads(raw: bytes, message: Parsed, expected: Expected) -> Iterator[Reason]:
    """Read the headers twice: byte by byte, and with the library's parser."""
    head, _, _ = raw.partition(b"\r\n\r\n")
    names: list[str] = []
    for line in head.split(b"\r\n"):
        if b"\r" in line or b"\n" in line or b"\0" in line:
            yield _INJECTED
        if line[:1] in {b" ", b"\t"}:
            continue
        found = _HEADER_LINE.fullmatch(line)
        names.append(found[1].decode("ascii") if found else "")
    if tuple(names) != expected.headers or tuple(message.keys()) != expected.headers:
        yield _HEADERS
    for value in message.values():
        if _CONTROLS.search(_decoded(value)):
            yield _INJECTED
    if any(part.defects for part in message.walk()):
        yield _DEFECTS


def _people(message: Parsed, expected: Expected) -> Iterator[Reason]:
    """Look whom it is for and from, and whether the subject reads as meant."""
    recipients = [address for _, address in getaddresses(message.get_all("to", []))]
    if recipients != [expected.recipient] or any(
        message.get(name) is not None for name in _OTHER_RECIPIENTS
    ):
        yield _RECIPIENT
    senders = [address for _, address in getaddresses(message.get_all("from", []))]
    if senders != [expected.sender]:
        yield _SENDER
    if _decoded(message.get("subject", "")) != expected.subject:
        yield _SUBJECT


def _leaving(message: Parsed, expected: Expected) -> Iterator[Reason]:
    """Look for the link to leave among the headers (RFC 8058)."""
    if expected.unsubscribe_url is None:
        return
    ways = _decoded(message.get("list-unsubscribe", ""))
    links = re.findall(r"<(https://[^>]*)>", ways)
    if links != [expected.unsubscribe_url]:
        yield _NO_LIST_HEADER
    if message.get("list-unsubscribe-post") != _ONE_CLICK:
        yield _NO_ONE_CLICK


def _contents(message: Parsed, expected: Expected) -> Iterator[Reason]:
    """Look at what each part says, and where its links go."""
    texts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    if not texts:
        yield _DEFECTS
    for part in texts:
        payload = part.get_payload(decode=True)
        body = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        if part.get_content_subtype() == "html":
            reader = _Reader()
            reader.feed(body)
            reader.close()
            yield from _words("".join(reader.said), expected)
            in_words = _URL.findall(" ".join(reader.said))
            yield from _links([*reader.links, *in_words], expected)
        else:
            yield from _words(body, expected)
            yield from _links(_URL.findall(body), expected)


def _words(said: str, expected: Expected) -> Iterator[Reason]:
    """Look whether a part says what each part must say."""
    flat = _SPACES.sub(" ", said)
    if not all(_SPACES.sub(" ", words).strip() in flat for words in expected.said):
        yield _NO_IMPRINT


def _links(links: list[str], expected: Expected) -> Iterator[Reason]:
    """Look where links go, and whether one of them leads out of the mailing."""
    if expected.unsubscribe_url is not None and expected.unsubscribe_url not in links:
        yield _NO_LINK
    address = expected.recipient.lower()
    for link in links:
        if any(link in words for words in expected.spoken):
            continue
        lowered = unquote(link).lower()
        if lowered.startswith("http:"):
            yield _INSECURE
        if address in lowered:
            yield _PERSONAL
        values = {value.lower() for _, value in parse_qsl(urlsplit(link).query)}
        if values & {name.lower() for name in expected.names}:
            yield _PERSONAL


class _Reader(HTMLParser):
    """Collects what a document says and where its links go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"style", "title"}
        self.links += [
            value for name, value in attrs if name in _LINK_ATTRIBUTES and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def _decoded(value: object) -> str:
    """Read a header as a mail reader would: unfolded, its encoded words decoded."""
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", str(value))
    try:
        return str(make_header(decode_header(unfolded)))
    except (LookupError, ValueError):
        return "\0"
