"""How a storage shows that it keeps its promises, and a real PostgreSQL to test on.

`storage_contract(make)` gives a fresh class of tests; `postgres_database()` gives a
database of a real server, with a plain role; `files_containing` searches bytes on disk.
"""

from poltech.storage.testing._canaries import files_containing
from poltech.storage.testing._contract import storage_contract
from poltech.storage.testing._postgres import PostgresDatabase, postgres_database
from poltech.storage.testing._values import (
    Happened,
    identifiers,
    instants,
    stored_activities,
    stored_contacts,
    stored_records,
    suppressions,
)

__all__ = [
    "Happened",
    "PostgresDatabase",
    "files_containing",
    "identifiers",
    "instants",
    "postgres_database",
    "storage_contract",
    "stored_activities",
    "stored_contacts",
    "stored_records",
    "suppressions",
]
