"""What a storage of segments promises, as tests that any storage can be put through."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poltech.errors import ConflictError
from poltech.ids import ContactId, SegmentId
from poltech.segments._builders import everyone, in_segment, tag
from poltech.segments._model import Expression, Segment
from poltech.segments._rules import expand, members
from poltech.segments.errors import (
    SegmentCycleError,
    SegmentNameTakenError,
    SegmentNotFoundError,
)
from poltech.segments.testing._population import (
    NOON,
    FilledWork,
    Population,
    crowd,
    populations,
)
from poltech.segments.testing._questions import questions

__all__ = ["audience_store_contract", "segment_store_contract"]


BeginSegmentWork: TypeAlias = Callable[[], AbstractContextManager[FilledWork]]
"""Opens a unit of work of one workspace, which commits on clean exit."""


def _segment(number: int, where: Expression, name: str | None = None) -> Segment:
    return Segment(
        id=SegmentId(int=number),
        name=name or f"segment {number}",
        where=where,
        created_at=NOON,
        updated_at=NOON,
    )


class _SegmentStoreContract:
    """What the room of segments relies on."""

    make: Callable[[], BeginSegmentWork]

    @pytest.mark.property
    def test_a_question_is_read_as_it_was_saved(self) -> None:
        """No form of question changes on its way through the storage."""

        @settings(max_examples=settings().max_examples * 2 // 5)
        @given(where=questions())
        def holds(where: Expression) -> None:
            begin, saved = self.make(), _segment(1, where)
            with begin() as work:
                work.segments.save(saved)
            with begin() as work:
                assert work.segments.get([saved.id]) == {saved.id: saved}
                assert work.segments.named(saved.name) == saved

        holds()

    def test_segments_are_listed_by_name(self) -> None:
        """All segments are read in the order of their names, byte by byte."""
        begin = self.make()
        names = ["b", "é", "a", "A", "Z"]
        with begin() as work:
            for number, name in enumerate(names):
                work.segments.save(_segment(number, everyone(), name))
        with begin() as work:
            assert [s.name for s in work.segments.all()] == sorted(names)
            assert work.segments.named("c") is None

    def test_a_segment_follows_its_previous_version(self) -> None:
        """Whoever saves over a version that they did not read is refused."""
        begin, first = self.make(), _segment(1, tag("a"))
        second = attrs.evolve(first, where=tag("b"), version=2)
        for segment in (first, second):
            with begin() as work:
                work.segments.save(segment)
        for stale in (first, second, attrs.evolve(second, version=4)):
            with pytest.raises(ConflictError), begin() as work:
                work.segments.save(stale)
        with begin() as work:
            assert work.segments.get([first.id]) == {first.id: second}

    def test_two_segments_share_no_name(self) -> None:
        """A name finds one segment."""
        begin = self.make()
        with begin() as work:
            work.segments.save(_segment(1, tag("a"), "x"))
        with pytest.raises(SegmentNameTakenError), begin() as work:
            work.segments.save(_segment(2, tag("a"), "x"))

    def test_a_deleted_segment_is_gone(self) -> None:
        """Deleting twice is deleting once."""
        begin, saved = self.make(), _segment(1, tag("a"))
        with begin() as work:
            work.segments.save(saved)
            work.segments.delete(saved.id)
            work.segments.delete(saved.id)
            assert not work.segments.all()
            assert not work.segments.get([saved.id])


class _AudienceStoreContract:
    """What the pure rules answer, the storage answers."""

    make: Callable[[], BeginSegmentWork]

    @pytest.mark.property
    def test_the_storage_answers_as_the_rules_do(self) -> None:
        """Count, stream and batch agree with the rules, for any people."""
        saved = [SegmentId(int=1), SegmentId(int=2)]

        @settings(max_examples=settings().max_examples * 2 // 5)
        @given(
            people=populations(),
            inner=questions(most=4),
            outer=questions(saved[:1], most=4),
            asked=st.lists(questions(saved), min_size=1, max_size=8),
        )
        def holds(
            people: Population,
            inner: Expression,
            outer: Expression,
            asked: list[Expression],
        ) -> None:
            begin = self.make()
            segments = [_segment(1, inner), _segment(2, outer)]
            known = {segment.id: segment.where for segment in segments}
            with begin() as work:
                people.write(work)
                for segment in segments:
                    work.segments.save(segment)
            with begin() as work:
                for where in asked:
                    _check(work, people, where, expand(where, known.__getitem__))

        holds()

    def test_a_stream_comes_in_batches(self) -> None:
        """No batch is larger than asked, all but the last are as large."""
        begin = self.make()
        with begin() as work:
            crowd(25).write(work)
        with begin() as work:
            stream = work.audiences.ids(everyone(), NOON, 10)
            assert [len(batch) for batch in stream] == [10, 10, 5]

    def test_a_stream_may_be_left(self) -> None:
        """Whoever stops reading a stream can go on with the unit of work."""
        begin = self.make()
        with begin() as work:
            crowd(25).write(work)
        with begin() as work:
            next(iter(work.audiences.ids(everyone(), NOON, 10)))
            assert work.audiences.count(everyone(), NOON) == 25  # noqa: PLR2004 - all

    def test_a_missing_segment_is_said_to_be(self) -> None:
        """A question for a segment that does not exist has no answer."""
        begin = self.make()
        missing = in_segment(SegmentId(int=9))
        with begin() as work:
            for ask in _verbs(work, missing):
                with pytest.raises(SegmentNotFoundError):
                    ask()

    def test_a_cycle_is_found_before_it_is_followed(self) -> None:
        """A segment that asks for itself, through another, has no answer."""
        begin = self.make()
        one, two = SegmentId(int=1), SegmentId(int=2)
        with begin() as work:
            work.segments.save(_segment(1, in_segment(two)))
            work.segments.save(_segment(2, ~in_segment(one)))
        with begin() as work:
            for ask in _verbs(work, in_segment(one)):
                with pytest.raises(SegmentCycleError):
                    ask()


def segment_store_contract(make: Callable[[], BeginSegmentWork]) -> type[Any]:
    """Give a test class that any store of saved segments must pass.

    Args:
        make: makes an empty workspace and gives the function that opens its units of
            work, each of which commits on clean exit.
    """
    members = {"make": staticmethod(make)}
    return type("SegmentStoreContract", (_SegmentStoreContract,), members)


def audience_store_contract(make: Callable[[], BeginSegmentWork]) -> type[Any]:
    """Give a test class that any store of audiences must pass.

    Args:
        make: makes an empty workspace and gives the function that opens its units of
            work, each of which commits on clean exit.
    """
    members = {"make": staticmethod(make)}
    return type("AudienceStoreContract", (_AudienceStoreContract,), members)


def _check(
    work: FilledWork, people: Population, where: Expression, plain: Expression
) -> None:
    """See that every verb answers as the rules do."""
    expected = sorted(members(plain, people.views, NOON))
    streamed = [c for batch in work.audiences.ids(where, NOON, 3) for c in batch]
    assert streamed == expected, where
    assert work.audiences.count(where, NOON) == len(expected), where
    asked = [contact.id for contact in people.contacts] + [ContactId(int=2**100)]
    assert work.audiences.contains(where, asked, NOON) == frozenset(expected), where


def _verbs(work: FilledWork, where: Expression) -> Sequence[Callable[[], object]]:
    audiences = work.audiences
    return (
        lambda: audiences.count(where, NOON),
        lambda: list(audiences.ids(where, NOON)),
        lambda: audiences.contains(where, [ContactId(int=1)], NOON),
    )
