"""What every reader promises, as tests that any of them can be put through."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import pytest

from poltech.exchange._model import Cells
from poltech.exchange._ports import Reader

__all__ = ["reader_contract"]

_HEADER = ("Prénom", "Courriel", "Remarque")
_ROWS: tuple[tuple[str, ...], ...] = (
    ("Léa", "lea@example.org", "deux\nlignes"),
    ("", "", ""),
    ("Zoé", "zoe@example.org", "=1+1"),
    ("Ünal", "unal@example.org", "«\N{NO-BREAK SPACE}guillemets\N{NO-BREAK SPACE}»"),
    *((f"n{number}", f"n{number}@example.org", "x") for number in range(2_500)),
)


def reader_contract(make: Callable[[Sequence[Cells]], Reader]) -> type:
    """Give a fresh class of tests for one reader.

    Args:
        make: gives a reader of a file that holds the given rows, the header first.
    """
    return type("ReaderContract", (_Promises,), {"make": staticmethod(make)})


class _Promises:
    """The promises of a reader."""

    make: ClassVar[Callable[[Sequence[Cells]], Reader]]

    @pytest.fixture
    def reader(self) -> Reader:
        """Read a small file."""
        return type(self).make((_HEADER, *_ROWS))

    def test_every_row_comes_back_once(self, reader: Reader) -> None:
        """Rows come back as they were, in order; blank ones are left out."""
        read = [tuple(row) for batch in reader.batches() for _, row in batch.rows]
        assert read == [row for row in _ROWS if any(row)]

    def test_rows_bear_the_number_a_spreadsheet_shows(self, reader: Reader) -> None:
        """The header is row 1 here, and blank rows count."""
        numbers = [number for batch in reader.batches() for number, _ in batch.rows]
        assert numbers == [at for at, row in enumerate(_ROWS, start=2) if any(row)]

    def test_the_header_is_found(self, reader: Reader) -> None:
        """Columns are named by the first row."""
        assert reader.layout.header == _HEADER
        assert reader.layout.header_row == 1

    @pytest.mark.parametrize("after", [0, 1, 2, 3, 1_000, 1_001, 2_504, 9_999])
    def test_reading_goes_on_after_any_row(self, reader: Reader, after: int) -> None:
        """What comes after a row is what a whole reading gives after it."""
        whole = [row for batch in reader.batches() for row in batch.rows]
        rest = [row for batch in reader.batches(after=after) for row in batch.rows]
        assert rest == [row for row in whole if row[0] > after]

    @pytest.mark.parametrize("size", [1, 7, 1_000])
    def test_batches_are_no_larger_than_asked(self, reader: Reader, size: int) -> None:
        """A batch has up to the number of rows asked, and never none."""
        sizes = [len(batch.rows) for batch in reader.batches(size=size)]
        assert all(0 < found <= size for found in sizes)

    def test_the_fingerprint_tells_files_apart(self, reader: Reader) -> None:
        """The same bytes give the same fingerprint, others another."""
        other = type(self).make((_HEADER, *_ROWS[:-1]))
        assert reader.fingerprint == reader.fingerprint
        assert other.fingerprint != reader.fingerprint

    def test_progress_reaches_the_end(self, reader: Reader) -> None:
        """The last batch has read the whole file, and none reads backwards."""
        read = [batch.bytes_read for batch in reader.batches()]
        assert read == sorted(read)
        assert read[-1] == reader.size
