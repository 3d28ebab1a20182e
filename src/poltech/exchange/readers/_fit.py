"""Rows made as wide as their table, and kept within the budget."""

from collections.abc import Iterator, Sequence

import attrs

from poltech.errors import msg
from poltech.exchange._findings import Finding, found
from poltech.exchange._model import Batch, Budget, Cells, Row
from poltech.exchange.errors import BudgetExceededError

__all__ = ["fit", "require_rows", "sliced"]


def fit(
    rows: Sequence[Row], width: int, budget: Budget, *, wary: bool
) -> tuple[list[Row], list[Finding]]:
    """Pad short rows and cut long ones, telling what was lost.

    A cell too many means that the others may stand in the wrong columns: such a row
    is in error. A cell too few is what spreadsheets leave out at a row's end.

    Args:
        rows: the rows.
        width: how many columns the table has.
        budget: what a cell and a row may hold.
        wary: whether cells may be larger than the budget allows.
    """
    if not wary and all(len(cells) == width for _, cells in rows):
        return list(rows), []
    fitting: list[Row] = []
    findings: list[Finding] = []
    for row in rows:
        if len(row[1]) == width and not wary:
            fitting.append(row)
            continue
        fitting.append((row[0], _fitted(row[1], width, budget.cell)))
        findings.extend(_about(row, width, budget))
    return fitting, findings


def _fitted(cells: Cells, width: int, limit: int) -> Cells:
    fitted = [cell[:limit] for cell in cells[:width]]
    return fitted + [""] * (width - len(fitted))


def _about(row: Row, width: int, budget: Budget) -> Iterator[Finding]:
    number, cells = row
    if any(cell.strip() for cell in cells[width:]):
        yield found("long_row", row=number, found=len(cells), expected=width)
    elif len(cells) < width:
        yield found("short_row", row=number, found=len(cells), expected=width)
    if max(map(len, cells)) > budget.cell:
        yield found("huge_cell", row=number, limit=budget.cell)
    elif sum(map(len, cells)) > budget.record:
        yield found("long_line", row=number, limit=budget.record)


def sliced(batch: Batch, size: int) -> Iterator[Batch]:
    """Part a batch into batches of up to `size` rows, each with its own findings."""
    if len(batch.rows) <= size:
        yield batch
        return
    for at in range(0, len(batch.rows), size):
        rows = batch.rows[at : at + size]
        numbers = {number for number, _ in rows}
        yield attrs.evolve(
            batch,
            rows=rows,
            findings=tuple(
                finding
                for finding in batch.findings
                if finding.row in numbers or (finding.row is None and at == 0)
            ),
        )


def require_rows(count: int, budget: Budget) -> None:
    """Stop where a table has more rows than may be read.

    Raises:
        BudgetExceededError: it has.
    """
    if count > budget.rows:
        raise BudgetExceededError(what=msg("rows"), limit=budget.rows)
