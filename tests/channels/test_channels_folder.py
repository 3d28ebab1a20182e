"""The folder channel and inbox: whole files, once, and nothing lost in a crash."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from poltech.channels import (
    Bounced,
    ChannelConfigurationError,
    InvalidOutgoingError,
    Outcome,
    Outgoing,
    UnknownChannelError,
    Unrecognised,
    channel_from,
)
from poltech.channels.adapters.folder import FolderChannel, FolderInbox
from poltech.consent._permit import issue
from poltech.ids import AttemptId, ContactId
from poltech.law import Medium, Purpose

PERMIT = issue(
    contact=ContactId(int=1),
    purpose=Purpose.NEWSLETTER,
    medium=Medium.EMAIL,
    at=datetime(2026, 11, 23, 11, tzinfo=UTC),
    entry=None,
)
OUT = Outgoing(
    permit=PERMIT,
    reference=AttemptId(int=7),
    recipient="jeanne@example.net",
    sender="retours@lens.example",
    content=b"Subject: essai\r\n\r\nBonjour\r\n",
)
NAME = f"{OUT.reference.hex}.poltech"


def test_a_message_appears_whole(tmp_path: Path) -> None:
    """The file bears the trace of final delivery (RFC 5321, 4.4) and the message."""
    (handoff,) = FolderChannel(tmp_path).send([OUT])
    assert handoff.outcome is Outcome.ACCEPTED
    assert handoff.provider_ref == NAME
    assert (tmp_path / "new" / NAME).read_bytes() == (
        b"Return-Path: <retours@lens.example>\nDelivered-To: jeanne@example.net\n"
        b"Subject: essai\n\nBonjour\n"
    )
    assert not list((tmp_path / "tmp").iterdir())


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    """Messages are personal data: the files are nobody else's business."""
    list(FolderChannel(tmp_path / "box").send([OUT]))
    assert (tmp_path / "box" / "new").stat().st_mode & 0o077 == 0
    assert (tmp_path / "box" / "new" / NAME).stat().st_mode & 0o077 == 0


def test_a_draft_left_by_a_crash_is_replaced(tmp_path: Path) -> None:
    """Killed while writing, sent again: one whole message."""
    channel = FolderChannel(tmp_path)
    assert channel.check().allowed
    (tmp_path / "tmp" / NAME).write_bytes(b"Subj")
    (handoff,) = channel.send([OUT])
    assert handoff.outcome is Outcome.ACCEPTED
    assert [f.name for f in (tmp_path / "new").iterdir()] == [NAME]


def test_a_message_already_read_is_not_written_again(tmp_path: Path) -> None:
    """A reader moved it to `cur` and set a flag; the attempt is still the same."""
    channel = FolderChannel(tmp_path)
    list(channel.send([OUT]))
    (tmp_path / "new" / NAME).rename(tmp_path / "cur" / f"{NAME}:2,RS")
    (handoff,) = channel.send([OUT])
    assert handoff.outcome is Outcome.ACCEPTED
    assert not list((tmp_path / "new").iterdir())


def test_a_full_disk_is_not_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be forced to disk was not accepted, and may be tried again."""
    channel = FolderChannel(tmp_path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    (handoff,) = channel.send([OUT])
    assert (handoff.outcome, handoff.code) == (Outcome.NOT_ACCEPTED, "ENOSPC")
    monkeypatch.undo()
    assert not list((tmp_path / "tmp").iterdir())
    assert [h.outcome for h in channel.send([OUT])] == [Outcome.ACCEPTED]


def test_a_name_that_may_not_be_on_disk_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is there, but a power cut may take it: nobody can say."""
    channel = FolderChannel(tmp_path)
    real = os.fsync
    calls: list[int] = []

    def fails_on_the_folder(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.EIO, "I/O error")
        real(handle)

    monkeypatch.setattr(os, "fsync", fails_on_the_folder)
    (handoff,) = channel.send([OUT])
    assert (handoff.outcome, handoff.code) == (Outcome.UNKNOWN, "EIO")


def test_a_file_system_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the file is renamed into place."""

    def unsupported(*_: object) -> None:
        raise OSError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    (handoff,) = FolderChannel(tmp_path).send([OUT])
    assert handoff.outcome is Outcome.ACCEPTED
    assert (tmp_path / "new" / NAME).exists()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """The doctor and the outcome name the folder's state, not its path."""
    (tmp_path / "file").write_text("")
    channel = FolderChannel(tmp_path / "file" / "box")
    assert channel.check().codes == ("folder_unwritable",)
    (handoff,) = channel.send([OUT])
    assert handoff.outcome is Outcome.NOT_ACCEPTED


def test_urls_name_folders(tmp_path: Path) -> None:
    """`folder:PATH` may be relative, absolute and hold escaped characters."""
    channel = channel_from(f"folder:{tmp_path}/bo%C3%AEte%20noire")
    list(channel.send([OUT]))
    assert (tmp_path / "boîte noire" / "new" / NAME).exists()
    with pytest.raises(ChannelConfigurationError):
        channel_from("folder:")


@pytest.mark.parametrize("url", ["", "pigeon:", "nothing", "://x", "s://x"])
def test_unknown_channels_are_refused(url: str) -> None:
    """The error says what there is, and never repeats the URL."""
    with pytest.raises(UnknownChannelError) as caught:
        channel_from(url)
    assert "smtp://" in str(caught.value)


# Inbox

BOUNCE = (
    b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\n\r\n"
    b"550 5.1.1 no such user\r\n"
)


def drop(folder: Path, name: str, content: bytes) -> None:
    """Drop a message into a Maildir, as a mail server does."""
    (folder / "new").mkdir(parents=True, exist_ok=True)
    (folder / "new" / name).write_bytes(content)


def test_returns_are_read_and_kept(tmp_path: Path) -> None:
    """What was read moves to `cur`; nothing is deleted."""
    drop(tmp_path, "1", BOUNCE)
    drop(tmp_path, "2", b"Subject: ?\r\n\r\n")
    first, second = FolderInbox(tmp_path).read()
    assert isinstance(first, Bounced)
    assert isinstance(second, Unrecognised)
    assert sorted(f.name for f in (tmp_path / "cur").iterdir()) == ["1:2,S", "2:2,S"]
    assert not list(FolderInbox(tmp_path).read())


def test_a_reader_who_dies_reads_it_again(tmp_path: Path) -> None:
    """A message counts as read only when the next one is asked for."""
    drop(tmp_path, "1", BOUNCE)
    reading = FolderInbox(tmp_path).read()
    next(reading)
    reading.close()  # type: ignore[attr-defined] - it is a generator
    assert len(list(FolderInbox(tmp_path).read())) == 1


def test_a_missing_inbox_is_empty(tmp_path: Path) -> None:
    """Nothing came back yet."""
    assert not list(FolderInbox(tmp_path / "none").read())


def test_two_readers_do_not_stumble(tmp_path: Path) -> None:
    """A file that another reader took is passed over."""
    for number in range(3):
        drop(tmp_path, str(number), BOUNCE)
    reading = FolderInbox(tmp_path).read()
    next(reading)
    assert len(list(FolderInbox(tmp_path).read())) == 3
    assert not list(reading)


# Outgoing


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "<a@b.example>",
        "a@b.example\n",
        "jé@b.example",
        "a@[127.0.0.1]",
        "a@@b.example",
        '"a b"@c.example',
    ],
)
def test_an_outgoing_message_has_exactly_one_address(address: str) -> None:
    """Invariant 12: a second recipient cannot be said."""
    with pytest.raises(InvalidOutgoingError):
        attrs.evolve(OUT, recipient=address)
    if address:
        with pytest.raises(InvalidOutgoingError):
            attrs.evolve(OUT, sender=address)


def test_an_outgoing_message_needs_a_permit() -> None:
    """No permit, no message: a look-alike will not do."""
    with pytest.raises(InvalidOutgoingError):
        attrs.evolve(OUT, permit="permit")


def test_an_empty_sender_asks_for_no_returns() -> None:
    """RFC 5321, 4.5.5: automatic answers have a null return path."""
    assert attrs.evolve(OUT, sender="").sender == ""
