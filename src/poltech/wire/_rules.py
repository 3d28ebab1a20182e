"""Reading and writing what calls and replies say. Pure."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast

from poltech.errors import AdapterError, msg
from poltech.typing import Json
from poltech.wire._model import Call, Reply
from poltech.wire.errors import (
    BusyVendorError,
    InvalidCallError,
    RejectedCallError,
    UnreadableReplyError,
)

__all__ = ["json_call", "read_json", "require_success", "retry_after"]

_SECONDS = re.compile("[0-9]+")
_SAID_BEFOREHAND = {408, 425, 429}
"""Statuses by which a server says that it did not take the call on (RFC 9110, 8470)."""


def json_call(
    method: str,
    url: str,
    payload: Json,
    *,
    headers: Mapping[str, str] | None = None,
    idempotency_key: str | None = None,
) -> Call:
    """Make a call that sends JSON and asks for it.

    >>> json_call("POST", "https://api.example.org", {"à": 1}).body.decode()
    '{"à":1}'

    Raises:
        InvalidCallError: it cannot be put on the wire so, or JSON cannot say it.
    """
    asked = {"content-type": "application/json", "accept": "application/json"}
    return Call(
        method=method,
        url=url,
        headers=asked | dict(headers or {}),
        body=_json_bytes(payload),
        idempotency_key=idempotency_key,
    )


def _json_bytes(payload: Json) -> bytes:
    try:
        text = json.dumps(
            payload, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        return text.encode()
    except (ValueError, TypeError, RecursionError):
        raise InvalidCallError(field="body", problem=msg("it is no JSON")) from None


def read_json(reply: Reply, adapter: str) -> Json:
    """Read the body of a reply as JSON (RFC 8259).

    Raises:
        UnreadableReplyError: it is not JSON.
    """
    try:
        return cast("Json", json.loads(reply.body, parse_constant=_no_number))
    except (ValueError, RecursionError):
        raise UnreadableReplyError(adapter=adapter) from None


def _no_number(name: str) -> float:
    raise ValueError(name)


def retry_after(reply: Reply, now: datetime, cap: float = 86_400.0) -> float | None:
    """Read in how many seconds a vendor wants to be asked again.

    Both forms of RFC 9110, section 10.2.3 are read: seconds, and a date. What has
    passed is zero, what is absurd is `cap`, what cannot be read is nothing.

    >>> NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> retry_after(Reply(status=429, headers={"Retry-After": "120"}), NOON)
    120.0
    """
    said = (reply.header("retry-after") or "").strip()
    if _SECONDS.fullmatch(said):
        seconds = float(said)
    else:
        date = _date(said)
        if date is None:
            return None
        seconds = (date - now).total_seconds()
    return min(max(seconds, 0.0), cap)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def require_success(reply: Reply, adapter: str, now: datetime) -> Reply:
    """Give back a reply that says yes, and raise what any other one means.

    A server that fails may have acted before it failed, so after a 5xx the outcome is
    not known; a server that refuses says that it did not act.

    Raises:
        BusyVendorError: it cannot now: 408, 425, 429 or 5xx.
        RejectedCallError: it will not: any other status.
    """
    if reply.ok:
        return reply
    raise _failure(reply, adapter, now)


def _failure(reply: Reply, adapter: str, now: datetime) -> AdapterError:
    beforehand = reply.status in _SAID_BEFOREHAND
    if beforehand or reply.status >= 500:  # noqa: PLR2004 - RFC 9110, section 15.6
        return BusyVendorError(
            adapter=adapter,
            status=reply.status,
            outcome_known=beforehand,
            retry_after=retry_after(reply, now),
        )
    return RejectedCallError(adapter=adapter, status=reply.status)
