"""The MIME tree, built by the standard library: what a compiled message must equal."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any, final

from poltech.mailings._message._quoted import LINE

__all__ = ["Header", "build", "skeleton"]

Header = tuple[str, str]
"""A header's name and its value in the form it travels in."""

_TRANSFER = "quoted-printable"


@final
class _Ready(str):
    """A value in its final form: the library writes it and does not read it."""

    __slots__ = ()


@final
class _MailPolicy(EmailPolicy):
    """The library's SMTP policy, which leaves ready values alone."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - the library's signature
        """Keep a ready value as it is."""
        if isinstance(value, _Ready):
            return name, value
        return super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 - the library's signature
        """Write a ready value as it is."""
        if isinstance(value, _Ready):
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _MailPolicy(linesep=SMTP.linesep, max_line_length=LINE)


def build(
    headers: Sequence[Header], text: str, html: str | None, boundary: str
) -> bytes:
    """Let the library build a whole message."""
    message = EmailMessage(policy=_POLICY)
    for name, value in headers:
        message[name] = _Ready(value)
    message.set_content(text, cte=_TRANSFER)
    if html is not None:
        message.add_alternative(html, subtype="html", cte=_TRANSFER)
        message.set_boundary(boundary)
    return message.as_bytes()


def skeleton(boundary: str, *, html: bool) -> tuple[bytes, ...]:
    """Give what the library puts before, between and after the parts."""
    marks = ("poltech1", "poltech2")
    built = build((), marks[0], marks[1] if html else None, boundary)
    pieces: list[bytes] = []
    for mark in marks[: 1 + html]:
        piece, _, built = built.partition(mark.encode() + b"\r\n")
        pieces.append(piece)
    return (*pieces, built)
