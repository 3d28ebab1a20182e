"""One conversation with a mail server: opened, then one message after the other."""

import smtplib
import socket
import ssl
from typing import final

from poltech.channels._model import HandOff, Outcome, Outgoing
from poltech.channels._rules import outcome_of
from poltech.channels.adapters.smtp._frame import END, content_of, envelope_of
from poltech.channels.adapters.smtp._settings import Security, SmtpSettings
from poltech.channels.adapters.smtp._wire import Loss, LostError, Reply, Wire
from poltech.clock import Clock
from poltech.errors import msg

__all__ = ["Session", "UnopenedError", "open_session"]

_CLOSING = 421
_GO_AHEAD = 354
_OK = 2


class UnopenedError(Exception):
    """No conversation came about; nothing was handed over.

    Attributes:
        code: `unreachable`, `tls`, `auth` or the code of the server's refusal.
        detail: a marked sentence.
    """

    def __init__(self, *, code: str, detail: str) -> None:
        """Remember what happened, without the server's words."""
        super().__init__(code)
        self.code = code
        self.detail = detail


@final
class Session:
    """An open, secured and authenticated conversation.

    The caller drives it: `offer` a message, ask whether its content is wanted with
    `answer`, then `hand_over`. The envelope of the next message travels with the
    content of the one before (RFC 2920, section 3.1), where the server pipelines.

    Attributes:
        used: messages offered so far.
        committed: whether the message in hand may have been taken by the server.
        idle_since: when it was last given back, for whoever keeps it.
    """

    def __init__(self, smtp: smtplib.SMTP, wire: Wire, size: int) -> None:
        """Take over a conversation that `open_session` opened."""
        self._smtp = smtp
        self._wire = wire
        self._size = size
        self._sized = smtp.has_extn("size")
        self._eight_bit = smtp.has_extn("8bitmime")
        self.pipelines = smtp.has_extn("pipelining")
        self.used = 0
        self.committed = False
        self.idle_since = 0.0
        self._stale = False
        self._steps: tuple[bytes, ...] = ()

    def offer(self, out: Outgoing) -> None:
        """Say who writes to whom.

        Raises:
            LostError: the connection ended.
        """
        steps = self._envelope(out)
        if self.pipelines:
            self._wire.write(b"".join(steps))

    def answer(self, out: Outgoing) -> HandOff | None:
        """Give the refusal of an offered message, or `None` if its content is wanted.

        Raises:
            LostError: the connection ended, or the server is closing it.
        """
        replies: list[Reply] = []
        for step in self._steps:
            if not self.pipelines:
                self._wire.write(step)
            replies.append(self._reply())
            if not self.pipelines and not _goes_on(replies[-1]):
                break
        refusal = next((reply for reply in replies if not _goes_on(reply)), None)
        if refusal is None:
            return None
        if replies[-1].code == _GO_AHEAD:
            self._end_nothing(replies)
        self._stale = True
        return _settled(out, refusal, msg("The server refused the envelope."))

    def hand_over(self, out: Outgoing, following: Outgoing | None) -> HandOff:
        """Give the content, and offer the next message along with it.

        Raises:
            LostError: the connection ended; `committed` tells what that means.
        """
        content = content_of(out) + END
        group = content
        if following is not None:
            steps = self._envelope(following)
            if self.pipelines:
                group = b"".join((content, *steps))
        try:
            self._wire.write(group)
        except LostError as lost:
            self.committed = lost.reached >= len(content)
            raise
        self.committed = True
        reply = self._wire.reply()
        self.committed = False
        return _settled(out, reply, msg("The server refused the message."))

    def fits(self, out: Outgoing) -> HandOff | None:
        """Refuse what the server announced that it cannot take; `None` if it fits."""
        if self._size and len(out.content) > self._size:
            return HandOff(
                reference=out.reference,
                outcome=Outcome.REFUSED,
                code="too_long",
                detail=msg("The message is too long for this server."),
            )
        if not self._eight_bit and not out.content.isascii():
            return HandOff(
                reference=out.reference,
                outcome=Outcome.REFUSED,
                code="eight_bit",
                detail=msg("The message has bytes that this server does not take."),
            )
        return None

    def ready(self) -> bool:
        """Tell whether the server still answers."""
        try:
            self._wire.write(b"NOOP\r\n")
            return self._wire.reply().code // 100 == _OK
        except LostError:
            return False

    def close(self) -> None:
        """Say goodbye without waiting for the answer."""
        try:
            self._wire.write(b"QUIT\r\n")
        except LostError:
            pass
        finally:
            self._smtp.close()
            self._wire.close()

    def abort(self) -> None:
        """Let go at once, in the middle of whatever was said."""
        self._smtp.close()
        self._wire.close()

    def _envelope(self, out: Outgoing) -> tuple[bytes, ...]:
        """Compose the steps; after a refusal they begin with a clean slate."""
        steps = envelope_of(out, sized=self._sized, eight_bit=self._eight_bit)
        self._steps = (b"RSET\r\n", *steps) if self._stale else steps
        self._stale = False
        self.used += 1
        return self._steps

    def _end_nothing(self, replies: list[Reply]) -> None:
        """End the content of a message that has no recipient (RFC 2920, section 3.1).

        If the recipient was taken after all, nothing may be ended: it would arrive
        empty.
        """
        if _goes_on(replies[-2]):
            raise LostError(Loss.PROTOCOL)
        self._wire.write(END)
        self._reply()

    def _reply(self) -> Reply:
        """Read a reply; a server that says goodbye is as good as gone."""
        reply = self._wire.reply()
        if reply.code == _CLOSING:
            raise LostError(Loss.CLOSING)
        return reply


def open_session(settings: SmtpSettings, clock: Clock) -> Session:
    """Connect, secure, greet and authenticate.

    Raises:
        UnopenedError: one of these failed.
    """
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _connected(settings)
        _secured(smtp, settings)
        if settings.user is not None and settings.password is not None:
            smtp.login(settings.user, settings.password)
        return Session(smtp, Wire(_socket(smtp), settings.timeout, clock), _size(smtp))
    except (OSError, smtplib.SMTPException, ValueError) as failure:
        if smtp is not None:
            smtp.close()
        raise _unopened(failure) from None


def _connected(settings: SmtpSettings) -> smtplib.SMTP:
    """Connect; the constructors of `smtplib` do, and greet with our name."""
    if settings.security is Security.IMPLICIT:
        return smtplib.SMTP_SSL(
            settings.host,
            settings.port,
            local_hostname=settings.helo,
            timeout=settings.timeout,
            context=_context(settings),
        )
    return smtplib.SMTP(
        settings.host,
        settings.port,
        local_hostname=settings.helo,
        timeout=settings.timeout,
    )


def _secured(smtp: smtplib.SMTP, settings: SmtpSettings) -> None:
    """Greet, and start TLS where it is asked for: without it nothing more is said."""
    smtp.ehlo_or_helo_if_needed()
    if settings.security is Security.STARTTLS:
        smtp.starttls(context=_context(settings))
        smtp.ehlo()


def _context(settings: SmtpSettings) -> ssl.SSLContext:
    """Trust the system's authorities or the stated ones, from TLS 1.2 on."""
    context = ssl.create_default_context(cafile=settings.authorities)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    """Give the socket that the library opened."""
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected
    return smtp.sock


def _size(smtp: smtplib.SMTP) -> int:
    """Read the server's limit (RFC 1870); zero for none."""
    stated = smtp.esmtp_features.get("size", "")
    return int(stated) if stated.isdecimal() else 0


def _unopened(failure: Exception) -> UnopenedError:
    """Name the cause in our words."""
    if isinstance(failure, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return UnopenedError(
            code="tls", detail=msg("The connection could not be secured.")
        )
    if isinstance(failure, smtplib.SMTPAuthenticationError | UnicodeError):
        return UnopenedError(
            code="auth", detail=msg("The server refused the password.")
        )
    if isinstance(failure, smtplib.SMTPResponseException):
        return UnopenedError(
            code=str(failure.smtp_code),
            detail=msg("The server refused the connection."),
        )
    return UnopenedError(
        code="unreachable", detail=msg("The server could not be reached.")
    )


def _goes_on(reply: Reply) -> bool:
    """Tell whether the server wants the next step."""
    return reply.code // 100 == _OK or reply.code == _GO_AHEAD


def _settled(out: Outgoing, reply: Reply, detail: str) -> HandOff:
    """Turn the reply that decided into an outcome."""
    outcome = outcome_of(reply.code)
    taken = outcome is Outcome.ACCEPTED
    return HandOff(
        reference=out.reference,
        outcome=outcome,
        provider_ref=reply.queued if taken else None,
        code=str(reply.code),
        status=reply.status,
        detail="" if taken else detail,
    )
