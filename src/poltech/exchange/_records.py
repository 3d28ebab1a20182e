"""The one place that sets the standard `csv` module up for a dialect."""

import csv
from collections.abc import Iterable, Iterator
from typing import Protocol, TextIO

from poltech.exchange._model import Dialect

__all__ = ["Records", "Writer", "bare", "records", "writer"]


class Records(Protocol):
    """Records of a delimited text, and how many lines they took so far."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


def records(lines: Iterable[str], dialect: Dialect) -> Records:
    """Read records off lines; a quotation mark that never closes is not an error."""
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=dialect.escape is None,
        escapechar=dialect.escape,
        skipinitialspace=dialect.spaced,
    )


def bare(line: str, dialect: Dialect) -> list[str]:
    """Part one line at its delimiters alone, as if it held no quotation marks."""
    cells = line.rstrip("\r\n").split(dialect.delimiter)
    return [_unquoted(cell, dialect.quote) for cell in cells]


def _unquoted(cell: str, quote: str | None) -> str:
    if quote and len(cell) > 1 and cell[0] == cell[-1] == quote:
        return cell[1:-1].replace(quote + quote, quote)
    return cell


class Writer(Protocol):
    """Writes records of a delimited text."""

    def writerow(self, row: Iterable[str], /) -> object:
        """Write one record."""
        ...


def writer(stream: TextIO, dialect: Dialect) -> Writer:
    """Write records in a dialect, every cell quoted, so that all read back alike."""
    return csv.writer(
        stream,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or '"',
        quoting=csv.QUOTE_ALL,
        doublequote=dialect.escape is None,
        escapechar=dialect.escape,
        lineterminator="\r\n",
    )
