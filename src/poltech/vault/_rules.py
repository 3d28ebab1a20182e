"""What makes a secret weak, and how a key ring is written down. Pure."""

from hashlib import sha256
from itertools import pairwise

from poltech.errors import msg

__all__ = ["SECRET_BYTES", "is_published", "published", "weakness"]

SECRET_BYTES = 32
"""Length of every secret."""

_FEWEST_VALUES = 16
"""32 random bytes hold fewer different values once in 10^15 times."""

_WORDS = (
    "",
    "changeme",
    "default",
    "example",
    "password",
    "poltech",
    "poltech test anchor",
    "poltech test key 1",
    "poltech test key 2",
    "poltech test key 3",
    "secret",
    "test",
)


def published(word: str) -> bytes:
    """Give the secret that everybody derives from a word: fit for tests alone."""
    return sha256(word.encode()).digest()


_PUBLISHED = frozenset(map(published, _WORDS))


def is_published(secret: bytes) -> bool:
    """Tell if a secret is one that everybody knows."""
    return secret in _PUBLISHED


def weakness(secret: bytes) -> str | None:
    """Say what shows that a secret was not drawn at random, if anything does.

    >>> weakness(b"correct horse battery staple 123")
    'it is text, not random bytes'
    """
    if len(secret) != SECRET_BYTES:
        return msg("it is not 32 bytes long")
    if len(set(secret)) < _FEWEST_VALUES:
        return msg("it repeats itself")
    if len({(after - before) % 256 for before, after in pairwise(secret)}) == 1:
        return msg("it only counts")
    if secret.isascii():
        return msg("it is text, not random bytes")
    return None
