"""Header values in the form they travel in (RFC 5322, RFC 2047).

The standard library reads a value for encoded words before it writes it: a subject
that looks like one is decoded, with whatever line end hides in it. So values are put
into their final form here, and nothing reads them again: what is not plain ASCII, or
looks encoded, travels as encoded words of ours.
"""

import re
from binascii import b2a_base64
from datetime import UTC, datetime
from functools import lru_cache

from poltech.mailings._message._model import Mailbox

__all__ = ["dated", "encoded_text", "mailbox_value"]

_WIDTH = 76
_WORD = 75
_FRAME = len("=?utf-8?b??=")
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_QUOTABLE = re.compile(r"[ -~]+")
_LEADING_BITS, _CONTINUES = 0b1100_0000, 0b1000_0000
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def encoded_text(text: str, taken: int) -> str:
    """Give an unstructured value, folded.

    Args:
        text: one line without control characters.
        taken: width of the header's name and colon.

    >>> encoded_text("Réunion publique", len("Subject: "))
    '=?utf-8?b?UsOpdW5pb24gcHVibGlxdWU=?='
    """
    if text.isascii() and "=?" not in text:
        return text if taken + len(text) <= _WIDTH else _folded(text, taken)
    return _encoded_words(text, taken)


def mailbox_value(mailbox: Mailbox, taken: int) -> str:
    """Give a name and an address.

    >>> mailbox_value(Mailbox(name="Bob, Jr.", email="b@a.fr"), 6)
    '"Bob, Jr." <b@a.fr>'
    """
    name = mailbox.name.strip()
    if "=?" in name or not _QUOTABLE.fullmatch(name):
        name = _encoded_words(name, taken)
    elif not _PLAIN.fullmatch(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"'
    return f"{name} <{mailbox.email}>"


@lru_cache(maxsize=64)
def dated(instant: datetime) -> str:
    """Give a date as RFC 5322 writes it, in UTC.

    >>> dated(datetime(2026, 11, 23, 11, tzinfo=UTC))
    'Mon, 23 Nov 2026 11:00:00 +0000'
    """
    at = instant.astimezone(UTC)
    return (
        f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04}"
        f" {at.hour:02}:{at.minute:02}:{at.second:02} +0000"
    )


def _folded(text: str, taken: int) -> str:
    """Break plain text at spaces; a word too long for a line keeps its own."""
    lines: list[str] = []
    room = _WIDTH - taken
    while len(text) > room:
        cut = text.rfind(" ", 1, room + 1)
        if cut < 0:
            cut = text.find(" ", room)
        if cut < 0:
            break
        lines.append(text[:cut])
        text = text[cut:]
        room = _WIDTH
    return "\r\n".join((*lines, text))


def _encoded_words(text: str, taken: int) -> str:
    """Break a text into encoded words, none within a letter."""
    raw = text.encode()
    words: list[str] = []
    room = min(_WORD, _WIDTH - taken)
    while raw:
        most = (room - _FRAME) // 4 * 3
        cut = len(raw) if len(raw) <= most else _boundary(raw, most)
        coded = b2a_base64(raw[:cut], newline=False).decode("ascii")
        words.append(f"=?utf-8?b?{coded}?=")
        raw = raw[cut:]
        room = _WORD
    return "\r\n ".join(words)


def _boundary(raw: bytes, most: int) -> int:
    """Find the last place before `most` that is between two letters."""
    while raw[most] & _LEADING_BITS == _CONTINUES:
        most -= 1
    return most
