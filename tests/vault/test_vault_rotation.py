"""Invariant 44: killed anywhere, all data decrypts; at the end nothing is left behind."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.ids import ContactId, FrozenIds, Id, WorkspaceId
from poltech.vault import (
    KeyConflictError,
    KeyMaterial,
    KeyStore,
    SealBrokenError,
    SubjectKey,
    Vault,
    WrappedKey,
    rewrap,
)
from poltech.vault.testing import MATERIAL, ROTATED, key_store_contract

PLACE = "contacts.sealed"
WORKSPACE = FrozenIds().new(WorkspaceId)
Begin = Callable[[], AbstractContextManager[Any]]


class Killed(BaseException):
    """The process died here."""


@final
class Fate:
    """Counts the steps of a process, and kills it at some."""

    def __init__(self, kills: list[int]) -> None:
        self.kills = set(kills)
        self.steps = 0

    def step(self) -> None:
        """Die here if that was meant to be."""
        self.steps += 1
        if self.steps in self.kills:
            raise Killed

    def begin(self, begin: Begin) -> Begin:
        """Open units of work in which each step may be the last."""

        @contextmanager
        def mortal() -> Generator[Any]:
            self.step()
            with begin() as work:
                yield _MortalWork(work, self)
                self.step()
            self.step()

        return mortal


@final
class _MortalWork:
    def __init__(self, work: Any, fate: Fate) -> None:
        self._work, self._fate = work, fate

    @property
    def keys(self) -> Any:
        """Give the key store, a step away."""
        self._fate.step()
        return self._work.keys


def _seal(begin: Begin, vault: Vault, count: int) -> dict[Id, bytes]:
    keys = vault.fresh_many(
        FrozenIds(last=vault.version * 1000).batch(ContactId, count)
    )
    with begin() as work:
        work.keys.add([key.wrapped for key in keys])
    return {key.wrapped.subject: key.seal(PLACE, b"plain") for key in keys}


def _all_opens(begin: Begin, vault: Vault, sealed: dict[Id, bytes]) -> None:
    with begin() as work:
        keys = vault.keys(work.keys, list(sealed))
    assert {keys[subject].unseal(PLACE, raw) for subject, raw in sealed.items()} <= {
        b"plain"
    }


@given(
    old=st.integers(0, 25),
    new=st.integers(0, 5),
    batch=st.integers(1, 9),
    kills=st.lists(st.integers(1, 60), max_size=12),
)
@pytest.mark.property
def test_a_rotation_killed_anywhere_loses_nothing(
    open_workspace: Callable[[], Begin],
    old: int,
    new: int,
    batch: int,
    kills: list[int],
) -> None:
    """Resume after each kill: all opens in between, and in the end all is current."""
    begin = open_workspace()
    sealed = _seal(begin, Vault(MATERIAL, WORKSPACE), old)
    vault = Vault(ROTATED, WORKSPACE)
    sealed |= _seal(begin, vault, new)
    fate = Fate(kills)
    for _ in range(len(kills) + 1):
        try:
            for _progress in rewrap(vault, fate.begin(begin), batch):
                _all_opens(begin, vault, sealed)
        except Killed:
            _all_opens(begin, vault, sealed)
    with begin() as work:
        assert not work.keys.behind(vault.version, 1)
    newest = KeyMaterial(current=2, keys={2: ROTATED.keys[2]}, anchor=ROTATED.anchor)
    _all_opens(begin, Vault(newest, WORKSPACE), sealed)


def test_progress_counts_what_is_committed(
    open_workspace: Callable[[], Begin],
) -> None:
    """Seven keys in batches of three are told as three, six and seven."""
    begin = open_workspace()
    _seal(begin, Vault(MATERIAL, WORKSPACE), 7)
    steps = [step.rewrapped for step in rewrap(Vault(ROTATED, WORKSPACE), begin, 3)]
    assert steps == [3, 6, 7]
    assert list(rewrap(Vault(ROTATED, WORKSPACE), begin, 3)) == []


def test_a_key_that_does_not_open_stops_the_rotation(
    open_workspace: Callable[[], Begin],
) -> None:
    """A tampered key is reported, and stays as it was."""
    begin = open_workspace()
    broken = WrappedKey(FrozenIds().new(ContactId), 1, b"\x01" + bytes(60))
    with begin() as work:
        work.keys.add([broken])
    with pytest.raises(SealBrokenError):
        list(rewrap(Vault(ROTATED, WORKSPACE), begin))
    with begin() as work:
        assert work.keys.get([broken.subject])[broken.subject] == broken


def test_a_destroyed_key_is_not_brought_back(
    open_workspace: Callable[[], Begin],
) -> None:
    """Rotating after an erasure leaves the person erased."""
    begin = open_workspace()
    sealed = _seal(begin, Vault(MATERIAL, WORKSPACE), 5)
    erased, *kept = sealed
    with begin() as work:
        work.keys.destroy([erased])
    list(rewrap(Vault(ROTATED, WORKSPACE), begin, 2))
    with begin() as work:
        found = Vault(ROTATED, WORKSPACE).keys(work.keys, list(sealed))
    assert set(found) == set(kept)


def test_ensure_makes_a_key_once(open_workspace: Callable[[], Begin]) -> None:
    """The workspace's own key is made on first use and read ever after."""
    begin, vault = open_workspace(), Vault(MATERIAL, WORKSPACE)
    with begin() as work:
        sealed = vault.ensure(work.keys, WORKSPACE).seal("settings.sealed", b"x")
    with begin() as work:
        key = vault.ensure(work.keys, WORKSPACE)
    assert key.unseal("settings.sealed", sealed) == b"x"


@final
class Rival:
    """A key store in which somebody else is always a little faster."""

    def __init__(self, store: KeyStore, rival: SubjectKey, *, seen: bool) -> None:
        self._store, self._rival, self._seen = store, rival, seen

    def get(self, subjects: list[Id]) -> Any:
        """Read what there is."""
        return self._store.get(subjects)

    def add(self, keys: list[WrappedKey]) -> None:
        """Write after the other did, if what the other wrote can be seen."""
        if self._seen:
            self._store.add([self._rival.wrapped])
            self._store.add(keys)


def test_of_two_who_ensure_at_once_the_first_wins(
    open_workspace: Callable[[], Begin],
) -> None:
    """Both get the same key, so nothing is sealed under one that is then lost."""
    begin, vault = open_workspace(), Vault(MATERIAL, WORKSPACE)
    rival = vault.fresh(WORKSPACE)
    with begin() as work:
        store: Any = Rival(work.keys, rival, seen=True)
        mine = vault.ensure(store, WORKSPACE)
    assert mine.wrapped == rival.wrapped


def test_a_key_made_out_of_sight_is_a_conflict(
    open_workspace: Callable[[], Begin],
) -> None:
    """A snapshot that cannot see the other's key begins again, and loses nothing."""
    begin, vault = open_workspace(), Vault(MATERIAL, WORKSPACE)
    with begin() as work:
        store: Any = Rival(work.keys, vault.fresh(WORKSPACE), seen=False)
        with pytest.raises(KeyConflictError):
            vault.ensure(store, WORKSPACE)


def test_a_store_that_mixes_people_up_is_not_believed() -> None:
    """A key that comes back under another's name does not open their data."""
    vault = Vault(MATERIAL, WORKSPACE)
    jeanne, paul = FrozenIds().batch(ContactId, 2)

    class Mixed:
        def get(self, _subjects: list[Id]) -> dict[Id, WrappedKey]:
            return {jeanne: vault.fresh(paul).wrapped}

    store: Any = Mixed()
    with pytest.raises(SealBrokenError):
        vault.keys(store, [jeanne])


def test_the_contract_catches_a_store_that_forgets(
    open_workspace: Callable[[], Begin],
) -> None:
    """The contract for third parties passes in memory, and fails where it should."""
    contract = key_store_contract(open_workspace)
    checks = [name for name in dir(contract) if name.startswith("test_")]
    assert len(checks) == 5
    for name in checks:
        getattr(contract(), name)()

    def forgetful() -> Begin:
        def begin() -> AbstractContextManager[Any]:
            return open_workspace()()

        return begin

    with pytest.raises((AssertionError, KeyError)):
        key_store_contract(forgetful)().test_reads_what_was_put()
