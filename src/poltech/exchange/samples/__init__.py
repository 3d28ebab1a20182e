"""Files that look like those of a real office, and name nobody who lives.

The people are made from common names by a seeded digest; their mailboxes lie under
`example.org` and its kin (RFC 2606), their numbers in the ranges that Arcep keeps for
fiction. The same seed gives the same bytes.
"""

from poltech.exchange.samples._dice import Dice
from poltech.exchange.samples._office import OFFICE_COLUMNS, OfficeFile, office_file

__all__ = ["OFFICE_COLUMNS", "Dice", "OfficeFile", "office_file"]
