"""What is kept of a segment, and what people are told of one."""

from datetime import datetime
from typing import final

import attrs

from poltech.clock import require_aware
from poltech.errors import msg
from poltech.events import Event
from poltech.i18n import translate
from poltech.ids import SegmentId
from poltech.segments._model._expression import Expression
from poltech.segments._model._values import check_text, check_whole

__all__ = [
    "DisclosedCount",
    "Preview",
    "Segment",
    "SegmentDeleted",
    "SegmentSaved",
    "Traits",
    "disclosed_count",
]


@final
@attrs.frozen(kw_only=True)
class Segment:
    """A saved question about contacts.

    Attributes:
        id: names it.
        name: what the office calls it; no two of a workspace share one.
        where: the question.
        version: counts its changes.
        created_at: when it was first saved.
        updated_at: when it last changed.
    """

    id: SegmentId
    name: str
    where: Expression
    version: int = 1
    created_at: datetime
    updated_at: datetime

    def __attrs_post_init__(self) -> None:
        check_text(self.name, "name")
        check_whole(self.version, "version", 1)
        require_aware(self.created_at, "created_at")
        require_aware(self.updated_at, "updated_at")


@final
@attrs.frozen(kw_only=True)
class DisclosedCount:
    """A number of people as people may be told it.

    Attributes:
        number: the count, rounded to five; `None` if it is too small to tell.
        least: the smallest count that is told.
    """

    number: int | None
    least: int

    def say(self, locale: str = "en") -> str:
        """Say it in a locale."""
        if self.number is None:
            return translate(msg("fewer than {least}"), locale, least=self.least)
        return translate(msg("about {number}"), locale, number=self.number)


def disclosed_count(count: int, least: int = 10) -> DisclosedCount:
    """Make a count fit for the eyes of people.

    Small counts could tell what one person did, so they are masked; the others are
    rounded to five. Machines that send or bill take the exact count.

    >>> disclosed_count(9).say(), disclosed_count(128).say()
    ('fewer than 10', 'about 130')

    Raises:
        InvalidSegmentError: a number is negative.
    """
    check_whole(count, "count", 0)
    check_whole(least, "least", 0)
    if count < least:
        return DisclosedCount(number=None, least=least)
    return DisclosedCount(number=max(5 * ((count + 2) // 5), least), least=least)


@final
@attrs.frozen(kw_only=True)
class Traits:
    """What a question looks at, as the law asks it.

    Attributes:
        criteria: the kinds of question it is made of, in detail: `activity:signed`,
            `attribute:birth_year`, `tag`.
        selects: whether it picks some people out, by more than that they are members
            or subscribers (Regulation (EU) 2024/900, articles 3(11) and 18(3)).
        excludes: whether it leaves some people out.
        categories: the special categories it reveals (GDPR article 9), by the words
            of criteria and of the workspace's fields; tags are words of the office,
            and nobody can tell what they reveal.
        tags: whether it looks at tags.
    """

    criteria: frozenset[str]
    selects: bool
    excludes: bool
    categories: frozenset[str]
    tags: bool


@final
@attrs.frozen(kw_only=True)
class Preview:
    """What a person sees of a question before they use it.

    Attributes:
        count: how many it finds.
        sentence: the question in words.
        traits: what it looks at.
    """

    count: DisclosedCount
    sentence: str
    traits: Traits


@final
@attrs.frozen(kw_only=True)
class SegmentSaved(Event, word="segment.saved"):
    """A segment was saved, for the first time or over its previous version."""

    segment: SegmentId


@final
@attrs.frozen(kw_only=True)
class SegmentDeleted(Event, word="segment.deleted"):
    """A saved segment was deleted."""

    segment: SegmentId
