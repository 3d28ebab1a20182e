"""The tree against RFC 9162's own definitions, written down as they stand there."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.ledger import (
    Head,
    leaf_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)
from poltech.ledger.testing import LEDGER, ListLedger, entries, splits


def _k(n: int) -> int:
    """Give the largest power of two smaller than n."""
    return max(1 << bits for bits in range(n.bit_length()) if 1 << bits < n)


def _mth(d: Sequence[bytes]) -> bytes:
    """MTH of section 2.1.1."""
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = _k(len(d))
    return sha256(b"\x01" + _mth(d[:k]) + _mth(d[k:])).digest()


def _path(m: int, d: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(d) == 1:
        return []
    k = _k(len(d))
    if m < k:
        return [*_path(m, d[:k]), _mth(d[k:])]
    return [*_path(m - k, d[k:]), _mth(d[:k])]


def _subproof(m: int, d: Sequence[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    if m == len(d):
        return [] if known else [_mth(d)]
    k = _k(len(d))
    if m <= k:
        return [*_subproof(m, d[:k], known=known), _mth(d[k:])]
    return [*_subproof(m - k, d[k:], known=False), _mth(d[:k])]


def _log(whole: Sequence[bytes]) -> ListLedger:
    store = ListLedger()
    LEDGER.append(store, whole)
    return store


WHOLE = [b"entry %d" % at for at in range(300)]
STORE = _log(WHOLE)
ROOTS = [_mth(WHOLE[:size]) for size in range(301)]


def test_logs_of_all_sizes_have_the_root_that_is_defined() -> None:
    """Section 2.1.1, for every size up to 300, appended one by one."""
    store = ListLedger()
    assert root_hash(Head()) == ROOTS[0]
    for size, entry in enumerate(WHOLE, 1):
        assert LEDGER.append(store, [entry]) == range(size - 1, size)
        assert root_hash(store.stated) == ROOTS[size]


@given(st.data(), entries())
@pytest.mark.property
def test_batches_do_not_change_the_log(data: st.DataObject, whole: list[bytes]) -> None:
    """However the entries are split into batches, root and kept hashes are the same."""
    one, many = _log(whole), ListLedger()
    for part in data.draw(splits(whole)):
        LEDGER.append(many, part)
    assert many.stated == one.stated
    assert many.kept == one.kept
    assert root_hash(one.stated) == _mth(whole)
    assert list(LEDGER.entries(many)) == whole


@given(st.integers(1, 300), st.data())
@pytest.mark.property
def test_inclusion_proofs_are_those_defined(size: int, data: st.DataObject) -> None:
    """Section 2.1.3, for any entry and any size the log ever had."""
    index = data.draw(st.integers(0, size - 1))
    proof = LEDGER.inclusion(STORE, index, size)
    assert list(proof.path) == _path(index, WHOLE[:size])
    verify_inclusion(proof, leaf_hash(WHOLE[index]), ROOTS[size])


@given(st.integers(0, 300), st.data())
@pytest.mark.property
def test_consistency_proofs_are_those_defined(new: int, data: st.DataObject) -> None:
    """Section 2.1.4, between any two sizes the log ever had."""
    old = data.draw(st.integers(0, new))
    proof = LEDGER.consistency(STORE, old, new)
    if old:
        assert list(proof.path) == _subproof(old, WHOLE[:new], known=True)
    verify_consistency(proof, ROOTS[old], ROOTS[new])


def test_all_small_proofs_hold() -> None:
    """Every entry and every pair of sizes of a log of forty."""
    for new in range(1, 41):
        for old in range(new + 1):
            consistency = LEDGER.consistency(STORE, old, new)
            verify_consistency(consistency, ROOTS[old], ROOTS[new])
        for index in range(new):
            inclusion = LEDGER.inclusion(STORE, index, new)
            verify_inclusion(inclusion, leaf_hash(WHOLE[index]), ROOTS[new])


def test_only_every_eighth_level_is_kept() -> None:
    """C2SP `tlog-tiles`: rows of 256 hashes; all else follows from them."""
    store = _log([b""] * 70_000)
    assert {level for level, _ in store.kept} == {8, 16}
    assert len(store.kept) == 70_000 // 256 + 1
    assert len(store.stated.peaks) == (70_000).bit_count()


@pytest.mark.parametrize("index", [0, 255, 256, 32_768, 65_535, 65_536, 69_999])
def test_a_log_of_three_floors_of_tiles_proves_its_entries(index: int) -> None:
    """Proofs cross from entries to the first and to the second row of tiles."""
    whole = [b"%d" % at for at in range(70_000)]
    store = _log(whole)
    root = root_hash(store.stated)
    verify_inclusion(LEDGER.inclusion(store, index), leaf_hash(whole[index]), root)
    before = _log(whole[: index + 1])
    proof = LEDGER.consistency(store, index + 1)
    verify_consistency(proof, root_hash(before.stated), root)
