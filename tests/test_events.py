"""Events are typed and told after the commit."""

from datetime import datetime

import attrs
import pytest

from poltech.clock import FrozenClock
from poltech.events import Event, Subscriptions
from poltech.profile import Actor


@attrs.frozen(kw_only=True)
class Rang(Event, word="test.rang"):
    """A bell rang."""

    times: int


def _rang(at: datetime, times: int = 1) -> Rang:
    return Rang(at=at, actor=Actor.system("bell"), times=times)


def test_an_event_is_known_by_its_stored_word() -> None:
    """The word leads back to the class: no Python path is ever stored."""
    assert Event.kinds["test.rang"] is Rang
    assert Rang.word == "test.rang"


def test_subscribers_hear_their_kind_and_its_subclasses(clock: FrozenClock) -> None:
    """Who asked for one kind is not told of another."""
    subscriptions, heard = Subscriptions(), []
    subscriptions.on(Rang, heard.append)
    subscriptions.on(Event, heard.append)
    event = _rang(clock.now())
    subscriptions.announce([event])
    assert heard == [event, event]


def test_a_failing_subscriber_stops_nobody(clock: FrozenClock) -> None:
    """Everybody is told; the failures are raised together at the end."""
    subscriptions, heard = Subscriptions(), []
    subscriptions.on(Rang, lambda event: 1 // (event.times - 1))
    subscriptions.on(Rang, heard.append)
    with pytest.raises(ExceptionGroup) as caught:
        subscriptions.announce([_rang(clock.now()), _rang(clock.now(), 2)])
    assert len(heard) == 2
    assert [type(error) for error in caught.value.exceptions] == [ZeroDivisionError]
