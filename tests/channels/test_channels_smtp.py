"""What the SMTP channel makes of everything a server may do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import attrs
import pytest

from poltech.channels import (
    ChannelConfigurationError,
    HandOff,
    Outcome,
    Outgoing,
    channel_from,
)
from poltech.channels.adapters.smtp import Security, SmtpChannel, SmtpSettings
from poltech.channels.adapters.smtp._frame import content_of
from poltech.channels.adapters.smtp._settings import settings_from
from poltech.channels.adapters.smtp._wire import Loss, LostError, Reply, Wire
from poltech.channels.testing import Fault, MailServer
from poltech.clock import FrozenClock, SystemClock
from poltech.consent._permit import issue
from poltech.ids import AttemptId, ContactId, FrozenIds
from poltech.law import Medium, Purpose

PERMIT = issue(
    contact=ContactId(int=1),
    purpose=Purpose.NEWSLETTER,
    medium=Medium.EMAIL,
    at=datetime(2026, 11, 23, 11, tzinfo=UTC),
    entry=None,
)
CONTENT = b"Subject: essai\r\n\r\nBonjour\r\n"


def letters(count: int, ids: FrozenIds | None = None) -> list[Outgoing]:
    """Make messages to as many people."""
    source = ids or FrozenIds()
    return [
        Outgoing(
            permit=PERMIT,
            reference=source.new(AttemptId),
            recipient=f"p{number}@example.net",
            sender="retours@lens.example",
            content=CONTENT,
        )
        for number in range(count)
    ]


@pytest.fixture(params=[True, False], ids=["pipelined", "stepwise"])
def server(request: pytest.FixtureRequest) -> Iterator[MailServer]:
    """Run a server that takes commands in groups, and one that does not."""
    with MailServer(pipelining=request.param) as running:
        yield running


@pytest.fixture
def channel(server: MailServer) -> Iterator[SmtpChannel]:
    """Hand over to the server on one connection, with little patience."""
    made = SmtpChannel.from_url(f"{server.url}&connections=1&timeout=0.5")
    yield made
    made.close()


ONCE = [
    (Fault.REFUSE, Outcome.REFUSED, "550", "5.1.1"),
    (Fault.POSTPONE, Outcome.NOT_ACCEPTED, "451", "4.7.1"),
    (Fault.REFUSE_CONTENT, Outcome.REFUSED, "554", "5.7.1"),
    (Fault.POSTPONE_CONTENT, Outcome.NOT_ACCEPTED, "452", "4.3.1"),
    (Fault.DROP_AFTER_CONTENT, Outcome.UNKNOWN, "connection_lost", None),
    (Fault.STALL_AFTER_CONTENT, Outcome.UNKNOWN, "timeout", None),
    (Fault.GARBAGE_AFTER_CONTENT, Outcome.UNKNOWN, "protocol", None),
    (Fault.REFUSE_BUT_GO_AHEAD, Outcome.REFUSED, "550", "5.1.1"),
]


@pytest.mark.parametrize(("fault", "outcome", "code", "status"), ONCE)
def test_each_fault_has_its_outcome(
    server: MailServer,
    channel: SmtpChannel,
    fault: Fault,
    outcome: Outcome,
    code: str,
    status: str | None,
) -> None:
    """RFC 5321, 4.2: 4xx may be tried again, 5xx not; silence after the dot is unknown."""
    batch = letters(5)
    server.misbehave(batch[2].recipient, fault)
    outcomes = {h.reference: h for h in channel.send(batch)}
    bad = outcomes.pop(batch[2].reference)
    assert (bad.outcome, bad.code, bad.status) == (outcome, code, status)
    assert {h.outcome for h in outcomes.values()} == {Outcome.ACCEPTED}
    assert len(server.arrived) == 4


@pytest.mark.parametrize("fault", [Fault.CLOSE, Fault.DROP, Fault.DROP_AT_DATA])
def test_a_connection_lost_before_the_content_is_renewed(
    server: MailServer, channel: SmtpChannel, fault: Fault
) -> None:
    """What surely did not leave is tried once more, on a new connection."""
    batch = letters(5)
    server.misbehave(batch[2].recipient, fault)
    assert {h.outcome for h in channel.send(batch)} == {Outcome.ACCEPTED}
    assert sorted(a.recipients for a in server.arrived) == [
        (out.recipient,) for out in batch
    ]


@pytest.mark.parametrize("fault", [Fault.CLOSE, Fault.DROP, Fault.DROP_AT_DATA])
def test_a_connection_lost_twice_before_the_content_is_not_accepted(
    server: MailServer, channel: SmtpChannel, fault: Fault
) -> None:
    """It may be tried again later, for no byte of the content left."""
    batch = letters(3)
    server.misbehave(batch[1].recipient, fault, fault)
    outcomes = {h.reference: h.outcome for h in channel.send(batch)}
    assert outcomes[batch[1].reference] is Outcome.NOT_ACCEPTED
    assert len(server.arrived) == 2


@pytest.mark.parametrize("pipelining", ["yes", "no"])
def test_how_much_left_decides(pipelining: str) -> None:
    """A short message may have arrived whole; of a long one the end surely did not."""
    with MailServer(pipelining=pipelining == "yes") as server:
        short, long = letters(2)
        long = attrs.evolve(long, content=CONTENT + b"0123456789\r\n" * 3_000_000)
        for out in (short, long):
            server.misbehave(out.recipient, *[Fault.DROP_AFTER_GO_AHEAD] * 2)
        with closing(SmtpChannel.from_url(server.url)) as channel:
            outcomes = {h.reference: h for h in channel.send([short, long])}
    assert outcomes[short.reference].outcome is Outcome.UNKNOWN
    assert outcomes[long.reference].outcome is Outcome.NOT_ACCEPTED
    assert not server.arrived


def test_no_empty_message_ever_arrives(
    server: MailServer, channel: SmtpChannel
) -> None:
    """A server that refuses the sender and takes the recipient gets no lone dot."""
    batch = letters(1)
    server.misbehave(batch[0].sender, *[Fault.REFUSE_SENDER_BUT_GO_ON] * 2)
    (handoff,) = channel.send(batch)
    assert handoff.outcome in {Outcome.NOT_ACCEPTED, Outcome.REFUSED}
    assert not server.arrived


def test_a_server_that_starts_anew_is_noticed(
    server: MailServer, channel: SmtpChannel
) -> None:
    """A kept connection is asked whether it lives before it is trusted."""
    list(channel.send(letters(2)))
    server.hang_up()
    assert {h.outcome for h in channel.send(letters(2))} == {Outcome.ACCEPTED}
    assert server.connections == 2
    server.hang_up()
    channel.close()


def test_a_busy_pool_is_said_so(server: MailServer) -> None:
    """Who waits too long for a connection has handed over nothing."""
    url = f"{server.url}&connections=1&timeout=0.3"
    with closing(SmtpChannel.from_url(url)) as channel:
        listening = channel.send(letters(3))
        next(listening)
        (handoff,) = channel.send(letters(1))
        assert (handoff.outcome, handoff.code) == (Outcome.NOT_ACCEPTED, "busy")
        assert len(list(listening)) == 2


def test_every_fault_at_once(server: MailServer) -> None:
    """Whatever goes wrong, each message has one outcome and arrives at most once."""
    channel = SmtpChannel.from_url(f"{server.url}&connections=3&timeout=0.5")
    batch = letters(60)
    for number, fault in enumerate(Fault):
        server.misbehave(batch[number * 4].recipient, fault, fault)
    with closing(channel):
        outcomes = list(channel.send(batch))
    assert sorted(h.reference for h in outcomes) == sorted(o.reference for o in batch)
    arrived = [a.recipients for a in server.arrived]
    assert len(set(arrived)) == len(arrived)
    accepted = {h.reference for h in outcomes if h.outcome is Outcome.ACCEPTED}
    assert {(o.recipient,) for o in batch if o.reference in accepted} == set(arrived)


def test_outcomes_never_quote_the_server(server: MailServer) -> None:
    """Servers put addresses into their words; our outcomes hold none of them."""
    channel = SmtpChannel.from_url(server.url)
    batch = letters(4)
    server.misbehave(batch[0].recipient, Fault.REFUSE)
    server.misbehave(batch[1].recipient, Fault.POSTPONE)
    with closing(channel):
        shown = repr(list(channel.send(batch)))
    assert "someone" not in shown
    assert "no such user" not in shown


def test_the_server_names_what_it_took(server: MailServer) -> None:
    """The queue's name for a message is kept, so that it can be asked about."""
    channel = SmtpChannel.from_url(server.url)
    with closing(channel):
        (handoff,) = channel.send(letters(1))
    assert handoff.provider_ref == "A0000001"


def test_connections_are_kept_between_batches(server: MailServer) -> None:
    """A second batch does not greet, secure and authenticate again."""
    ids = FrozenIds()
    with closing(SmtpChannel.from_url(f"{server.url}&connections=1")) as channel:
        for _ in range(3):
            list(channel.send(letters(3, ids)))
        assert server.connections == 1


def test_an_idle_connection_is_renewed(server: MailServer, clock: FrozenClock) -> None:
    """A connection unused for longer than `idle` is closed, not trusted."""
    settings = settings_from(f"{server.url}&connections=1&idle=20")
    with closing(SmtpChannel(settings, clock=clock)) as channel:
        list(channel.send(letters(1)))
        clock.elapsed += 19
        list(channel.send(letters(1)))
        assert server.connections == 1
        clock.elapsed += 21
        list(channel.send(letters(1)))
        assert server.connections == 2


def test_a_connection_is_renewed_after_enough_messages(server: MailServer) -> None:
    """Servers limit the messages of one connection; so do we."""
    url = f"{server.url}&connections=1&recycle=4"
    with closing(SmtpChannel.from_url(url)) as channel:
        outcomes = list(channel.send(letters(10)))
    assert {h.outcome for h in outcomes} == {Outcome.ACCEPTED}
    assert server.connections == 3


def test_a_long_batch_is_spread_over_connections(server: MailServer) -> None:
    """At most `connections` are open at a time."""
    with closing(SmtpChannel.from_url(f"{server.url}&connections=3")) as channel:
        outcomes = list(channel.send(letters(100)))
    assert len(outcomes) == 100
    assert 1 <= server.connections <= 3


def test_a_caller_who_stops_listening_stops_the_sending(server: MailServer) -> None:
    """What nobody asks the outcome of is not handed over for nothing."""
    with closing(SmtpChannel.from_url(f"{server.url}&connections=1")) as channel:
        listening = channel.send(letters(7))
        next(listening)
        listening.close()  # type: ignore[attr-defined] - it is a generator
        assert len(server.arrived) < 7
        assert len(list(channel.send(letters(2)))) == 2


def test_threads_stop_when_nobody_listens(server: MailServer) -> None:
    """Lanes finish what they hold and take nothing new."""
    with closing(SmtpChannel.from_url(f"{server.url}&connections=2")) as channel:
        listening = channel.send(letters(400))
        next(listening)
        listening.close()  # type: ignore[attr-defined] - it is a generator
    assert len(server.arrived) < 400
    assert not [t for t in threading.enumerate() if t.name.startswith("smtp")]


def test_a_server_that_is_away_takes_nothing() -> None:
    """No connection, no doubt: everything may be tried again."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        channel = SmtpChannel.from_url(f"smtp://localhost:{port}?tls=none&timeout=1")
        outcomes = list(channel.send(letters(20)))
        assert {(h.outcome, h.code) for h in outcomes} == {
            (Outcome.NOT_ACCEPTED, "unreachable")
        }
        assert channel.check().codes == ("smtp_unreachable",)


def test_a_server_that_never_greets_is_given_up() -> None:
    """Every wait has an end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        url = f"smtp://127.0.0.1:{port}?tls=none&timeout=0.2"
        (handoff,) = SmtpChannel.from_url(url).send(letters(1))
    assert handoff.outcome is Outcome.NOT_ACCEPTED


def test_a_message_beyond_the_servers_size_is_refused() -> None:
    """RFC 1870: the server's limit is known before the content is sent."""
    with MailServer(size=1_000) as server:
        channel = SmtpChannel.from_url(server.url)
        small, big = letters(2)
        big = attrs.evolve(big, content=CONTENT + b"x\r\n" * 1_000)
        with closing(channel):
            outcomes = {h.reference: h for h in channel.send([big, small])}
    assert outcomes[big.reference].outcome is Outcome.REFUSED
    assert outcomes[big.reference].code == "too_long"
    assert outcomes[small.reference].outcome is Outcome.ACCEPTED


def test_eight_bit_content_is_announced(server: MailServer) -> None:
    """RFC 6152: bytes above 127 go only to a server that takes them."""
    out = attrs.evolve(letters(1)[0], content="Subject: x\r\n\r\né\r\n".encode())
    with closing(SmtpChannel.from_url(server.url)) as channel:
        (handoff,) = channel.send([out])
    assert handoff.outcome is Outcome.ACCEPTED
    assert server.arrived[0].content == out.content


def test_eight_bit_content_is_refused_where_it_is_not_taken() -> None:
    """RFC 6152: a server that does not say so may damage it."""
    out = attrs.evolve(letters(1)[0], content="Subject: x\r\n\r\né\r\n".encode())
    with (
        MailServer(eight_bit=False) as server,
        closing(SmtpChannel.from_url(server.url)) as channel,
    ):
        (handoff,) = channel.send([out])
        assert (handoff.outcome, handoff.code) == (Outcome.REFUSED, "eight_bit")
        assert not server.arrived


def test_a_dot_at_the_start_is_doubled() -> None:
    """RFC 5321, 4.5.2, also where the content begins with it."""
    out = attrs.evolve(letters(1)[0], content=b".a\r\n.\r\nb.\r\n")
    assert content_of(out) == b"..a\r\n..\r\nb.\r\n"


# Replies


def replies(raw: bytes) -> Reply:
    """Read a reply from a real pair of sockets."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(raw)
        theirs.shutdown(socket.SHUT_WR)
        return Wire(ours, 0.5, SystemClock()).reply()


REPLIES = [
    (b"250 ok\r\n", (250, None, None)),
    (b"250\r\n", (250, None, None)),
    (b"250-a\r\n250-b\r\n250 2.1.0 c\r\n", (250, "2.1.0", None)),
    (b"550-5.1.1 no\r\n550 5.1.1 such\r\n", (550, "5.1.1", None)),
    (b"250 2.0.0 Ok: queued as 4XyZ12\n", (250, "2.0.0", "4XyZ12")),
    (b"250 OK id=1tXyZ-000\r\n", (250, None, "1tXyZ-000")),
    (b"554 5.7.1\r\n", (554, "5.7.1", None)),
    (b"250 \xff\xfe\r\n", (250, None, None)),
]


@pytest.mark.parametrize(("raw", "reply"), REPLIES)
def test_replies_are_read(raw: bytes, reply: tuple[object, ...]) -> None:
    """RFC 5321, 4.2 and RFC 2034: a code, lines, an enhanced code, words."""
    assert tuple(replies(raw)) == reply


NO_REPLIES = [
    (b"", Loss.CONNECTION),
    (b"250-a\r\n", Loss.CONNECTION),
    (b"hello\r\n", Loss.PROTOCOL),
    (b"\r\n", Loss.PROTOCOL),
    (b"250-a\r\n" * 200, Loss.PROTOCOL),
    (b"2" * 140_000, Loss.PROTOCOL),
]


@pytest.mark.parametrize(("raw", "code"), NO_REPLIES, ids=[str(n) for n in range(6)])
def test_what_is_no_reply_ends_the_conversation(raw: bytes, code: Loss) -> None:
    """Invariant 24: bounded lines, bounded length, bounded time."""
    with pytest.raises(LostError) as caught:
        replies(raw)
    assert caught.value.code is code


def test_a_reply_that_drips_is_given_up(clock: FrozenClock) -> None:
    """The time is for the whole reply, not for each piece of it."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"250-a\r\n250")

        class Ticking:
            """A clock on which every look costs a second."""

            def now(self) -> datetime:
                return clock.now()

            def monotonic(self) -> float:
                clock.elapsed += 1
                return clock.elapsed

        with pytest.raises(LostError) as caught:
            Wire(ours, 1.5, Ticking()).reply()
    assert caught.value.code is Loss.TIMEOUT


def test_a_broken_line_tells_how_far_it_came() -> None:
    """What was not taken by the system has not left."""
    ours, theirs = socket.socketpair()
    with ours:
        wire = Wire(ours, 0.5, SystemClock())
        theirs.close()
        with pytest.raises(LostError) as caught:
            wire.write(b"x" * 100)
    assert (caught.value.code, caught.value.reached) == (Loss.CONNECTION, 0)


# Security


def test_starttls_is_verified_and_the_password_is_said_inside() -> None:
    """RFC 3207 and RFC 4954: nothing but the greeting is said in the clear."""
    with MailServer(tls=True, password="s3cret/:@") as server:
        url = server.url.replace("s3cret/:@", "s3cret%2F%3A%40")
        with closing(SmtpChannel.from_url(url)) as channel:
            outcomes = list(channel.send(letters(3)))
    assert {h.outcome for h in outcomes} == {Outcome.ACCEPTED}


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_an_unknown_authority_is_refused(scheme: str) -> None:
    """A certificate that cannot be verified ends the conversation."""
    with MailServer(tls=True, implicit=scheme == "smtps") as server:
        channel = SmtpChannel.from_url(server.url.partition("?")[0])
        (handoff,) = channel.send(letters(1))
        assert (handoff.outcome, handoff.code) == (Outcome.NOT_ACCEPTED, "tls")
        assert channel.check().codes == ("smtp_tls",)
        assert not server.arrived


def test_a_server_without_tls_gets_nothing() -> None:
    """Whoever strips STARTTLS from the greeting gains nothing (RFC 8314, 3)."""
    with MailServer() as server:
        channel = SmtpChannel.from_url(server.url.partition("?")[0])
        (handoff,) = channel.send(letters(1))
        assert (handoff.outcome, handoff.code) == (Outcome.NOT_ACCEPTED, "tls")
        assert not server.arrived


def test_a_wrong_password_is_said_so() -> None:
    """Nothing was accepted, and the doctor names the reason."""
    with MailServer(tls=True, password="right") as server:
        url = server.url.replace(":right@", ":wrong@")
        with closing(SmtpChannel.from_url(url)) as channel:
            (handoff,) = channel.send(letters(1))
            assert (handoff.outcome, handoff.code) == (Outcome.NOT_ACCEPTED, "auth")
            assert channel.check().codes == ("smtp_auth",)


def test_the_doctor_warns_of_what_is_lawful_but_unwise(server: MailServer) -> None:
    """Words in the clear and one command at a time are warned of."""
    with closing(SmtpChannel.from_url(server.url)) as channel:
        decision = channel.check()
    assert decision.allowed
    codes = [warning.code for warning in decision.warnings]
    assert "smtp_in_the_clear" in codes
    assert ("smtp_not_pipelined" in codes) is not server.pipelining


# URLs

WRONG = [
    "smtp://",
    "smtp://h:99999",
    "smtp://h?tls=maybe",
    "smtp://h?colour=blue",
    "smtp://h?timeout=soon",
    "smtp://h?connections=0",
    "smtp://user@h",
    "smtp://user:secret@h?tls=none",
    "smtp://user:secret@[h",
]


@pytest.mark.parametrize("url", WRONG)
def test_a_wrong_url_is_a_configuration_error(url: str) -> None:
    """What cannot work is said at once, and the URL is not repeated."""
    with pytest.raises(ChannelConfigurationError) as caught:
        SmtpChannel.from_url(url)
    assert "secret" not in str(caught.value)


def test_urls_are_read() -> None:
    """Ports, protection and limits have the usual defaults."""
    assert settings_from("smtps://u:p@mail.example") == SmtpSettings(
        host="mail.example",
        port=465,
        security=Security.IMPLICIT,
        user="u",
        password="p",
    )
    assert settings_from("smtp://mail.example?connections=9&timeout=2.5") == (
        SmtpSettings(host="mail.example", connections=9, timeout=2.5)
    )


def test_secrets_are_hidden() -> None:
    """No repr shows who we are to the server."""
    settings = settings_from("smtps://office:s3cret@mail.example")
    shown = f"{settings!r} {SmtpChannel(settings)!r} {channel_from('smtp://m')!r}"
    assert "s3cret" not in shown
    assert "office" not in shown


def test_a_handoff_is_a_value() -> None:
    """Outcomes compare by their fields."""
    one = HandOff(reference=AttemptId(int=1), outcome=Outcome.ACCEPTED)
    assert one == HandOff(reference=AttemptId(int=1), outcome=Outcome.ACCEPTED)
