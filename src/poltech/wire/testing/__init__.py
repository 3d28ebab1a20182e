"""Clients without a wire, a server that misbehaves, and the contract of clients."""

from poltech.wire.testing._contract import client_contract
from poltech.wire.testing._replay import (
    Answer,
    AsyncReplayClient,
    ReplayClient,
    calls,
    replies,
)
from poltech.wire.testing._server import LocalServer, local_server

__all__ = [
    "Answer",
    "AsyncReplayClient",
    "LocalServer",
    "ReplayClient",
    "calls",
    "client_contract",
    "local_server",
    "replies",
]
