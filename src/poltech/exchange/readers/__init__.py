"""Files that give their rows: delimited texts and workbooks, behind one protocol."""

from poltech.exchange.readers._delimited import DelimitedReader
from poltech.exchange.readers._open import open_table
from poltech.exchange.readers._source import Source
from poltech.exchange.readers._workbook import WorkbookReader

__all__ = ["DelimitedReader", "Source", "WorkbookReader", "open_table"]
