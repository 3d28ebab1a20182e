"""Which row names the columns: not always the first, and sometimes none."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from poltech.exchange._mapping import recognised
from poltech.exchange._model import Cells

__all__ = ["find_header", "name_columns"]

_ROWS = 30
_LONGEST = 200
_DATUM = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+"  # an e-mail address
    r"|[+(]?\d[\d .,()/+-]{4,}"  # a phone, a date, a postcode, but not a year
    r"|https?://\S*"
)


def find_header(rows: Sequence[Cells]) -> int | None:
    """Find the row that names the columns by its place, `None` if none does.

    >>> find_header([["Notes:"], [], ["First Name", "Email Address"], ["Léa", ""]])
    2
    """
    head = list(enumerate(rows[:_ROWS]))
    known = max(head, key=lambda row: (_knownness(row[1]), -row[0]), default=None)
    if known is not None and _knownness(known[1]) > 0:
        return known[0]
    width = _usual_width(rows)
    first = next((row for row in head if len(row[1]) >= width and any(row[1])), None)
    return first[0] if first and _names(first[1]) else None


def name_columns(header: Cells, width: int) -> tuple[str, ...]:
    """Name every column: `#3` where the header is silent, `Tel (2)` where it repeats.

    >>> name_columns(["Tel", "", "Tel"], 3)
    ('Tel', '#2', 'Tel (2)')
    """
    names: dict[str, None] = {}
    for at in range(max(width, len(header))):
        told = " ".join(header[at].split()) if at < len(header) else ""
        names[_apart(told or f"#{at + 1}", names)] = None
    return tuple(names)


def _apart(name: str, taken: Collection[str]) -> str:
    """Tell a name apart from those taken by counting on."""
    count, apart = 1, name
    while apart in taken:
        count += 1
        apart = f"{name} ({count})"
    return apart


def _knownness(cells: Cells) -> int:
    """Count the columns known by name; cells that are data speak against."""
    return recognised(cells) - sum(_is_datum(cell) for cell in cells)


def _names(cells: Cells) -> bool:
    """Tell whether cells could name columns: each says something, none twice."""
    told = [cell.strip() for cell in cells if cell.strip()]
    return len(set(told)) == len(told) == len(cells) and not any(map(_is_datum, told))


def _is_datum(cell: str) -> bool:
    return _DATUM.fullmatch(cell[:_LONGEST].strip()) is not None


def _usual_width(rows: Sequence[Cells]) -> int:
    widths = Counter(len(row) for row in rows if any(row))
    return widths.most_common(1)[0][0] if widths else 0
