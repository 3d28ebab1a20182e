"""Contacts in SQL."""

from poltech.storage.sql.contacts._tables import ContactTables

__all__ = ["ContactTables"]
