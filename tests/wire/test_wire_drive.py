"""One conversation, two drivers."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.errors import AdapterError, TransientError
from poltech.wire import Call, Flow, Reply, UnreachableError, adrive, drive
from poltech.wire.testing import Answer, AsyncReplayClient, ReplayClient, replies

Run = Callable[..., tuple[object, list[Call]]]


def _call(number: int) -> Call:
    return Call(method="GET", url=f"https://api.example.org/{number}")


def _talk(count: int) -> Flow[list[int]]:
    statuses: list[int] = []
    for number in range(count):
        reply = yield _call(number)
        statuses.append(reply.status)
    return statuses


def _drive(flow: Flow[object], *answers: Answer) -> tuple[object, list[Call]]:
    client = ReplayClient(*answers)
    return drive(flow, client), client.calls


def _adrive(flow: Flow[object], *answers: Answer) -> tuple[object, list[Call]]:
    client = AsyncReplayClient(*answers)
    return asyncio.run(adrive(flow, client)), client.calls


BOTH = pytest.mark.parametrize("run", [_drive, _adrive], ids=["drive", "adrive"])


@given(st.lists(replies(), max_size=6))
@pytest.mark.property
def test_both_drivers_hold_the_same_conversation(answers: list[Reply]) -> None:
    """Whatever the vendor answers, sync and async say and return the same."""
    said = _drive(_talk(len(answers)), *answers)
    assert said == _adrive(_talk(len(answers)), *answers)
    assert said[0] == [reply.status for reply in answers]
    assert said[1] == [_call(number) for number in range(len(answers))]


@BOTH
def test_a_failure_is_raised_where_the_call_was_made(run: Run) -> None:
    """A flow that does not answer for a failure lets it pass to the caller."""
    with pytest.raises(TransientError):
        run(_talk(2), Reply(status=200), UnreachableError(adapter="api.example.org"))


@BOTH
def test_a_flow_may_answer_for_a_failure(run: Run) -> None:
    """It catches what failed, asks elsewhere, and goes on."""

    def patient() -> Flow[int]:
        try:
            reply = yield _call(1)
        except AdapterError:
            reply = yield _call(2)
        return reply.status

    failure = UnreachableError(adapter="api.example.org")
    assert run(patient(), failure, Reply(status=204)) == (204, [_call(1), _call(2)])


@BOTH
def test_a_flow_that_ends_on_a_failure_returns(run: Run) -> None:
    """What a flow returns from its except clause is the result."""

    def quiet() -> Flow[str]:
        try:
            yield _call(1)
        except AdapterError as error:
            return f"known: {error.outcome_known}"
        return "sent"

    failure = UnreachableError(adapter="api.example.org")
    assert run(quiet(), failure)[0] == "known: True"


@BOTH
def test_a_flow_without_calls_returns_at_once(run: Run) -> None:
    """Nothing is sent for nothing."""
    assert run(_talk(0)) == ([], [])


@BOTH
def test_an_answer_may_look_at_its_call(run: Run) -> None:
    """A fake vendor computes its reply from what it was asked."""
    answer = lambda call: Reply(status=200 + len(call.url))  # noqa: E731 - an answer
    assert run(_talk(1), answer)[0] == [200 + len(_call(0).url)]


def test_a_client_that_stops_does_not_end_the_flow() -> None:
    """A StopIteration of a host's own client is its bug, not the flow's result."""

    class Broken:
        def send(self, _call: Call, /) -> Reply:
            raise StopIteration

    with pytest.raises(StopIteration):
        drive(_talk(1), Broken())


def test_a_flow_is_closed_when_its_driver_dies() -> None:
    """What a flow opened is closed, also when the client raises what is not ours."""
    closed: list[bool] = []

    def careful() -> Flow[None]:
        try:
            yield _call(1)
        finally:
            closed.append(True)

    def interrupt(_call: Call) -> Reply:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drive(careful(), ReplayClient(interrupt))
    assert closed == [True]


def test_a_replay_without_answers_says_so() -> None:
    """A call too many fails the test that made it."""
    with pytest.raises(AssertionError):
        drive(_talk(1), ReplayClient())
