"""What the wire's door lets pass, and what it does not."""

from typing import assert_type

from poltech.wire import AsyncClient, Call, Client, Flow, Reply, adrive, drive
from poltech.wire.client import AsyncHttpClient, HttpClient
from poltech.wire.testing import AsyncReplayClient, ReplayClient


def balance(call: Call) -> Flow[int]:
    """A conversation of one call."""
    reply = yield call
    assert_type(reply, Reply)
    return int(reply.body)


def wrong(call: Call) -> Flow[int]:
    """A flow yields calls and returns what it says."""
    yield call.url  # type: ignore[misc]
    return "text"  # type: ignore[return-value]


def drivers(call: Call, client: HttpClient, replay: ReplayClient) -> None:
    """A flow is driven by what sends and waits."""
    assert_type(drive(balance(call), client), int)
    assert_type(drive(balance(call), replay), int)
    drive(balance, client)  # type: ignore[arg-type]
    client.send(call.url)  # type: ignore[arg-type]


async def async_drivers(
    call: Call, client: AsyncHttpClient, replay: AsyncReplayClient, sync: HttpClient
) -> None:
    """The drivers do not take each other's clients."""
    assert_type(await adrive(balance(call), client), int)
    assert_type(await adrive(balance(call), replay), int)
    drive(balance(call), client)  # type: ignore[arg-type]
    await adrive(balance(call), sync)  # type: ignore[arg-type]


def clients(
    sync: HttpClient, asynchronous: AsyncHttpClient
) -> tuple[Client, AsyncClient]:
    """Ours are clients as any host's."""
    return sync, asynchronous
