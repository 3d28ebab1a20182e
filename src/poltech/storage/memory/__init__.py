"""A storage in memory: for tests, and the reference that other storages agree with."""

from poltech.storage.memory._storage import MemoryStorage, MemoryWork

__all__ = ["MemoryStorage", "MemoryWork"]
