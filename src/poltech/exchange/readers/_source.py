"""Where a file's bytes come from: a path, or memory."""

import hashlib
import io
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, final

from poltech.errors import msg
from poltech.exchange.errors import BudgetExceededError, UnreadableFileError

__all__ = ["Source"]

_BLOCK = 1 << 20


@final
class Source:
    """A file that can be opened again and again."""

    def __init__(self, file: Path | bytes) -> None:
        self._file = file

    def open(self) -> BinaryIO:
        """Open it at its first byte.

        Raises:
            UnreadableFileError: there is no such file, or it may not be read.
        """
        if isinstance(self._file, bytes):
            return io.BytesIO(self._file)
        try:
            return self._file.open("rb")
        except OSError:
            raise UnreadableFileError(problem=msg("it cannot be opened")) from None

    def handle(self) -> str | BinaryIO:
        """Give what libraries open themselves: a path, or bytes in memory."""
        return str(self._file) if isinstance(self._file, Path) else self.open()

    @cached_property
    def size(self) -> int:
        """Count its bytes."""
        with self.open() as stream:
            return stream.seek(0, io.SEEK_END)

    @cached_property
    def fingerprint(self) -> str:
        """Give the SHA-256 of its bytes, in hexadecimal."""
        digest = hashlib.sha256()
        with self.open() as stream:
            for block in iter(lambda: stream.read(_BLOCK), b""):
                digest.update(block)
        return digest.hexdigest()

    def require_size(self, limit: int) -> None:
        """Refuse a file that is too large before any of it is read.

        Raises:
            BudgetExceededError: it has more bytes than that.
        """
        if self.size > limit:
            raise BudgetExceededError(what=msg("bytes"), limit=limit)
