"""The SMTP channel: a batch spread over connections, an outcome for each message."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import ClassVar, Self, final

from poltech.channels._model import (
    Capability,
    HandOff,
    Idempotency,
    Manifest,
    Outcome,
    Outgoing,
)
from poltech.channels.adapters._mail import require_mail, unfit
from poltech.channels.adapters.smtp._frame import Letter
from poltech.channels.adapters.smtp._lane import Lane, Letters
from poltech.channels.adapters.smtp._pool import Pool
from poltech.channels.adapters.smtp._session import UnopenedError
from poltech.channels.adapters.smtp._settings import (
    Security,
    SmtpSettings,
    settings_from,
)
from poltech.clock import Clock, SystemClock
from poltech.errors import msg
from poltech.law import Citation, Decision, Medium, Reason

__all__ = ["SmtpChannel"]

_LETTERS_A_LANE = 8


@final
class SmtpChannel:
    """Hands messages to one mail server, over as many connections as pay.

    Threads may share it. Its manifest says that the host runs the server; whoever
    hands over to a provider gives a manifest that names them.
    """

    MANIFEST: ClassVar[Manifest] = Manifest(
        name="smtp",
        medium=Medium.EMAIL,
        capabilities=frozenset({Capability.BOUNCES, Capability.REPLIES}),
        max_batch=10_000,
        max_bytes=50_000_000,
        idempotency=Idempotency.NONE,
    )

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        manifest: Manifest = MANIFEST,
        clock: Clock | None = None,
    ) -> None:
        """Describe the server; nothing is opened before the first message."""
        self.manifest = manifest
        self._settings = settings
        self._pool = Pool(settings, clock or SystemClock())

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Make one from `smtp://user:password@host:587` or `smtps://…`.

        Raises:
            ChannelConfigurationError: the URL says something it must not.
        """
        return cls(settings_from(url))

    def send(self, batch: Sequence[Outgoing]) -> Iterator[HandOff]:
        """Hand messages over, several at a time where the batch is long enough.

        Raises:
            InvalidOutgoingError: a message is no mail, or the batch is too big.
        """
        require_mail(batch, self.manifest)
        return self._deliver(batch)

    def _deliver(self, batch: Sequence[Outgoing]) -> Iterator[HandOff]:
        """Refuse what is unfit, hand over the rest, say what could not be."""
        fit: list[Letter] = []
        for out in batch:
            if refusal := unfit(out, self.manifest):
                yield refusal
            else:
                fit.append(Letter(out))
        letters = Letters(fit)
        width = min(self._settings.connections, -(-len(fit) // _LETTERS_A_LANE))
        failure: UnopenedError | None = None
        for event in self._together(letters, width):
            if isinstance(event, HandOff):
                yield event
            else:
                failure = event
        for letter in letters.drain():
            yield _not_accepted(letter.out, failure)

    def _together(
        self, letters: Letters, width: int
    ) -> Iterator[HandOff | UnopenedError]:
        """Let lanes work side by side; give what they say as they say it."""
        if width <= 1:
            yield from self._alone(letters)
            return
        said: SimpleQueue[HandOff | UnopenedError | None] = SimpleQueue()

        def work() -> None:
            try:
                for event in self._alone(letters):
                    said.put(event)
            finally:
                said.put(None)

        with ThreadPoolExecutor(width, thread_name_prefix="smtp") as threads:
            lanes = [threads.submit(work) for _ in range(width)]
            try:
                for _ in lanes:
                    while (event := said.get()) is not None:
                        yield event
            except GeneratorExit:
                # nobody waits for outcomes any more: hand over nothing else
                letters.clear()
                raise
            for lane in lanes:
                lane.result()

    def _alone(self, letters: Letters) -> Iterator[HandOff | UnopenedError]:
        """Work one lane; a connection that cannot be had is an event."""
        try:
            yield from Lane(self._pool, letters, self._settings.recycle).run()
        except UnopenedError as failure:
            yield failure

    def check(self) -> Decision:
        """Look whether the server can be reached, secured and authenticated to."""
        try:
            session = self._pool.take()
        except UnopenedError as failure:
            return Decision((_reason(failure.code, failure.detail),))
        warnings: list[Reason] = []
        if self._settings.security is Security.NONE:
            warnings.append(_IN_THE_CLEAR)
        if not session.pipelines:
            warnings.append(_NOT_PIPELINED)
        self._pool.give_back(session)
        return Decision((), tuple(warnings))

    def close(self) -> None:
        """Close every connection that is kept."""
        self._pool.close()

    def __repr__(self) -> str:
        return f"<SmtpChannel {self._settings.host}:{self._settings.port}>"


_IN_THE_CLEAR = Reason(
    code="smtp_in_the_clear",
    citation=Citation("RFC 8314, section 3"),
    text=msg("Messages travel to the server in the clear."),
)
_NOT_PIPELINED = Reason(
    code="smtp_not_pipelined",
    citation=Citation("RFC 2920"),
    text=msg("The server takes one command at a time, which is slow."),
)


def _reason(code: str, detail: str) -> Reason:
    """Give the reason that the doctor reads."""
    return Reason(
        code=f"smtp_{code}", citation=Citation("RFC 5321, section 4.2"), text=detail
    )


def _not_accepted(out: Outgoing, failure: UnopenedError | None) -> HandOff:
    """Say of a message that no connection was there for it."""
    return HandOff(
        reference=out.reference,
        outcome=Outcome.NOT_ACCEPTED,
        code=failure.code if failure else "stopped",
        detail=failure.detail if failure else "",
    )
