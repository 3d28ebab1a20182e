"""Whether a unit of work may still be used, and may write."""

from typing import final

from poltech.storage.errors import EndedWorkError, ReadOnlyWorkError

__all__ = ["Gate"]


@final
class Gate:
    """Stands before the stores of one unit of work."""

    __slots__ = ("_open", "_write")

    def __init__(self, *, write: bool) -> None:
        self._open = True
        self._write = write

    def read(self) -> None:
        """Let a reader pass.

        Raises:
            EndedWorkError: the unit of work has ended.
        """
        if not self._open:
            raise EndedWorkError

    def write(self) -> None:
        """Let a writer pass.

        Raises:
            EndedWorkError: the unit of work has ended.
            ReadOnlyWorkError: it was opened to read.
        """
        self.read()
        if not self._write:
            raise ReadOnlyWorkError

    def close(self) -> None:
        """Let nobody pass any more."""
        self._open = False
