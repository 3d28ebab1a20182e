"""The rows that were not taken, as a file that can be mended and imported again.

It is in the encoding and the dialect of the original, with its cells and its columns;
three columns of our own say what became of each row and why. The mapping knows them
and leaves them out.
"""

import codecs
import io
from typing import BinaryIO, final

from poltech.exchange._export import guarded, restored, unmarked
from poltech.exchange._findings import Level
from poltech.exchange._mapping import OWN_PREFIX, ColumnMapping
from poltech.exchange._model import Cells, Dialect, FileKind, Layout
from poltech.exchange._outcome import RowReport
from poltech.exchange._records import writer

__all__ = ["RejectsWriter"]

_COLUMNS = tuple(OWN_PREFIX + word for word in ("row", "outcome", "reasons"))
_SPREADSHEET = "utf-8-sig"
_BETWEEN = " / "


@final
class RejectsWriter:
    """Writes rows that were not taken, with the reasons, as they come."""

    def __init__(
        self,
        stream: BinaryIO,
        layout: Layout,
        mapping: ColumnMapping,
        locale: str = "en",
    ) -> None:
        text = layout.kind is FileKind.DELIMITED
        self._stream = stream
        self._locale = locale
        self._logical = unmarked if mapping.marked else restored
        self._own = tuple(
            at
            for at, name in enumerate(layout.header)
            if name.lower().startswith(OWN_PREFIX)
        )
        self._dialect = layout.dialect if text else Dialect(delimiter=";")
        encoding = (layout.encoding if text else None) or _SPREADSHEET
        self._encoder = codecs.getincrementalencoder(encoding)("replace")
        self._write(layout.header, _COLUMNS)

    def write(self, cells: Cells, report: RowReport) -> None:
        """Write one row: its cells as they were, and why it was not taken."""
        reasons = (
            finding.say(self._locale)
            for finding in report.findings
            if finding.level is not Level.NOTE
        )
        own = (
            str(report.row),
            report.outcome.label(self._locale),
            _BETWEEN.join(reasons),
        )
        self._write([self._logical(cell) for cell in cells], own)

    def _write(self, cells: Cells, own: Cells) -> None:
        """Write a line, without the columns that an earlier rejects file added."""
        kept = [cell for at, cell in enumerate(cells) if at not in self._own]
        line = io.StringIO(newline="")
        writer(line, self._dialect).writerow(map(guarded, [*kept, *own]))
        self._stream.write(self._encoder.encode(line.getvalue()))
