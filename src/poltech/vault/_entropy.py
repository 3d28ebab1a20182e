"""Randomness in portions, drawn from the machine in larger ones."""

import os

__all__ = ["NONCE_BYTES", "nonce"]

NONCE_BYTES = 12
"""Length of a nonce of AES-GCM-SIV (RFC 8452, section 3)."""

_PORTIONS = 512

_pool: list[bytes] = []

if hasattr(os, "register_at_fork"):  # pragma: no branch - absent on Windows
    # a child that kept the pool would use the nonces that its parent uses
    os.register_at_fork(after_in_child=_pool.clear)


def nonce() -> bytes:
    """Give twelve random bytes that nobody else was given."""
    try:
        return _pool.pop()
    except IndexError:
        raw = os.urandom(NONCE_BYTES * (_PORTIONS + 1))
        step = range(NONCE_BYTES, len(raw), NONCE_BYTES)
        _pool.extend([raw[at : at + NONCE_BYTES] for at in step])
        return raw[:NONCE_BYTES]
