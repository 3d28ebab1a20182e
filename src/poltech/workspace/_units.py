"""Units of work of one workspace, alone or joined into one transaction."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import final

from poltech.ids import WorkspaceId
from poltech.storage import Storage, UnitOfWork

__all__ = ["Units"]


@final
class Units:
    """Opens units of work; within `transaction` all verbs share one."""

    def __init__(self, storage: Storage, workspace: WorkspaceId) -> None:
        self._storage = storage
        self._workspace = workspace
        self._shared: ContextVar[UnitOfWork | None] = ContextVar(
            "poltech_transaction", default=None
        )

    @contextmanager
    def __call__(self, *, write: bool = True) -> Generator[UnitOfWork, None, None]:
        """Open a unit of work, or go on in the transaction that stands."""
        shared = self._shared.get()
        if shared is not None:
            yield shared
            return
        with self._storage.begin(self._workspace, write=write) as work:
            yield work

    @contextmanager
    def transaction(self) -> Generator[UnitOfWork, None, None]:
        """Let every verb called inside commit together, or not at all."""
        with self() as work:
            token = self._shared.set(work)
            try:
                yield work
            finally:
                self._shared.reset(token)
