"""What any client must do, ours or a host's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from poltech.errors import AdapterError
from poltech.wire._model import Call, Reply
from poltech.wire._ports import Client
from poltech.wire._rules import read_json
from poltech.wire.testing._server import local_server

__all__ = ["client_contract"]


class _ClientContract:
    """What flows rely on."""

    make: Callable[[], AbstractContextManager[Client]]

    def _send(self, path: str, method: str = "POST") -> Reply | AdapterError:
        with local_server() as server, self.make() as client:
            call = server.call(path, method, b"" if method == "GET" else b"hello")
            try:
                return client.send(call)
            except AdapterError as error:
                return error

    def test_sends_all_and_gives_all(self) -> None:
        """Method, path, headers and body arrive; status, headers and body come back."""
        with local_server() as server, self.make() as client:
            reply = client.send(
                Call(
                    method="PUT",
                    url=f"{server.url}/echo?a=%C3%A9",
                    headers={"X-Asked": "yes", "Authorization": "Bearer s3cret"},
                    body=bytes(range(256)),
                    idempotency_key="once",
                )
            )
        said: Any = read_json(reply, "server")
        assert (reply.status, reply.header("x-twice")) == (200, "a, b")
        assert (said["method"], said["path"]) == ("PUT", "/echo?a=%C3%A9")
        assert said["body"].encode("latin-1") == bytes(range(256))
        asked = {"x-asked": "yes", "idempotency-key": "once"}
        assert asked.items() <= said["headers"].items()
        assert said["headers"]["authorization"] == "Bearer s3cret"

    def test_gives_every_status(self) -> None:
        """A status is an answer, not a failure: the flow judges it."""
        for status in (201, 404, 429, 503):
            reply = self._send(f"/status/{status}")
            assert isinstance(reply, Reply)
            assert reply.status == status

    def test_follows_no_redirect(self) -> None:
        """Who is sent elsewhere is told so, and decides."""
        reply = self._send("/redirect", "GET")
        assert isinstance(reply, Reply)
        assert reply.status == 302  # noqa: PLR2004 - RFC 9110, section 15.4.3
        assert reply.header("location") == "/echo"

    def test_says_when_the_outcome_is_not_known(self) -> None:
        """After something was sent, silence and breaks leave the outcome open."""
        for path in ("/reset", "/half", "/garbage"):
            failure = self._send(path)
            assert isinstance(failure, AdapterError), path
            assert not failure.outcome_known, path

    def test_says_when_nothing_was_sent(self) -> None:
        """Where nobody listens nothing can have happened."""
        with local_server() as server:
            call = server.call("/echo")
        failure: AdapterError | None = None
        with self.make() as client:
            try:
                client.send(call)
            except AdapterError as error:
                failure = error
        assert failure is not None
        assert failure.outcome_known


def client_contract(
    make: Callable[[], AbstractContextManager[Client]],
) -> type[Any]:
    """Give a test class that any client must pass.

    Args:
        make: opens a client that may reach this machine, 127.0.0.1.
    """
    return type("ClientContract", (_ClientContract,), {"make": staticmethod(make)})
