"""What codes mean, and how a returned message is told to be ours."""

import re
from enum import StrEnum

from poltech.channels._model import Outcome, Severity
from poltech.channels.errors import InvalidOutgoingError
from poltech.errors import msg
from poltech.ids import AttemptId

__all__ = [
    "MailHeader",
    "outcome_of",
    "reference_in",
    "return_address",
    "severity_of",
]


class MailHeader(StrEnum):
    """Headers of ours."""

    REFERENCE = "X-Poltech-Reference"
    """Names the attempt; servers quote it in what they return."""


_DEAD = frozenset(
    # RFC 3463, section 3.2 and 3.3; RFC 7505 (5.1.10)
    {"5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
)
_SILENT = frozenset({None, "5.0.0", "5.1.0"})
_DEAD_WORDS = re.compile(
    r"\b(?:user|recipient|mailbox|account|address|addressee|inbox|host|domain)\b"
    r"[^.\n]{0,40}?\b(?:unknown|not found|(?:does|do|did) ?n[o']t exist|no longer"
    r"|disabled|invalid|inactive|not (?:a )?(?:known|valid)|unavailable|unroute?able)"
    r"|\b(?:unknown|no such|invalid|non[- ]?existent|unroute?able|bad)\b"
    r"(?:(?!sender)[^.\n]){0,30}?"
    r"\b(?:user|recipient|mailbox|account|address|local ?part|domain|host)"
    r"|couldn't be found|doesn't have an? .{0,30}account",
    re.IGNORECASE,
)
_ALIVE_WORDS = re.compile(
    r"\b(?:quota|full|too (?:large|big|long|old)|exceed\w*|temporar\w*|try again"
    r"|timed? ?out|delay\w*|deferred|spam|virus|policy|blocked|blacklist\w*|banned"
    r"|reputation|denied|relay\w*|loop\w*|hops|authenticat\w*|dmarc|spf|dkim)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\bx-poltech-reference:\s*|\+|<)([0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15})\b",
    re.IGNORECASE,
)

_PERMANENT, _TRANSIENT, _POSITIVE = 5, 4, 2


def outcome_of(code: int) -> Outcome:
    """Tell what a reply of a server means for the message it answers (RFC 5321, 4.2).

    >>> outcome_of(451)
    <Outcome.NOT_ACCEPTED: 'not_accepted'>
    """
    if code // 100 == _POSITIVE:
        return Outcome.ACCEPTED
    if code // 100 == _PERMANENT:
        return Outcome.REFUSED
    return Outcome.NOT_ACCEPTED


def severity_of(status: str | None, explanation: str = "") -> Severity:
    """Tell whether an address is dead, from an enhanced status code (RFC 3463).

    A full mailbox, a policy or a message too big says nothing about the address,
    even with a permanent code. Where the code is unspecific the explanation in
    words decides, if it is clear.

    >>> severity_of("5.1.1"), severity_of("5.7.1"), severity_of("4.2.2")
    (<Severity.HARD: 'hard'>, <Severity.SOFT: 'soft'>, <Severity.SOFT: 'soft'>)
    """
    if status in _DEAD:
        return Severity.HARD
    if status is not None and not status.endswith(".0"):
        return Severity.SOFT
    if status is None or status.startswith("5"):
        if _ALIVE_WORDS.search(explanation):
            return Severity.SOFT
        if _DEAD_WORDS.search(explanation):
            return Severity.HARD
    return Severity.UNKNOWN if status in _SILENT else Severity.SOFT


def reference_in(text: str) -> AttemptId | None:
    """Find the attempt that a text names: our header, message id or return address.

    >>> reference_in("To: <bounces+0192f0c1a2b37def8123456789abcdef@lens.example>")
    AttemptId('0192f0c1-a2b3-7def-8123-456789abcdef')
    """
    found = _REFERENCE.search(text)
    return AttemptId(found[1]) if found else None


def return_address(mailbox: str, reference: AttemptId) -> str:
    """Give the address that returns one message: the mailbox with the attempt in it.

    >>> return_address("bounces@lens.example", AttemptId(int=7))
    'bounces+00000000000000000000000000000007@lens.example'

    Raises:
        InvalidOutgoingError: the mailbox is not an address.
    """
    local, at, domain = mailbox.rpartition("@")
    if not (local and at and domain):
        raise InvalidOutgoingError(
            field="sender", problem=msg("it is not exactly one address")
        )
    return f"{local}+{reference.hex}@{domain}"
