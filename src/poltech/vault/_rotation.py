"""Wrapping every key again after the key ring was rotated."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TypeAlias

from poltech.vault._model import Progress
from poltech.vault._ports import KeyWork
from poltech.vault._service import Vault

__all__ = ["BeginKeyWork", "rewrap"]

BeginKeyWork: TypeAlias = Callable[[], AbstractContextManager[KeyWork]]
"""Opens a unit of work that commits on clean exit."""


def rewrap(vault: Vault, begin: BeginKeyWork, batch: int = 1000) -> Iterator[Progress]:
    """Wrap the keys of a workspace under the current version, a batch at a time.

    Each batch commits on its own, so it can be cut off anywhere and begun again:
    what was sealed opens before, between and after, and no key is wrapped twice.

    Args:
        vault: the workspace's, made from the key ring after its rotation.
        begin: opens a unit of work of the same workspace.
        batch: keys in one unit of work.

    Raises:
        SealBrokenError: a key does not open.
        UnknownKeyError: the key ring does not hold the key that wraps one.
    """
    done = 0
    while True:
        with begin() as work:
            behind = work.keys.behind(vault.version, batch)
            work.keys.put([vault.rewrap(key) for key in behind])
        if not behind:
            return
        done += len(behind)
        yield Progress(rewrapped=done)
