"""Storage in SQLite and PostgreSQL, over SQLAlchemy Core.

Schema
:   where the tables lie: a prefix or a namespace; every table is made from it.

Place
:   where a database is: an address, a host's engine, or a host's open connection.

Wall
:   what keeps workspaces apart in one PostgreSQL database: row-level security.
"""

from poltech.storage.sql._check import Gap, find_gaps
from poltech.storage.sql._migrate import include_object, migrate
from poltech.storage.sql._schema import Schema, Tables
from poltech.storage.sql._storage import Place, SqlStorage
from poltech.storage.sql._walls import grants_for, protections
from poltech.storage.sql._work import SqlWork
from poltech.storage.sql.contacts import SELECTABLE

__all__ = [
    "SELECTABLE",
    "Gap",
    "Place",
    "Schema",
    "SqlStorage",
    "SqlWork",
    "Tables",
    "find_gaps",
    "grants_for",
    "include_object",
    "migrate",
    "protections",
]
