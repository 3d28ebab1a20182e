"""The tables' history, as Alembic revisions that ship inside the package.

Two histories that never meet: `poltech` makes the tables of every room, and
`poltech_keys` those of the wrapped keys, which may lie in a database of their own.
A new revision is a file in `versions/`, and its name here.
"""

from typing import Final

__all__ = ["HEADS", "KEYS", "ROOMS"]

ROOMS: Final = "poltech_0001"
"""The last revision of the rooms' tables."""

KEYS: Final = "poltech_keys_0001"
"""The last revision of the keys' table."""

HEADS: Final = frozenset({ROOMS, KEYS})
"""What a database of this version bears."""
