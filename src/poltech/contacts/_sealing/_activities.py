"""Sealing what was written of an act, such as a note."""

from collections.abc import Mapping

from poltech.contacts._model import Activity, StoredActivity
from poltech.contacts.errors import ContactNotFoundError
from poltech.ids import ActivityId, ContactId, Id
from poltech.vault import SubjectKey

__all__ = ["owner_of", "seal_activity", "unseal_activity"]

_OWNER_BYTES = 16


def seal_activity(activity: Activity, key: SubjectKey | None) -> StoredActivity:
    """Seal the body of an act under its contact's key.

    The key's owner stands in front, so that a note still opens when a merge gives
    it to another contact.

    Raises:
        ContactNotFoundError: there is a body, and no key to seal it under.
    """
    body = activity.body
    sealed = None
    if body is not None:
        if key is None:
            raise ContactNotFoundError(reference=str(activity.contact))
        text = body.encode("utf-8", "surrogatepass")
        sealed = key.wrapped.subject.bytes + key.seal(_place(activity.id), text)
    return StoredActivity(
        id=activity.id,
        contact=activity.contact,
        kind=activity.kind,
        at=activity.at,
        subject=activity.subject,
        amount=activity.amount,
        sealed=sealed,
    )


def owner_of(stored: StoredActivity) -> ContactId | None:
    """Tell under whose key the body is sealed; nobody's if there is none."""
    if stored.sealed is None:
        return None
    return ContactId.unpack(stored.sealed[:_OWNER_BYTES])


def unseal_activity(stored: StoredActivity, keys: Mapping[Id, SubjectKey]) -> Activity:
    """Open an act; the body is gone where its owner's key was destroyed.

    Raises:
        SealBrokenError: the body was changed.
    """
    owner = owner_of(stored)
    key = keys.get(owner) if owner else None
    body = None
    if key is not None and stored.sealed is not None:
        raw = key.unseal(_place(stored.id), stored.sealed[_OWNER_BYTES:])
        body = raw.decode("utf-8", "surrogatepass")
    return Activity(
        id=stored.id,
        contact=stored.contact,
        kind=stored.kind,
        at=stored.at,
        subject=stored.subject,
        amount=stored.amount,
        body=body,
    )


def _place(activity: ActivityId) -> str:
    """Bind a body to its act."""
    return f"activities.sealed:{activity.hex}"
