"""Making one contact of two, and two of one again; nothing is lost on the way."""

import attrs

from poltech.contacts._entries import merge_entry
from poltech.contacts._events import ContactsMerged, ContactsUnmerged
from poltech.contacts._model import (
    Contact,
    Merge,
    MergeStrategy,
    StoredMerge,
)
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import merge, part_loser, part_survivor
from poltech.contacts._sealing import Undo, dump_undo, load_undo
from poltech.contacts._service._desk import Files
from poltech.contacts.errors import MergeConflictError, MergeNotFoundError
from poltech.errors import msg
from poltech.ids import ContactId, MergeId
from poltech.law import Subject
from poltech.vault import SubjectKey

__all__ = ["merge_contacts", "unmerge_contacts"]

_USABLE = frozenset((Subject.ACTIVE, Subject.RESTRICTED))


def merge_contacts(
    files: Files[AnyWork],
    survivor: ContactId,
    loser: ContactId,
    strategy: MergeStrategy | None,
) -> Merge:
    """Let one contact take another's place, within a unit of work.

    The loser stays as an empty marker that leads to the survivor. What undoes it is
    sealed under the survivor's key, so that erasing the survivor erases both.

    Raises:
        ContactNotFoundError: one of them does not exist.
        MergeConflictError: they cannot be one.
        MergeChoiceError: values differ, and nothing was said of which to keep.
    """
    work, desk = files.work, files.desk
    work.contacts.lock_identities()
    stays, goes = files.require(survivor), files.require(loser)
    merged = merge(stays, goes, strategy).contact
    moved = tuple(activity.id for activity in work.activities.of(loser))
    done = Merge(
        id=desk.ids.new(MergeId),
        survivor=survivor,
        loser=loser,
        at=files.now,
        actor=desk.actor,
    )
    key = files.keys([survivor])[survivor]
    undo = dump_undo(Undo(stays, goes, merged, moved))
    files.put([merged, _marker(goes, survivor)])
    work.activities.move(moved, survivor)
    work.merges.put(StoredMerge(merge=done, sealed=key.seal(_place(done.id), undo)))
    desk.folder.fold(work, survivor, loser)
    entry = merge_entry("merge", done, files.now, desk.actor, key)
    desk.ledger.append(work.ledger, [entry])
    files.tell(
        [
            ContactsMerged(
                at=files.now,
                actor=desk.actor,
                merge=done.id,
                survivor=survivor,
                loser=loser,
            )
        ]
    )
    return done


def unmerge_contacts(files: Files[AnyWork], merge_id: MergeId) -> Merge:
    """Give two contacts back what they were, within a unit of work.

    What was learnt since stays with the survivor; what was taken away since goes
    from both. Activities of before go back to the loser, those of since stay.

    Raises:
        MergeNotFoundError: there is no such merge.
        MergeConflictError: it was undone already, or a later merge must be undone
            first, or the survivor was erased.
    """
    work, desk = files.work, files.desk
    work.contacts.lock_identities()
    stored = work.merges.get(merge_id)
    if stored is None:
        raise MergeNotFoundError(reference=str(merge_id))
    done = stored.merge
    now = _require_undoable(files, done)
    key = files.keys([done.survivor])[done.survivor]
    undo = _open(stored, key)
    _require_last(files, undo, done, key)
    marker = files.require(done.loser)
    survivor = part_survivor(undo.survivor, undo.merged, now)
    loser = part_loser(undo.loser, undo.merged, now)
    files.put(
        [
            attrs.evolve(survivor, version=now.version),
            attrs.evolve(loser, version=marker.version),
        ]
    )
    work.activities.move(undo.activities, done.loser)
    undone = attrs.evolve(done, undone_at=files.now)
    work.merges.put(StoredMerge(merge=undone, sealed=b""))
    desk.folder.unfold(work, done.survivor, done.loser, done.at)
    entry = merge_entry("unmerge", done, files.now, desk.actor, key)
    desk.ledger.append(work.ledger, [entry])
    files.tell(
        [
            ContactsUnmerged(
                at=files.now,
                actor=desk.actor,
                merge=done.id,
                survivor=done.survivor,
                loser=done.loser,
            )
        ]
    )
    return undone


def _require_undoable(files: Files[AnyWork], done: Merge) -> Contact:
    """Give the survivor as it is, if the merge can be undone."""
    if done.undone_at is not None:
        raise _refused(done, msg("it was undone already"))
    now = files.read([done.survivor]).get(done.survivor)
    if now is None or now.subject is Subject.ERASED:
        raise _refused(done, msg("the survivor was erased"))
    if now.subject not in _USABLE:
        raise _refused(done, msg("undo the later merge first"))
    return now


def _require_last(
    files: Files[AnyWork], undo: Undo, done: Merge, key: SubjectKey
) -> None:
    """Go on only if the survivor took nobody else's place since."""
    for other in files.work.merges.of(done.survivor):
        merge = other.merge
        stands = merge.undone_at is None and merge.survivor == done.survivor
        if stands and _open(other, key).survivor.version > undo.survivor.version:
            raise _refused(done, msg("undo the later merge first"))


def _open(stored: StoredMerge, key: SubjectKey) -> Undo:
    """Read what undoes a merge."""
    return load_undo(key.unseal(_place(stored.merge.id), stored.sealed))


def _refused(merge: Merge, problem: str) -> MergeConflictError:
    """Make the error that names the survivor."""
    return MergeConflictError(reference=str(merge.survivor), problem=problem)


def _marker(loser: Contact, survivor: ContactId) -> Contact:
    """Leave of a contact only that another took its place."""
    return Contact(
        id=loser.id,
        kind=loser.kind,
        source=loser.source,
        subject=Subject.MERGED,
        merged_into=survivor,
        version=loser.version,
        created_at=loser.created_at,
        updated_at=loser.updated_at,
    )


def _place(merge: MergeId) -> str:
    """Bind what undoes a merge to that merge."""
    return f"merges.sealed:{merge.hex}"
