"""Office Open XML workbooks (XLSX), read by python-calamine."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, final

import attrs

from poltech.errors import ConfigurationError, msg
from poltech.exchange._detect import SAMPLE_ROWS, describe_rows
from poltech.exchange._findings import found
from poltech.exchange._model import (
    Batch,
    Budget,
    Cells,
    FileKind,
    Layout,
    Overrides,
    Row,
)
from poltech.exchange.errors import BudgetExceededError, UnreadableFileError
from poltech.exchange.readers._fit import fit, require_rows, sliced
from poltech.exchange.readers._guard import require_modest
from poltech.exchange.readers._source import Source

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["WorkbookReader"]

_Value: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

_NATIVE = frozenset({"python_calamine", "pyo3_runtime"})
_WINDOW = 1_000
_HEAD_ROWS = 30
_DEFAULT_BUDGET = Budget()
_NOTHING_TOLD = Overrides()


@final
class WorkbookReader:
    """Reads one sheet of a workbook; dates, numbers and booleans become text.

    The sheet is held in memory while it is read, so a budget bounds its cells.
    """

    def __init__(
        self,
        source: Source,
        overrides: Overrides = _NOTHING_TOLD,
        budget: Budget = _DEFAULT_BUDGET,
    ) -> None:
        """Look at the workbook and describe the layout.

        Raises:
            UnreadableFileError: it is damaged or locked, or has no such sheet.
            BudgetExceededError: it is too large, or would unpack to too much.
            ConfigurationError: python-calamine is not installed.
        """
        source.require_size(budget.bytes)
        with source.open() as stream:
            require_modest(stream, budget)
        self._source = source
        self._budget = budget
        self._told = overrides
        self._layout = self._described()
        if len(self._layout.header) > budget.columns:
            raise BudgetExceededError(what=msg("columns"), limit=budget.columns)

    @property
    def layout(self) -> Layout:
        """How the sheet is laid out."""
        return self._layout

    def _described(self) -> Layout:
        rows = list(islice(self._rows(), SAMPLE_ROWS + _HEAD_ROWS))
        layout = describe_rows(FileKind.WORKBOOK, rows, self._told)
        name, others = self._sheets
        notes = (found("other_sheets", sheets=", ".join(others)),) if others else ()
        return attrs.evolve(layout, sheet=name, findings=(*layout.findings, *notes))

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

        Raises:
            BudgetExceededError: there are more rows than may be read.
        """
        start = max(after, self.layout.header_row)
        numbered = islice(enumerate(self._rows(), 1), start, None)
        while window := list(islice(numbered, _WINDOW)):
            require_rows(window[-1][0] - self.layout.header_row, self._budget)
            batch = self._batch(window)
            if batch.rows:
                yield from sliced(batch, size)

    def _batch(self, window: Sequence[Row]) -> Batch:
        filled = [row for row in window if any(row[1])]
        rows, findings = fit(filled, len(self.layout.header), self._budget, wary=True)
        share = min(1.0, window[-1][0] / max(self._sheet.total_height, 1))
        return Batch(
            rows=rows, findings=tuple(findings), bytes_read=int(share * self.size)
        )

    def _rows(self) -> Iterator[Cells]:
        with _damage_told():
            for row in self._sheet.iter_rows():
                yield [_written(value) for value in row]

    @cached_property
    def _workbook(self) -> "CalamineWorkbook":
        with _damage_told():
            return _opened(self._source.handle())

    @cached_property
    def _sheets(self) -> tuple[str, tuple[str, ...]]:
        """Name the sheet that is read, and the visible ones that are not.

        Raises:
            UnreadableFileError: there is no such sheet.
        """
        visible = _visible(self._workbook)
        name = self._told.sheet or next(iter(visible), None)
        if name is None or name not in self._workbook.sheet_names:
            raise UnreadableFileError(
                field="sheet", problem=msg("the workbook has no such sheet")
            )
        return name, tuple(other for other in visible if other != name)

    @cached_property
    def _sheet(self) -> "CalamineSheet":
        with _damage_told():
            return self._workbook.get_sheet_by_name(self._sheets[0])


def _opened(file: "str | BinaryIO") -> "CalamineWorkbook":
    """Open a workbook by python-calamine, which loads with first use.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        from python_calamine import (  # noqa: PLC0415 - an extra
            load_workbook,  # pyright: ignore[reportUnknownVariableType] - its stub
        )
    except ImportError:
        raise ConfigurationError(
            subject=msg("Reading XLSX"),
            problem=msg("python-calamine is missing"),
            remedy='pip install "poltech[tables]"',
        ) from None
    return load_workbook(file)


@contextmanager
def _damage_told() -> Generator[None]:
    """Turn what the library raises on a damaged workbook into our own error.

    A panic of its native code is no `Exception`; it is one here.
    """
    try:
        yield
    except BaseException as failure:
        if type(failure).__module__ not in _NATIVE:
            raise
        raise UnreadableFileError(
            problem=msg("the workbook is damaged or locked; save it again")
        ) from None


def _visible(workbook: "CalamineWorkbook") -> tuple[str, ...]:
    """Name the sheets that hold cells and that people can see."""
    from python_calamine import (  # noqa: PLC0415 - an extra
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    return tuple(
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
        and sheet.visible == SheetVisibleEnum.Visible
    )


def _written(value: _Value) -> str:
    """Write a value as a text file would hold it.

    >>> _written(612345678.0), _written(datetime(1980, 5, 3)), _written(True)
    ('612345678', '1980-05-03', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        whole = value.time() == time()
        return str(value.date()) if whole else value.isoformat(" ", "seconds")
    return str(value)
