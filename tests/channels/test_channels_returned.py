"""Reading what comes back by mail."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.channels import (
    Bounced,
    Complained,
    Delivered,
    LeaveAsked,
    Replied,
    Severity,
    Unrecognised,
    read_returned,
    severity_of,
)
from poltech.channels._rules import reference_in, return_address
from poltech.channels.errors import InvalidOutgoingError
from poltech.ids import AttemptId

ATTEMPT = AttemptId("0192f0c1-a2b3-7def-8123-456789abcdef")
HEX = ATTEMPT.hex


def original() -> str:
    """Quote the headers of a message of ours, as servers do."""
    return (
        f"From: office@lens.example\r\nTo: jeanne@example.net\r\n"
        f"Message-ID: <{HEX}@lens.example>\r\nX-Poltech-Reference: {HEX}\r\n"
        "Subject: Bonjour\r\n\r\n"
    )


def report(kind: str, details: str) -> bytes:
    """Compose a `multipart/report` (RFC 6522) that quotes our headers."""
    parts = (
        ("text/plain", "Sorry.\n"),
        (f"message/{kind}", details),
        ("text/rfc822-headers", original()),
    )
    body = "".join(f"--b\nContent-Type: {name}\n\n{text}\n" for name, text in parts)
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\n"
        "To: retours@lens.example\nDate: Mon, 23 Nov 2026 11:00:00 +0000\n"
        f"Content-Type: multipart/report; report-type={kind}; boundary=b\n\n"
        f"{body}--b--\n"
    ).encode()


def failure(status: str, action: str = "failed", diagnosis: str = "") -> str:
    """Compose the fields of a delivery report (RFC 3464)."""
    return (
        "Reporting-MTA: dns; mx.example.net\n"
        "Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0100\n\n"
        "Final-Recipient: rfc822; jeanne@example.net\n"
        f"Action: {action}\nStatus: {status}\n"
        + (f"Diagnostic-Code: smtp; {diagnosis}\n" if diagnosis else "")
    )


STATUSES = [
    ("5.1.1", "", Severity.HARD, "5.1.1"),
    ("5.1.10", "", Severity.HARD, "5.1.10"),
    ("5.2.1", "", Severity.HARD, "5.2.1"),
    ("5.2.2", "", Severity.SOFT, "5.2.2"),
    ("5.7.1", "", Severity.SOFT, "5.7.1"),
    ("4.4.7", "", Severity.SOFT, "4.4.7"),
    ("5.0.0", "550 5.1.1 no such user", Severity.HARD, "5.1.1"),
    ("5.0.0", "550 no such user here", Severity.HARD, "5.0.0"),
    ("5.0.0", "552 mailbox is full", Severity.SOFT, "5.0.0"),
    ("5.0.0", "550 computer says no", Severity.UNKNOWN, "5.0.0"),
    ("5.1.1 (bad destination mailbox)", "", Severity.HARD, "5.1.1"),
]


@pytest.mark.parametrize(("status", "diagnosis", "severity", "kept"), STATUSES)
def test_a_delivery_report_tells_how_dead_the_address_is(
    status: str, diagnosis: str, severity: Severity, kept: str
) -> None:
    """RFC 3464 and RFC 3463: only some permanent codes speak of the address."""
    raw = report("delivery-status", failure(status, diagnosis=diagnosis))
    returned = read_returned(raw)
    assert isinstance(returned, Bounced)
    assert returned.severity is severity
    assert returned.status == kept
    assert returned.reference == ATTEMPT
    assert returned.recipient == "jeanne@example.net"
    assert returned.at is not None
    assert returned.at.isoformat() == "2026-11-23T11:00:00+00:00"
    assert returned.raw == raw


def test_a_delay_is_a_soft_bounce() -> None:
    """RFC 3464, 2.3.3: `delayed` says that the server goes on trying."""
    returned = read_returned(report("delivery-status", failure("4.4.1", "delayed")))
    assert isinstance(returned, Bounced)
    assert returned.severity is Severity.SOFT


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_success_report_is_a_delivery(action: str) -> None:
    """RFC 3464, 2.3.3: these actions say that it went well."""
    returned = read_returned(report("delivery-status", failure("2.0.0", action)))
    assert isinstance(returned, Delivered)
    assert returned.reference == ATTEMPT


COMPLAINT = (
    "Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 1\n"
    "Original-Rcpt-To: <jeanne@example.net>\n"
    "Arrival-Date: Mon, 23 Nov 2026 11:00:00 +0000\n"
)


def test_a_feedback_report_is_a_complaint() -> None:
    """RFC 5965: somebody pressed «spam»."""
    returned = read_returned(report("feedback-report", COMPLAINT))
    assert isinstance(returned, Complained)
    assert (returned.kind, returned.reference) == ("abuse", ATTEMPT)
    assert returned.recipient == "jeanne@example.net"


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "surprise"])
def test_other_feedback_is_no_complaint(kind: str) -> None:
    """RFC 6430 and RFC 6591: a false alarm or a failed signature accuses nobody."""
    raw = report("feedback-report", COMPLAINT.replace("abuse", kind))
    assert isinstance(read_returned(raw), Unrecognised)


def test_a_complaint_without_its_recipient_is_found_by_the_quoted_message() -> None:
    """Providers hide the recipient; the quoted headers still name the attempt."""
    details = "Feedback-Type: abuse\nUser-Agent: x\nVersion: 1\n"
    returned = read_returned(report("feedback-report", details))
    assert isinstance(returned, Complained)
    assert returned.reference == ATTEMPT


def plain(body: str, **headers: str) -> bytes:
    """Compose a plain message."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


PLAIN = """Hi. This is the program at mx.example.net.
I'm afraid I wasn't able to deliver your message.

<jeanne@example.net>:
Remote host said: 550 5.1.1 User unknown

--- Below this line is a copy of the message.

Return-Path: <retours@lens.example>
X-Poltech-Reference: {hex}
Subject: quota exceeded, temporarily delayed
"""


def test_an_old_servers_plain_words_are_read() -> None:
    """Where there is no report, the sender, the code and the words decide."""
    returned = read_returned(
        plain(PLAIN.format(hex=HEX), From="MAILER-DAEMON@mx.example.net")
    )
    assert isinstance(returned, Bounced)
    assert (returned.severity, returned.status) == (Severity.HARD, "5.1.1")
    assert returned.reference == ATTEMPT


def test_words_of_the_quoted_message_do_not_count() -> None:
    """What we wrote ourselves says nothing about the address."""
    body = PLAIN.format(hex=HEX).replace("550 5.1.1 User unknown", "no idea")
    returned = read_returned(plain(body, From="MAILER-DAEMON@mx.example.net"))
    assert isinstance(returned, Bounced)
    assert returned.severity is Severity.UNKNOWN


def test_the_return_address_names_the_attempt() -> None:
    """The envelope sender comes back as the recipient of the bounce."""
    returned = read_returned(
        plain(
            "Could not be delivered.",
            From="postmaster@mx.example.net",
            To=f"<retours+{HEX}@lens.example>",
        )
    )
    assert isinstance(returned, Bounced)
    assert returned.reference == ATTEMPT


@pytest.mark.parametrize(
    "header",
    [
        {"Auto-Submitted": "auto-replied"},
        {"X-Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"X-Auto-Response-Suppress": "All"},
    ],
)
def test_a_machines_answer_is_automatic(header: dict[str, str]) -> None:
    """RFC 3834: an absence notice is no answer of the person."""
    raw = plain(
        "Je suis en congé.",
        From="jeanne@example.net",
        In_Reply_To=f"<{HEX}@lens.example>",
        **header,
    )
    returned = read_returned(raw)
    assert isinstance(returned, Replied)
    assert returned.automatic
    assert returned.reference == ATTEMPT


def test_a_persons_answer_is_theirs() -> None:
    """An answer that quotes our message id is a reply."""
    raw = plain(
        "Merci !", From="jeanne@example.net", References=f"<a@b> <{HEX}@lens.example>"
    )
    returned = read_returned(raw)
    assert isinstance(returned, Replied)
    assert not returned.automatic
    assert returned.author == "jeanne@example.net"


def test_a_request_to_leave_carries_its_token() -> None:
    """RFC 2369: the mailto form of List-Unsubscribe; the token is not judged here."""
    token = "AbC_1-2.xyz" * 4
    returned = read_returned(
        plain("", From="jeanne@example.net", Subject=f"unsubscribe {token}")
    )
    assert isinstance(returned, LeaveAsked)
    assert returned.token == token


def test_outlooks_own_complaints_are_read() -> None:
    """Junk reports that quote the message under a header of Microsoft's."""
    raw = (
        b"From: staff@hotmail.example\r\nContent-Type: multipart/mixed; boundary=b\r\n"
        b"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"X-HmXmrOriginalRecipient: jeanne@example.net\r\n"
        b"X-Poltech-Reference: " + HEX.encode() + b"\r\n\r\nx\r\n--b--\r\n"
    )
    returned = read_returned(raw)
    assert isinstance(returned, Complained)
    assert returned.recipient == "jeanne@example.net"
    assert returned.reference == ATTEMPT


def test_failed_recipients_of_exim_are_a_bounce() -> None:
    """Some servers name whom they failed in a header, and sign as themselves."""
    raw = plain(
        "A message could not be delivered: 550 mailbox locked",
        From="robot@mx.example.net",
        X_Failed_Recipients="jeanne@example.net",
    )
    returned = read_returned(raw)
    assert isinstance(returned, Bounced)
    assert returned.recipient == "jeanne@example.net"
    assert returned.severity is Severity.UNKNOWN


def test_a_reply_code_in_the_words_tells_a_delay() -> None:
    """RFC 5321, 4.2.1: codes that begin with 4 are for a while."""
    raw = plain("It failed:\n451 not now\n", From="MAILER-DAEMON@mx.example.net")
    returned = read_returned(raw)
    assert isinstance(returned, Bounced)
    assert returned.severity is Severity.SOFT


def test_a_report_of_many_parts_is_read_to_a_bound() -> None:
    """Invariant 24: what stands after the fiftieth part is not looked at."""
    parts = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 80
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"
    assert isinstance(read_returned(raw), Unrecognised)


STRANGE = [
    b"",
    b"\0\0\0",
    b"Subject: hello\r\n\r\nwho are you?\r\n",
    b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
    b'Content-Type: multipart/mixed; boundary="' + b"a" * 5_000,
    b"Content-Type: message/delivery-status\r\n\r\nStatus: \xff\xfe\r\n",
    b"Subject: =?nonsense?q?x?=\r\nFrom: =?utf-8?b?////?=\r\n\r\n",
]


@pytest.mark.parametrize("raw", STRANGE)
def test_what_cannot_be_read_is_kept(raw: bytes) -> None:
    """Invariant 24: never an exception, and nothing is thrown away."""
    returned = read_returned(raw)
    assert isinstance(returned, Unrecognised | Bounced)
    assert returned.raw == raw


def test_parts_within_parts_end_somewhere() -> None:
    """A report nested a thousand deep is given up, not followed."""
    raw = b""
    for depth in range(1_000):
        head = f"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n"
        raw += head.encode()
    assert isinstance(read_returned(raw), Unrecognised)


@pytest.mark.property
@given(st.binary(max_size=2_000))
def test_any_bytes_have_an_answer(raw: bytes) -> None:
    """Invariant 24, on noise."""
    assert read_returned(raw).raw == raw


@pytest.mark.property
@given(
    st.sampled_from(
        [
            report("delivery-status", failure("5.1.1")),
            report("feedback-report", COMPLAINT),
            plain(PLAIN.format(hex=HEX), From="MAILER-DAEMON@mx.example.net"),
        ]
    ),
    st.integers(min_value=0, max_value=2_000),
    st.binary(max_size=30),
    st.integers(min_value=0, max_value=30),
)
def test_any_damage_has_an_answer(raw: bytes, at: int, noise: bytes, lost: int) -> None:
    """Invariant 24, on reports that were cut or scribbled over."""
    damaged = raw[:at] + noise + raw[at + lost :]
    assert read_returned(damaged).raw == damaged


def test_nothing_personal_is_printed() -> None:
    """Returned values show no address and none of the report."""
    shown = repr(read_returned(report("delivery-status", failure("5.1.1"))))
    assert "jeanne" not in shown
    assert "Sorry" not in shown


@pytest.mark.parametrize(
    "text",
    [
        f"X-Poltech-Reference: {HEX}",
        f"x-poltech-reference:{HEX.upper()}",
        f"> X-Poltech-Reference: {HEX}",
        f"<{HEX}@lens.example>",
        f"retours+{HEX}@lens.example",
    ],
)
def test_references_are_found(text: str) -> None:
    """However a server quotes us, the attempt is found."""
    assert reference_in(text) == ATTEMPT


@pytest.mark.parametrize("text", ["", HEX, f"<{HEX}0@x>", f"<{'0' * 32}@x>", "<a@b>"])
def test_strangers_are_no_references(text: str) -> None:
    """A number that is no attempt of ours names none."""
    assert reference_in(text) is None


def test_return_addresses_come_back() -> None:
    """What goes into the envelope is found again in the bounce."""
    assert reference_in(return_address("retours@lens.example", ATTEMPT)) == ATTEMPT
    with pytest.raises(InvalidOutgoingError):
        return_address("nobody", ATTEMPT)


def test_no_code_and_no_words_say_nothing() -> None:
    """Where nobody says why, nobody is suppressed."""
    assert severity_of(None) is Severity.UNKNOWN
