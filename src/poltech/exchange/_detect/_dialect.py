"""How a delimited text parts and quotes its cells, found from its first lines."""

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from poltech.exchange._mapping import recognised
from poltech.exchange._model import Dialect
from poltech.exchange._records import records

__all__ = ["find_dialect", "parse", "separator_line"]

_DELIMITERS = (";", ",", "\t", "|")
_QUOTE = '"'
_RECORDS = 200
_HEADERS = 20
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BACKSLASHED = re.compile(r'[^\\]\\"[^,;\t|\r\n"]')
_DOUBLED = re.compile(r'[^,;\t|\r\n"]""')


def find_dialect(
    lines: Sequence[str], delimiter: str | None = None, quote: str | None = None
) -> Dialect:
    r"""Find the dialect in which lines make the most regular, best-known table.

    >>> find_dialect(["Nom;Courriel\n", '"Roy, Léa";lea@example.org\n']).delimiter
    ';'
    """
    told = delimiter or separator_line(lines)
    dialects = [
        _dialect("".join(lines), choice, quote)
        for choice in ((told,) if told else _DELIMITERS)
    ]
    return max(dialects, key=lambda dialect: _merit(lines, dialect))


def separator_line(lines: Sequence[str]) -> str | None:
    """Read the delimiter off a first line such as `sep=;`, which Excel writes."""
    match = _SEPARATOR.fullmatch(lines[0]) if lines else None
    return match[1] if match else None


def parse(lines: Sequence[str], dialect: Dialect, limit: int) -> list[list[str]]:
    """Read the first records of some lines, as far as they can be read."""
    found: list[list[str]] = []
    try:
        found.extend(islice(records(lines, dialect), limit))
    except csv.Error:
        return found
    return found


def _dialect(text: str, delimiter: str, quote: str | None) -> Dialect:
    """Complete a delimiter with the quoting that goes with it."""
    if quote is None:
        quote = "'" if _single_quoted(text, delimiter) else _QUOTE
    part = re.escape(delimiter)
    spaced = re.search(f'{part} "', text) and not re.search(f'{part}"', text)
    backslashed = _BACKSLASHED.search(text) and not _DOUBLED.search(text)
    return Dialect(
        delimiter=delimiter,
        quote=quote or None,
        escape="\\" if backslashed else None,
        spaced=bool(spaced),
    )


def _single_quoted(text: str, delimiter: str) -> bool:
    """Tell whether apostrophes enclose cells; one that only leads is Excel's mark."""
    part = re.escape(delimiter)
    if re.search(f'(?:^|{part})"', text, re.MULTILINE):
        return False
    opening = len(re.findall(f"(?:^|{part})'", text, re.MULTILINE))
    whole = len(
        re.findall(
            f"(?:^|{part})'[^'\\r\\n](?:[^'\\r\\n]|'')*'(?={part}|\\r?$)",
            text,
            re.MULTILINE,
        )
    )
    return whole > 1 and whole == opening


def _merit(lines: Sequence[str], dialect: Dialect) -> float:
    """Weigh a dialect: columns that are known by name, then regular width."""
    found = [record for record in parse(lines, dialect, _RECORDS) if any(record)]
    if not found:
        return 0
    width, share = Counter(map(len, found)).most_common(1)[0]
    known = max(recognised(record) for record in found[:_HEADERS])
    return 2 * known + share / len(found) * math.log2(max(width, 1))
