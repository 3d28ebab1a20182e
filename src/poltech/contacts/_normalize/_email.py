"""One form for one mailbox: e-mail addresses (RFC 5321, RFC 5322, RFC 5890).

The verdict is always that of email-validator in its strict mode, without a look at
the DNS. It takes 20 microseconds; so the syntax of a plain local part is recognised here, and
the library is asked once for each domain. A property test holds both to the same
verdict on every input.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from poltech.contacts._model import NormalizedEmail
from poltech.contacts.errors import InvalidEmailError
from poltech.errors import msg

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

__all__ = ["normalize_email", "normalize_emails"]

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@([A-Za-z0-9.-]+)").fullmatch
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*").fullmatch
_WEB = re.compile(r"(?:https?:)?//|www\.", re.IGNORECASE).match
_BRACKETS = re.compile(r"[^<>]*<([^<>]*)>").fullmatch
_AROUND = " \t\r\n\f\v\xa0\u202f\u2009\ufeff\u200b\u200e\u200f\u202a\u202c\u2060"
_AFTER = ".,;" + _AROUND
_DOMAINS = 1 << 16
_MAX_LOCAL = 64
_MAX_ADDRESS = 254


class _Domain(NamedTuple):
    """A domain that mail can be sent to: its ASCII name, and room for a local part."""

    name: str
    room: int


def normalize_email(text: str) -> NormalizedEmail:
    """Give the one ASCII form by which a mailbox is known.

    The domain is in its IDNA form. All is in lower case, the local part too: no
    provider that matters tells `Marie@` from `marie@`, and people type both.
    Forgiven are spaces around, `mailto:`, a name with angle brackets, and a full
    stop, comma or semicolon at the end; nothing else is mended.

    Raises:
        InvalidEmailError: mail cannot be sent there, or only through servers that
            speak SMTPUTF8 (RFC 6531), which few do.

    >>> normalize_email(" Marie.Lefevre@Mairie-Béthune.FR; ")
    'marie.lefevre@xn--mairie-bthune-ihb.fr'
    """
    plain = _ADDRESS(text)
    if plain:
        known = _domain(plain[2])
        if known and len(plain[1]) <= known.room:
            return NormalizedEmail(f"{plain[1]}@{known.name}".lower())
    address = _clean(text)
    key = _key(address)
    if key is None:
        raise InvalidEmailError(problem=_problem(address))
    return NormalizedEmail(key)


def normalize_emails(
    texts: Iterable[str],
) -> list[NormalizedEmail | InvalidEmailError]:
    """Normalise many addresses; what is none gives its error in its place."""
    return [_attempt(text) for text in texts]


def _attempt(text: str) -> NormalizedEmail | InvalidEmailError:
    """Give the key or the error."""
    try:
        return normalize_email(text)
    except InvalidEmailError as error:
        return error


def _clean(text: str) -> str:
    """Take off what people and programs leave around an address."""
    address = text.strip(_AROUND).rstrip(_AFTER)
    bracketed = _BRACKETS(address)
    if bracketed:
        address = bracketed[1]
    if address[:7].lower() == "mailto:":
        address = address[7:]
    return address.strip(_AROUND).rstrip(_AFTER)


def _key(address: str) -> str | None:
    """Give an address's key, or nothing where the library would refuse it."""
    local, at, domain = address.partition("@")
    if not (at and _LOCAL(local)) or len(domain) > _MAX_ADDRESS:
        return _by_library(address)
    known = _domain(domain)
    if known is None or len(local) > known.room:
        return None
    return f"{local}@{known.name}".lower()


@lru_cache(_DOMAINS)
def _domain(domain: str) -> _Domain | None:
    """Ask the library about a domain, once."""
    probe = _ask(f"a@{domain}")
    if probe is None:
        return None
    longest = max(_octets(domain), _octets(probe.domain), _octets(probe.ascii_domain))
    return _Domain(probe.ascii_domain, min(_MAX_LOCAL, _MAX_ADDRESS - 1 - longest))


def _octets(text: str) -> int:
    """Count as the length limits of RFC 5321 do."""
    return len(text.encode())


def _by_library(address: str) -> str | None:
    """Give the key as the library alone finds it."""
    found = _ask(address)
    return (
        None
        if found is None
        else f"{found.ascii_local_part}@{found.ascii_domain}".lower()
    )


def _ask(address: str) -> "ValidatedEmail | None":
    """Give the library's own verdict."""
    from email_validator import (  # noqa: PLC0415 - loads with first use
        EmailNotValidError,
        validate_email,
    )

    try:
        return validate_email(
            address,
            strict=True,
            allow_smtputf8=False,
            allow_empty_local=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            allow_display_name=False,
            globally_deliverable=True,
            test_environment=False,
            check_deliverability=False,
        )
    except (EmailNotValidError, UnicodeError):
        return None


def _problem(address: str) -> str:
    """Say what is wrong with an address, without repeating it."""
    if not address:
        return msg("it is empty")
    if "@" in address:
        local, _, domain = address.rpartition("@")
        return _problem_before(local) or _problem_after(domain)
    if _WEB(address):
        return msg("it is the address of a web page")
    return msg("it has no @")


def _problem_before(local: str) -> str | None:
    """Say what is wrong with the local part, if anything is."""
    if not local.isascii():
        return msg("few servers accept accents before the @")
    if not _LOCAL(local) or len(local) > _MAX_LOCAL:
        return msg("what stands before the @ is not valid")
    return None


def _problem_after(domain: str) -> str:
    """Say what is wrong with the domain."""
    if "." not in domain:
        return msg("what stands after the @ is cut short")
    return msg("no mail can be sent to what stands after the @")
