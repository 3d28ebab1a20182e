"""What every storage promises, as tests that any storage can be put through."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest

from poltech.ledger.testing import ledger_store_contract
from poltech.segments.testing import audience_store_contract, segment_store_contract
from poltech.storage._ports import Storage
from poltech.storage.testing._contract._consent import ConsentContract
from poltech.storage.testing._contract._contacts import ContactsContract
from poltech.storage.testing._contract._feeds import FeedsContract
from poltech.storage.testing._contract._stage import register
from poltech.storage.testing._contract._units import UnitsContract
from poltech.storage.testing._contract._walls import WallsContract
from poltech.vault.testing import key_store_contract

__all__ = ["storage_contract"]


def storage_contract(make: Callable[[], AbstractContextManager[Storage]]) -> type[Any]:
    """Give a fresh class of tests that a storage must pass.

    Each test registers workspaces of its own, so one storage serves the whole class.

    Args:
        make: opens a storage with its tables in place, and closes it afterwards. Units
            of work opened from several threads must each have a connection.
    """

    def opened() -> Generator[None, None, None]:
        with make() as storage:
            contract.storage = storage
            yield

    def begin() -> Any:  # noqa: ANN401 - what the rooms' contracts open
        return partial(contract.storage.begin, register(contract.storage))

    class StorageContract(
        UnitsContract, ContactsContract, ConsentContract, FeedsContract, WallsContract
    ):
        """Every promise of a storage, and of what rooms keep in it."""

    bases = (
        StorageContract,
        key_store_contract(begin),
        ledger_store_contract(begin),
        segment_store_contract(begin),
        audience_store_contract(begin),
    )
    fixture = pytest.fixture(autouse=True, scope="class")(staticmethod(opened))
    contract: Any = type("StorageContract", bases, {"opened": fixture})
    made: type[Any] = contract
    return made
