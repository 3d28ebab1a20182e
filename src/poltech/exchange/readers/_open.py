"""From a file of any kind to the reader that fits it."""

import zipfile
from pathlib import Path

from poltech.errors import msg
from poltech.exchange._model import Budget, Overrides
from poltech.exchange._ports import Reader
from poltech.exchange.errors import UnreadableFileError
from poltech.exchange.readers._delimited import DelimitedReader
from poltech.exchange.readers._source import Source
from poltech.exchange.readers._workbook import WorkbookReader

__all__ = ["open_table"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK_PART = "xl/workbook.xml"
_HEAD = 16

_OTHERS = (
    (b"%PDF", msg("it is a PDF; save the table as XLSX or CSV")),
    (
        b"\xd0\xcf\x11\xe0",
        msg("it is an old Excel file or locked by a password; save it as XLSX or CSV"),
    ),
    (b"\x1f\x8b", msg("it is compressed; unpack it first")),
    (b"BZh", msg("it is compressed; unpack it first")),
    (b"7z\xbc\xaf", msg("it is compressed; unpack it first")),
    (b"Rar!", msg("it is compressed; unpack it first")),
    (b"PAR1", msg("it is a Parquet file; save the table as XLSX or CSV")),
    (b"SQLite format 3", msg("it is a database; save the table as XLSX or CSV")),
)


def open_table(
    file: Path | bytes,
    overrides: Overrides | None = None,
    budget: Budget | None = None,
) -> Reader:
    r"""Open a file with the reader that fits it, by what it holds and not its name.

    Args:
        file: a path, or the bytes themselves.
        overrides: what the user knows better than any guess.
        budget: what reading it may cost.

    Raises:
        UnreadableFileError: it holds no table that can be read.
        BudgetExceededError: reading it would cost too much.
        ConfigurationError: a library that it needs is not installed.

    >>> reader = open_table("Prénom;Mél\nLéa;lea@example.org\n".encode("cp1252"))
    >>> reader.layout.encoding, reader.layout.header
    ('cp1252', ('Prénom', 'Mél'))
    """
    source = Source(file)
    told = overrides or Overrides()
    limits = budget or Budget()
    with source.open() as stream:
        head = stream.read(_HEAD)
    for magic, problem in _OTHERS:
        if head.startswith(magic):
            raise UnreadableFileError(problem=problem)
    if not head.startswith(_ZIP):
        return DelimitedReader(source, told, limits)
    if not _is_workbook(source):
        raise UnreadableFileError(problem=msg("it is compressed; unpack it first"))
    return WorkbookReader(source, told, limits)


def _is_workbook(source: Source) -> bool:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            return _WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
