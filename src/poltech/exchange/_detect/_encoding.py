"""In which encoding a text is: byte order marks, validity, then French evidence."""

import codecs
import re
from collections.abc import Iterator

__all__ = ["REPLACEMENT", "find_encoding", "repair", "reversible"]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SINGLE_BYTE = ("cp1252", "iso8859-15", "mac-roman", "cp850")
"""Candidates, the likeliest first: Windows, old Unix, old Macintosh, MS-DOS."""

_LETTERS = frozenset("àâäæçéèêëîïôöœùûüÿ")
_CAPITALS = frozenset(letter.upper() for letter in _LETTERS)
_MARKS_OF_PRINT = frozenset(
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}“”«»€°…№"
    "\N{EN DASH}\N{EM DASH}\N{NO-BREAK SPACE}"
)

_AROUND = re.compile(rb"(?s)(.?)([\x80-\xff]+)(.?)")
_EVIDENCE = 4_000
_MIXED = 4
_LONE_BYTES = re.compile("[\udc80-\udcff]+")


def find_encoding(sample: bytes, *, complete: bool) -> str:
    """Name the encoding of a text by the bytes it begins with.

    A text that is UTF-8 but for a few bytes counts as UTF-8; its odd rows are
    mended one by one when they are read.

    >>> find_encoding("Prénom;Commune".encode("cp1252"), complete=True)
    'cp1252'
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    return _wide(sample) or _utf8(sample, complete=complete) or _french(sample)


def reversible(encoding: str) -> str:
    """Name the error handler that lets bytes be mended after decoding."""
    wide = encoding.replace("_", "-").lower().startswith(("utf-16", "utf-32"))
    return "replace" if wide else "surrogateescape"


def repair(text: str, encoding: str) -> tuple[str, str | None]:
    r"""Mend what could not be decoded, and give the code of what was found, if any.

    Bytes that are no UTF-8 are read as cp1252: rows of two programs are often
    pasted into one file.

    >>> repair("Andr\udce9", "utf-8")
    ('André', 'mixed_encoding')
    """
    lost = REPLACEMENT in text if reversible(encoding) == "replace" else False
    if not lost and not _LONE_BYTES.search(text):
        return text, None
    if encoding not in {"utf-8", "utf-8-sig"}:
        return _LONE_BYTES.sub(REPLACEMENT, text), "undecodable"
    mended = _LONE_BYTES.sub(_as_cp1252, text)
    return mended, "undecodable" if REPLACEMENT in mended else "mixed_encoding"


def _as_cp1252(match: re.Match[str]) -> str:
    raw = match.group().encode("utf-8", "surrogateescape")
    return raw.decode("cp1252", "replace")


def _wide(sample: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the NUL bytes of its Latin letters."""
    head = sample[:4_096]
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if max(even, odd) < 0.4 or min(even, odd) > 0.05:  # noqa: PLR2004 - shares
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8(sample: bytes, *, complete: bool) -> str | None:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    text = decoder.decode(sample, final=complete)
    bad = sum(len(run) for run in _LONE_BYTES.findall(text))
    if not bad:
        return "utf-8"
    good = sum(not char.isascii() for char in text) - bad
    return "utf-8" if good > _MIXED * bad else None


def _french(sample: bytes) -> str:
    """Choose the single-byte encoding in which the text looks most like French."""
    return max(_SINGLE_BYTE, key=lambda encoding: _likeness(sample, encoding))


def _likeness(sample: bytes, encoding: str) -> float:
    return sum(
        _weight(before, char, after) for before, char, after in _trios(sample, encoding)
    )


def _trios(sample: bytes, encoding: str) -> Iterator[tuple[str, str, str]]:
    """Give each character beyond ASCII with its two neighbours."""
    for count, match in enumerate(_AROUND.finditer(sample)):
        if count == _EVIDENCE:
            return
        text = match.group().decode(encoding, "replace")
        start = len(match[1])
        for at in range(start, start + len(match[2])):
            yield text[at - 1 : at], text[at], text[at + 1 : at + 2]


def _weight(before: str, char: str, after: str) -> float:
    """Weigh one character: letters among letters of their case speak for it."""
    if char in _MARKS_OF_PRINT:
        return 1
    if char not in _LETTERS | _CAPITALS:
        return -0.5 if char.isalpha() else -2
    among_capitals = before.isupper() and after.isupper()
    if among_capitals if char.islower() else before.islower():
        return -1
    return 2 if before.isalpha() or after.isalpha() else 1
