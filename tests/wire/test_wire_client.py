"""The clients over httpx, against a real server on this machine."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from poltech.errors import AdapterError, PermanentError, TransientError
from poltech.wire import (
    BrokenOffError,
    Call,
    Client,
    Flow,
    InsecurePeerError,
    InvalidCallError,
    Reply,
    ReplyTooLargeError,
    UnreadableReplyError,
    adrive,
    drive,
    read_json,
)
from poltech.wire.client import AsyncHttpClient, HttpClient
from poltech.wire.testing import LocalServer, client_contract, local_server

HERE = {"127.0.0.1"}


class Blocking:
    """An async client, one call after the other."""

    def __init__(self, client: AsyncHttpClient) -> None:
        self._runner, self._client = asyncio.Runner(), client

    def send(self, call: Call, /) -> Reply:
        """Run the loop until the reply is there."""
        return self._runner.run(self._client.send(call))

    def close(self) -> None:
        """Close the client and its loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()


@contextmanager
def _sync(**options: Any) -> Generator[Client]:
    with HttpClient(**({"allow": HERE} | options)) as client:
        yield client


@contextmanager
def _async(**options: Any) -> Generator[Client]:
    client = Blocking(AsyncHttpClient(**({"allow": HERE} | options)))
    try:
        yield client
    finally:
        client.close()


Open = Callable[..., AbstractContextManager[Client]]
BOTH = pytest.mark.parametrize("make", [_sync, _async], ids=["sync", "async"])
TestHttpClient = client_contract(_sync)
TestAsyncHttpClient = client_contract(_async)


@pytest.fixture
def server() -> Generator[LocalServer]:
    """Run a server that misbehaves on demand."""
    with local_server() as server:
        yield server


def _fails(client: Client, call: Call) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        client.send(call)
    return caught.value


@BOTH
@pytest.mark.parametrize("path", ["/reset", "/half", "/garbage", "/silent"])
def test_a_broken_reply_leaves_the_outcome_open(
    server: LocalServer, make: Open, path: str
) -> None:
    """Faults F12 and F13: after bytes were sent nobody may assume nothing happened."""
    with make() as client:
        failure = _fails(client, attrs.evolve(server.call(path), read_timeout=0.1))
    assert failure == BrokenOffError(adapter="127.0.0.1")
    assert isinstance(failure, TransientError)
    assert server.seen == [("POST", path)]


@BOTH
def test_a_huge_reply_is_not_read_to_its_end(server: LocalServer, make: Open) -> None:
    """Fault F14: a reply without end fills neither memory nor time."""
    with make(max_reply=200_000) as client:
        failure = _fails(client, server.call("/huge"))
    assert isinstance(failure, ReplyTooLargeError)
    assert not failure.outcome_known


class Hasty:
    """A clock on which a second passes at every look."""

    def __init__(self) -> None:
        self._seconds = count()

    def monotonic(self) -> float:
        """Count the looks."""
        return float(next(self._seconds))


@BOTH
def test_a_dripping_reply_meets_its_deadline(server: LocalServer, make: Open) -> None:
    """A byte now and then does not hold a worker for ever."""
    with make(clock=Hasty()) as client:
        failure = _fails(client, attrs.evolve(server.call("/drip"), deadline=5.0))
    assert isinstance(failure, BrokenOffError)
    assert "too long" in str(failure)


@BOTH
def test_a_packed_reply_is_refused(server: LocalServer, make: Open) -> None:
    """We ask for plain bytes, so no reply unfolds to more than was sent."""
    with make() as client:
        failure = _fails(client, server.call("/packed"))
        said = client.send(server.call("/echo"))
    assert isinstance(failure, UnreadableReplyError)
    echo = read_json(said, "server")
    assert isinstance(echo, dict)
    assert echo["headers"]["accept-encoding"] == "identity"


@BOTH
def test_a_redirect_inwards_is_not_followed(server: LocalServer, make: Open) -> None:
    """The second address of a redirect is never asked, nor is a cookie kept."""
    with make() as client:
        client.send(server.call("/redirect", "GET", b""))
        said = client.send(server.call("/echo"))
    assert server.seen == [("GET", "/redirect"), ("POST", "/echo")]
    echo = read_json(said, "server")
    assert isinstance(echo, dict)
    assert "cookie" not in echo["headers"]


@BOTH
def test_the_environment_sends_nothing_elsewhere(
    server: LocalServer, make: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy in the environment does not see our calls."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with make() as client:
        assert client.send(server.call("/status/204")).status == 204


@BOTH
def test_no_log_shows_a_secret(
    server: LocalServer, make: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """Invariant 40: even at debug level neither address, header nor body is logged."""
    call = Call(
        method="POST",
        url=f"{server.url}/status/200?key=s3cret-t0ken",
        headers={"Authorization": "Bearer s3cret-t0ken"},
        body=b"s3cret-t0ken",
        idempotency_key="s3cret-t0ken",
    )
    with caplog.at_level(logging.DEBUG), make() as client:
        client.send(call)
    assert "s3cret" not in caplog.text


@BOTH
def test_the_next_address_is_tried(server: LocalServer, make: Open) -> None:
    """A name with several addresses is reached at one that answers."""
    here = ["127.0.0.2", "127.0.0.1"]
    with make(resolve=lambda _host, _port: here) as client:
        assert client.send(server.call("/status/200")).ok


@BOTH
def test_connections_are_kept_and_given_back(server: LocalServer, make: Open) -> None:
    """A hundred calls, some of them broken off, leave the client usable."""
    with make(max_reply=70_000) as client:
        for number in range(100):
            if number % 10 == 3:
                _fails(client, server.call("/huge"))
            assert client.send(server.call("/status/200")).ok


@BOTH
def test_a_host_that_cannot_be_is_said_so(make: Open) -> None:
    """A name that no DNS could hold is the caller's mistake, or reaches nobody."""
    with make() as client:
        for host in ("a..b", "x" * 70 + ".example", "xn--zzzzzz99999.example"):
            call = Call(method="GET", url=f"https://{host}/")
            with pytest.raises((InvalidCallError, AdapterError)) as caught:
                client.send(call)
            assert getattr(caught.value, "outcome_known", True)


@BOTH
def test_flows_run_over_real_clients(server: LocalServer, make: Open) -> None:
    """A conversation that was tested without a wire works over one."""

    def twice() -> Flow[list[int]]:
        first = yield server.call("/status/202")
        second = yield server.call("/status/404")
        return [first.status, second.status]

    with make() as client:
        assert drive(twice(), client) == [202, 404]


def test_an_async_flow_runs_over_the_async_client(server: LocalServer) -> None:
    """`adrive` and the async client fit together."""

    def once() -> Flow[int]:
        reply = yield server.call("/status/202")
        return reply.status

    async def run() -> int:
        async with AsyncHttpClient(allow=HERE) as client:
            return await adrive(once(), client)

    assert asyncio.run(run()) == 202


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a key, and a certificate for `vendor.example`, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "vendor.example")])
    since = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), serial_number=1)
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("vendor.example")]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "vendor.pem"
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path


@BOTH
def test_tls_is_checked_against_the_name(make: Open, vendor: Path) -> None:
    """The connection goes to a pinned address; the certificate must bear the name."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(vendor)
    options = {
        "allow": {"vendor.example", "other.example"},
        "resolve": lambda _host, _port: ["127.0.0.1"],
    }
    with local_server(theirs) as server:
        port = server.url.rpartition(":")[2]
        good, wrong = (
            Call(method="GET", url=f"https://{name}.example:{port}/status/200")
            for name in ("vendor", "other")
        )
        trust = ssl.create_default_context(cafile=str(vendor))
        with make(trust=trust, **options) as client:
            assert client.send(good).ok
            failures = [_fails(client, wrong)]
        with make(**options) as stranger:
            failures.append(_fails(stranger, good))
    for failure in failures:
        assert isinstance(failure, InsecurePeerError)
        assert isinstance(failure, PermanentError)
        assert failure.outcome_known
    assert server.seen == [("GET", "/status/200")]
