"""Where workspaces are kept: memory, SQLite, PostgreSQL, or a third party's.

Storage
:   opens units of work and registers workspaces.

Unit of work
:   one transaction of one workspace, with a store for each room.
"""

from poltech.storage._ports import Storage, UnitOfWork, WorkspaceRow

__all__ = ["Storage", "UnitOfWork", "WorkspaceRow"]
