"""Dated acts by or with a contact."""

from datetime import datetime
from typing import ClassVar, final

import attrs

from poltech.clock import require_aware
from poltech.ids import ActivityId, ContactId
from poltech.money import Money

__all__ = [
    "Act",
    "Activity",
    "ActivityKind",
]


@final
@attrs.frozen(kw_only=True)
class ActivityKind:
    """What kind of act, with its legal meaning.

    Attributes:
        code: stored word.
        by_person: whether the person acted, not the office.
        renews: whether it starts their retention clock again; an open never does.
    """

    code: str
    by_person: bool
    renews: bool

    BUILT_IN: ClassVar[tuple["ActivityKind", ...]]


ActivityKind.BUILT_IN = tuple(
    ActivityKind(code=code, by_person=by_person, renews=renews)
    for code, by_person, renews in (
        ("joined", True, True),
        ("left", True, False),
        ("signed", True, True),
        ("gave", True, True),
        ("attended", True, True),
        ("replied", True, True),
        ("clicked", True, True),
        ("opened", True, False),
        ("was_called", False, False),
        ("was_sent", False, False),
        ("note", False, False),
    )
)


@final
@attrs.frozen(kw_only=True)
class Activity:
    """A dated act by or with a contact.

    Attributes:
        id: its name.
        contact: whose.
        kind: code of an `ActivityKind`.
        at: when.
        subject: what it was about: a petition's, mailing's or event's identifier.
        amount: for gifts.
        body: sealed text, such as a note.
    """

    id: ActivityId
    contact: ContactId
    kind: str
    at: datetime
    subject: str | None = None
    amount: Money | None = None
    body: str | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        require_aware(self.at, "at")


@final
@attrs.frozen(kw_only=True)
class Act:
    """What somebody did or what was done with them, before it is written down.

    Attributes:
        contact: whose act.
        kind: code of an `ActivityKind`.
        at: when; now, if it is not said.
        subject: what it was about: a petition's, mailing's or event's identifier.
        amount: for gifts.
        body: text that is sealed, such as a note.
    """

    contact: ContactId
    kind: str
    at: datetime | None = None
    subject: str | None = None
    amount: Money | None = None
    body: str | None = attrs.field(default=None, repr=False)
