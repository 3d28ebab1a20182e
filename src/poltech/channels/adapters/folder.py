"""The embedded default: messages go into a Maildir, and returns are read from one.

A Maildir (D. J. Bernstein, 1995) is a folder with `tmp`, `new` and `cur`: a file is
written in `tmp`, forced to disk, then linked into `new`, so a reader never sees half
a message. The file's name derives from the attempt, so a hand-off repeated after a
crash finds its file and writes no second one.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Self, final
from urllib.parse import unquote, urlsplit

from poltech.channels._model import (
    Capability,
    HandOff,
    Idempotency,
    Manifest,
    Outcome,
    Outgoing,
    Returned,
)
from poltech.channels._returned import read_returned
from poltech.channels.adapters._mail import require_mail, unfit
from poltech.channels.errors import ChannelConfigurationError
from poltech.errors import msg
from poltech.law import Citation, Decision, Medium, Reason

__all__ = ["FolderChannel", "FolderInbox"]

_SUFFIX = ".poltech"
_FLAGS = ":2,"
_FOLDERS = ("tmp", "new", "cur")


@final
class FolderChannel:
    """Writes each message as one file; what reads the folder is the host's affair."""

    manifest: ClassVar[Manifest] = Manifest(
        name="folder",
        medium=Medium.EMAIL,
        capabilities=frozenset({Capability.BOUNCES, Capability.REPLIES}),
        max_batch=10_000,
        max_bytes=50_000_000,
        idempotency=Idempotency.KEY,
    )

    def __init__(self, folder: Path | str) -> None:
        """Use a folder; it is made when the first message is handed over."""
        self._folder = Path(folder)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Make one from `folder:PATH`.

        Raises:
            ChannelConfigurationError: there is no path.
        """
        path = unquote(urlsplit(url).path)
        if not path:
            raise ChannelConfigurationError(
                subject=msg("The folder channel"),
                problem=msg("its URL names no folder"),
                remedy=msg("Write folder:PATH."),
            )
        return cls(path)

    def send(self, batch: Sequence[Outgoing]) -> Iterator[HandOff]:
        """Write messages; they are on disk before the first outcome is given.

        Raises:
            InvalidOutgoingError: a message is no mail, or the batch is too big.
        """
        require_mail(batch, self.manifest)
        return self._deliver(batch)

    def _deliver(self, batch: Sequence[Outgoing]) -> Iterator[HandOff]:
        try:
            _prepare(self._folder)
            seen = _taken_over(self._folder)
        except OSError as failure:
            yield from (_failed(out, failure) for out in batch)
            return
        settled = [self._write(out, seen) for out in batch]
        try:
            _force(self._folder / "new")
        except OSError as failure:
            yield from (_unsure(handoff, failure) for handoff in settled)
            return
        yield from settled

    def _write(self, out: Outgoing, seen: frozenset[str]) -> HandOff:
        if refusal := unfit(out, self.manifest):
            return refusal
        name = f"{out.reference.hex}{_SUFFIX}"
        draft = self._folder / "tmp" / name
        try:
            if name not in seen and not (self._folder / "new" / name).exists():
                _write_through(draft, _with_trace(out))
                _publish(draft, self._folder / "new" / name)
        except OSError as failure:
            draft.unlink(missing_ok=True)
            return _failed(out, failure)
        return HandOff(
            reference=out.reference, outcome=Outcome.ACCEPTED, provider_ref=name
        )

    def check(self) -> Decision:
        """Look whether the folder can be written to."""
        try:
            _prepare(self._folder)
        except OSError:
            return Decision((_UNWRITABLE,))
        if not os.access(self._folder / "tmp", os.W_OK):
            return Decision((_UNWRITABLE,))
        return Decision()

    def close(self) -> None:
        """Nothing is held open."""

    def __repr__(self) -> str:
        return f"<FolderChannel {self._folder.name}>"


@final
class FolderInbox:
    """Reads messages that were dropped into a Maildir: returns, answers, requests."""

    def __init__(self, folder: Path | str) -> None:
        """Read a folder; a missing one is empty."""
        self._folder = Path(folder)

    def read(self) -> Iterator[Returned]:
        """Give what lies in `new`, oldest name first, and move it to `cur` when read."""
        new = self._folder / "new"
        for path in sorted(new.iterdir()) if new.is_dir() else ():
            if path.name.startswith("."):
                continue
            try:
                raw = path.read_bytes()
            except FileNotFoundError:  # another reader was first
                continue
            yield read_returned(raw)
            self._keep(path.name)

    def _keep(self, name: str) -> None:
        seen = name if _FLAGS in name else f"{name}{_FLAGS}S"
        (self._folder / "cur").mkdir(exist_ok=True)
        try:
            (self._folder / "new" / name).rename(self._folder / "cur" / seen)
        except FileNotFoundError:  # another reader was first
            return

    def __repr__(self) -> str:
        return f"<FolderInbox {self._folder.name}>"


_UNWRITABLE = Reason(
    code="folder_unwritable",
    citation=Citation("Maildir", "H"),
    text=msg("The folder for messages cannot be written to."),
)


def _prepare(folder: Path) -> None:
    for name in _FOLDERS:
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)


def _taken_over(folder: Path) -> frozenset[str]:
    """List the messages that a reader moved to `cur`, by their first names."""
    files = (folder / "cur").iterdir()
    return frozenset(file.name.partition(_FLAGS)[0] for file in files)


def _with_trace(out: Outgoing) -> bytes:
    """Add what final delivery adds (RFC 5321, section 4.4), in the folder's line ends."""
    trace = f"Return-Path: <{out.sender}>\nDelivered-To: {out.recipient}\n"
    return trace.encode("ascii") + out.content.replace(b"\r\n", b"\n")


def _write_through(path: Path, content: bytes) -> None:
    """Write a file, over one that a crash left behind, and force it to disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _publish(draft: Path, target: Path) -> None:
    """Let a finished file appear under its name, unless it stands there already."""
    try:
        os.link(draft, target)
    except FileExistsError:
        pass
    except OSError as failure:
        if failure.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}:
            raise
        draft.rename(target)  # a file system without hard links
        return
    draft.unlink()


def _force(folder: Path) -> None:
    """Force the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(out: Outgoing, failure: OSError) -> HandOff:
    return HandOff(
        reference=out.reference,
        outcome=Outcome.NOT_ACCEPTED,
        code=errno.errorcode.get(failure.errno or 0, "io_error"),
        detail=msg("The file could not be written."),
    )


def _unsure(handoff: HandOff, failure: OSError) -> HandOff:
    """Weaken an outcome after the names could not be forced to disk."""
    if handoff.outcome is not Outcome.ACCEPTED:
        return handoff
    return HandOff(
        reference=handoff.reference,
        outcome=Outcome.UNKNOWN,
        code=errno.errorcode.get(failure.errno or 0, "io_error"),
        detail=msg("The file was written, but may be lost in a power cut."),
    )
