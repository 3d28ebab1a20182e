"""Files that only their owner may read, written down to the disk."""

import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["alone", "is_private", "sync_folder", "write_new"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def is_private(descriptor: int) -> bool:
    """Tell if an open file is a plain one that nobody else can read or change.

    Windows keeps no such modes; there the folder's rights decide.
    """
    if sys.platform == "win32":
        return True
    status = os.fstat(descriptor)
    plain = stat.S_ISREG(status.st_mode) and not status.st_mode & _OTHERS
    return plain and status.st_uid in {os.geteuid(), 0}


def write_new(path: Path, text: str) -> None:
    """Write a file that did not exist, for its owner alone, down to the disk.

    Raises:
        OSError: it exists, or cannot be written; then nothing is left of it.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def sync_folder(path: Path) -> None:
    """Bring the name of a file down to the disk."""
    if sys.platform != "win32":
        with _folder(path) as descriptor:
            os.fsync(descriptor)


@contextmanager
def alone(path: Path) -> Generator[None]:
    """Keep others from replacing a file meanwhile; who dies lets go."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - Windows has no such module

    with _folder(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def _folder(path: Path) -> Generator[int]:
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
