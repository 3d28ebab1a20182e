"""Segments in SQL."""

from poltech.storage.sql.segments._audiences import SqlAudiences
from poltech.storage.sql.segments._segments import SqlSegments
from poltech.storage.sql.segments._tables import SegmentTables

__all__ = ["SegmentTables", "SqlAudiences", "SqlSegments"]
