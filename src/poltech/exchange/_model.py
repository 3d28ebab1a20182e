"""What a file is: its layout, the limits it is read within, and its rows."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias, final

import attrs

from poltech.errors import msg
from poltech.exchange._findings import Finding
from poltech.exchange.errors import UnreadableFileError

__all__ = [
    "Batch",
    "Budget",
    "Cells",
    "Dialect",
    "FileKind",
    "Layout",
    "Overrides",
    "Row",
]

Cells: TypeAlias = Sequence[str]
"""What a row holds, as it stands in the file."""

Row: TypeAlias = tuple[int, Cells]
"""A row's number, as a spreadsheet shows it, and its cells."""


class FileKind(StrEnum):
    """What kind of table a file is."""

    DELIMITED = "delimited"
    """Text with one record a line: CSV, TSV and their kin (RFC 4180)."""

    WORKBOOK = "workbook"
    """An Office Open XML workbook (XLSX)."""


@final
@attrs.frozen(kw_only=True)
class Budget:
    """What a file may cost; beyond it a typed error or finding, never a crash.

    Attributes:
        bytes: size of the file.
        expanded: size of a workbook once unpacked.
        rows: rows that are read.
        columns: cells in one row.
        cells: cells of a workbook's sheet, empty ones included.
        cell: characters in one cell.
        line: characters in one line.
        record: characters in one record, before a quotation mark counts as stray.
    """

    bytes: int = 4 << 30
    expanded: int = 2 << 30
    rows: int = 20_000_000
    columns: int = 1_024
    cells: int = 20_000_000
    cell: int = 131_072
    line: int = 4 << 20
    record: int = 1 << 20


@final
@attrs.frozen(kw_only=True)
class Overrides:
    """What the user knows better than any guess; `None` leaves it to be found.

    Attributes:
        encoding: Python's name of the encoding.
        delimiter: one character.
        quote: one character, or an empty text for none.
        header_row: number of the row that names the columns; 0 if none does.
        sheet: name of the sheet of a workbook.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    sheet: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.delimiter is not None and len(self.delimiter) != 1:
            raise UnreadableFileError(
                field="delimiter", problem=msg("it must be one character")
            )
        if self.quote is not None and len(self.quote) > 1:
            raise UnreadableFileError(
                field="quote", problem=msg("it must be one character or none")
            )


@final
@attrs.frozen(kw_only=True)
class Dialect:
    """How a delimited text parts and quotes its cells.

    Attributes:
        delimiter: what parts two cells.
        quote: what may enclose a cell; `None` if nothing does.
        escape: what may stand before a quotation mark inside a cell; `None` where
            the mark is doubled instead (RFC 4180, section 2).
        spaced: whether spaces follow the delimiters.
    """

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    spaced: bool = False


@final
@attrs.frozen(kw_only=True)
class Layout:
    """How a file is laid out, as it was found or told.

    Attributes:
        kind: delimited text or workbook.
        encoding: Python's name of the encoding, for a text.
        dialect: how a text parts its cells.
        sheet: name of the sheet that is read, for a workbook.
        header_row: number of the row that names the columns; 0 if none does.
        header: the names; made up where the file has none, told apart where it
            repeats one.
        sample: the first rows, from which mappings are guessed.
        findings: what was noticed.
    """

    kind: FileKind
    encoding: str | None = None
    dialect: Dialect = Dialect()
    sheet: str | None = None
    header_row: int
    header: tuple[str, ...]
    sample: tuple[Cells, ...] = attrs.field(default=(), repr=False)
    findings: tuple[Finding, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Batch:
    """Some rows of a file, in order; blank rows are left out.

    Attributes:
        rows: numbers and cells, each row as wide as the header.
        findings: what was noticed about them.
        bytes_read: how far into the file they reach, to show progress.
    """

    rows: Sequence[Row] = attrs.field(repr=False)
    findings: tuple[Finding, ...] = ()
    bytes_read: int = 0
