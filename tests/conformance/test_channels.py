"""Both channels keep the promises of a channel."""

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from poltech.channels import Channel, Idempotency, channel_from
from poltech.channels.testing import Arrived, Claims, MailServer, channel_contract
from poltech.consent import Permit
from poltech.consent._permit import issue
from poltech.ids import ContactId
from poltech.law import Medium, Purpose

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)


def permit_for(medium: Medium) -> Permit:
    """Issue what the consent room's service would."""
    return issue(
        contact=ContactId(int=1),
        purpose=Purpose.NEWSLETTER,
        medium=medium,
        at=NOW,
        entry=None,
    )


class FolderBench:
    """A folder channel, read back as a mail reader would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.channel: Channel = channel_from(f"folder:{folder}")

    def permit(self, medium: Medium) -> Permit:
        """Ask for a permit."""
        return permit_for(medium)

    def arrived(self) -> Sequence[Arrived]:
        """Read the folder with the standard library."""
        if not self.folder.exists():
            return []
        found: list[Arrived] = []
        box = mailbox.Maildir(self.folder, create=False)
        for key in box.keys():  # noqa: SIM118 - a mailbox is no dictionary
            raw = box.get_bytes(key)
            trace, to, content = raw.split(b"\n", 2)
            found.append(
                Arrived(
                    sender=trace.removeprefix(b"Return-Path: <")[:-1].decode(),
                    recipients=(to.removeprefix(b"Delivered-To: ").decode(),),
                    content=content.replace(b"\n", b"\r\n"),
                )
            )
        return found


class SmtpBench:
    """An SMTP channel and the server that it hands over to."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.channel: Channel = channel_from(server.url)

    def permit(self, medium: Medium) -> Permit:
        """Ask for a permit."""
        return permit_for(medium)

    def arrived(self) -> Sequence[Arrived]:
        """Ask the server."""
        return self.server.arrived


@contextmanager
def folder_bench() -> Iterator[FolderBench]:
    """Open a folder channel in a place of its own."""
    with TemporaryDirectory() as place:
        yield FolderBench(Path(place) / "outbox")


@contextmanager
def smtp_bench(**options: bool) -> Iterator[SmtpBench]:
    """Open a server and a channel to it."""
    with MailServer(**options) as server:
        yield SmtpBench(server)


@contextmanager
def stepwise_bench() -> Iterator[SmtpBench]:
    """Open a server that takes one command at a time."""
    with smtp_bench(pipelining=False) as bench:
        yield bench


@contextmanager
def tls_bench() -> Iterator[SmtpBench]:
    """Open a server that speaks TLS from the first byte and asks for a password."""
    with MailServer(implicit=True, password="s3cret!") as server:
        yield SmtpBench(server)


SMTP = Claims(name="smtp", medium=Medium.EMAIL, idempotency=Idempotency.NONE)

TestFolder = channel_contract(
    folder_bench,
    Claims(name="folder", medium=Medium.EMAIL, idempotency=Idempotency.KEY),
)
TestSmtp = channel_contract(smtp_bench, SMTP)
TestSmtpStepwise = channel_contract(stepwise_bench, SMTP)
TestSmtpOverTls = channel_contract(tls_bench, SMTP)


def test_contracts_are_fresh_classes() -> None:
    """Two adapters never share a class of tests."""
    assert TestSmtp is not TestSmtpStepwise
    assert issubclass(TestSmtp, object)


@pytest.mark.parametrize("kind", [TestFolder, TestSmtp])
def test_contracts_hold_tests(kind: type) -> None:
    """A contract is collected by pytest as it stands."""
    assert [name for name in dir(kind) if name.startswith("test_")]
