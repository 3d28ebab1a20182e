"""The embedded default: messages go into a Maildir, and returns are read from one.

A Maildir (D. J. Bernstein, 1995) is a folder with `tmp`, `new` and `cur`: a file is
written in `tmp`, forced to disk, then linked into `new`, so a reader never sees half
a message. The file's name derives from the attempt, so a hand-off repeated after a
crash finds its file and writes no second one. A hundred files are forced to disk one
after the other, which costs little more than one: the first carries the rest along.
"""

import errno
import fcntl
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, ClassVar, Self, final
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
_TOGETHER = 100
_FOLDERS = ("tmp", "new", "cur")


@final
class FolderChannel:
    """Writes each message as one file; what reads the folder is the host's affair."""

    MANIFEST: ClassVar[Manifest] = Manifest(
        name="folder",
        medium=Medium.EMAIL,
        capabilities=frozenset({Capability.BOUNCES, Capability.REPLIES}),
        max_batch=10_000,
        max_bytes=50_000_000,
        idempotency=Idempotency.KEY,
    )

    def __init__(self, folder: Path | str) -> None:
        """Use a folder; it is made when the first message is handed over."""
        self.manifest = self.MANIFEST
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
        """Write the batch in groups, so that outcomes come while it is written."""
        for at in range(0, len(batch), _TOGETHER):
            yield from self._together(batch[at : at + _TOGETHER])

    def _together(self, batch: Sequence[Outgoing]) -> list[HandOff]:
        """Write some messages: their words first, then all to disk, then their names."""
        try:
            _prepare(self._folder)
            with _alone(self._folder):
                return list(self._written(batch, _taken_over(self._folder)))
        except OSError as failure:
            return [_failed(out, failure) for out in batch]

    def _written(
        self, batch: Sequence[Outgoing], taken: frozenset[str]
    ) -> Iterator[HandOff]:
        """Take the steps together; give the outcomes when all names are on disk."""
        drafts: list[_Draft] = []
        for out in batch:
            if refusal := unfit(out, self.manifest):
                yield refusal
            else:
                drafts.append(_Draft(self._folder, out))
        fresh = [draft for draft in drafts if not draft.stands(taken)]
        for step in (_Draft.write, _Draft.force, _Draft.publish):
            for draft in fresh:
                draft.attempt(step)
        try:
            _force(self._folder / "new")
        except OSError as failure:
            yield from (_unsure(draft.handoff, failure) for draft in drafts)
        else:
            yield from (draft.handoff for draft in drafts)

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
        """Move a message that was read, with the flag of a seen one."""
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
    """Make the folders of a Maildir, for the owner alone."""
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


@final
class _Draft:
    """One message on its way into the folder; a step that fails is its last."""

    def __init__(self, folder: Path, out: Outgoing) -> None:
        self._out = out
        self._name = f"{out.reference.hex}{_SUFFIX}"
        self._path = folder / "tmp" / self._name
        self._target = folder / "new" / self._name
        self._file: BinaryIO | None = None
        self.handoff = HandOff(
            reference=out.reference, outcome=Outcome.ACCEPTED, provider_ref=self._name
        )

    def stands(self, taken: frozenset[str]) -> bool:
        """Tell whether this attempt was written before."""
        return self._name in taken or self._target.exists()

    def attempt(self, step: "Callable[[_Draft], None]") -> None:
        """Take a step, if none failed before."""
        if self.handoff.outcome is not Outcome.ACCEPTED:
            return
        try:
            step(self)
        except OSError as failure:
            self.handoff = _failed(self._out, failure)
            if self._file is not None:
                self._file.close()
            self._path.unlink(missing_ok=True)

    def write(self) -> None:
        """Write the words, over a draft that a crash left behind."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self._file = os.fdopen(os.open(self._path, flags, 0o600), "wb")
        self._file.write(_with_trace(self._out))
        self._file.flush()

    def force(self) -> None:
        """Force the words to disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()

    def publish(self) -> None:
        """Let the finished file appear under its name."""
        try:
            os.link(self._path, self._target)
        except OSError as failure:
            if failure.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}:
                raise
            self._path.rename(self._target)  # a file system without hard links
        else:
            self._path.unlink()


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Let one writer at a time into the folder, whatever its thread or process."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _force(folder: Path) -> None:
    """Force the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(out: Outgoing, failure: OSError) -> HandOff:
    """Say that nothing was written."""
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
