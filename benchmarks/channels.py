"""Handing over: the SMTP channel beside smtplib, to a server on this machine.

The server runs in a process of its own, takes everything and stores nothing, so what
is measured is the client. Rounds are interleaved; read the ratios. Nothing is asserted.

Usage: python benchmarks/channels.py [messages in each round]
"""

import asyncio
import multiprocessing
import smtplib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from poltech.channels import Outcome, Outgoing, channel_from
from poltech.consent._permit import issue
from poltech.ids import AttemptId, ContactId, SystemIds
from poltech.law import Medium, Purpose

ROUNDS = 3
BATCH = 500
CONTENT = (
    b"From: office@lens.example\r\nSubject: essai\r\n\r\n"
    + b"Venez en parler avec nous, =C3=A0 l'heure qui vous convient, cet hiver.\r\n"
    * 70
)


class Sink(asyncio.Protocol):
    """Takes every message, answers groups of commands as groups."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self.transport = transport
        self.buffer = b""
        self.taking = False
        self.say(b"220 sink\r\n")

    def say(self, words: bytes) -> None:
        """Answer."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(words)

    def data_received(self, data: bytes) -> None:
        """Answer whatever is complete."""
        self.buffer += data
        answers: list[bytes] = []
        while True:
            end = b"\r\n.\r\n" if self.taking else b"\r\n"
            head, found, rest = self.buffer.partition(end)
            if not found:
                break
            self.buffer = rest
            if self.taking:
                self.taking = False
                answers.append(b"250 2.0.0 Ok: queued as 1\r\n")
            else:
                answers.append(self.answer(head))
        self.say(b"".join(answers))

    def answer(self, command: bytes) -> bytes:
        """Answer one command."""
        verb = command[:4].upper()
        if verb == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
        if verb == b"DATA":
            self.taking = True
            return b"354 go\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 2.0.0 ok\r\n"


def serve(ready: Connection) -> None:
    """Run the sink for ever."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Sink, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def sink() -> Iterator[int]:
    """Run the sink in a process, and give its port."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def batches(count: int) -> list[list[Outgoing]]:
    """Make messages to as many people, in batches."""
    permit = issue(
        contact=ContactId(int=1),
        purpose=Purpose.NEWSLETTER,
        medium=Medium.EMAIL,
        at=datetime(2026, 11, 23, 11, tzinfo=UTC),
        entry=None,
    )
    made = [
        Outgoing(
            permit=permit,
            reference=reference,
            recipient=f"personne{number}@example.net",
            sender="retours@lens.example",
            content=CONTENT,
        )
        for number, reference in enumerate(SystemIds().batch(AttemptId, count))
    ]
    return [made[at : at + BATCH] for at in range(0, count, BATCH)]


def by_smtplib(port: int, work: Sequence[Sequence[Outgoing]]) -> None:
    """Use the standard library on one connection that is kept."""
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
        for batch in work:
            for out in batch:
                smtp.sendmail(out.sender, [out.recipient], out.content)


def by_reconnecting(port: int, work: Sequence[Sequence[Outgoing]]) -> None:
    """Use the standard library as most web frameworks do: a connection for each."""
    for batch in work:
        for out in batch:
            with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
                smtp.sendmail(out.sender, [out.recipient], out.content)


def by_channel(url: str, work: Sequence[Sequence[Outgoing]]) -> None:
    """Use a channel."""
    channel = channel_from(url)
    for batch in work:
        for handoff in channel.send(batch):
            if handoff.outcome is not Outcome.ACCEPTED:
                raise SystemExit(handoff)
    channel.close()


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    with sink() as port, tempfile.TemporaryDirectory() as place:
        plain = f"smtp://127.0.0.1:{port}?tls=none"
        folders = (f"folder:{Path(place) / str(number)}" for number in range(99))
        ways: dict[str, Callable[[], None]] = {
            "smtplib, one connection": lambda: by_smtplib(port, batches(count)),
            "smtplib, reconnecting": lambda: by_reconnecting(port, batches(count)),
            "smtp channel, 1 connection": lambda: by_channel(
                f"{plain}&connections=1", batches(count)
            ),
            "smtp channel, 4 connections": lambda: by_channel(
                f"{plain}&connections=4", batches(count)
            ),
            "folder channel, on disk": lambda: by_channel(
                next(folders), batches(count)
            ),
        }
        rates: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for name, run in ways.items():
                start = time.perf_counter()
                run()
                elapsed = time.perf_counter() - start
                rates.setdefault(name, []).append(count / elapsed)
    base = statistics.median(rates["smtplib, one connection"])
    for name, measured in rates.items():
        median = statistics.median(measured)
        print(f"{name:30} {median:10,.0f} /s  {median / base:6.1f} x")


if __name__ == "__main__":
    main()
