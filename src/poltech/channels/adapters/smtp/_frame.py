"""A message as the lines that SMTP asks for: its envelope and its content."""

from typing import final

import attrs

from poltech.channels._model import Outgoing

__all__ = ["Letter", "content_of", "envelope_of"]

END = b".\r\n"
"""The line that ends a message (RFC 5321, section 4.1.1.4)."""


@final
@attrs.define
class Letter:
    """An outgoing message on its way, with the number of times it was tried."""

    out: Outgoing
    tries: int = 0


def envelope_of(out: Outgoing, *, sized: bool, eight_bit: bool) -> tuple[bytes, ...]:
    """Give MAIL, RCPT and DATA, with the parameters that the server offers."""
    mail = f"MAIL FROM:<{out.sender}>"
    if sized:
        mail += f" SIZE={len(out.content)}"
    if eight_bit and not out.content.isascii():
        mail += " BODY=8BITMIME"
    return (
        f"{mail}\r\n".encode("ascii"),
        f"RCPT TO:<{out.recipient}>\r\n".encode("ascii"),
        b"DATA\r\n",
    )


def content_of(out: Outgoing) -> bytes:
    """Give the content with its dots doubled (RFC 5321, section 4.5.2)."""
    content = out.content
    if content.startswith(b"."):
        content = b"." + content
    if b"\n." in content:
        content = content.replace(b"\n.", b"\n..")
    return content
