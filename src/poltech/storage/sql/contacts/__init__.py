"""Contacts in SQL."""

from poltech.storage.sql.contacts._contacts import SqlContacts
from poltech.storage.sql.contacts._records import (
    SqlActivities,
    SqlFields,
    SqlMerges,
    SqlSources,
)
from poltech.storage.sql.contacts._rows import SELECTABLE, unpack
from poltech.storage.sql.contacts._tables import ContactTables

__all__ = [
    "SELECTABLE",
    "ContactTables",
    "SqlActivities",
    "SqlContacts",
    "SqlFields",
    "SqlMerges",
    "SqlSources",
    "unpack",
]
