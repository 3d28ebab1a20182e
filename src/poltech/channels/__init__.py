"""Channels hand messages to a provider; inboxes read what comes back.

Channel
:   an adapter that hands messages over: SMTP, a folder, a provider's API.

Manifest
:   what an adapter is and can do, as data: it feeds the feature matrix and the
    residency policy.

Outgoing
:   one message to exactly one recipient, with the permit that allows it.

HandOff
:   what became of one outgoing message: accepted, refused, not accepted, unknown.

Inbox
:   where returned messages, complaints and answers are read.

Returned
:   one thing that came back, in a closed vocabulary; what we cannot read is kept
    as it came.

Specifications: RFC 5321 (SMTP), RFC 2920 (pipelining), RFC 3207 and RFC 8314 (TLS),
RFC 3463 and RFC 3464 (status codes and delivery reports), RFC 5965 (complaints).
"""

from poltech.channels._model import (
    Bounced,
    Capability,
    Complained,
    Delivered,
    HandOff,
    Idempotency,
    LeaveAsked,
    Manifest,
    Outcome,
    Outgoing,
    Replied,
    Returned,
    Severity,
    Unrecognised,
)
from poltech.channels._ports import Channel, ChannelKind, Inbox
from poltech.channels._registry import channel_from
from poltech.channels._returned import read_returned
from poltech.channels._rules import MailHeader, return_address, severity_of
from poltech.channels.errors import (
    ChannelConfigurationError,
    InvalidOutgoingError,
    UnknownChannelError,
)

__all__ = [
    "Bounced",
    "Capability",
    "Channel",
    "ChannelConfigurationError",
    "ChannelKind",
    "Complained",
    "Delivered",
    "HandOff",
    "Idempotency",
    "Inbox",
    "InvalidOutgoingError",
    "LeaveAsked",
    "MailHeader",
    "Manifest",
    "Outcome",
    "Outgoing",
    "Replied",
    "Returned",
    "Severity",
    "UnknownChannelError",
    "Unrecognised",
    "channel_from",
    "read_returned",
    "return_address",
    "severity_of",
]
