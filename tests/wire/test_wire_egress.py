"""Invariant 20: no socket to an address that is not public, whatever the DNS does."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from ipaddress import IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.errors import PoltechError
from poltech.wire import (
    Call,
    EgressRefusedError,
    InvalidCallError,
    UnreachableError,
    is_public,
)
from poltech.wire.client import AsyncHttpClient, HttpClient, Resolve, system_resolve

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
]
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - refused, not bound
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "",
    "localhost",
    "127.1",
    "0x7f000001",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    """IANA's registries call them globally reachable."""
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_other_addresses_are_not(address: str) -> None:
    """Private, local, reserved, documented, hidden in another, or no address at all."""
    assert not is_public(address)


@given(st.ip_addresses())
@pytest.mark.property
def test_what_python_calls_private_is_never_public(address: object) -> None:
    """A second opinion: the standard library's, on any address."""
    known = ip_address(str(address))
    if isinstance(known, IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    inward = (
        known.is_private,
        known.is_loopback,
        known.is_link_local,
        known.is_multicast,
        known.is_unspecified,
        known.is_reserved and not str(known).startswith("64:ff9b::"),
    )
    if any(inward):
        assert not is_public(str(address))


class Spy:
    """Records where sockets were meant to go, and lets none go."""

    def __init__(self) -> None:
        self.went: list[str] = []

    def connect(self, _socket: socket.socket, address: tuple[str, int]) -> None:
        """Note the address, and refuse."""
        self.went.append(address[0])
        raise ConnectionRefusedError


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    """Let no socket connect in this test."""
    spy = Spy()

    class Caught(socket.socket):
        def connect(self, address: tuple[str, int]) -> None:
            spy.connect(self, address)

    monkeypatch.setattr(socket, "socket", Caught)
    return spy


def _sent(url: str, resolve: Resolve = system_resolve) -> PoltechError:
    with HttpClient(resolve=resolve) as client, pytest.raises(PoltechError) as caught:
        client.send(Call(method="GET", url=url))
    return caught.value


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.000.000.001",
        "0",
        "0.0.0.0",  # noqa: S104 - refused, not bound
        "localhost",
        "localhost.",
        "LOCALHOST",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
    ],
)
def test_no_spelling_of_an_inner_address_passes(spy: Spy, host: str) -> None:
    """However it is written, an inward address is refused before any socket opens."""
    failure = _sent(f"http://{host}:8080/latest/meta-data/")
    assert isinstance(failure, EgressRefusedError | UnreachableError | InvalidCallError)
    assert spy.went == []


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["::1"]],
)
def test_a_name_that_points_inwards_is_refused(spy: Spy, answers: list[str]) -> None:
    """One inward address among several is enough: nothing is sent to any."""
    failure = _sent("https://vendor.example/", lambda _host, _port: answers)
    assert isinstance(failure, EgressRefusedError)
    assert spy.went == []


def test_a_name_that_changes_its_mind_is_pinned(spy: Spy) -> None:
    """DNS rebinding: the address that was judged is the one that is connected to."""
    answers: Iterator[Sequence[str]] = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    failure = _sent("https://vendor.example/", resolve)
    assert isinstance(failure, UnreachableError)
    assert asked == ["vendor.example"]
    assert spy.went == ["8.8.8.8"]


def test_the_async_client_refuses_as_well() -> None:
    """The same guard stands before the async client."""

    async def send() -> None:
        async with AsyncHttpClient(
            resolve=lambda _host, _port: ["127.0.0.1"]
        ) as client:
            await client.send(Call(method="GET", url="https://vendor.example/"))

    with pytest.raises(EgressRefusedError) as caught:
        asyncio.run(send())
    assert caught.value.adapter == "vendor.example"


@pytest.mark.parametrize(
    "resolve",
    [
        lambda _host, _port: (_ for _ in ()).throw(socket.gaierror()),
        lambda _host, _port: (_ for _ in ()).throw(UnicodeError()),
        lambda _host, _port: [],
    ],
    ids=["no such name", "no name at all", "no address"],
)
def test_a_name_of_nobody_is_unreachable(resolve: Resolve) -> None:
    """Nothing was sent, so the outcome is known."""
    failure = _sent("https://vendor.example/", resolve)
    assert isinstance(failure, UnreachableError)
    assert failure.outcome_known
