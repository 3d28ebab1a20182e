"""The contract of the feed of events, of idempotency keys and of shared logs."""

import threading
from datetime import timedelta

import pytest
from hypothesis import strategies as st

from poltech.errors import ConflictError
from poltech.ids import ContactId
from poltech.ledger import EntryBatch, Head, Node
from poltech.profile import Actor
from poltech.storage.testing._contract._stage import (
    IDS,
    NOON,
    Office,
    Stage,
    law,
    together,
)
from poltech.storage.testing._values import Happened, happenings

__all__ = ["FeedsContract"]

_TURNS = 12


def _event() -> Happened:
    return Happened(at=NOON, actor=Actor.person(), contact=IDS.new(ContactId))


class FeedsContract(Stage):
    """What all rooms rely on together."""

    @law(events=st.lists(happenings(), max_size=5), cut=st.integers(0, 5))
    def test_events_come_back(
        self, office: Office, events: list[Happened], cut: int
    ) -> None:
        """The feed gives events as they were appended, in order, from any position."""
        for batch in (events[:cut], events[cut:]):
            with office.write() as work:
                work.events.append(batch)
        with office.read() as work:
            feed = work.events.after(0, 100)
            assert [recorded.event for recorded in feed] == events
            positions = [recorded.position for recorded in feed]
            assert positions == sorted(set(positions))
            for at, position in enumerate(positions):
                assert list(work.events.after(position, 2)) == feed[at + 1 : at + 3]

    def test_the_feed_has_no_gaps_for_followers(self) -> None:
        """Who follows the feed by its position misses nothing that commits later."""
        office = self.office()
        barrier = threading.Barrier(3)
        seen: list[object] = []

        def write() -> None:
            barrier.wait()
            for _ in range(_TURNS):
                with office.write() as work:
                    work.events.append([_event(), _event()])

        def follow() -> None:
            barrier.wait()
            at = 0
            while len(seen) < 4 * _TURNS:
                with office.read() as work:
                    feed = work.events.after(at, 5)
                seen.extend(recorded.event for recorded in feed)
                at = feed[-1].position if feed else at

        together(write, write, follow)
        with office.read() as work:
            assert [r.event for r in work.events.after(0, 100)] == seen

    def test_appending_is_seen_at_once(self) -> None:
        """A unit of work reads the events that it appended itself."""
        with self.office().write() as work:
            event = _event()
            work.events.append([event])
            assert [recorded.event for recorded in work.events.after(0, 9)] == [event]

    def test_a_key_gives_its_result(self) -> None:
        """A request that comes again gets the result of the first."""
        office = self.office()
        with office.write() as work:
            assert work.idempotency.claim("key", b"request") is None
            work.idempotency.settle("key", "result")
        with office.write() as work:
            assert work.idempotency.claim("key", b"request") == "result"
            assert work.idempotency.claim("other key", b"request") is None

    def test_a_key_serves_one_request(self) -> None:
        """Another request under the same key is a conflict, as is one without result."""
        office = self.office()
        with office.write() as work:
            work.idempotency.claim("settled", b"request")
            work.idempotency.settle("settled", "result")
            work.idempotency.claim("open", b"request")
        for key, request in (("settled", b"another"), ("open", b"request")):
            with pytest.raises(ConflictError), office.write() as work:
                work.idempotency.claim(key, request)
        with pytest.raises(ConflictError), office.write() as work:
            work.idempotency.settle("unclaimed", "result")

    def test_two_at_once_are_done_once(self) -> None:
        """Of two that come at once under one key, one acts and both get its result."""
        office = self.office()
        barrier = threading.Barrier(2)
        acted: list[str] = []

        def request() -> str:
            barrier.wait()
            with office.write() as work:
                known = work.idempotency.claim("key", b"request")
                if known is not None:
                    return known
                acted.append("once")
                work.idempotency.settle("key", "result")
                return "result"

        assert together(request, request) == ["result", "result"]
        assert acted == ["once"]

    def test_old_keys_are_forgotten(self) -> None:
        """A key claimed before an instant may be claimed anew; a later one not."""
        office = self.office()
        with office.write() as work:
            work.idempotency.claim("key", b"request")
            work.idempotency.settle("key", "result")
            work.idempotency.forget(NOON - timedelta(days=50_000))
            assert work.idempotency.claim("key", b"request") == "result"
            work.idempotency.forget(NOON + timedelta(days=50_000))
            assert work.idempotency.claim("key", b"request") is None

    def test_the_log_only_grows_at_its_end(self) -> None:
        """Entries that do not follow the head are refused, and nothing is written."""
        office = self.office()
        head = Head(2, (bytes(32),))
        with office.write() as work:
            work.ledger.append(
                EntryBatch(0, (b"a", b"b")), [Node(1, 0, bytes(32))], head
            )
        for first in (0, 1, 3):
            with pytest.raises(ConflictError), office.write() as work:
                work.ledger.append(
                    EntryBatch(first, (b"c",)), [], Head(3, (b"x" * 32,))
                )
        with office.read() as work:
            assert work.ledger.head(lock=False) == head
            assert list(work.ledger.batches(0, 9)) == [EntryBatch(0, (b"a", b"b"))]

    def test_writers_of_the_log_take_turns(self) -> None:
        """Two that append at once, each with the head locked, leave one whole log."""
        office = self.office()
        barrier = threading.Barrier(2)

        def append() -> None:
            barrier.wait()
            for _ in range(_TURNS):
                with office.write() as work:
                    size = work.ledger.head(lock=True).size
                    batch = EntryBatch(size, (b"entry", b"entry"))
                    work.ledger.append(batch, [], Head(size + 2, (bytes(32),)))

        together(append, append)
        with office.read() as work:
            firsts = [batch.first for batch in work.ledger.batches(0, 99)]
        assert firsts == [*range(0, 4 * _TURNS, 2)]
