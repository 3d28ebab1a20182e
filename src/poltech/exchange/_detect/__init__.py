"""How a file is laid out, found from its first bytes and reported."""

from poltech.exchange._detect._dialect import find_dialect
from poltech.exchange._detect._encoding import find_encoding, repair, reversible
from poltech.exchange._detect._header import find_header, name_columns
from poltech.exchange._detect._layout import SAMPLE_ROWS, describe_rows, describe_text

__all__ = [
    "SAMPLE_ROWS",
    "describe_rows",
    "describe_text",
    "find_dialect",
    "find_encoding",
    "find_header",
    "name_columns",
    "repair",
    "reversible",
]
