"""One conversation, two drivers: a flow yields calls, receives replies, returns.

>>> from poltech.wire import Call, Reply
>>> from poltech.wire.testing import ReplayClient
>>> def balance() -> Flow[int]:
...     reply = yield Call(method="GET", url="https://sms.example/balance")
...     return int(reply.body)
>>> drive(balance(), ReplayClient(Reply(status=200, body=b"42")))
42
"""

from collections.abc import Callable, Generator
from operator import methodcaller
from typing import Generic, TypeAlias, TypeVar, final

import attrs

from poltech.errors import PoltechError
from poltech.wire._model import Call, Reply
from poltech.wire._ports import AsyncClient, Client

__all__ = ["Flow", "adrive", "drive"]

T = TypeVar("T")

Flow: TypeAlias = Generator[Call, Reply, T]
"""A conversation with a vendor, without the wire. What fails is raised in it, at the
call that failed, so that it may answer for it or let it pass."""


@final
@attrs.frozen
class _End(Generic[T]):
    """A flow that has said all: what it returns."""

    value: T


def _resume(flow: Flow[T], step: Callable[[Flow[T]], Call]) -> Call | _End[T]:
    try:
        return step(flow)
    except StopIteration as end:
        return _End(end.value)


def drive(flow: Flow[T], client: Client) -> T:
    """Run a flow over a client, and give what it returns.

    Raises:
        AdapterError: a call failed, and the flow let it pass.
    """
    at = _resume(flow, next)
    while isinstance(at, Call):
        try:
            reply = client.send(at)
        except PoltechError as error:
            at = _resume(flow, methodcaller("throw", error))
        else:
            at = _resume(flow, methodcaller("send", reply))
    return at.value


async def adrive(flow: Flow[T], client: AsyncClient) -> T:
    """Run a flow over an async client, and give what it returns.

    Raises:
        AdapterError: a call failed, and the flow let it pass.
    """
    at = _resume(flow, next)
    while isinstance(at, Call):
        try:
            reply = await client.send(at)
        except PoltechError as error:
            at = _resume(flow, methodcaller("throw", error))
        else:
            at = _resume(flow, methodcaller("send", reply))
    return at.value
