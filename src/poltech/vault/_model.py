"""What the vault hands out: wrapped keys, and the key of one subject."""

from typing import final

import attrs

from poltech.ids import Id

__all__ = ["KeyMaterial", "WrappedKey"]


@final
@attrs.frozen
class WrappedKey:
    """A subject's key, sealed under the workspace key of a version.

    Attributes:
        subject: whose key it is: a contact's, or the workspace's own.
        version: version of the key ring's key that seals it.
        wrapped: nonce and ciphertext.
    """

    subject: Id
    version: int
    wrapped: bytes


@final
@attrs.frozen(kw_only=True)
class KeyMaterial:
    """The secrets of an installation.

    Attributes:
        current: version that new keys are wrapped under.
        keys: 32 random bytes by version.
        anchor: 32 random bytes that blind indexes, tokens and the ledger's signature
            are derived from; it stays when `keys` rotate.
    """

    current: int
    keys: dict[int, bytes] = attrs.field(repr=False)
    anchor: bytes = attrs.field(repr=False)
