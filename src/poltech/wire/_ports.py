"""What puts calls on the wire: ours, or any that a host hands in."""

from typing import Protocol

from poltech.wire._model import Call, Reply

__all__ = ["AsyncClient", "Client"]


class Client(Protocol):
    """Sends calls, one after the other."""

    def send(self, call: Call, /) -> Reply:
        """Send a call and wait for its reply, whatever its status; follow no redirect.

        Raises:
            AdapterError: no whole reply came; `outcome_known` says if the vendor may
                have acted all the same.
        """
        ...


class AsyncClient(Protocol):
    """Sends calls while other tasks go on."""

    async def send(self, call: Call, /) -> Reply:
        """Send a call and await its reply, as `Client.send` does.

        Raises:
            AdapterError: no whole reply came; `outcome_known` says if the vendor may
                have acted all the same.
        """
        ...
