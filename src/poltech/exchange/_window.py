"""Records of a delimited text, a few lines at a time, mending stray quotation marks."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import final

from poltech.exchange._model import Dialect
from poltech.exchange._records import bare, records

__all__ = ["Window"]

_LINES = 5_000
"""The most lines that one record may take."""

_PATIENCE = 50_000
"""Lines that are read twice in one window; the rest are parted line by line."""


_TELLING = 3
"""The fewest columns by which swallowed rows are known: text seldom has such lines."""

_ENDS = re.compile(r"\r\n|\r|\n").findall


class _StrayError(csv.Error):
    """A record goes on for so long that a quotation mark must be missing."""


@final
class Window:
    """Some lines of a text and the records that begin on them.

    The quick way reads them all at once. Where a record breaks off or comes out with
    another width than the table's, they are read again with care: a quotation mark
    that never closes costs its own row's quoting, and not the rows below it.
    """

    def __init__(
        self, source: Iterator[str], dialect: Dialect, *, lines: int, record: int
    ) -> None:
        self._source = source
        self._dialect = dialect
        self._record = record
        self._lines = list(islice(source, lines))
        self._own = len(self._lines)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def rows(self, width: int) -> tuple[list[list[str]], frozenset[int]]:
        """Give the records, and the places among them of those that were mended."""
        try:
            rows = self._quickly()
        except csv.Error:
            return self._carefully(width)
        one_line_each = len(rows) == len(self._lines)
        if one_line_each or not any(self._doubtful(row, width) for row in rows):
            return rows, frozenset()
        return self._carefully(width)

    def _quickly(self) -> list[list[str]]:
        reader = records(self._since(0), self._dialect)
        rows: list[list[str]] = []
        own = self._own
        for row in reader:
            rows.append(row)
            if reader.line_num >= own:
                break
        return rows

    def _doubtful(self, row: list[str], width: int) -> bool:
        """Tell whether a record of several lines looks like several records."""
        spanning = [cell for cell in row if "\n" in cell or "\r" in cell]
        if not spanning or len(row) != width:
            return bool(spanning)
        return width >= _TELLING and any(
            cell.count(self._dialect.delimiter) == len(_ENDS(cell)) * (width - 1)
            for cell in spanning
        )

    def _since(self, at: int) -> Iterator[str]:
        """Give the lines from a place on, and those after the window if asked."""
        yield from islice(self._lines, at, self._own)
        yield from self._beyond(max(at, self._own))

    def _beyond(self, at: int) -> Iterator[str]:
        """Give lines past the window, for a record that does not end within it."""
        size = 0
        for place in range(at, at + _LINES):
            if place == len(self._lines):
                line = next(self._source, None)
                if line is None:
                    return
                self._lines.append(line)
            size += len(self._lines[place])
            if size > self._record:
                break
            yield self._lines[place]
        raise _StrayError

    def _carefully(self, width: int) -> tuple[list[list[str]], frozenset[int]]:
        """Read record by record, taking a line at its word where quoting fails."""
        rows: list[list[str]] = []
        mended: set[int] = set()
        at = spent = 0
        while at < len(self._lines):
            record, used = self._one(at) if spent < _PATIENCE else (None, 1)
            alone = bare(self._lines[at], self._dialect)
            if record is None or (
                used > 1 and len(alone) == width and self._doubtful(record, width)
            ):
                mended.add(len(rows))
                record, spent, used = alone, spent + used, 1
            rows.append(record)
            at += used
        return rows, frozenset(mended)

    def _one(self, at: int) -> tuple[list[str] | None, int]:
        """Read the record that begins on a line, and count its lines."""
        reader = records(self._since(at), self._dialect)
        try:
            return next(reader), reader.line_num
        except (csv.Error, StopIteration):
            return None, max(reader.line_num, 1)
