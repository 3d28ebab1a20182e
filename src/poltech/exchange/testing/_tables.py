"""Random tables, written in every way that a table is written."""

import csv
import io
from collections.abc import Sequence
from typing import final

import attrs
from hypothesis import strategies as st

__all__ = ["ENCODINGS", "HEADERS", "Written", "french_text", "tables", "written_tables"]

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "iso8859-15",
    "mac-roman",
    "cp850",
)
"""The encodings that are told apart; the last four by French letters alone."""

HEADERS = ("Prénom", "Nom", "Courriel", "Téléphone", "Code postal", "Commune")

_SINGLE_BYTE = frozenset(ENCODINGS[5:])
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_ACCENTS = "éèêàçùôîûâëï"
_SIGNS = " .-_@;,|\t'\"\r\n=+()/"


@final
@attrs.frozen(kw_only=True)
class Written:
    """A table and the bytes that say it.

    Attributes:
        header: names of the columns, which are known ones.
        rows: cells, as wide as the header; none is blank.
        encoding: what the bytes are in.
        delimiter: what parts the cells.
        content: the bytes.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str
    content: bytes


def french_text(signs: str = _SIGNS) -> st.SearchStrategy[str]:
    """Texts in French letters, with the signs that trouble readers of tables.

    None stands between apostrophes: a file full of such cells would be read as
    quoted by them, and rightly.
    """
    texts = st.text(_LETTERS + _ACCENTS + signs, max_size=20)
    return texts.filter(lambda text: not text[:1] == text[-1:] == "'")


def tables(
    cells: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    """Tables as wide as `HEADERS`, of which no row is blank."""
    cell = french_text() if cells is None else cells
    row = st.tuples(*(cell for _ in HEADERS)).filter(any)
    return st.lists(row, max_size=12).map(tuple)


@st.composite
def written_tables(draw: st.DrawFn, encodings: Sequence[str] = ENCODINGS) -> Written:
    """Tables with known headers, written in any encoding, dialect and line end."""
    encoding = draw(st.sampled_from(encodings))
    delimiter = draw(st.sampled_from(";,\t|"))
    rows = draw(tables())
    if encoding in _SINGLE_BYTE:
        rows = (*rows, ("Éloïse", "Lefèvre", "", "", "", "Hénin-Liétard, à côté"))
    bare = draw(st.booleans()) and not any("\r" in cell for row in rows for cell in row)
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if bare else csv.QUOTE_ALL,
        lineterminator=draw(st.sampled_from(("\r\n", "\n"))),
    )
    writer.writerow(HEADERS)
    writer.writerows(rows)
    return Written(
        header=HEADERS,
        rows=rows,
        encoding=encoding,
        delimiter=delimiter,
        content=text.getvalue().encode(encoding),
    )
