"""What the ledger signs, proves and refuses."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.errors import NotFoundError, UntrustedError
from poltech.ids import FrozenIds, WorkspaceId
from poltech.ledger import (
    DamagedLedgerError,
    EntryBatch,
    EntryNotFoundError,
    ForkedLedgerError,
    Head,
    Ledger,
    Signer,
    UntrustedNoteError,
    leaf_hash,
    verify_consistency,
    verify_receipt,
)
from poltech.ledger.testing import LEDGER, ListLedger, ledger_store_contract
from poltech.vault import Vault
from poltech.vault.testing import MATERIAL, ROTATED

Begin = Callable[[], AbstractContextManager[Any]]


def _log(count: int) -> ListLedger:
    store = ListLedger()
    LEDGER.append(store, [b"%d" % at for at in range(count)])
    return store


def test_appending_gives_the_places() -> None:
    """Entries stand one after the other, in the order given."""
    store = ListLedger()
    assert LEDGER.append(store, [b"a", b"b"]) == range(2)
    assert LEDGER.append(store, []) == range(2, 2)
    assert LEDGER.append(store, [b"c"]) == range(2, 3)
    assert list(LEDGER.entries(store)) == [b"a", b"b", b"c"]
    assert list(LEDGER.entries(store, 1, 2)) == [b"b"]
    assert list(LEDGER.entries(store, 3)) == []


def test_large_batches_are_stored_in_portions() -> None:
    """A proof of one entry reads about a thousand, however many came at once."""
    store = _log(5000)
    assert max(len(batch.entries) for batch in store.stored) == 1024
    assert list(LEDGER.entries(store, 1000, 1100)) == [
        b"%d" % at for at in range(1000, 1100)
    ]


@given(st.integers(0, 200), st.integers(0, 200))
@pytest.mark.property
def test_two_checkpoints_always_have_a_proof(one: int, other: int) -> None:
    """Invariant 53: of two checkpoints of one log, the later contains the earlier."""
    old, new = sorted((one, other))
    store = _log(old)
    earlier = LEDGER.checkpoint(store)
    LEDGER.append(store, [b"%d" % at for at in range(old, new)])
    later = LEDGER.checkpoint(store, after=[earlier])
    first, second = LEDGER.open(earlier), LEDGER.open(later)
    proof = LEDGER.consistency(store, first.size, second.size)
    verify_consistency(proof, first.root, second.root)


def test_the_same_log_is_signed_alike() -> None:
    """Signing twice gives one checkpoint, not two."""
    store = _log(10)
    assert LEDGER.checkpoint(store) == LEDGER.checkpoint(store)


@pytest.mark.parametrize("count", [9, 10, 11])
def test_a_log_never_signs_what_contradicts_it(count: int) -> None:
    """C2SP `tlog-checkpoint`: a log MUST NOT sign an inconsistent checkpoint.

    So a copy of the database, or an old backup, that went another way is found out.
    """
    signed = LEDGER.checkpoint(_log(10))
    fork = ListLedger()
    LEDGER.append(fork, [b"other"] * count)
    with pytest.raises(ForkedLedgerError):
        LEDGER.checkpoint(fork, after=[signed])


def test_a_checkpoint_of_somebody_else_does_not_count() -> None:
    """Neither another key nor another log vouches for this one."""
    store = _log(3)
    stranger = Ledger(Signer(LEDGER.origin, bytes(32)))
    sister = Ledger(Signer(LEDGER.key.name, bytes(range(32))), "poltech.example/sister")
    for other in (stranger, sister):
        note = other.checkpoint(store)
        for use in (LEDGER.verify, LEDGER.checkpoint):
            with pytest.raises(UntrustedNoteError):
                use(store, [note])


def test_a_receipt_holds_after_the_log_has_grown() -> None:
    """Who was handed a receipt can show it years later, without the log."""
    store = _log(20)
    receipt = LEDGER.receipt(store, 7)
    LEDGER.append(store, [b"more"] * 500)
    stated = verify_receipt(receipt, leaf_hash(b"7"), [LEDGER.key], LEDGER.origin)
    assert stated.size == 20


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 11), (0, -1), (0, 0)])
def test_there_is_no_proof_of_what_never_was(index: int, size: int) -> None:
    """An index or a size that the log never had is not found."""
    with pytest.raises(EntryNotFoundError) as caught:
        LEDGER.inclusion(_log(10), index, size)
    assert isinstance(caught.value, NotFoundError)


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (6, 5), (0, 11)])
def test_there_is_no_consistency_with_what_never_was(old: int, new: int) -> None:
    """Sizes are those the log had, in their order."""
    with pytest.raises(EntryNotFoundError):
        LEDGER.consistency(_log(10), old, new)


def _gap(store: ListLedger) -> None:
    del store.stored[0]


def _twin(store: ListLedger) -> None:
    store.stored.insert(0, store.stored[0])


def _short(store: ListLedger) -> None:
    store.stored[-1] = EntryBatch(store.stored[-1].first, store.stored[-1].entries[:-9])


def _forgotten(store: ListLedger) -> None:
    store.kept.clear()


@pytest.mark.parametrize("damage", [_gap, _twin, _short, _forgotten])
def test_nothing_is_proved_from_a_damaged_log(damage: Any) -> None:
    """What is missing or stands twice is said, instead of a proof that fails."""
    store = _log(3000)
    damage(store)
    with pytest.raises(DamagedLedgerError) as caught:
        [LEDGER.inclusion(store, index) for index in (0, 1500, 2999)]
    assert isinstance(caught.value, UntrustedError)


def test_a_head_that_cannot_be_is_neither_signed_nor_extended() -> None:
    """A head without the peaks of its size would make a log of nothing."""
    store = ListLedger(stated=Head(7, (bytes(32),)))
    for use in (LEDGER.checkpoint, lambda of: LEDGER.append(of, [b"x"])):
        with pytest.raises(DamagedLedgerError):
            use(store)


def test_the_key_comes_from_the_anchor_and_survives_a_rotation() -> None:
    """A workspace signs with a key of its own, the same after keys rotate."""
    ours, theirs = FrozenIds().batch(WorkspaceId, 2)
    seeds = [
        Vault(material, workspace).derive("ledger")
        for material in (MATERIAL, ROTATED)
        for workspace in (ours, theirs)
    ]
    keys = [Signer("poltech.example/lens", seed).key for seed in seeds]
    assert keys[0] == keys[2]
    assert keys[0] != keys[1]


def test_a_storage_in_memory_passes_the_contract(
    open_workspace: Callable[[], Begin],
) -> None:
    """The contract for third parties passes in memory, and fails where it should."""
    contract = ledger_store_contract(open_workspace)
    checks = [name for name in dir(contract) if name.startswith("test_")]
    assert len(checks) == 6
    for name in checks:
        getattr(contract(), name)()

    def forgetful() -> Begin:
        def begin() -> AbstractContextManager[Any]:
            return open_workspace()()

        return begin

    with pytest.raises(AssertionError):
        ledger_store_contract(forgetful)().test_keeps_the_head()
