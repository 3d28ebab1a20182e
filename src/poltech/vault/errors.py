"""What can go wrong with sealing."""

from typing import final

from poltech.errors import ConfigurationError, ConflictError, UntrustedError, msg

__all__ = [
    "KeyConflictError",
    "KeyInUseError",
    "KeyringError",
    "KeyringExistsError",
    "SealBrokenError",
    "UnknownKeyError",
    "UnsupportedCipherError",
    "WeakSecretError",
]


@final
class KeyringError(ConfigurationError):
    """A key ring is missing, unreadable, readable by others, or not a key ring."""


@final
class WeakSecretError(ConfigurationError):
    """A secret is short, a pattern, a known default, or used twice.

    Attributes:
        secret: its version in the key ring, or `anchor`; never the secret itself.
    """

    message = msg("The secret {secret} of {subject} is refused: {problem}. {remedy}")
    secret: str
    subject: str = msg("the key ring")
    remedy: str = msg("Make a key ring with FileKeyring.create and use its secrets.")


@final
class UnknownKeyError(ConfigurationError):
    """A key is wrapped under a version that the key ring does not hold."""

    message = msg("{subject} holds no key of version {version}: {problem}. {remedy}")
    version: int
    subject: str = msg("The key ring")
    problem: str = msg("what it seals cannot be read")
    remedy: str = msg("Read the key ring again, or give back the key that was lost.")


@final
class UnsupportedCipherError(ConfigurationError):
    """The machine's OpenSSL is too old for AES-GCM-SIV (RFC 8452)."""

    subject: str = msg("Sealing")
    problem: str = msg("this build of cryptography lacks AES-GCM-SIV")
    remedy: str = msg("Install its wheel: pip install --upgrade cryptography")


@final
class KeyringExistsError(ConflictError):
    """A key ring lies there already; it is never written over."""

    message = msg("There is a file {reference} already; it was left as it is.")
    kind: str = msg("key ring")


@final
class KeyInUseError(ConflictError):
    """A key of the key ring cannot be retired yet."""

    message = msg("The key of version {reference} cannot be retired: {problem}.")
    kind: str = msg("key")


@final
class KeyConflictError(ConflictError):
    """A subject's key was made by another at the same moment."""

    kind: str = msg("key of the subject")


@final
class SealBrokenError(UntrustedError):
    """What was sealed was changed, moved, or sealed under another key."""

    subject: str = msg("sealed data")
    problem: str = msg("it was changed, moved, or sealed under another key")
