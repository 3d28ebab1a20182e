"""Delimited text: CSV, TSV and their kin, in any encoding and dialect."""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, final

from poltech.errors import msg
from poltech.exchange._detect import describe_text, repair
from poltech.exchange._findings import Finding, found
from poltech.exchange._model import Batch, Budget, Cells, Layout, Overrides, Row
from poltech.exchange._window import Window
from poltech.exchange.errors import BudgetExceededError
from poltech.exchange.readers._fit import fit, require_rows, sliced
from poltech.exchange.readers._lines import Lines
from poltech.exchange.readers._source import Source

__all__ = ["DelimitedReader"]

_HEAD = 1 << 18
_EVIDENCE = 1 << 26
_WINDOW = 1_000
_DEFAULT_BUDGET = Budget()
_NOTHING_TOLD = Overrides()


@final
class DelimitedReader:
    """Reads a delimited text, in constant memory, as often as asked.

    Rows are parted the same way at every reading, so that an import can go on from
    a row number.
    """

    def __init__(
        self,
        source: Source,
        overrides: Overrides = _NOTHING_TOLD,
        budget: Budget = _DEFAULT_BUDGET,
    ) -> None:
        """Look at the first bytes and describe the layout.

        Raises:
            UnreadableFileError: it is empty, or no text, or in no such encoding.
            BudgetExceededError: it is too large, or its header too wide.
        """
        source.require_size(budget.bytes)
        self._source = source
        self._budget = budget
        self._layout = _describe(source, overrides)
        self._encoding = self._layout.encoding or "utf-8"
        if len(self._layout.header) > budget.columns:
            raise BudgetExceededError(what=msg("columns"), limit=budget.columns)

    @property
    def layout(self) -> Layout:
        """How the file is laid out."""
        return self._layout

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file's bytes, in hexadecimal."""
        return self._source.fingerprint

    @property
    def size(self) -> int:
        """Number of bytes of the file."""
        return self._source.size

    def batches(self, *, after: int = 0, size: int = 1_000) -> Iterator[Batch]:
        """Give the rows below the header, from the first numbered above `after`.

        A batch has up to `size` rows, and seldom more than a thousand.

        Raises:
            BudgetExceededError: there are more rows than may be read.
        """
        with self._source.open() as stream:
            for batch in self._read(stream, max(after, self._layout.header_row)):
                if batch.rows or batch.findings:
                    yield from sliced(batch, size)

    def _read(self, stream: BinaryIO, after: int) -> Iterator[Batch]:
        """Read window by window; rows up to `after` are passed over."""
        lines = Lines(stream, self._encoding, self._budget.line)
        source = iter(lines)
        number = 0
        while True:
            clean = lines.taints - lines.tainted
            window = Window(
                source, self._layout.dialect, lines=_WINDOW, record=self._budget.record
            )
            if not window:
                return
            rows, mended = window.rows(len(self._layout.header))
            numbered = list(enumerate(rows, number + 1))
            strays = [numbered[at][0] for at in sorted(mended)]
            number += len(rows)
            require_rows(number - self._layout.header_row, self._budget)
            if number > after:
                fresh = [row for row in numbered if row[0] > after and any(row[1])]
                yield self._batch(fresh, strays, lines, tainted=lines.taints > clean)

    def _batch(
        self,
        rows: Sequence[Row],
        strays: Sequence[int],
        lines: Lines,
        *,
        tainted: bool,
    ) -> Batch:
        """Mend rows, make them as wide as the table, and tell what was done."""
        numbers = {row[0] for row in rows} if strays else set[int]()
        findings = [found("stray_quote", row=at) for at in strays if at in numbers]
        if tainted:
            rows, mended = self._repaired(rows)
            findings += mended
        wary = bool(strays) or self._budget.cell < csv.field_size_limit()
        rows, ragged = fit(
            rows, len(self._layout.header), self._budget, wary=wary or lines.cut
        )
        return Batch(
            rows=rows,
            findings=(*findings, *ragged, *_about(lines)),
            bytes_read=lines.bytes_read,
        )

    def _repaired(self, rows: Sequence[Row]) -> tuple[list[Row], list[Finding]]:
        """Mend the rows whose bytes could not be decoded."""
        whole: list[Row] = []
        findings: list[Finding] = []
        for number, cells in rows:
            mended, code = _mended(cells, self._encoding)
            whole.append((number, mended))
            if code:
                findings.append(found(code, row=number, encoding=self._encoding))
        return whole, findings


def _describe(source: Source, overrides: Overrides) -> Layout:
    with source.open() as stream:
        head = stream.read(_HEAD)
        evidence = _evidence(head, stream)
    return describe_text(
        head, evidence=evidence, complete=len(head) < _HEAD, overrides=overrides
    )


def _evidence(head: bytes, stream: BinaryIO) -> bytes:
    """Read on to the first accent: plain letters do not tell an encoding."""
    block = head
    while block.isascii() and stream.tell() < _EVIDENCE:
        following = stream.read(_HEAD)
        if not following:
            return head
        block = following
    return block


def _mended(cells: Cells, encoding: str) -> tuple[Cells, str | None]:
    """Mend a row's cells, and give the code of the worst that was found."""
    mended = [repair(cell, encoding) for cell in cells]
    codes = {code for _, code in mended if code}
    worst = "undecodable" if "undecodable" in codes else next(iter(codes), None)
    return [text for text, _ in mended], worst


def _about(lines: Lines) -> list[Finding]:
    """Tell once that NUL characters were left out."""
    if not lines.nuls or lines.told:
        return []
    lines.told = True
    return [found("nul_bytes")]
