"""Opaque words for links: to leave, to choose, to confirm.

A token says for whom and for what a link is, and proves that it was made here: HMAC
with SHA-256 over a key of its own for each use, by itsdangerous. It holds no address
and no name, only identifiers that mean nothing elsewhere, so it may stand in a URL. It
does not expire: the right to object does not either (GDPR article 21).

>>> tokens = Tokens(bytes(32))
>>> link = Link(workspace=WorkspaceId(int=1), contact=ContactId(int=2),
...             purpose="newsletter", medium="email")
>>> token = tokens.issue(Use.UNSUBSCRIBE, link)
>>> tokens.read(Use.UNSUBSCRIBE, token) == link
True
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from typing import final

import attrs
from itsdangerous import BadSignature, Signer

from poltech.errors import msg
from poltech.ids import ContactId, MailingId, WorkspaceId
from poltech.mailings.errors import InvalidTokenError, MessageError

__all__ = ["Link", "Tokens", "Use"]

_SHORTEST_SECRET = 32
_ID = 16
_HEAD = 3 * _ID
_NO_MAILING = bytes(_ID)
_LONGEST = 400


class Use(StrEnum):
    """What a token is for; one made for one use is worth nothing for another."""

    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    CONFIRM = "confirm"


@final
@attrs.frozen(kw_only=True)
class Link:
    """For whom and for what a link is.

    Attributes:
        workspace: whose data it is about.
        contact: whose link it is.
        purpose: code of the purpose that it speaks of.
        medium: code of the medium.
        mailing: the mailing that it came in.
    """

    workspace: WorkspaceId
    contact: ContactId
    purpose: str
    medium: str
    mailing: MailingId | None = None


@final
class Tokens:
    """Makes tokens and reads them back."""

    def __init__(self, secret: bytes, *, retired: Sequence[bytes] = ()) -> None:
        """Take the secret that the vault derives for tokens.

        Args:
            secret: at least 32 bytes.
            retired: earlier secrets, whose tokens are still good.

        Raises:
            MessageError: a secret is too short.
        """
        if min(map(len, (secret, *retired))) < _SHORTEST_SECRET:
            raise MessageError(field="secret", problem=msg("it is too short"))
        self._signers = {
            use: tuple(_signer(use, key) for key in (secret, *retired)) for use in Use
        }

    def issue(self, use: Use, link: Link) -> str:
        """Make the token of a link.

        Raises:
            MessageError: the codes are too long for a URL.
        """
        payload = urlsafe_b64encode(_packed(link)).rstrip(b"=")
        token = self._signers[use][0].sign(payload)
        if len(token) > _LONGEST:
            raise MessageError(field="purpose", problem=msg("it is too long"))
        return token.decode("ascii")

    def read(self, use: Use, token: str) -> Link:
        """Give what a token says, if it was made here for this use.

        Raises:
            InvalidTokenError: it was not.
        """
        if not token.isascii() or len(token) > _LONGEST:
            raise InvalidTokenError
        given = token.encode("ascii")
        for signer in self._signers[use]:
            try:
                payload = signer.unsign(given)
            except BadSignature:
                continue
            # one token has one spelling: base64 would forgive changed spare bits
            if hmac.compare_digest(signer.sign(payload), given):
                return _unpacked(
                    urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
                )
        raise InvalidTokenError

    def __repr__(self) -> str:
        return "<Tokens>"


def _signer(use: Use, secret: bytes) -> Signer:
    """Derive the key of a use once; deriving it for each token would double the cost."""
    salt = f"poltech.mailings.tokens.{use.value}"
    derived = Signer(secret, salt=salt, key_derivation="hmac", digest_method=sha256)
    return Signer(derived.derive_key(), key_derivation="none", digest_method=sha256)


def _packed(link: Link) -> bytes:
    """Write a link as bytes."""
    mailing = link.mailing.bytes if link.mailing else _NO_MAILING
    words = f"{link.purpose}\0{link.medium}".encode()
    return link.workspace.bytes + link.contact.bytes + mailing + words


def _unpacked(raw: bytes) -> Link:
    """Read a link from bytes that were signed here."""
    mailing = raw[2 * _ID : _HEAD]
    purpose, _, medium = raw[_HEAD:].decode().partition("\0")
    return Link(
        workspace=WorkspaceId.unpack(raw[:_ID]),
        contact=ContactId.unpack(raw[_ID : 2 * _ID]),
        mailing=MailingId.unpack(mailing) if mailing != _NO_MAILING else None,
        purpose=purpose,
        medium=medium,
    )
