"""How a mail server is reached, and what its URL may say."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import final
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from poltech.channels.errors import ChannelConfigurationError
from poltech.errors import msg

__all__ = ["Security", "SmtpSettings", "settings_from"]

_SUBMISSION, _SUBMISSIONS = 587, 465
_HIGHEST_PORT = 65_535
_LIMITS = frozenset({"connections", "idle", "recycle", "timeout"})
_OPTIONS = _LIMITS | {"authorities", "helo", "tls"}


class Security(StrEnum):
    """How the connection is protected; the certificate is always verified."""

    STARTTLS = "starttls"
    """Plain at first, then TLS, or no hand-over (RFC 3207)."""

    IMPLICIT = "implicit"
    """TLS from the first byte (RFC 8314)."""

    NONE = "none"
    """In the clear: for a server on this machine or a closed network."""


@final
@attrs.frozen(kw_only=True)
class SmtpSettings:
    """How a mail server is reached.

    Attributes:
        host: its name, which its certificate must bear.
        port: 587 for submission, 465 for TLS from the start.
        security: how the connection is protected.
        user: who we are to the server.
        password: the secret that proves it.
        connections: most connections open at a time.
        timeout: seconds to wait for any one answer.
        idle: seconds after which an unused connection is closed.
        recycle: messages after which a connection is renewed.
        helo: the name we greet with.
        authorities: file of certificate authorities, instead of the system's.
    """

    host: str
    port: int = _SUBMISSION
    security: Security = Security.STARTTLS
    user: str | None = attrs.field(default=None, repr=False)
    password: str | None = attrs.field(default=None, repr=False)
    connections: int = 4
    timeout: float = 30.0
    idle: float = 30.0
    recycle: int = 500
    helo: str = "localhost"
    authorities: Path | None = None

    def __attrs_post_init__(self) -> None:
        if not self.host or not 0 < self.port <= _HIGHEST_PORT:
            raise _wrong(msg("its URL names no host or no possible port"))
        if min(self.connections, self.timeout, self.idle, self.recycle) <= 0:
            raise _wrong(msg("a limit is not above zero"))
        if (self.user is None) != (self.password is None):
            raise _wrong(msg("it has a user or a password, but not both"))
        if self.user is not None and self.security is Security.NONE:
            raise _wrong(msg("it would send its password in the clear"))


def settings_from(url: str) -> SmtpSettings:
    """Read `smtp://user:password@host:587?connections=8` or `smtps://…`.

    Raises:
        ChannelConfigurationError: it says something that it must not.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        limits = {name: float(options[name]) for name in _LIMITS if name in options}
    except ValueError:
        raise _wrong(msg("its URL cannot be read")) from None
    if set(options) - _OPTIONS:
        raise _wrong(msg("its URL holds an option that does not exist"))
    secure = parts.scheme == "smtps"
    settings = SmtpSettings(
        host=parts.hostname or "",
        port=port or (_SUBMISSIONS if secure else _SUBMISSION),
        security=Security.IMPLICIT if secure else _security(options.get("tls")),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        helo=options.get("helo", "localhost"),
        authorities=Path(options["authorities"]) if "authorities" in options else None,
    )
    return _limited(settings, limits)


def _security(stated: str | None) -> Security:
    """Read the option `tls`."""
    if stated not in {None, "starttls", "none"}:
        raise _wrong(msg("the option tls is neither starttls nor none"))
    return Security(stated) if stated else Security.STARTTLS


def _limited(settings: SmtpSettings, limits: Mapping[str, float]) -> SmtpSettings:
    """Set the limits that the URL states."""
    return attrs.evolve(
        settings,
        connections=int(limits.get("connections", settings.connections)),
        recycle=int(limits.get("recycle", settings.recycle)),
        timeout=limits.get("timeout", settings.timeout),
        idle=limits.get("idle", settings.idle),
    )


def _wrong(problem: str) -> ChannelConfigurationError:
    """Refuse the settings."""
    return ChannelConfigurationError(
        subject=msg("The SMTP channel"),
        problem=problem,
        remedy=msg(
            "Write smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST."
        ),
    )
