"""Idempotency keys in memory."""

from datetime import datetime
from typing import final

import attrs

from poltech.clock import Clock
from poltech.storage._gate import Gate
from poltech.storage._rules import answer, unclaimed

__all__ = ["ClaimRows", "MemoryIdempotency"]


@final
@attrs.frozen(kw_only=True)
class _Claim:
    fingerprint: bytes
    claimed_at: datetime
    result: str | None = None


@final
@attrs.define
class ClaimRows:
    """Which requests were answered."""

    claims: dict[str, _Claim] = attrs.field(factory=dict[str, _Claim])

    def copy(self) -> "ClaimRows":
        """Give a copy that can be written to."""
        return ClaimRows(self.claims.copy())


@final
@attrs.frozen
class MemoryIdempotency:
    """Idempotency keys of one unit of work."""

    _rows: ClaimRows
    _gate: Gate
    _clock: Clock

    def claim(self, key: str, fingerprint: bytes) -> str | None:
        """Take a key for a request, or give the result that it had.

        Raises:
            IdempotencyConflictError: the key came with another request, or its first
                request has no result yet.
        """
        self._gate.write()
        known = self._rows.claims.get(key)
        if known is None:
            now = self._clock.now()
            self._rows.claims[key] = _Claim(fingerprint=fingerprint, claimed_at=now)
            return None
        return answer(key, fingerprint, known.fingerprint, known.result)

    def settle(self, key: str, result: str) -> None:
        """Write the result of the request that claimed a key.

        Raises:
            IdempotencyConflictError: nobody claimed it.
        """
        self._gate.write()
        known = self._rows.claims.get(key)
        if known is None:
            raise unclaimed(key)
        self._rows.claims[key] = attrs.evolve(known, result=result)

    def forget(self, before: datetime) -> None:
        """Drop the keys claimed before an instant."""
        self._gate.write()
        for key, claim in [*self._rows.claims.items()]:
            if claim.claimed_at < before:
                del self._rows.claims[key]
