"""How a reader shows that it keeps its promises, and tables to try anything on.

`reader_contract(make)` gives a fresh class of tests; `town_halls` makes the file that
every French office tries first; the strategies write random tables.
"""

from poltech.exchange.testing._contract import reader_contract
from poltech.exchange.testing._tables import (
    ENCODINGS,
    HEADERS,
    Written,
    french_text,
    tables,
    written_tables,
)
from poltech.exchange.testing._town_halls import TownHalls, town_halls

__all__ = [
    "ENCODINGS",
    "HEADERS",
    "TownHalls",
    "Written",
    "french_text",
    "reader_contract",
    "tables",
    "town_halls",
    "written_tables",
]
