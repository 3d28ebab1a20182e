"""What the office makes known: wordings, and the votes it takes part in."""

from typing import final

import attrs

from poltech.consent._events import ElectionScheduled, NoticePublished
from poltech.consent._model import Election, Notice
from poltech.consent._service._desk import Desk
from poltech.consent.errors import NoticeNotFoundError

__all__ = ["Board"]


@final
@attrs.frozen
class Board:
    """Publishes wordings and keeps the calendar of votes."""

    _desk: Desk

    def publish(self, wording: Notice) -> Notice:
        """Publish a wording as the next version of its name.

        The same wording again stays the version that it is.
        """
        with self._desk.begin() as work:
            versions = work.notices.versions(wording.name)
            if versions and _same(versions[-1], wording):
                return versions[-1]
            notice = attrs.evolve(wording, version=len(versions) + 1)
            work.notices.add(notice)
            work.events.append([self._published(notice)])
            return notice

    def notice(self, name: str, version: int | None) -> Notice:
        """Read a version of a wording, or the newest.

        Raises:
            NoticeNotFoundError: there is none.
        """
        with self._desk.reading() as work:
            versions = work.notices.versions(name)
        for notice in reversed(versions):
            if version in {None, notice.version}:
                return notice
        raise NoticeNotFoundError(reference=name)

    def schedule(self, election: Election) -> None:
        """Put a vote into the calendar, over the one of the same name."""
        with self._desk.begin() as work:
            work.elections.put(election)
            work.events.append([self._scheduled(election)])

    def elections(self) -> tuple[Election, ...]:
        """Read the calendar, the earliest vote first."""
        with self._desk.reading() as work:
            found = work.elections.all()
        return tuple(sorted(found, key=lambda each: (each.days, each.name)))

    def _published(self, notice: Notice) -> NoticePublished:
        """Tell of a new version."""
        return NoticePublished(
            at=self._desk.now(),
            actor=self._desk.actor,
            notice=notice.id,
            version=notice.version,
            digest=notice.digest.hex(),
        )

    def _scheduled(self, election: Election) -> ElectionScheduled:
        """Tell of a vote."""
        return ElectionScheduled(
            at=self._desk.now(),
            actor=self._desk.actor,
            name=election.name,
            days=election.days,
        )


def _same(old: Notice, new: Notice) -> bool:
    """Tell whether two versions ask the same with the same words."""
    return old == attrs.evolve(new, id=old.id, version=old.version, since=old.since)
