"""Storage in SQLite and PostgreSQL, over SQLAlchemy Core.

Schema
:   where the tables lie: a prefix or a namespace; every table is made from it.
"""

from poltech.storage.sql._schema import Schema, Tables

__all__ = ["Schema", "Tables"]
