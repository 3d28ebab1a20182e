"""The key of one subject, and what it seals (AES-GCM-SIV, RFC 8452)."""

from typing import final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from poltech.vault._entropy import NONCE_BYTES, nonce
from poltech.vault._model import WrappedKey
from poltech.vault.errors import SealBrokenError, UnsupportedCipherError

__all__ = ["FORMAT", "SubjectKey", "cipher_of", "seal", "unseal"]

FORMAT = b"\x01"
"""First byte of everything sealed; it is bound into the seal as well."""

_BODY = len(FORMAT) + NONCE_BYTES


def cipher_of(key: bytes) -> AESGCMSIV:
    """Give the cipher of a key.

    Raises:
        UnsupportedCipherError: the machine lacks it.
    """
    try:
        return AESGCMSIV(key)
    except UnsupportedAlgorithm:
        raise UnsupportedCipherError from None


def seal(cipher: AESGCMSIV, plain: bytes, bound: bytes) -> bytes:
    """Seal bytes together with what they are bound to: format, nonce, ciphertext."""
    fresh = nonce()
    return FORMAT + fresh + cipher.encrypt(fresh, plain, bound)


def unseal(cipher: AESGCMSIV, sealed: bytes, bound: bytes) -> bytes:
    """Open what `seal` made.

    Raises:
        SealBrokenError: it was changed, or is bound to something else.
    """
    if not sealed.startswith(FORMAT):
        raise SealBrokenError
    try:
        return cipher.decrypt(sealed[1:_BODY], sealed[_BODY:], bound)
    except (InvalidTag, ValueError):
        raise SealBrokenError from None


@final
class SubjectKey:
    """A subject's own key, open: a contact's, or the workspace's own.

    What it seals is bound to the workspace, to the subject and to a place, such as
    `contacts.sealed`: the same bytes in another row, column or workspace do not open.

    Attributes:
        wrapped: the form that a key store keeps.
    """

    __slots__ = ("_cipher", "_key", "_owner", "wrapped")

    def __init__(self, wrapped: WrappedKey, key: bytes, owner: bytes) -> None:
        """For the vault alone: `Vault.fresh` and `Vault.open` give keys."""
        self.wrapped = wrapped
        self._key = key
        self._owner = owner
        self._cipher: AESGCMSIV | None = None

    def seal(self, place: str, plain: bytes) -> bytes:
        """Seal bytes for one place of this subject."""
        return seal(self._opened(), plain, self._owner + FORMAT + place.encode())

    def unseal(self, place: str, sealed: bytes) -> bytes:
        """Open what was sealed for this place of this subject.

        Raises:
            SealBrokenError: it was changed, or belongs to another place or subject.
        """
        return unseal(self._opened(), sealed, self._owner + FORMAT + place.encode())

    def reveal(self) -> bytes:
        """Give the key itself: for the vault alone, to wrap it again."""
        return self._key

    def _opened(self) -> AESGCMSIV:
        if self._cipher is None:
            self._cipher = AESGCMSIV(self._key)
        return self._cipher

    def __repr__(self) -> str:
        return f"<SubjectKey of {self.wrapped.subject}>"
