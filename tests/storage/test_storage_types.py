"""How values lie in columns."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.clock import NaiveInstantError
from poltech.storage.sql._types import from_microseconds, microseconds, sortable
from poltech.storage.sql.contacts._rows import pack, unpack
from poltech.storage.sql.ledger import pack as pack_entries
from poltech.storage.sql.ledger import unpack as unpack_entries
from poltech.storage.testing import instants

NUMBERS = st.one_of(
    st.integers(), st.decimals(allow_nan=False, allow_infinity=False)
).map(Decimal)


@pytest.mark.property
@given(left=NUMBERS, right=NUMBERS)
def test_texts_sort_as_numbers_do(left: Decimal, right: Decimal) -> None:
    """SQLite compares custom numbers exactly, though it has no decimal type."""
    assert (sortable(left) < sortable(right)) == (left < right)
    assert (sortable(left) == sortable(right)) == (left == right)


@pytest.mark.property
@given(instant=instants())
def test_instants_keep_their_microseconds(instant: datetime) -> None:
    """An instant in SQLite is exact to the microsecond, before 1970 too."""
    assert from_microseconds(microseconds(instant)) == instant


def test_instants_are_utc() -> None:
    """The zone an instant was given in does not matter; having none does."""
    paris = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    assert microseconds(paris) == microseconds(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(NaiveInstantError):
        microseconds(paris.replace(tzinfo=None))


@pytest.mark.property
@given(digests=st.sets(st.binary(max_size=40)))
def test_digests_are_packed_and_unpacked(digests: set[bytes]) -> None:
    """Digests of any length come out of a row as they went in."""
    assert set(unpack(pack(digests))) == digests


@pytest.mark.property
@given(entries=st.lists(st.binary(max_size=300)))
def test_entries_are_packed_and_unpacked(entries: list[bytes]) -> None:
    """Entries of the log come out of a row as they went in, in order."""
    assert unpack_entries(pack_entries(entries)) == tuple(entries)
