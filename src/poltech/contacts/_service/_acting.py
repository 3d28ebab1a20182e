"""Writing down what happened, and changing what stands in the clear of contacts."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import attrs

from poltech.contacts._events import (
    ActivityRecorded,
    ContactTagged,
    HouseholdLinked,
    StandingChanged,
)
from poltech.contacts._model import (
    Act,
    Activity,
    Standing,
    StandingTiers,
    StoredContact,
)
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import derive_standing
from poltech.contacts._sealing import owner_of, seal_activity, unseal_activity
from poltech.contacts._service._desk import Files
from poltech.contacts.errors import ContactNotFoundError, InvalidContactError
from poltech.errors import msg
from poltech.events import Event
from poltech.ids import ActivityId, ContactId
from poltech.law import Subject

__all__ = [
    "history",
    "link_household",
    "record",
    "refresh_standings",
    "set_standing",
    "tag",
]


def tag(
    files: Files[AnyWork],
    contacts: Sequence[ContactId],
    added: frozenset[str],
    removed: frozenset[str],
) -> int:
    """Change tags, and tell of how many contacts that changed something."""

    def change(row: StoredContact) -> tuple[StoredContact, Event]:
        event = ContactTagged(
            at=files.now,
            actor=files.desk.actor,
            contact=row.id,
            added=tuple(sorted(added - row.tags)),
            removed=tuple(sorted(removed & row.tags)),
        )
        return attrs.evolve(row, tags=(row.tags - removed) | added), event

    return _change(files, contacts, change)


def set_standing(
    files: Files[AnyWork], contacts: Sequence[ContactId], standing: Standing
) -> int:
    """Set a standing, and tell of how many contacts that changed something."""

    def change(row: StoredContact) -> tuple[StoredContact, Event]:
        return _standing(files, row, standing)

    return _change(files, contacts, change)


def refresh_standings(
    files: Files[AnyWork],
    contacts: Sequence[ContactId],
    today: date,
    tiers: StandingTiers,
) -> int:
    """Derive standings from activities, and tell how many changed.

    Who has no activity at all keeps the standing that was set.
    """
    acts = files.work.activities.by_contact(contacts)
    kinds = files.desk.activity_kinds

    def change(row: StoredContact) -> tuple[StoredContact, Event]:
        standing = derive_standing(acts[row.id], today, tiers, kinds)
        return _standing(files, row, standing)

    return _change(files, list(acts), change)


def _standing(
    files: Files[AnyWork], row: StoredContact, standing: Standing
) -> tuple[StoredContact, Event]:
    """Give a row another standing, and the event that tells it."""
    event = StandingChanged(
        at=files.now,
        actor=files.desk.actor,
        contact=row.id,
        standing=standing.value,
    )
    return attrs.evolve(row, standing=standing), event


def link_household(
    files: Files[AnyWork], contacts: Sequence[ContactId], head: ContactId | None
) -> int:
    """Link contacts to the one that stands for their household, or to none.

    Raises:
        ContactNotFoundError: one of them does not exist.
        InvalidContactError: a household would belong to itself or to another.
    """
    if head is not None:
        (row,) = files.stored([head])
        if row.household is not None or head in contacts:
            raise InvalidContactError(
                field="household",
                problem=msg("who stands for a household belongs to none"),
            )

    def change(row: StoredContact) -> tuple[StoredContact, Event]:
        event = HouseholdLinked(
            at=files.now, actor=files.desk.actor, contact=row.id, household=head
        )
        return attrs.evolve(row, household=head), event

    return _change(files, contacts, change)


def _change(
    files: Files[AnyWork],
    contacts: Sequence[ContactId],
    change: Callable[[StoredContact], tuple[StoredContact, Event]],
) -> int:
    """Change what stands in the clear of contacts; who stays the same is left alone."""
    changed: list[StoredContact] = []
    events: list[Event] = []
    for row in files.stored(contacts):
        _require_in_use(row)
        new, event = change(row)
        if new != row:
            changed.append(new)
            events.append(event)
    if changed:
        files.put_open(changed)
    files.tell(events)
    return len(changed)


def _require_in_use(row: StoredContact) -> None:
    """Go on only if a contact is neither merged nor erased."""
    if row.subject in {Subject.MERGED, Subject.ERASED}:
        raise ContactNotFoundError(reference=str(row.id))


def record(files: Files[AnyWork], acts: Iterable[Act]) -> list[Activity]:
    """Write acts down, each body sealed under its contact's key.

    Raises:
        ContactNotFoundError: a contact does not exist, or its key was destroyed.
        UnknownTermError: a kind of act was not registered.
    """
    acts = list(acts)
    desk = files.desk
    for kind in {act.kind for act in acts}:
        desk.activity_kinds.parse(kind)
    for row in files.stored([act.contact for act in acts]):
        _require_in_use(row)
    names = desk.ids.batch(ActivityId, len(acts))
    activities = [
        Activity(
            id=name,
            contact=act.contact,
            kind=act.kind,
            at=act.at or files.now,
            subject=act.subject,
            amount=act.amount,
            body=act.body,
        )
        for name, act in zip(names, acts, strict=True)
    ]
    _write(files, activities)
    return activities


def _write(files: Files[AnyWork], activities: Sequence[Activity]) -> None:
    """Seal acts, write them and tell of them."""
    keys = files.keys(list({a.contact for a in activities if a.body is not None}))
    files.work.activities.append(
        [seal_activity(a, keys.get(a.contact)) for a in activities]
    )
    files.tell(
        [
            ActivityRecorded(
                at=files.now,
                actor=files.desk.actor,
                contact=activity.contact,
                activity=activity.id,
                kind=activity.kind,
            )
            for activity in activities
        ]
    )


def history(files: Files[AnyWork], contact: ContactId) -> list[Activity]:
    """Read what a contact did and what was done with them, oldest first.

    Raises:
        ContactNotFoundError: there is no such contact.
    """
    files.stored([contact])
    rows = files.work.activities.of(contact)
    owners = {owner for row in rows if (owner := owner_of(row)) is not None}
    keys = files.keys(list(owners))
    return [unseal_activity(row, keys) for row in rows]
