"""What every channel promises, as tests that any adapter can be put through."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import ClassVar, Protocol, final

import attrs
import pytest

from poltech.channels._model import HandOff, Idempotency, Outcome, Outgoing
from poltech.channels._ports import Channel
from poltech.channels.errors import InvalidOutgoingError
from poltech.consent import Permit
from poltech.ids import AttemptId, SystemIds
from poltech.law import Decision, Medium

__all__ = ["Arrived", "Bench", "Claims", "channel_contract"]


@final
@attrs.frozen(kw_only=True)
class Arrived:
    """A message as the other side got it."""

    sender: str = attrs.field(repr=False)
    recipients: tuple[str, ...] = attrs.field(repr=False)
    content: bytes = attrs.field(repr=False)


class Bench(Protocol):
    """A channel, and sight of what it handed over."""

    @property
    def channel(self) -> Channel:
        """The channel under test."""
        ...

    def permit(self, medium: Medium) -> Permit:
        """Ask the consent room for a permit."""
        ...

    def arrived(self) -> Sequence[Arrived]:
        """Tell what the other side has, with line ends as they were given."""
        ...


@final
@attrs.frozen(kw_only=True)
class Claims:
    """What an adapter says of itself; the contract holds it to that.

    Attributes:
        name: the word it is configured by.
        medium: how it reaches people.
        idempotency: how it helps to hand over only once.
    """

    name: str
    medium: Medium
    idempotency: Idempotency


_CONTENTS = {
    "plain": b"Subject: plain\r\n\r\nBonjour\r\n",
    "dots": b"Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n. \r\n",
    "from": b"Subject: from\r\n\r\nFrom here on\r\n>From\r\n",
    "empty lines": b"Subject: empty\r\n\r\n\r\n\r\n\r\nend\r\n",
    "long line": b"Subject: long\r\n\r\n" + b"x" * 990 + b"\r\n",
    "trailing": b"Subject: trailing\r\n\r\nspace \r\ntab\t\r\n",
    "commands": b"Subject: commands\r\n\r\nQUIT\r\nRSET\r\nDATA\r\n",
    "big": b"Subject: big\r\n\r\n" + b"0123456789\r\n" * 20_000,
}


def channel_contract(
    make: Callable[[], AbstractContextManager[Bench]], claims: Claims
) -> type:
    """Give a fresh class of tests for one adapter.

    Args:
        make: opens a bench that nobody used before.
        claims: what the adapter says of itself.
    """
    members = {"makers": [make], "claims": claims}
    return type("ChannelContract", (_ChannelContract,), members)


class _ChannelContract:
    """The promises of `poltech.channels.Channel`."""

    makers: ClassVar[list[Callable[[], AbstractContextManager[Bench]]]]
    claims: ClassVar[Claims]

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        """Open a bench for one test."""
        with self.makers[0]() as opened:
            yield opened
            opened.channel.close()

    def test_it_is_what_it_claims(self, bench: Bench) -> None:
        """The manifest is data that matches the self.claims."""
        manifest = bench.channel.manifest
        assert manifest.name == self.claims.name
        assert manifest.medium == self.claims.medium
        assert manifest.idempotency is self.claims.idempotency
        assert manifest.max_batch >= 1
        assert manifest.max_bytes >= 1

    def test_each_message_has_one_outcome(self, bench: Bench) -> None:
        """Outcomes and messages match one to one, by reference."""
        batch = _batch(bench, self.claims, 40)
        outcomes = list(bench.channel.send(batch))
        assert {h.reference for h in outcomes} == {o.reference for o in batch}
        assert len(outcomes) == len(batch)
        assert {h.outcome for h in outcomes} == {Outcome.ACCEPTED}

    def test_each_message_has_one_recipient(self, bench: Bench) -> None:
        """Nobody receives what was meant for another (invariant 12)."""
        batch = _batch(bench, self.claims, 20)
        list(bench.channel.send(batch))
        arrived = sorted(bench.arrived(), key=lambda a: a.recipients)
        assert [a.recipients for a in arrived] == sorted((o.recipient,) for o in batch)
        assert {a.sender for a in arrived} == {o.sender for o in batch}

    @pytest.mark.parametrize("name", _CONTENTS)
    def test_content_arrives_to_the_byte(self, bench: Bench, name: str) -> None:
        """No channel changes, cuts or ends a message that it carries."""
        out = attrs.evolve(_batch(bench, self.claims, 1)[0], content=_CONTENTS[name])
        (handoff,) = bench.channel.send([out])
        assert handoff.outcome is Outcome.ACCEPTED
        (arrived,) = bench.arrived()
        assert arrived.content == _CONTENTS[name]

    def test_an_empty_batch_has_no_outcome(self, bench: Bench) -> None:
        """Nothing in, nothing out."""
        assert list(bench.channel.send([])) == []
        assert not bench.arrived()

    def test_another_medium_is_refused(self, bench: Bench) -> None:
        """A permit for one medium does not open another."""
        other = next(m for m in Medium.BUILT_IN if m != self.claims.medium)
        permit = bench.permit(other)
        batch = _batch(bench, self.claims, 1)
        wrong = attrs.evolve(batch[0], permit=permit, recipient="+33612345678")
        with pytest.raises(InvalidOutgoingError):
            bench.channel.send([*batch, wrong])
        assert not bench.arrived()

    def test_a_batch_too_big_is_refused(self, bench: Bench) -> None:
        """Nothing of a batch beyond the manifest's limit leaves."""
        (out,) = _batch(bench, self.claims, 1)
        batch = [out] * (bench.channel.manifest.max_batch + 1)
        with pytest.raises(InvalidOutgoingError):
            bench.channel.send(batch)
        assert not bench.arrived()

    def test_bare_line_ends_are_refused(self, bench: Bench) -> None:
        """A lone CR or LF ends a message for one server and not for the next."""
        out, fine = _batch(bench, self.claims, 2)
        bad = attrs.evolve(out, content=b"Subject: x\r\n\r\na\n.\nb\r\n")
        outcomes = {h.reference: h.outcome for h in bench.channel.send([bad, fine])}
        assert outcomes[bad.reference] is Outcome.REFUSED
        assert outcomes[fine.reference] is Outcome.ACCEPTED
        assert len(bench.arrived()) == 1

    def test_a_repeated_reference(self, bench: Bench) -> None:
        """Where the manifest says so, a repeated hand-off delivers no second time."""
        batch = _batch(bench, self.claims, 3)
        list(bench.channel.send(batch))
        again = list(bench.channel.send(batch))
        assert {h.outcome for h in again} == {Outcome.ACCEPTED}
        once = self.claims.idempotency is Idempotency.KEY
        assert len(bench.arrived()) == (3 if once else 6)

    def test_threads_may_share_it(self, bench: Bench) -> None:
        """Batches sent at the same time do not mix."""
        batches = [_batch(bench, self.claims, 15) for _ in range(4)]
        outcomes: list[HandOff] = []

        def work(batch: Sequence[Outgoing]) -> None:
            outcomes.extend(bench.channel.send(batch))

        threads = [threading.Thread(target=work, args=(b,)) for b in batches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wanted = {out.reference for batch in batches for out in batch}
        assert {h.reference for h in outcomes} == wanted
        assert len(bench.arrived()) == len(wanted)

    def test_it_can_be_closed_and_used_again(self, bench: Bench) -> None:
        """Closing gives back connections and may be done twice."""
        for _ in range(2):
            (handoff,) = bench.channel.send(_batch(bench, self.claims, 1))
            assert handoff.outcome is Outcome.ACCEPTED
            bench.channel.close()
            bench.channel.close()

    def test_it_can_be_checked(self, bench: Bench) -> None:
        """The doctor hears of nothing wrong, and nothing is sent."""
        decision = bench.channel.check()
        assert isinstance(decision, Decision)
        assert decision.allowed
        assert not bench.arrived()

    def test_nothing_personal_is_printed(self, bench: Bench) -> None:
        """Outcomes, channel and messages show no address and no content."""
        batch = _batch(bench, self.claims, 1)
        shown = repr((batch, list(bench.channel.send(batch)), bench.channel))
        assert batch[0].recipient not in shown
        assert "Bonjour" not in shown


def _batch(bench: Bench, claims: Claims, count: int) -> list[Outgoing]:
    """Make messages to as many people."""
    permit = bench.permit(claims.medium)
    return [
        Outgoing(
            permit=permit,
            reference=reference,
            recipient=f"personne{reference.hex}@example.net",
            sender=f"retours+{reference.hex}@lens.example",
            content=b"Subject: essai\r\n\r\nBonjour\r\n",
        )
        for reference in SystemIds().batch(AttemptId, count)
    ]
