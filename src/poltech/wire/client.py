"""The one file that speaks HTTP: a client and an async client over httpx.

Both connect only to public addresses, unless the host allowed a name: the name is
resolved once for each connection, every address it resolves to is judged, and the
connection goes to an address that was judged. So neither a name that resolves inwards,
nor one that changes its mind, reaches what is not public. TLS is checked against the
name all the same. They follow no redirect, use no proxy of the environment, keep no
cookie, and write no address into a log.

>>> from poltech.wire import Call
>>> with HttpClient() as client:
...     client.send(Call(method="GET", url="http://127.0.0.1/"))
Traceback (most recent call last):
poltech.wire.errors.EgressRefusedError: 127.0.0.1 failed: its address is not a public one.
"""

import socket
import ssl
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import aclosing, closing, contextmanager
from typing import Self, TypeAlias, cast, final

import anyio.to_thread
import attrs
import httpcore
import httpx

from poltech.clock import Clock, SystemClock
from poltech.errors import AdapterError, msg
from poltech.wire._egress import is_public
from poltech.wire._model import Call, Reply
from poltech.wire.errors import (
    BrokenOffError,
    EgressRefusedError,
    InsecurePeerError,
    InvalidCallError,
    ReplyTooLargeError,
    UnreachableError,
    UnreadableReplyError,
)

__all__ = ["AsyncHttpClient", "HttpClient", "Resolve", "system_resolve"]

MAX_REPLY = 10 * 1024 * 1024
"""Bytes of a reply that are read, unless the host says otherwise."""

_CONNECTIONS = 10
_KEPT_ALIVE = 5.0
_ALWAYS = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "poltech"}

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a name; raises OSError when there are none."""

_SocketOptions: TypeAlias = Iterable[httpcore.SOCKET_OPTION] | None


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Ask the machine for the addresses of a name.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@final
@attrs.frozen
class _Guard:
    """Decides which addresses a connection may go to."""

    allow: frozenset[str]
    resolve: Resolve

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Resolve a name once, and give its addresses if all may be reached."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError from error
        if host.lower() not in self.allow and not all(map(is_public, found)):
            raise EgressRefusedError(adapter=host)
        return found


@final
class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that the guard gives."""

    def __init__(self, guard: _Guard) -> None:
        self._guard = guard
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError()
        for address in self._guard.addresses(host, port):
            try:
                return self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


@final
class _AsyncBackend(httpcore.AsyncNetworkBackend):
    """The same, awaited; names are resolved in a thread."""

    def __init__(self, guard: _Guard) -> None:
        self._guard = guard
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the base class says so
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError()
        resolve = self._guard.addresses
        for address in await anyio.to_thread.run_sync(resolve, host, port):
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


@final
class _Transport(httpx.HTTPTransport):
    """httpx over a pool of guarded connections."""

    def __init__(self, guard: _Guard, trust: ssl.SSLContext, connections: int) -> None:
        super().__init__(verify=trust, trust_env=False)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            max_connections=connections,
            keepalive_expiry=_KEPT_ALIVE,
            network_backend=_Backend(guard),
        )


@final
class _AsyncTransport(httpx.AsyncHTTPTransport):
    """httpx over a pool of guarded connections, awaited."""

    def __init__(self, guard: _Guard, trust: ssl.SSLContext, connections: int) -> None:
        super().__init__(verify=trust, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=connections,
            keepalive_expiry=_KEPT_ALIVE,
            network_backend=_AsyncBackend(guard),
        )


@final
class _Reading:
    """Collects one reply, within its size and its time."""

    def __init__(self, call: Call, most: int, clock: Clock) -> None:
        self._adapter = call.host
        self._most = most
        self._clock = clock
        self._until = clock.monotonic() + call.deadline
        self._body = bytearray()

    def begin(self, response: httpx.Response) -> None:
        """Refuse what was packed though we asked for it plain."""
        if response.headers.get("content-encoding", "identity") != "identity":
            raise UnreadableReplyError(adapter=self._adapter)

    def take(self, portion: bytes) -> None:
        """Add a portion of the body."""
        self._body += portion
        if len(self._body) > self._most:
            raise ReplyTooLargeError(adapter=self._adapter)
        if self._clock.monotonic() > self._until:
            raise BrokenOffError(
                adapter=self._adapter, problem=msg("its reply takes too long")
            )

    def end(self, response: httpx.Response) -> Reply:
        """Give the whole reply."""
        return Reply(
            status=response.status_code,
            headers=dict(response.headers.items()),
            body=bytes(self._body),
        )


@final
@attrs.frozen(kw_only=True)
class _Settings:
    guard: _Guard
    trust: ssl.SSLContext
    connections: int
    most: int
    clock: Clock

    def reading(self, call: Call) -> _Reading:
        return _Reading(call, self.most, self.clock)


def _settings(
    *,
    allow: Collection[str],
    trust: ssl.SSLContext | None,
    max_reply: int,
    resolve: Resolve,
    clock: Clock | None,
) -> _Settings:
    return _Settings(
        guard=_Guard(frozenset(map(str.lower, allow)), resolve),
        trust=trust or httpx.create_ssl_context(trust_env=False),
        connections=_CONNECTIONS,
        most=max_reply,
        clock=clock or SystemClock(),
    )


@final
class HttpClient:
    """Sends calls over HTTP/1.1; may be shared by threads. Close it when done.

    Args:
        allow: names that may be reached although their addresses are not public.
        trust: whose certificates hold; the usual authorities if nothing is said.
        max_reply: bytes of a reply that are read.
        resolve: gives the addresses of a name.
        clock: measures how long a reply takes.
    """

    def __init__(
        self,
        *,
        allow: Collection[str] = (),
        trust: ssl.SSLContext | None = None,
        max_reply: int = MAX_REPLY,
        resolve: Resolve = system_resolve,
        clock: Clock | None = None,
    ) -> None:
        self._settings = _settings(
            allow=allow, trust=trust, max_reply=max_reply, resolve=resolve, clock=clock
        )
        given = self._settings
        self._transport = _Transport(given.guard, given.trust, given.connections)

    def send(self, call: Call, /) -> Reply:
        """Send a call and wait for its reply, whatever its status.

        Raises:
            EgressRefusedError: the address is not public, and nobody allowed it.
            UnreachableError: no connection came about.
            InsecurePeerError: the certificate does not hold.
            BrokenOffError: the connection broke off; the outcome is not known.
            ReplyTooLargeError: the reply is larger than is read.
            UnreadableReplyError: the reply is packed though we asked for it plain.
            InvalidCallError: its address names no host.
        """
        reading = self._settings.reading(call)
        with (
            _told(call.host),
            closing(self._transport.handle_request(_request(call))) as response,
        ):
            reading.begin(response)
            for portion in response.iter_raw():
                reading.take(portion)
            return reading.end(response)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


@final
class AsyncHttpClient:
    """Sends calls over HTTP/1.1 while other tasks go on. Close it when done.

    Args:
        allow: names that may be reached although their addresses are not public.
        trust: whose certificates hold; the usual authorities if nothing is said.
        max_reply: bytes of a reply that are read.
        resolve: gives the addresses of a name; it runs in a thread.
        clock: measures how long a reply takes.
    """

    def __init__(
        self,
        *,
        allow: Collection[str] = (),
        trust: ssl.SSLContext | None = None,
        max_reply: int = MAX_REPLY,
        resolve: Resolve = system_resolve,
        clock: Clock | None = None,
    ) -> None:
        self._settings = _settings(
            allow=allow, trust=trust, max_reply=max_reply, resolve=resolve, clock=clock
        )
        given = self._settings
        self._transport = _AsyncTransport(given.guard, given.trust, given.connections)

    async def send(self, call: Call, /) -> Reply:
        """Send a call and await its reply, whatever its status.

        Raises:
            EgressRefusedError: the address is not public, and nobody allowed it.
            UnreachableError: no connection came about.
            InsecurePeerError: the certificate does not hold.
            BrokenOffError: the connection broke off; the outcome is not known.
            ReplyTooLargeError: the reply is larger than is read.
            UnreadableReplyError: the reply is packed though we asked for it plain.
            InvalidCallError: its address names no host.
        """
        reading = self._settings.reading(call)
        with _told(call.host):
            response = await self._transport.handle_async_request(_request(call))
            async with aclosing(response):
                reading.begin(response)
                async for portion in response.aiter_raw():
                    reading.take(portion)
                return reading.end(response)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.aclose()


def _request(call: Call) -> httpx.Request:
    timeouts = {
        "connect": call.connect_timeout,
        "pool": call.connect_timeout,
        "read": call.read_timeout,
        "write": call.read_timeout,
    }
    return httpx.Request(
        call.method,
        call.url,
        headers=_ALWAYS | dict(call.sent_headers),
        content=call.body,
        extensions={"timeout": timeouts},
    )


@contextmanager
def _told(adapter: str) -> Generator[None]:
    """Tell what httpx raises in our own words."""
    try:
        yield
    except (httpx.InvalidURL, UnicodeError):
        raise InvalidCallError(
            field="url", problem=msg("it names no host that can be")
        ) from None
    except httpx.TransportError as error:
        raise _failure(error, adapter) from error


def _failure(error: httpx.TransportError, adapter: str) -> AdapterError:
    unsent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    if not isinstance(error, unsent):
        return BrokenOffError(adapter=adapter)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return InsecurePeerError(adapter=adapter)
        # httpcore raises its own errors anew, so only the context leads further
        cause = cause.__cause__ or cause.__context__
    return UnreachableError(adapter=adapter)
