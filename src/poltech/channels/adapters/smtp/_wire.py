"""Bytes to and from one server, each within its time; replies as values."""

import contextlib
import re
import socket
import ssl
from enum import StrEnum
from typing import NamedTuple, final

from poltech.clock import Clock

__all__ = ["Loss", "LostError", "Reply", "Wire"]

_BLOCK = 16_384
_MOST_BYTES = 65_536
_MOST_LINES = 100
_LINE = re.compile(rb"(\d{3})([ -]?)(?:(\d\.\d{1,3}\.\d{1,3})(?: |$))?(.*)", re.DOTALL)
_QUEUED = re.compile(rb"\b(?:queued as |id=)<?([A-Za-z0-9.\-]{4,64})")


class Loss(StrEnum):
    """How a connection ended."""

    CONNECTION = "connection_lost"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    """What came was no reply of SMTP."""

    CLOSING = "421"
    """The server said that it is closing the connection."""


class LostError(Exception):
    """The connection ended, stalled, or spoke something else than SMTP.

    Attributes:
        code: how it ended.
        reached: how many bytes of what was being written may have left.
    """

    def __init__(self, code: Loss, reached: int = 0) -> None:
        """Remember what happened."""
        super().__init__(code)
        self.code = code
        self.reached = reached


class Reply(NamedTuple):
    """What a server answered to one command.

    Attributes:
        code: three digits.
        status: enhanced status code (RFC 3463), where there is one.
        queued: how the server names the message it took, where it says so.
    """

    code: int
    status: str | None
    queued: str | None


@final
class Wire:
    """One open connection."""

    def __init__(self, sock: socket.socket, timeout: float, clock: Clock) -> None:
        """Take over a connection; `timeout` bounds each reply and each block."""
        self._sock = sock
        self._timeout = timeout
        self._clock = clock
        self._buffer = b""
        self._sealed = isinstance(sock, ssl.SSLSocket)
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """Write everything.

        Raises:
            LostError: the server went away or took too long; says how far it came.
        """
        self._sock.settimeout(self._timeout)
        view = memoryview(data)
        done = 0
        while done < len(view):
            block = view[done : done + _BLOCK]
            try:
                done += self._sock.send(block)
            except OSError as failure:
                # a plain socket took nothing of the block it failed on; TLS may have
                reached = done + (len(block) if self._sealed else 0)
                raise LostError(_cause(failure), reached) from None

    def reply(self) -> Reply:
        """Read one reply, its lines joined.

        Raises:
            LostError: none came in time, or what came is no reply.
        """
        deadline = self._clock.monotonic() + self._timeout
        status: bytes | None = None
        for _ in range(_MOST_LINES):
            match = _LINE.fullmatch(self._line(deadline))
            if match is None:
                break
            code, more, enhanced, text = match.groups()
            status = status or enhanced
            if more != b"-":
                return Reply(int(code), _said(status), _said(_queued(text)))
        raise LostError(Loss.PROTOCOL)

    def close(self) -> None:
        """Let the connection go, whatever state it is in."""
        with contextlib.suppress(OSError):
            self._sock.close()

    def _line(self, deadline: float) -> bytes:
        """Give the next line, without its end."""
        while b"\n" not in self._buffer:
            if len(self._buffer) > _MOST_BYTES:
                raise LostError(Loss.PROTOCOL)
            left = deadline - self._clock.monotonic()
            if left <= 0:
                raise LostError(Loss.TIMEOUT)
            self._sock.settimeout(left)
            try:
                received = self._sock.recv(_MOST_BYTES)
            except OSError as failure:
                raise LostError(_cause(failure)) from None
            if not received:
                raise LostError(Loss.CONNECTION)
            self._buffer += received
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r")


def _cause(failure: OSError) -> Loss:
    """Tell waiting in vain from a broken line."""
    return Loss.TIMEOUT if isinstance(failure, TimeoutError) else Loss.CONNECTION


def _queued(text: bytes) -> bytes | None:
    """Find how the server names what it took."""
    found = _QUEUED.search(text)
    return found[1] if found else None


def _said(word: bytes | None) -> str | None:
    """Turn a word of the protocol into text."""
    return word.decode("ascii") if word is not None else None
