"""Suppressing contact points: known by keyed digest only, each cause its own fact."""

from collections.abc import Iterable
from datetime import datetime
from typing import final

import attrs

from poltech.consent._events import PointSuppressed
from poltech.consent._model import Suppression
from poltech.consent._ports import ConsentWork
from poltech.consent._rules import batched
from poltech.consent._service._desk import Desk
from poltech.law import Cause, Medium, Purpose

__all__ = ["Suppressor"]

_BATCH = 1000


@final
@attrs.frozen
class Suppressor:
    """Writes suppressions within a unit of work."""

    _desk: Desk

    def suppress(
        self,
        work: ConsentWork,
        points: Iterable[bytes],
        cause: Cause,
        *,
        medium: Medium | None,
        purpose: Purpose | None,
        at: datetime | None,
    ) -> int:
        """Write a suppression for each point, and give how many there were."""
        total = 0
        for batch in batched(points, _BATCH):
            rows = [
                Suppression(
                    digest=point,
                    cause=cause,
                    medium=None if medium is None else medium.code,
                    purpose=None if purpose is None else purpose.code,
                    at=at or self._desk.now(),
                )
                for point in batch
            ]
            work.suppressions.add(rows)
            work.events.append([self._event(rows[0], len(rows))])
            total += len(rows)
        return total

    def _event(self, row: Suppression, points: int) -> PointSuppressed:
        """Tell of a batch of points, naming none."""
        return PointSuppressed(
            at=self._desk.now(),
            actor=self._desk.actor,
            cause=row.cause.value,
            medium=row.medium,
            purpose=row.purpose,
            points=points,
        )
