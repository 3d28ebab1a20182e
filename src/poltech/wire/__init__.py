"""HTTP as data: vendors are spoken to in flows that know no client.

Call, Reply
:   one request and its answer, as values.

Flow
:   a generator that yields calls, receives replies and returns a result: a vendor's
    whole conversation, tested without a network.

Client
:   what puts calls on the wire: one method. `poltech.wire.client` has two over httpx,
    the only file that knows it; a host may hand in its own.

Outcome
:   whether a vendor may have acted although no reply came. Nothing is sent twice while
    the outcome is not known.
"""

from poltech.wire._drive import Flow, adrive, drive
from poltech.wire._egress import is_public
from poltech.wire._model import Call, Reply
from poltech.wire._ports import AsyncClient, Client
from poltech.wire._rules import json_call, read_json, require_success, retry_after
from poltech.wire.errors import (
    BrokenOffError,
    BusyVendorError,
    EgressRefusedError,
    InsecurePeerError,
    InvalidCallError,
    RejectedCallError,
    ReplyTooLargeError,
    UnreachableError,
    UnreadableReplyError,
)

__all__ = [
    "AsyncClient",
    "BrokenOffError",
    "BusyVendorError",
    "Call",
    "Client",
    "EgressRefusedError",
    "Flow",
    "InsecurePeerError",
    "InvalidCallError",
    "RejectedCallError",
    "Reply",
    "ReplyTooLargeError",
    "UnreachableError",
    "UnreadableReplyError",
    "adrive",
    "drive",
    "is_public",
    "json_call",
    "read_json",
    "require_success",
    "retry_after",
]
