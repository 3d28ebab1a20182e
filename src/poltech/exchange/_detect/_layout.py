"""From the first bytes of a text, or the first rows of a sheet, to its layout."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from poltech.errors import msg
from poltech.exchange._detect._dialect import find_dialect, parse, separator_line
from poltech.exchange._detect._encoding import (
    REPLACEMENT,
    find_encoding,
    repair,
    reversible,
)
from poltech.exchange._detect._header import find_header, name_columns
from poltech.exchange._findings import Finding, found
from poltech.exchange._model import Cells, Dialect, FileKind, Layout, Overrides
from poltech.exchange._window import Window
from poltech.exchange.errors import UnreadableFileError

__all__ = ["SAMPLE_ROWS", "describe_rows", "describe_text"]

SAMPLE_ROWS = 200
"""How many rows of data are looked at."""

_HEAD_ROWS = 30
_REGULAR = 2
_RECORD = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BINARY = 0.05
_TWICE = re.compile("Ã[\N{NO-BREAK SPACE}-\N{INVERTED QUESTION MARK}]|â€[™œ“]")
_ENDS = re.compile(r"\r\n|\r|\n")
_DELIMITERS = {
    ";": msg("semicolons"),
    ",": msg("commas"),
    "\t": msg("tabs"),
    "|": msg("vertical bars"),
}


def describe_text(
    head: bytes, *, evidence: bytes, complete: bool, overrides: Overrides
) -> Layout:
    """Describe a delimited text by its first bytes.

    Args:
        head: the first bytes of the file.
        evidence: bytes that tell its encoding: `head`, or later ones beyond ASCII.
        complete: whether `head` is the whole file.
        overrides: what the user knows better.

    Raises:
        UnreadableFileError: it is empty, or no text, or in no such encoding.
    """
    encoding = overrides.encoding or find_encoding(evidence, complete=complete)
    text = decode(head, encoding)
    lines = _lines(text, complete=complete)
    dialect = find_dialect(lines, overrides.delimiter, overrides.quote)
    rows = _rows(lines, dialect)
    if rows and separator_line(lines):
        rows[0] = ()
    layout = describe_rows(FileKind.DELIMITED, rows, overrides)
    return attrs.evolve(
        layout,
        encoding=encoding,
        dialect=dialect,
        findings=(*_about_text(text, encoding, dialect), *layout.findings),
    )


def describe_rows(
    kind: FileKind, rows: Sequence[Cells], overrides: Overrides
) -> Layout:
    """Describe a table by its first rows: its header, its width, its sample.

    Raises:
        UnreadableFileError: every row is blank.
    """
    if not any(any(row) for row in rows):
        raise UnreadableFileError(problem=msg("it is empty"))
    at = _header_at(rows, overrides.header_row)
    header = rows[at] if at is not None else ()
    body = [row for row in rows[at + 1 if at is not None else 0 :] if any(row)]
    names = name_columns(_trimmed(header, body), _width(header, body))
    sample = (tuple(row[: len(names)]) for row in body[:SAMPLE_ROWS])
    return Layout(
        kind=kind,
        header_row=0 if at is None else at + 1,
        header=names,
        sample=tuple(row + ("",) * (len(names) - len(row)) for row in sample),
        findings=tuple(_about_header(at)),
    )


def decode(head: bytes, encoding: str) -> str:
    """Decode the first bytes of a text, mending what is not in its encoding.

    Raises:
        UnreadableFileError: there is no such encoding, or it is no text.
    """
    try:
        text = head.decode(encoding, reversible(encoding))
    except (LookupError, UnicodeError, ValueError):
        raise UnreadableFileError(
            field="encoding", problem=msg("it cannot be read in that encoding")
        ) from None
    text = repair(text, encoding)[0].removeprefix("\ufeff").replace("\0", "")
    if len(_CONTROL.findall(text)) > _BINARY * max(len(text), 1):
        raise UnreadableFileError(problem=msg("it is not a table of text"))
    return text


def _lines(text: str, *, complete: bool) -> list[str]:
    """Part a text into lines; the last is left out where it is cut off."""
    lines = list(io.StringIO(text, newline=""))
    return lines if complete or len(lines) < 2 else lines[:-1]  # noqa: PLR2004 - two


def _rows(lines: Sequence[str], dialect: Dialect) -> list[Cells]:
    """Read the first rows with care, so that a stray mark misleads nobody."""
    head = SAMPLE_ROWS + _HEAD_ROWS
    found = parse(lines, dialect, head)
    if _usual(found)[1] < _REGULAR:
        found = [row for line in lines[:head] for row in parse([line], dialect, 1)]
    window = Window(iter(lines), dialect, lines=len(lines), record=_RECORD)
    return list(window.rows(_usual(found)[0])[0][:head])


def _usual(rows: Sequence[Cells]) -> tuple[int, int]:
    """Give the width that most rows have, and how many have it."""
    widths = Counter(len(row) for row in rows if any(row))
    return widths.most_common(1)[0] if widths else (0, 0)


def _header_at(rows: Sequence[Cells], told: int | None) -> int | None:
    if told is None:
        return find_header(rows)
    if told > len(rows) or told < 0:
        raise UnreadableFileError(
            field="header_row", problem=msg("the file has no such row near its top")
        )
    return told - 1 if told else None


def _width(header: Cells, body: Sequence[Cells]) -> int:
    """Tell how wide the table is: as its header, or as most rows if they are wider."""
    usual, count = _usual(body)
    filled = max((len(_stripped(row)) for row in body if len(row) <= usual), default=0)
    named = len(_trimmed(header, body))
    trusted = 2 * count > len(body) or not named
    return max(named, min(usual, filled) if trusted else 0, 1)


def _trimmed(header: Cells, body: Sequence[Cells]) -> Cells:
    """Leave out the last columns if they have neither a name nor a value."""
    used = max((len(_stripped(row)) for row in body), default=0)
    return header[: max(len(_stripped(header)), min(used, len(header)))]


def _stripped(row: Cells) -> Cells:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _about_text(text: str, encoding: str, dialect: Dialect) -> Iterator[Finding]:
    yield found("encoding", encoding=encoding)
    delimiter = dialect.delimiter
    yield found("delimiter", delimiter=_DELIMITERS.get(delimiter, delimiter))
    if len(set(_ENDS.findall(text))) > 1:
        yield found("line_ends")
    if REPLACEMENT in text:
        yield found("lost_characters")
    if _TWICE.search(text):
        yield found("double_encoded")


def _about_header(at: int | None) -> Iterator[Finding]:
    if at is None:
        yield found("no_header")
    elif at:
        yield found("preamble", count=at)
