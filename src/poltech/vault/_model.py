"""The secrets of an installation, and the keys they seal."""

from collections.abc import Iterator, Mapping
from typing import final

import attrs

from poltech.errors import msg
from poltech.ids import Id
from poltech.vault._rules import weakness
from poltech.vault.errors import WeakSecretError

__all__ = ["KeyMaterial", "Progress", "WrappedKey"]

_MAX_VERSION = 2**32 - 1


@final
@attrs.frozen
class WrappedKey:
    """A subject's key, sealed under the workspace key of a version.

    Attributes:
        subject: whose key it is: a contact's, or the workspace's own.
        version: version of the key ring's key that seals it.
        wrapped: format byte, nonce and ciphertext.
    """

    subject: Id
    version: int
    wrapped: bytes = attrs.field(repr=False)


def _copied(keys: Mapping[int, bytes]) -> Mapping[int, bytes]:
    return dict(keys)


@final
@attrs.frozen(kw_only=True)
class KeyMaterial:
    """The secrets of an installation; a weak one is refused wherever it came from.

    Attributes:
        current: version that new keys are wrapped under.
        keys: 32 random bytes by version, counted from 1.
        anchor: 32 random bytes that blind indexes, tokens and the ledger's signature
            are derived from; it stays when `keys` rotate.

    Raises:
        WeakSecretError: a secret is short, a pattern, text, or used twice; or
            there is no current one.
    """

    current: int
    keys: Mapping[int, bytes] = attrs.field(repr=False, converter=_copied)
    anchor: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        if self.current not in self.keys:
            raise WeakSecretError(
                secret=str(self.current), problem=msg("the current key is missing")
            )
        seen: set[bytes] = set()
        for name, secret in self._secrets():
            problem = weakness(secret)
            if problem is None and secret in seen:
                problem = msg("it is used twice")
            if problem is not None:
                raise WeakSecretError(secret=name, problem=problem)
            seen.add(secret)

    def _secrets(self) -> Iterator[tuple[str, bytes]]:
        for version, secret in self.keys.items():
            if not 0 < version <= _MAX_VERSION:
                raise WeakSecretError(
                    secret=str(version), problem=msg("versions count from 1")
                )
            yield str(version), secret
        yield "anchor", self.anchor


@final
@attrs.frozen(kw_only=True)
class Progress:
    """How far a rotation has come.

    Attributes:
        rewrapped: keys wrapped again and committed so far, in this run.
    """

    rewrapped: int
