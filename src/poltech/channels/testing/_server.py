"""A real mail server that misbehaves when it is told to."""

import asyncio
import re
import ssl
import tempfile
import threading
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, AnyStr, Self, final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from poltech.channels.testing._contract import Arrived

__all__ = ["Fault", "MailServer"]

_ADDRESS = re.compile("<([^>]*)>")


class Fault(StrEnum):
    """One way to misbehave, for one message."""

    REFUSE = "550 5.1.1 at the recipient"
    POSTPONE = "451 4.7.1 at the recipient"
    CLOSE = "421 at the recipient, then the connection ends"
    DROP = "the connection ends at the recipient"
    DROP_AT_DATA = "the connection ends when the content is announced"
    DROP_AFTER_GO_AHEAD = "the connection ends before any of the content is read"
    DROP_AFTER_CONTENT = "the connection ends after the content, without an answer"
    STALL_AFTER_CONTENT = "no answer to the content"
    GARBAGE_AFTER_CONTENT = "an answer to the content that is no reply"
    REFUSE_CONTENT = "554 5.7.1 after the content"
    POSTPONE_CONTENT = "452 4.3.1 after the content"
    REFUSE_BUT_GO_AHEAD = "550 at the recipient, yet 354 for the content"
    REFUSE_SENDER_BUT_GO_ON = "550 at the sender, by whose address it is set"


_RECIPIENT_REPLIES: dict[Fault | None, str] = {
    Fault.REFUSE: "550 5.1.1 <someone@example.net>: no such user",
    Fault.POSTPONE: "451 4.7.1 <someone@example.net>: try again later",
    Fault.REFUSE_BUT_GO_AHEAD: "550 5.1.1 <someone@example.net>: no such user",
}
_CONTENT_REPLIES: dict[Fault | None, str] = {
    Fault.REFUSE_CONTENT: "554 5.7.1 not from you",
    Fault.POSTPONE_CONTENT: "452 4.3.1 disk full",
    Fault.GARBAGE_AFTER_CONTENT: "<html>",
}


@final
class MailServer:
    """An SMTP server on a free port of this machine, in a thread of its own.

    >>> with MailServer() as server:  # doctest: +ELLIPSIS
    ...     server.url
    'smtp://localhost:...?tls=none'

    Attributes:
        arrived: what it took on, in order.
        pipelining: whether it announces that it takes commands in groups.
        eight_bit: whether it announces that it takes bytes above 127.
    """

    def __init__(
        self,
        *,
        tls: bool = False,
        implicit: bool = False,
        password: str | None = None,
        pipelining: bool = True,
        eight_bit: bool = True,
        size: int = 100_000_000,
    ) -> None:
        """Describe the server; it runs between `__enter__` and `__exit__`."""
        self.arrived: list[Arrived] = []
        self.pipelining = pipelining
        self.eight_bit = eight_bit
        self._conversations: list[SMTP] = []
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._tls = tls or implicit
        self._implicit = implicit
        self._password = password
        self._size = size
        self._folder = tempfile.TemporaryDirectory(prefix="poltech-")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._port = 0

    @property
    def authorities(self) -> Path:
        """The file that a client needs to trust its certificate."""
        return Path(self._folder.name) / "authority.pem"

    @property
    def url(self) -> str:
        """The URL of a channel that hands over to it."""
        user = f"office:{self._password}@" if self._password else ""
        if self._implicit:
            scheme, query = "smtps", f"?authorities={self.authorities}"
        elif self._tls:
            scheme, query = "smtp", f"?authorities={self.authorities}"
        else:
            scheme, query = "smtp", "?tls=none"
        return f"{scheme}://{user}localhost:{self._port}{query}"

    @property
    def connections(self) -> int:
        """How often somebody connected."""
        return len(self._conversations)

    def misbehave(self, address: str, *faults: Fault) -> None:
        """Let the next messages to an address go wrong, one fault each."""
        self._faults[address].extend(faults)

    def hang_up(self) -> None:
        """End every conversation, as a server does that starts anew."""

        async def end() -> None:
            for conversation in self._conversations:
                if isinstance(conversation.transport, asyncio.WriteTransport):
                    conversation.transport.abort()

        asyncio.run_coroutine_threadsafe(end(), self._loop).result()

    def next_fault(self, address: str) -> Fault | None:
        """Give what goes wrong with a message to an address, and forget it."""
        return self._faults[address].popleft() if self._faults[address] else None

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *exit_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._folder.cleanup()

    def _run(self) -> None:
        """Serve until told to stop."""
        asyncio.set_event_loop(self._loop)
        context = _context(Path(self._folder.name)) if self._tls else None
        server = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: self._protocol(context),
                "127.0.0.1",
                ssl=context if self._implicit else None,
            )
        )
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._stop())
        self._loop.close()

    async def _stop(self) -> None:
        """End every conversation, and let the loop see the end of each."""
        for conversation in self._conversations:
            if isinstance(conversation.transport, asyncio.WriteTransport):
                conversation.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)

    def _protocol(self, context: ssl.SSLContext | None) -> SMTP:
        """Make the conversation of a new connection."""
        options: dict[str, Any] = {}
        if self._password is not None:
            # aiosmtpd cannot see TLS that was there from the first byte
            options = {
                "auth_required": not self._implicit,
                "authenticator": self._authenticate,
            }
        conversation = _Moody(
            self,
            hostname="localhost",
            data_size_limit=self._size,
            tls_context=None if self._implicit else context,
            auth_require_tls=not self._implicit,
            loop=self._loop,
            **options,
        )
        self._conversations.append(conversation)
        return conversation

    def _authenticate(self, *given: object) -> AuthResult:
        """Compare user and password."""
        login = given[-1]
        correct = (
            isinstance(login, LoginPassword)
            and login.login == b"office"
            and login.password == (self._password or "").encode()
        )
        return AuthResult(success=correct, handled=False)


class _Moody(SMTP):
    """aiosmtpd's server, which does one thing wrong when its owner says so."""

    def __init__(self, owner: MailServer, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(self, **options)
        self._owner = owner
        self._fault: Fault | None = None
        self._instead: str | None = None

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        _server: object,
        session: Session,
        _envelope: object,
        hostname: str,
        said: list[str],
    ) -> list[str]:
        session.host_name = hostname
        if self._owner.pipelining:
            said.insert(1, "250-PIPELINING")
        if not self._owner.eight_bit:
            said.remove("250-8BITMIME")
        return said

    async def push(self, status: AnyStr) -> None:
        """Say something, or what a fault says in its place."""
        said, self._instead = self._instead, None
        if said is None:
            await super().push(status)
        else:
            await super().push(said)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        found = _ADDRESS.search(arg or "")
        fault = self._owner.next_fault(found[1]) if found else None
        if fault is Fault.REFUSE_SENDER_BUT_GO_ON:
            self._instead = "550 5.1.7 <someone@example.net>: not welcome"
        await super().smtp_MAIL(arg or "")

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        found = _ADDRESS.search(arg or "")
        self._fault = self._owner.next_fault(found[1]) if found else None
        if self._fault is Fault.CLOSE:
            await self.push("421 4.3.2 closing")
            self._end()
        if self._fault is Fault.DROP:
            self._end()
        if self._fault in _RECIPIENT_REPLIES:
            await self.push(_RECIPIENT_REPLIES[self._fault])
        else:
            await super().smtp_RCPT(arg or "")

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        if self._fault is Fault.DROP_AT_DATA:
            self._end()
        if self._fault is Fault.DROP_AFTER_GO_AHEAD:
            await self.push("354 go ahead")
            self._end()
        if self._fault is Fault.REFUSE_BUT_GO_AHEAD:
            await self.push("354 go ahead")
            await self._reader.readuntil(b".\r\n")
            await self.push("554 5.5.1 no valid recipients")
            return
        await super().smtp_DATA(arg or "")

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        if self._fault is Fault.DROP_AFTER_CONTENT:
            self._end()
        if self._fault is Fault.STALL_AFTER_CONTENT:
            await asyncio.sleep(60)
        if self._fault in _CONTENT_REPLIES:
            return _CONTENT_REPLIES[self._fault]
        self._owner.arrived.append(
            Arrived(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                content=envelope.original_content or b"",
            )
        )
        return f"250 2.0.0 Ok: queued as A{len(self._owner.arrived):07}"

    def _end(self) -> None:
        """Let the connection end without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
        raise asyncio.CancelledError


def _context(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this machine that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "authority.pem").write_bytes(pem)
    (folder / "server.pem").write_bytes(pem + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
