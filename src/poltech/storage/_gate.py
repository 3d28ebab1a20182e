"""Whether a unit of work may still be used, and may write."""

from typing import TypeVar, final

from poltech.storage.errors import EndedWorkError, ReadOnlyWorkError

__all__ = ["Gate"]

AnyError = TypeVar("AnyError", bound=Exception)


@final
class Gate:
    """Stands before the stores of one unit of work."""

    __slots__ = ("_open", "_write", "failed")

    def __init__(self, *, write: bool) -> None:
        self._open = True
        self._write = write
        self.failed = False

    @property
    def writing(self) -> bool:
        """Whether a writer may pass."""
        return self._open and self._write

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

    def fail(self, failure: AnyError) -> AnyError:
        """Let nobody pass any more, because a write failed; gives the failure back.

        A database gives up the whole transaction then; so does every storage.
        """
        self.failed = True
        self._open = False
        return failure

    def require_whole(self) -> None:
        """Go on only if no write failed.

        Raises:
            EndedWorkError: one did, and the failure was passed over.
        """
        if self.failed:
            raise EndedWorkError

    def close(self) -> None:
        """Let nobody pass any more."""
        self._open = False
