"""Identifiers are UUID version 7 and typed."""

import os
from datetime import UTC, datetime
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.ids import ContactId, FrozenIds, Id, InvalidIdError, MailingId, SystemIds


def _at(milliseconds: int) -> SystemIds:
    return SystemIds(milliseconds=lambda: milliseconds)


def test_an_identifier_says_when_it_was_made() -> None:
    """RFC 9562 section 5.7: the first 48 bits are Unix milliseconds."""
    instant = datetime(2026, 11, 23, tzinfo=UTC)
    milliseconds = int(instant.timestamp() * 1000)
    made = _at(milliseconds).new(ContactId)
    assert made.int >> 80 == milliseconds
    assert made.version == 7
    assert made.variant == RFC_4122


@given(st.lists(st.integers(0, 2**47), min_size=1, max_size=40))
@pytest.mark.property
def test_identifiers_ascend_whatever_the_clock_does(instants: list[int]) -> None:
    """RFC 9562 section 6.2: a clock that steps back does not break the order."""
    feed = iter(instants)
    source = SystemIds(milliseconds=lambda: next(feed))
    made = [source.new(ContactId) for _ in instants]
    assert made == sorted(set(made))
    assert {id_.version for id_ in made} == {7}


def test_a_full_millisecond_overflows_into_the_next() -> None:
    """When the random part is used up the time part counts on."""
    source = SystemIds(milliseconds=lambda: 5, entropy=lambda size: b"\xff" * size)
    first, second = source.batch(ContactId, 2)
    assert first < second
    assert second.int >> 80 == 6
    assert second.version == 7
    assert second.variant == RFC_4122


def test_batches_are_distinct_and_in_order() -> None:
    """Twenty thousand at once never collide."""
    made = SystemIds().batch(ContactId, 20_000)
    assert len(set(made)) == 20_000
    assert made == sorted(made)


@given(st.uuids())
@pytest.mark.property
def test_identifiers_survive_text_and_bytes(value: UUID) -> None:
    """What storages and hosts keep reads back as the same typed value."""
    given_id = ContactId.of(value)
    assert ContactId.parse(str(given_id)) == given_id == value
    unpacked = ContactId.unpack(given_id.bytes)
    assert (unpacked, type(unpacked), hash(unpacked)) == (
        given_id,
        ContactId,
        hash(value),
    )


def test_a_forked_child_makes_other_identifiers() -> None:
    """Parent and child never draw the same random bits, even in one millisecond."""
    source = _at(5)
    source.new(ContactId)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.write(writing, source.new(ContactId).bytes)
        os._exit(0)
    os.waitpid(child, 0)
    assert ContactId.unpack(os.read(reading, 16)) != source.new(ContactId)
    os.close(reading)
    os.close(writing)


def test_a_text_that_is_none_is_refused() -> None:
    """The error says which kind of identifier was expected and not what was given."""
    with pytest.raises(InvalidIdError) as caught:
        ContactId.parse("jeanne@example.org")
    assert "jeanne" not in str(caught.value)


def test_frozen_identifiers_count() -> None:
    """Tests can know an identifier before it is made, and each is well formed."""
    source = FrozenIds()
    made: list[Id] = [source.new(ContactId), *source.batch(MailingId, 2)]
    assert [id_.int & 0xFF for id_ in made] == [1, 2, 3]
    assert {id_.version for id_ in made} == {7}
