"""What happened to contacts; written in the same unit of work as the change."""

from typing import final

import attrs

from poltech.events import Event
from poltech.ids import ActivityId, ContactId, MergeId, SourceId

__all__ = [
    "ActivityRecorded",
    "ContactAdded",
    "ContactTagged",
    "ContactUpdated",
    "ContactsMerged",
    "ContactsUnmerged",
    "FieldDefined",
    "HouseholdLinked",
    "SourceRegistered",
    "StandingChanged",
]


@final
@attrs.frozen(kw_only=True)
class ContactAdded(Event, word="contact.added"):
    """A contact is known that was not known before."""

    contact: ContactId
    source: SourceId


@final
@attrs.frozen(kw_only=True)
class ContactUpdated(Event, word="contact.updated"):
    """Something else is known of a contact; `fields` are words, never values."""

    contact: ContactId
    fields: tuple[str, ...]


@final
@attrs.frozen(kw_only=True)
class ContactTagged(Event, word="contact.tagged"):
    """A contact bears other tags."""

    contact: ContactId
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@final
@attrs.frozen(kw_only=True)
class ContactsMerged(Event, word="contact.merged"):
    """One contact took the place of another."""

    merge: MergeId
    survivor: ContactId
    loser: ContactId


@final
@attrs.frozen(kw_only=True)
class ContactsUnmerged(Event, word="contact.unmerged"):
    """Two contacts that were made one are two again."""

    merge: MergeId
    survivor: ContactId
    loser: ContactId


@final
@attrs.frozen(kw_only=True)
class ActivityRecorded(Event, word="contact.activity_recorded"):
    """An act by or with a contact was written down."""

    contact: ContactId
    activity: ActivityId
    kind: str


@final
@attrs.frozen(kw_only=True)
class StandingChanged(Event, word="contact.standing_changed"):
    """A contact is closer than before, or less close."""

    contact: ContactId
    standing: str


@final
@attrs.frozen(kw_only=True)
class HouseholdLinked(Event, word="contact.household_linked"):
    """A contact belongs to a household, or to none any more."""

    contact: ContactId
    household: ContactId | None


@final
@attrs.frozen(kw_only=True)
class SourceRegistered(Event, word="contact.source_registered"):
    """Data may come from somewhere new."""

    source: SourceId
    kind: str


@final
@attrs.frozen(kw_only=True)
class FieldDefined(Event, word="contact.field_defined"):
    """A custom field was defined, or given another label."""

    key: str
