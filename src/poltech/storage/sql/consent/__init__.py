"""Consent in SQL."""

from poltech.storage.sql.consent._tables import ConsentTables

__all__ = ["ConsentTables"]
