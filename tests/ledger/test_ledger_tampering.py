"""Invariant 52: any change, deletion, reorder or truncation is found, and told where."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.ledger import EntryBatch, Fault, FaultKind, Head, SignedNote, leaf_hash
from poltech.ledger._rules import grow
from poltech.ledger.testing import LEDGER, ListLedger

SIZE = 200
WHOLE = [b"e%d" % at for at in range(SIZE)]


def _log(whole: list[bytes], step: int = 1000) -> ListLedger:
    store = ListLedger()
    for at in range(0, len(whole), step):
        LEDGER.append(store, whole[at : at + step])
    return store


def _rewritten(whole: list[bytes]) -> ListLedger:
    """Give a log whose writer covered every trace: hashes, nodes and head fit."""
    head, nodes = grow(Head(), [leaf_hash(entry) for entry in whole])
    kept = {(node.level, node.index): node.hash for node in nodes}
    return ListLedger(head, [EntryBatch(0, tuple(whole))], kept)


def _only_fault(store: ListLedger, *notes: SignedNote) -> Fault:
    found = LEDGER.verify(store, notes)
    assert not found.whole
    (fault,) = found.faults
    return fault


def test_a_log_that_is_whole_is_said_to_be() -> None:
    """Entries, hashes, head and every checkpoint agree."""
    store, notes = ListLedger(), [LEDGER.checkpoint(ListLedger())]
    for at in range(0, 700, 70):
        LEDGER.append(store, [b"%d" % n for n in range(at, at + 70)])
        notes.append(LEDGER.checkpoint(store))
    found = LEDGER.verify(store, notes)
    assert found.whole
    assert found.size == 700
    assert found.root == LEDGER.open(notes[-1]).root


def test_an_empty_log_is_whole() -> None:
    """Nothing is wrong with nothing."""
    assert LEDGER.verify(ListLedger(), [LEDGER.checkpoint(ListLedger())]).whole


def test_every_flipped_bit_is_found_where_it_is() -> None:
    """Flip each bit of each entry of a log of 200: found, within its subtree."""
    store = _log(WHOLE)
    for at, entry in enumerate(WHOLE):
        for bit in range(len(entry) * 8):
            broken = bytearray(entry)
            broken[bit // 8] ^= 1 << bit % 8
            store.stored[0] = EntryBatch(
                0, (*WHOLE[:at], bytes(broken), *WHOLE[at + 1 :])
            )
            fault = _only_fault(store)
            assert fault.kind is FaultKind.CHANGED
            assert fault.start <= at < fault.end
            assert fault.end - fault.start in {128, 64, 8}


@given(st.integers(0, 4_999))
@pytest.mark.property
def test_a_change_in_a_long_log_is_told_to_256_entries(at: int) -> None:
    """The lowest row of kept hashes says in which tile it is, and nothing else."""
    store = LONG
    before = store.stored[at // 1024]
    inside = at - before.first
    broken = list(before.entries)
    broken[inside] += b"!"
    store.stored[at // 1024] = attrs.evolve(before, entries=tuple(broken))
    try:
        fault = _only_fault(store)
    finally:
        store.stored[at // 1024] = before
    assert fault.kind is FaultKind.CHANGED
    assert fault.start <= at < fault.end
    assert fault.end - fault.start <= 256


LONG = _log([b"%d" % at for at in range(5_000)], 5_000)


@given(st.data())
@pytest.mark.property
def test_reordered_entries_are_found(data: st.DataObject) -> None:
    """Two entries that change places are no longer what was appended."""
    one = data.draw(st.integers(0, SIZE - 1))
    other = data.draw(st.integers(0, SIZE - 1).filter(lambda at: at != one))
    swapped = list(WHOLE)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    store = _log(WHOLE)
    store.stored[0] = EntryBatch(0, tuple(swapped))
    faults = LEDGER.verify(store).faults
    assert faults
    for at in (one, other):
        assert any(fault.start <= at < fault.end for fault in faults)


@given(st.integers(0, 19))
@pytest.mark.property
def test_a_deleted_batch_is_found_to_the_entry(gone: int) -> None:
    """A batch that is not there leaves a hole, or an end that is too early."""
    store = _log(WHOLE, step=10)
    del store.stored[gone]
    fault = _only_fault(store)
    assert fault == Fault(kind=FaultKind.MISSING, start=gone * 10, end=gone * 10 + 10)


@given(st.integers(0, 19))
@pytest.mark.property
def test_a_batch_that_stands_twice_is_found(twice: int) -> None:
    """Two entries cannot stand in one place."""
    store = _log(WHOLE, step=10)
    store.stored.insert(twice, store.stored[twice])
    fault = _only_fault(store)
    start = twice * 10
    assert fault == Fault(kind=FaultKind.SURPLUS, start=start, end=start + 10)


def test_entries_past_the_head_are_found() -> None:
    """A head that was set back to an earlier one leaves its entries behind."""
    store = _log(WHOLE, step=10)
    store.stated = _log(WHOLE[:150]).stated
    fault = _only_fault(store)
    assert fault == Fault(kind=FaultKind.SURPLUS, start=150, end=160)


def test_a_batch_that_reaches_past_the_head_is_found() -> None:
    """An entry more than the head counts is one too many."""
    store = _log(WHOLE)
    store.stored[0] = EntryBatch(0, (*WHOLE, b"late"))
    fault = _only_fault(store)
    assert fault == Fault(kind=FaultKind.SURPLUS, start=200, end=201)


def test_a_changed_kept_hash_is_found() -> None:
    """Hashes that proofs rest on are checked as well as entries."""
    store = _log([b"%d" % at for at in range(600)])
    store.kept[8, 1] = bytes(32)
    assert _only_fault(store) == Fault(kind=FaultKind.CHANGED, start=256, end=512)
    del store.kept[8, 1]
    assert _only_fault(store) == Fault(kind=FaultKind.CHANGED, start=256, end=512)


@pytest.mark.parametrize("peaks", [(), (bytes(32),), (bytes(32),) * 9])
def test_a_head_that_cannot_be_is_found(peaks: tuple[bytes, ...]) -> None:
    """A head without its peaks says nothing of the entries."""
    store = _log(WHOLE)
    store.stated = Head(SIZE, peaks)
    assert _only_fault(store) == Fault(kind=FaultKind.CHANGED, start=0, end=SIZE)


def test_many_faults_do_not_fill_the_memory() -> None:
    """A log that was replaced as a whole is told in a hundred faults at most."""
    store = _log([b"%d" % at for at in range(256 * 150)])
    store.stored = _log([b"x"] * (256 * 150)).stored
    faults = LEDGER.verify(store).faults
    assert len(faults) == 100
    assert faults[0] == Fault(kind=FaultKind.CHANGED, start=0, end=256)


def test_every_truncation_is_found_by_an_older_checkpoint() -> None:
    """Who holds a checkpoint knows that the end was cut off, however cleanly."""
    note = LEDGER.checkpoint(_log(WHOLE))
    for size in range(SIZE):
        cut = _rewritten(WHOLE[:size])
        assert LEDGER.verify(cut).whole
        fault = _only_fault(cut, note)
        assert fault == Fault(kind=FaultKind.TRUNCATED, start=size, end=SIZE)


@given(st.integers(0, SIZE - 1), st.integers(1, SIZE))
@pytest.mark.property
def test_a_clean_rewrite_is_found_by_an_older_checkpoint(at: int, signed: int) -> None:
    """Entries, hashes and head that all fit are still not what was signed."""
    notes = [LEDGER.checkpoint(_log(WHOLE[:size])) for size in (50, 100, signed)]
    forged = _rewritten([*WHOLE[:at], b"forged", *WHOLE[at + 1 :]])
    assert LEDGER.verify(forged).whole
    found = LEDGER.verify(forged, notes)
    if at < max(100, signed):
        fault = found.faults[0]
        assert fault.kind is FaultKind.FORKED
        assert fault.start <= at < fault.end
    else:
        assert found.whole


def test_a_hole_says_nothing_of_checkpoints_after_it() -> None:
    """Only the hole is told: what follows it could not be read as a tree."""
    store = _log(WHOLE, step=10)
    note = LEDGER.checkpoint(store)
    del store.stored[3]
    assert _only_fault(store, note).kind is FaultKind.MISSING


def test_two_checkpoints_past_the_end_are_one_fault() -> None:
    """The shorter truncation explains the longer one."""
    notes = [LEDGER.checkpoint(_log(WHOLE[:size])) for size in (180, 200)]
    fault = _only_fault(_rewritten(WHOLE[:100]), *notes)
    assert fault == Fault(kind=FaultKind.TRUNCATED, start=100, end=180)
