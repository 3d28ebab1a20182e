"""Reading what comes back by mail: reports, complaints, answers, requests to leave.

Standard reports are read by the standard library's parser (RFC 3464, RFC 5965);
older servers return plain text, which is told by its sender and read for a status
code. Nothing here trusts the report more than that: whoever acts on it looks up
the attempt it names.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import cast

from poltech.channels._model import (
    Bounced,
    Complained,
    Delivered,
    LeaveAsked,
    Replied,
    Returned,
    Severity,
    Unrecognised,
)
from poltech.channels._rules import MailHeader, reference_in, severity_of
from poltech.ids import AttemptId

__all__ = ["read_returned"]

_MOST_BYTES = 1_000_000
_MOST_PARTS = 50
_TEXT_LOOKED_AT = 50_000

_COMPLAINTS = frozenset(
    {"abuse", "fraud", "opt-out", "virus", "other", "miscategorized"}
)
_ROBOTS = re.compile(
    r"mailer-daemon|mail.?daemon|postmaster|mail delivery (?:sub)?system|mailsystem"
    r"|^mdaemon|no-?reply@sns|amazonses",
    re.IGNORECASE,
)
_NULL_PATHS = frozenset({"<>", "<#@[]>"})
_ROBOT_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-response-suppress")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(r"(?:^|[\s:'\"(])([45])(\d\d)(?:[ \-]|$)", re.MULTILINE)
_FAILED = re.compile(
    r"undeliver|not (?:be )?deliver|deliver\w* (?:failed|failure|problem|status|error)"
    r"|could not (?:be|send)|returned (?:mail|to sender)|\bfail(?:ed|ure)\b|unable to"
    r"|mail system error|delayed|rejected|unknown",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"^(?:received|return-path|dkim-signature|arc-[a-z-]+|x-[a-z-]+): "
    r"|^[- ]*(?:this is a copy|original message|below this line)",
    re.IGNORECASE | re.MULTILINE,
)
_LEAVE = re.compile(r"^\s*unsubscribe\s+([A-Za-z0-9_.\-]{20,})\s*$", re.IGNORECASE)


def read_returned(raw: bytes) -> Returned:
    """Tell what a message in the mailbox for returns is.

    Any bytes give an answer, in bounded time; what cannot be read comes out as
    `Unrecognised` with the bytes kept.
    """
    try:
        message = message_from_bytes(raw[:_MOST_BYTES])
        parts = list(_parts(message))
        return _read(message, parts, raw)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        # the standard parser raises these on malformed structures
        return Unrecognised(raw=raw)


def _read(message: Message, parts: list[Message], raw: bytes) -> Returned:
    """Try the kinds from the most to the least formal."""
    reference = _reference(message, parts)
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part, parts, reference, raw)
        if part.get_content_type() == "message/delivery-status":
            return _report(part, parts, reference, raw)
        if complainer := part.get("x-hmxmroriginalrecipient"):  # Outlook's own form
            return Complained(
                reference=reference,
                recipient=parseaddr(str(complainer))[1] or None,
                raw=raw,
            )
    if token := _LEAVE.match(_header(message, "subject")):
        return LeaveAsked(token=token[1], at=_date(message, "date"), raw=raw)
    text = _explanation(parts)
    if _is_bounce(message, text, reference):
        return _plain_bounce(message, text, reference, raw)
    return _answer(message, reference, raw)


def _complaint(
    report: Message, parts: list[Message], reference: AttemptId | None, raw: bytes
) -> Returned:
    """Read a feedback report; other feedback than a complaint accuses nobody."""
    fields = _fields(report)
    kind = fields.get("feedback-type", "").strip().lower()
    if kind not in _COMPLAINTS:
        return Unrecognised(reference=reference, raw=raw)
    recipient = fields.get("original-rcpt-to") or _addressee(parts)
    return Complained(
        reference=reference,
        recipient=parseaddr(recipient)[1] or None,
        kind=kind,
        at=_instant(fields.get("arrival-date") or fields.get("received-date") or ""),
        raw=raw,
    )


def _report(
    report: Message, parts: list[Message], reference: AttemptId | None, raw: bytes
) -> Returned:
    """Read a delivery report; ours speak of one recipient, so one group counts."""
    groups = [_fields_of(group) for group in _groups(report)]
    nothing: dict[str, str] = {}
    described = (g for g in groups if "action" in g or "final-recipient" in g)
    group = next(described, nothing)
    recipient = _recipient(group)
    at = _instant(next((g["arrival-date"] for g in groups if "arrival-date" in g), ""))
    if group.get("action", "").lower() in {"delivered", "relayed", "expanded"}:
        return Delivered(reference=reference, recipient=recipient, at=at, raw=raw)
    diagnosis = group.get("diagnostic-code", "")
    status = _status(group.get("status", ""), f"{diagnosis}\n{_explanation(parts)}")
    return Bounced(
        reference=reference,
        recipient=recipient,
        severity=_severity(status, diagnosis or _explanation(parts)),
        status=status,
        at=at,
        raw=raw,
    )


def _plain_bounce(
    message: Message, text: str, reference: AttemptId | None, raw: bytes
) -> Bounced:
    """Read a bounce in words."""
    status = _status("", text)
    failed = parseaddr(_header(message, "x-failed-recipients"))[1]
    return Bounced(
        reference=reference,
        recipient=failed or None,
        severity=_severity(status, text),
        status=status,
        at=_date(message, "date"),
        raw=raw,
    )


def _answer(message: Message, reference: AttemptId | None, raw: bytes) -> Returned:
    """Tell a person's answer from a machine's (RFC 3834, section 5)."""
    automatic = _is_automatic(message)
    if not automatic and reference is None:
        return Unrecognised(raw=raw)
    return Replied(
        reference=reference,
        automatic=automatic,
        author=parseaddr(_header(message, "from"))[1] or None,
        at=_date(message, "date"),
        raw=raw,
    )


def _severity(status: str | None, explanation: str) -> Severity:
    """Judge by the code, or by the reply code that the words hold."""
    if status is None and (code := _REPLY_CODE.search(explanation)):
        status = f"{code[1]}.0.0"
    return severity_of(status, explanation)


def _status(stated: str, explanation: str) -> str | None:
    """Give the most specific enhanced status code that a report holds."""
    found = _STATUS.search(stated)
    if found and not found[1].endswith(".0.0"):
        return found[1]
    specific = [
        code for code in _STATUS.findall(explanation) if not code.endswith(".0")
    ]
    if specific:
        return str(specific[0])
    return found[1] if found else None


def _parts(message: Message) -> Iterator[Message]:
    """Walk the parts, the returned message included, up to a bound."""
    for count, part in enumerate(message.walk()):
        if count >= _MOST_PARTS:
            return
        yield part


def _reference(message: Message, parts: list[Message]) -> AttemptId | None:
    """Find our attempt: in the address it came to, then in what is quoted."""
    for header in ("to", "delivered-to", "x-original-to", "envelope-to"):
        if found := reference_in(_header(message, header)):
            return found
    for part in parts[1:]:
        if found := reference_in(
            f"{MailHeader.REFERENCE}: {_header(part, MailHeader.REFERENCE)}"
        ):
            return found
    for header in ("in-reply-to", "references"):
        if found := reference_in(_header(message, header)):
            return found
    return reference_in(_text(parts))


def _text(parts: list[Message]) -> str:
    """Join what is readable, decoded, up to a bound."""
    texts: list[str] = []
    for part in parts:
        if part.get_content_maintype() == "text" and not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                texts.append(payload[:_TEXT_LOOKED_AT].decode("latin-1"))
    return "\n".join(texts)[:_TEXT_LOOKED_AT]


def _explanation(parts: list[Message]) -> str:
    """Give what the server said in words, without the message that it quotes."""
    return _QUOTED.split(_text(parts), maxsplit=1)[0]


def _is_bounce(message: Message, text: str, reference: AttemptId | None) -> bool:
    """Tell a returned message in plain words by who sent it, then by the words."""
    failed = _FAILED.search(f"{_header(message, 'subject')}\n{text}") is not None
    sender = f"{_header(message, 'from')} {_header(message, 'sender')}".strip()
    if _ROBOTS.search(sender):
        return failed or reference is not None
    if message.get("x-failed-recipients") is not None:
        return True
    nobody = _header(message, "return-path").strip() in _NULL_PATHS or not sender
    return nobody and failed and not _is_automatic(message)


def _is_automatic(message: Message) -> bool:
    """Tell an answer of a machine by the headers it owes (RFC 3834)."""
    return (
        _header(message, "auto-submitted").lower().startswith("auto-")
        or _header(message, "precedence").lower() in {"auto_reply", "junk"}
        or any(message.get(name) is not None for name in _ROBOT_HEADERS)
    )


def _groups(report: Message) -> Iterator[Message]:
    """Give the groups of fields of a report, however the parser kept them."""
    payload: object = report.get_payload()
    if isinstance(payload, list):
        yield from cast("list[Message]", payload)
    elif isinstance(payload, str):
        for block in re.split(r"\r?\n[ \t]*\r?\n", payload):
            yield message_from_bytes(block.encode("latin-1", "replace"))


def _fields(report: Message) -> dict[str, str]:
    """Join the fields of all groups; the first of a name stands."""
    merged: dict[str, str] = {}
    for group in _groups(report):
        merged = {**_fields_of(group), **merged}
    return merged


def _fields_of(group: Message) -> dict[str, str]:
    """Give the fields of a group by name in lower case."""
    return {name.lower(): str(value).strip() for name, value in group.items()}


def _recipient(group: dict[str, str]) -> str | None:
    """Read `rfc822; name@host`, the type being optional in practice."""
    stated = group.get("original-recipient") or group.get("final-recipient") or ""
    return parseaddr(stated.rpartition(";")[2].strip())[1] or None


def _addressee(parts: list[Message]) -> str:
    """Give whom the returned message was addressed to."""
    inner = (part for part in parts[1:] if part.get("to") and part.get("message-id"))
    return next((_header(part, "to") for part in inner), "")


def _header(message: Message, name: str) -> str:
    """Give a header with its encoded words decoded (RFC 2047), or empty."""
    value = str(message.get(name, ""))
    if "=?" not in value:
        return value
    return str(make_header(decode_header(value)))


def _date(message: Message, name: str) -> datetime | None:
    """Read a date header."""
    return _instant(_header(message, name))


def _instant(text: str) -> datetime | None:
    """Read a date in UTC; `None` if it is none."""
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)
