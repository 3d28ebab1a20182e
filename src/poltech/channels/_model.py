"""What a channel is, what it is given, and what it gives back."""

import re
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, final

import attrs

from poltech.channels.errors import InvalidOutgoingError
from poltech.consent import Permit
from poltech.errors import msg
from poltech.ids import AttemptId
from poltech.law import Medium

__all__ = [
    "Bounced",
    "Capability",
    "Complained",
    "Delivered",
    "HandOff",
    "Idempotency",
    "LeaveAsked",
    "Manifest",
    "Outcome",
    "Outgoing",
    "Replied",
    "Returned",
    "Severity",
    "Unrecognised",
]

_EMAIL = re.compile(r"[^\x00-\x20\x7f-\U0010ffff\"(),:;<>@\[\\\]]+@[A-Za-z0-9.-]+")
"""One mailbox in ASCII, without quotes, comments, routes or white space."""


class Idempotency(StrEnum):
    """How a provider helps to hand one message over only once."""

    NONE = "none"
    """It does not: what was sent twice is delivered twice."""

    KEY = "key"
    """The same reference given again changes nothing."""

    LOOKUP = "lookup"
    """It can be asked what became of a reference."""


class Capability(StrEnum):
    """What an adapter can do besides handing over."""

    BOUNCES = "bounces"
    """Undeliverable messages come back to an inbox."""

    COMPLAINTS = "complaints"
    """Recipients who press «spam» are reported."""

    DELIVERIES = "deliveries"
    """Deliveries are reported."""

    REPLIES = "replies"
    """Answers come back to an inbox."""


@final
@attrs.frozen(kw_only=True)
class Manifest:
    """What an adapter is, as data.

    Attributes:
        name: the word it is configured by.
        medium: how it reaches people.
        capabilities: what it can do besides handing over.
        max_batch: most messages in one call.
        max_bytes: longest message it takes.
        idempotency: how it helps to hand over only once.
        legal_entity: who runs it; `None` if the host does, on machines of its own.
        seat: country of that entity, ISO 3166-1 alpha-2.
        parent_country: country of whoever owns that entity.
        data_regions: where it keeps data; empty if it keeps none of its own.
        certifications: what it was certified for, such as `ISO 27001`.
    """

    name: str
    medium: Medium
    capabilities: frozenset[Capability] = frozenset()
    max_batch: int
    max_bytes: int
    idempotency: Idempotency
    legal_entity: str | None = None
    seat: str | None = None
    parent_country: str | None = None
    data_regions: frozenset[str] = frozenset()
    certifications: frozenset[str] = frozenset()


@final
@attrs.frozen(kw_only=True)
class Outgoing:
    """One message to one recipient. There is no way to name a second one.

    Attributes:
        permit: proof that this person may be addressed.
        reference: names the attempt; comes back with the outcome.
        recipient: the address it goes to.
        sender: address that undeliverable messages return to; empty for none.
        content: the finished message.

    Raises:
        InvalidOutgoingError: there is no permit, or an address is not exactly one.
    """

    permit: Permit
    reference: AttemptId
    recipient: str = attrs.field(repr=False)
    sender: str = attrs.field(default="", repr=False)
    content: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        if type(self.permit) is not Permit:
            raise InvalidOutgoingError(field="permit", problem=msg("it is no permit"))
        if not _is_one(self.recipient, self.permit.medium):
            raise InvalidOutgoingError(
                field="recipient", problem=msg("it is not exactly one address")
            )
        if self.sender and not _EMAIL.fullmatch(self.sender):
            raise InvalidOutgoingError(
                field="sender", problem=msg("it is not exactly one address")
            )


def _is_one(address: str, medium: Medium) -> bool:
    """Tell whether an address names one place on a medium."""
    if medium.point == "email":
        return _EMAIL.fullmatch(address) is not None
    return bool(address) and address.isprintable()


class Outcome(StrEnum):
    """What became of a message that was handed over."""

    ACCEPTED = "accepted"
    """The provider took it on."""

    REFUSED = "refused"
    """The provider refused it for good."""

    NOT_ACCEPTED = "not_accepted"
    """It surely was not taken on, and may be tried again."""

    UNKNOWN = "unknown"
    """Nobody can say: it was given, and no answer came back."""


@final
@attrs.frozen(kw_only=True)
class HandOff:
    """What became of one outgoing message.

    Attributes:
        reference: the attempt it answers.
        outcome: accepted, refused, not accepted or unknown.
        provider_ref: how the provider names the message.
        code: the provider's code, or a word of the adapter such as `timeout`.
        status: enhanced status code (RFC 3463), where there is one.
        detail: a marked sentence, never the provider's own words: those quote
            addresses.
    """

    reference: AttemptId
    outcome: Outcome
    provider_ref: str | None = None
    code: str = ""
    status: str | None = None
    detail: str = ""


class Severity(StrEnum):
    """What a bounce says about the address."""

    HARD = "hard"
    """The address is dead: it must not be written to again."""

    SOFT = "soft"
    """This message did not arrive; the address may be good."""

    UNKNOWN = "unknown"
    """It failed, and no code says why."""


@final
@attrs.frozen(kw_only=True)
class Bounced:
    """A message came back undelivered.

    Attributes:
        reference: the attempt, where the report names it.
        recipient: the address, where the report names it.
        severity: whether the address is dead.
        status: enhanced status code (RFC 3463).
        at: when the report says it happened.
        raw: the report as it came.
    """

    reference: AttemptId | None = None
    recipient: str | None = attrs.field(default=None, repr=False)
    severity: Severity
    status: str | None = None
    at: datetime | None = None
    raw: bytes = attrs.field(default=b"", repr=False)


@final
@attrs.frozen(kw_only=True)
class Complained:
    """The recipient reported the message as unwanted (RFC 5965)."""

    reference: AttemptId | None = None
    recipient: str | None = attrs.field(default=None, repr=False)
    kind: str = "abuse"
    at: datetime | None = None
    raw: bytes = attrs.field(default=b"", repr=False)


@final
@attrs.frozen(kw_only=True)
class Delivered:
    """The recipient's server took the message."""

    reference: AttemptId | None = None
    recipient: str | None = attrs.field(default=None, repr=False)
    at: datetime | None = None
    raw: bytes = attrs.field(default=b"", repr=False)


@final
@attrs.frozen(kw_only=True)
class Replied:
    """Somebody answered; or a machine did, which says nothing about the person.

    Attributes:
        automatic: whether a machine answered (RFC 3834).
        author: address that the answer says it comes from.
    """

    reference: AttemptId | None = None
    automatic: bool
    author: str | None = attrs.field(default=None, repr=False)
    at: datetime | None = None
    raw: bytes = attrs.field(default=b"", repr=False)


@final
@attrs.frozen(kw_only=True)
class LeaveAsked:
    """Somebody asked by mail to be left alone (RFC 2369).

    Attributes:
        token: the opaque word of the unsubscribe link; not verified here.
    """

    token: str = attrs.field(repr=False)
    at: datetime | None = None
    raw: bytes = attrs.field(default=b"", repr=False)


@final
@attrs.frozen(kw_only=True)
class Unrecognised:
    """Something came back that we cannot read; nothing of it is lost."""

    reference: AttemptId | None = None
    raw: bytes = attrs.field(default=b"", repr=False)


Returned: TypeAlias = (
    Bounced | Complained | Delivered | LeaveAsked | Replied | Unrecognised
)
"""What may come back; the list is closed and ends in `Unrecognised`."""
