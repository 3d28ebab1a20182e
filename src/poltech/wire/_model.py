"""What goes to a vendor and what comes back, as data."""

import re
from collections.abc import Mapping
from itertools import starmap
from typing import final
from urllib.parse import urlsplit

import attrs

from poltech.errors import msg
from poltech.wire.errors import InvalidCallError

__all__ = ["Call", "Reply"]

_METHOD = re.compile("[A-Z]{1,20}")
_URL = re.compile(r"https?://[!-~]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")
_HEADER_VALUE = re.compile(r"[\t -~\x80-\xff]*")


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@final
@attrs.frozen(kw_only=True, repr=False)
class Call:
    """One request to a vendor. Printed, it shows neither path, headers nor body.

    >>> Call(method="POST", url="https://api.example.org/v1/send?key=s3cret", body=b"{}")
    <Call POST https://api.example.org, 2 bytes>

    Attributes:
        method: such as `POST`.
        url: absolute, http or https, without a user in it.
        headers: by name; names are kept in lower case (RFC 9110, section 5.1).
        body: what is sent.
        idempotency_key: sent as `Idempotency-Key`, for vendors who then do a thing
            once however often they are asked.
        connect_timeout: seconds to wait for a connection.
        read_timeout: seconds to wait for each portion of the reply.
        deadline: seconds that the whole reply may take.

    Raises:
        InvalidCallError: it cannot be put on the wire so.
    """

    method: str
    url: str = attrs.field(repr=False)
    headers: Mapping[str, str] = attrs.field(
        factory=dict[str, str], converter=_lower, repr=False
    )
    body: bytes = attrs.field(default=b"", repr=False)
    idempotency_key: str | None = attrs.field(default=None, repr=False)
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    deadline: float = 120.0

    def __attrs_post_init__(self) -> None:
        if not _METHOD.fullmatch(self.method):
            raise InvalidCallError(field="method", problem=msg("it is no HTTP method"))
        if not _is_url(self.url):
            raise InvalidCallError(
                field="url", problem=msg("it is no plain http or https address")
            )
        if not all(starmap(_is_header, self.sent_headers.items())):
            raise InvalidCallError(field="headers", problem=msg("one cannot be sent"))
        if min(self.connect_timeout, self.read_timeout, self.deadline) <= 0:
            raise InvalidCallError(field="timeout", problem=msg("it is not positive"))

    @property
    def host(self) -> str:
        """Whom it goes to."""
        return urlsplit(self.url).hostname or ""

    @property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers with the idempotency key, if there is one."""
        if self.idempotency_key is None:
            return self.headers
        return {**self.headers, "idempotency-key": self.idempotency_key}

    def __repr__(self) -> str:
        parts = urlsplit(self.url)
        where = f"{parts.scheme}://{parts.netloc}"
        return f"<Call {self.method} {where}, {len(self.body)} bytes>"


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = _URL.fullmatch(url) and "\\" not in url and "@" not in parts.netloc
    return named and bool(plain)


def _is_header(name: str, value: str) -> bool:
    return bool(_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value))


@final
@attrs.frozen(kw_only=True, repr=False)
class Reply:
    """What a vendor answered. Printed, it shows neither headers nor body.

    >>> Reply(status=202, body=b"accepted")
    <Reply 202, 8 bytes>

    Attributes:
        status: HTTP status code.
        headers: by name, in lower case; values of one name joined with a comma.
        body: what came, undecoded.
    """

    status: int
    headers: Mapping[str, str] = attrs.field(
        factory=dict[str, str], converter=_lower, repr=False
    )
    body: bytes = attrs.field(default=b"", repr=False)

    @property
    def ok(self) -> bool:
        """Whether the vendor says that it did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, section 15.3

    def header(self, name: str) -> str | None:
        """Read a header, whatever the case of its name."""
        return self.headers.get(name.lower())

    def __repr__(self) -> str:
        return f"<Reply {self.status}, {len(self.body)} bytes>"
