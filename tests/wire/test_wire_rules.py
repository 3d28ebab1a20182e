"""JSON, `Retry-After`, and what a status means for the outcome."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.wire import (
    BusyVendorError,
    InvalidCallError,
    RejectedCallError,
    Reply,
    UnreadableReplyError,
    json_call,
    read_json,
    require_success,
    retry_after,
)
from poltech.wire.testing import replies

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
URL = "https://api.example.org/v1/send"


def _said(value: str) -> float | None:
    return retry_after(Reply(status=503, headers={"Retry-After": value}), NOW)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 120 ", 120.0),
        ("00120", 120.0),
        ("86400", 86_400.0),
        ("86401", 86_400.0),
        ("9" * 5000, 86_400.0),
        ("Mon, 23 Nov 2026 11:02:00 GMT", 120.0),
        ("Mon, 23 Nov 2026 12:02:00 +0100", 120.0),
        ("Monday, 23-Nov-26 11:02:00 GMT", 120.0),
        ("Mon Nov 23 11:02:00 2026", 120.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("1e3", None),
        ("inf", None),
        ("soon", None),
        ("\u0663", None),
        ("Mon, 99 Nov 2026 11:02:00 GMT", None),
        ("Mon, 23 Nov 99999999999 11:02:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, seconds: float | None) -> None:
    """RFC 9110 section 10.2.3: seconds or a date; the absurd is capped."""
    assert _said(value) == seconds


def test_a_reply_without_the_header_says_nothing() -> None:
    """Nobody asked to wait."""
    assert retry_after(Reply(status=503), NOW) is None


@given(st.text(max_size=40))
@pytest.mark.property
def test_any_retry_after_is_read_or_is_not(value: str) -> None:
    """Invariant 24: whatever a vendor writes there, it is a bounded number or none."""
    reply = Reply.__new__(Reply)
    object.__setattr__(reply, "headers", {"retry-after": value})
    seconds = retry_after(reply, NOW, cap=60.0)
    assert seconds is None or 0 <= seconds <= 60


@given(st.integers(-(10**6), 10**6))
@pytest.mark.property
def test_a_date_means_the_seconds_until_then(seconds: int) -> None:
    """What was written as a date reads as the time that is left."""
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert _said(date) == min(max(float(seconds), 0.0), 86_400.0)


def _deep() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
@pytest.mark.property
def test_json_reads_back_as_written(payload: object) -> None:
    """What is sent is UTF-8 JSON, and asks for JSON."""
    call = json_call("POST", URL, payload, headers={"X-A": "1"}, idempotency_key="k")
    assert read_json(Reply(status=200, body=call.body), "sms") == payload
    assert call.headers["content-type"] == call.headers["accept"] == "application/json"
    assert call.headers["x-a"] == "1"


@pytest.mark.parametrize(
    "payload", [float("nan"), [float("inf")], {"a": "\ud800"}, {"a": object()}, _deep()]
)
def test_what_json_cannot_say_is_not_sent(payload: Any) -> None:
    """RFC 8259 has no NaN, no infinity, no half of a pair, and no objects of Python."""
    with pytest.raises(InvalidCallError) as caught:
        json_call("POST", URL, payload)
    assert caught.value.field == "body"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{",
        b"{} {}",
        b"\xff",
        b"NaN",
        b"[Infinity]",
        b"[" * 100_000,
        b"9" * 10_000,
    ],
)
def test_what_is_not_json_leaves_the_outcome_open(body: bytes) -> None:
    """Fault F14: a 200 with an empty, broken or HTML body says nothing."""
    with pytest.raises(UnreadableReplyError) as caught:
        read_json(Reply(status=200, body=body), "sms")
    assert not caught.value.outcome_known
    assert caught.value.adapter == "sms"


@given(replies())
@pytest.mark.property
def test_any_body_is_json_or_is_not(reply: Reply) -> None:
    """Nothing but our own error comes of any body."""
    with suppress(UnreadableReplyError):
        read_json(reply, "sms")


@pytest.mark.parametrize(
    ("status", "raised", "known"),
    [
        (301, RejectedCallError, True),
        (304, RejectedCallError, True),
        (400, RejectedCallError, True),
        (401, RejectedCallError, True),
        (404, RejectedCallError, True),
        (422, RejectedCallError, True),
        (408, BusyVendorError, True),
        (425, BusyVendorError, True),
        (429, BusyVendorError, True),
        (500, BusyVendorError, False),
        (502, BusyVendorError, False),
        (503, BusyVendorError, False),
        (504, BusyVendorError, False),
    ],
)
def test_a_status_says_if_anything_may_have_happened(
    status: int, raised: type[Exception], known: object
) -> None:
    """Section 3.1 of the send protocol: 4xx is known, a 5xx after the body is not."""
    reply = Reply(status=status, headers={"Retry-After": "7"})
    with pytest.raises(raised) as caught:
        require_success(reply, "sms", NOW)
    assert isinstance(caught.value, RejectedCallError | BusyVendorError)
    assert caught.value.outcome_known is known
    assert caught.value.status == status
    assert str(status) in str(caught.value)
    if raised is BusyVendorError:
        assert caught.value.retry_after == 7.0


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_yes_is_handed_on(status: int) -> None:
    """A success is given back as it came."""
    reply = Reply(status=status)
    assert require_success(reply, "sms", NOW) is reply
