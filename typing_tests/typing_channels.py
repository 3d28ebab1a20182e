"""What a channel is to a type checker, and that nothing goes without a permit."""

from collections.abc import Iterator
from typing import assert_type

from poltech.channels import (
    Channel,
    ChannelKind,
    HandOff,
    Inbox,
    Outgoing,
    Returned,
    channel_from,
    read_returned,
)
from poltech.channels.adapters.folder import FolderChannel, FolderInbox
from poltech.channels.adapters.smtp import SmtpChannel
from poltech.consent import Permit
from poltech.ids import AttemptId
from poltech.mailings import Addressee, CompiledMessage, Expected, check


def adapters(folder: FolderChannel, smtp: SmtpChannel, returns: FolderInbox) -> None:
    """Both adapters are channels, and can be made from a URL."""
    channels: list[Channel] = [folder, smtp, channel_from("folder:outbox")]
    kinds: list[type[ChannelKind]] = [FolderChannel, SmtpChannel]
    inbox: Inbox = returns
    assert_type(channels[0].send([]), Iterator[HandOff])
    assert_type(inbox.read(), Iterator[Returned])
    assert_type(read_returned(b""), Returned)
    assert_type(kinds[0].from_url("folder:outbox"), ChannelKind)


def outgoing(permit: Permit, reference: AttemptId, content: bytes) -> None:
    """A message goes to one person, with a permit."""
    Outgoing(
        permit=permit, reference=reference, recipient="a@b.example", content=content
    )
    Outgoing(  # type: ignore[call-arg]  # the permit is missing
        reference=reference, recipient="a@b.example", content=content
    )
    Outgoing(
        permit="yes",  # type: ignore[arg-type]  # only the consent room issues one
        reference=reference,
        recipient="a@b.example",
        content=content,
    )
    Outgoing(
        permit=permit,
        reference=reference,
        recipient=["a@b.example", "c@d.example"],  # type: ignore[arg-type]  # one
        content=content,
    )


def messages(compiled: CompiledMessage, person: Addressee) -> None:
    """A compiled message gives bytes, and says what they are meant to be."""
    assert_type(compiled.render(person), bytes)
    assert_type(compiled.expected(person), Expected)
    decision = check(compiled.render(person), compiled.expected(person))
    assert_type(decision.allowed, bool)
