"""What the verbs of this room answer; none of it holds an identity."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import final

import attrs

from poltech.contacts._model._contact import Contact
from poltech.ids import ContactId
from poltech.law import Decision
from poltech.profile import Actor

__all__ = [
    "Access",
    "Change",
    "Choice",
    "DuplicateReason",
    "Intake",
    "Match",
    "MatchReason",
    "MergeStrategy",
    "Outcome",
    "Policy",
    "StandingTiers",
    "Suggestion",
]


_ALLOWED = Decision()


class Policy(StrEnum):
    """What becomes of a stored value when another is given. Consent is in neither."""

    ADD = "add"
    """Blanks are filled; nothing is overwritten."""

    PUSH = "push"
    """What is given takes the place of what was stored."""


class Outcome(StrEnum):
    """What became of a draft."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class MatchReason(StrEnum):
    """Why a draft and a contact are the same person."""

    EXTERNAL_ID = "external_id"
    EMAIL = "email"
    PHONE = "phone"
    SOCIAL = "social"


@final
@attrs.frozen(kw_only=True)
class Match:
    """Whom a draft is about, and why.

    Attributes:
        contact: the contact it is about; `None` for somebody new.
        reason: why it is the same person.
        sharing: others who bear one of its points and are not the same person.
    """

    contact: Contact | None = None
    reason: MatchReason | None = None
    sharing: tuple[ContactId, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Change:
    """What a policy makes of a contact.

    Attributes:
        contact: as it is now.
        changed: words of the fields that changed, sorted.
        kept: words of the fields whose stored value stood against the one given.
    """

    contact: Contact
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Intake:
    """What became of one draft.

    Attributes:
        outcome: added, updated, unchanged or refused.
        contact: whom it was about; `None` if it was refused as new.
        matched: why it was known to be them.
        changed: words of the fields that changed.
        kept: words of the fields whose stored value stood against the one given.
        sharing: others who bear one of its points and are not the same person.
        decision: why it was refused, and what is to be minded.
    """

    outcome: Outcome
    contact: ContactId | None = None
    matched: MatchReason | None = None
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    sharing: tuple[ContactId, ...] = ()
    decision: Decision = _ALLOWED


class Choice(StrEnum):
    """Which of two values a merge keeps."""

    KEEP_SURVIVOR = "keep_survivor"
    TAKE_LOSER = "take_loser"
    UNION = "union"
    """Both; only for what a contact may have several of."""

    NEWEST = "newest"
    """That of the contact that changed last."""

    OLDEST = "oldest"
    """That of the contact that changed first."""


@final
@attrs.frozen(kw_only=True)
class MergeStrategy:
    """Which value a merge keeps, field by field.

    Attributes:
        choices: by field word, such as `family`, or `field:key` for one custom
            field; over the built-in choices.
    """

    choices: Mapping[str, Choice] = attrs.field(factory=dict[str, Choice])


class DuplicateReason(StrEnum):
    """Why two contacts may be one."""

    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_NAME_AND_BIRTH_DATE = "same_name_and_birth_date"
    SAME_NAME_AND_POSTCODE = "same_name_and_postcode"
    SIMILAR_NAME_AND_POSTCODE = "similar_name_and_postcode"


@final
@attrs.frozen(kw_only=True)
class Suggestion:
    """Two contacts that may be one, for a person to decide.

    Attributes:
        first: the one that was added first.
        second: the other.
        reasons: what speaks for it.
        score: likeness of the names from 0 to 100, where they were compared.
    """

    first: ContactId
    second: ContactId
    reasons: frozenset[DuplicateReason]
    score: int | None = None


@final
@attrs.frozen(kw_only=True)
class StandingTiers:
    """The numbers that standings hang on; the law gives them by date.

    Attributes:
        regular_kinds: kinds of acts that make a contact regular when repeated.
        regular_acts: how many days with such an act it takes.
        regular_within: in how long a time up to today.
        occasional_within: how long one act makes an occasional contact.
    """

    regular_kinds: frozenset[str]
    regular_acts: int
    regular_within: timedelta
    occasional_within: timedelta


@final
@attrs.frozen(kw_only=True)
class Access:
    """That identities were read: who, what, why; the log says nothing of whom they name.

    Attributes:
        at: when.
        actor: who read.
        verb: what was done, such as `search`.
        reason: a word for why, such as `petition_desk`.
        contacts: whom it showed; empty when it showed all.
    """

    at: datetime
    actor: Actor
    verb: str
    reason: str
    contacts: tuple[ContactId, ...] = ()
