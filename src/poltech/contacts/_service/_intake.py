"""Taking in drafts: lock, find, match, rule, seal, write, tell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeAlias, final

from poltech.contacts._events import ContactAdded, ContactUpdated
from poltech.contacts._model import (
    Contact,
    Draft,
    Intake,
    Match,
    Outcome,
    Policy,
    StoredContact,
)
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import (
    RESTRICTED,
    apply,
    begin,
    check_fields,
    correct,
    match,
    restate,
)
from poltech.contacts._sealing import Prepared
from poltech.contacts._service._desk import Files
from poltech.contacts._service._judging import Judgement
from poltech.contacts.errors import ContactNotFoundError, SourceRequiredError
from poltech.events import Event
from poltech.ids import ContactId
from poltech.law import Decision, Subject
from poltech.vault import WrappedKey

__all__ = ["Row", "correct_contact", "take"]

_NOBODY = Match()

Row: TypeAlias = Draft | Prepared
"""What is taken in: a draft, or one that another process prepared."""


def take(
    files: Files[AnyWork], rows: Sequence[Row], policy: Policy, *, quiet: bool = False
) -> list[Intake]:
    """Take in rows within a unit of work, in their order; say what became of each.

    Raises:
        SourceNotFoundError: a source was never registered.
        UnknownFieldError: a custom field is not defined.
        InvalidContactError: a draft says nothing of anybody, or a custom field
            holds what it may not.
    """
    files.work.contacts.lock_identities()
    batch = _Batch(files, rows, policy)
    answers = batch.take_all()
    batch.write()
    if not quiet:
        files.tell(list(batch.events()))
    return answers


def correct_contact(
    files: Files[AnyWork], contact: ContactId, draft: Draft, clear: Iterable[str]
) -> tuple[str, ...]:
    """Put right what is known of a contact; name the fields that changed.

    Raises:
        ContactNotFoundError: there is no such contact in use.
        SourceRequiredError: nobody said where the draft comes from.
        RefusedError: the law says no.
        InvalidContactError: a word in `clear` names no field, or nothing would be
            left that tells whom the contact is.
    """
    files.work.contacts.lock_identities()
    if draft.source is None:
        raise SourceRequiredError
    known = files.require(contact)
    if known.subject not in {Subject.ACTIVE, Subject.RESTRICTED}:
        raise ContactNotFoundError(reference=str(contact))
    check_fields(draft.fields, files.definitions)
    Judgement(files, [draft], {contact: known}).of(draft, known).require()
    change = correct(known, draft, draft.source, clear)
    if change.changed:
        files.put([change.contact])
        at, actor = files.now, files.desk.actor
        fields = change.changed
        files.tell([ContactUpdated(at=at, actor=actor, contact=contact, fields=fields)])
    return change.changed


@final
class _Batch(Generic[AnyWork]):
    """What is known while one batch is taken in, its own earlier rows included."""

    def __init__(
        self, files: Files[AnyWork], rows: Sequence[Row], policy: Policy
    ) -> None:
        self._files = files
        self._policy = policy
        self._identifiers = [self._identify(row) for row in rows]
        digests = list({d: None for each in self._identifiers for d in each})
        self._bearers: dict[bytes, list[ContactId]] = {
            digest: list(bearers)
            for digest, bearers in files.work.contacts.find(digests).items()
        }
        self._known = files.read(
            sorted({one for bearers in self._bearers.values() for one in bearers})
        )
        self._rows = rows
        self._judgement = Judgement(files, rows, self._known)
        self._prepared: dict[ContactId, Prepared] = {}
        self._added: dict[ContactId, None] = {}
        self._changed: dict[ContactId, set[str]] = {}

    def take_all(self) -> list[Intake]:
        """Say what becomes of each row; nothing is written yet."""
        pairs = zip(self._rows, self._identifiers, strict=True)
        return [self._take(row, identifiers) for row, identifiers in pairs]

    def _take(self, row: Row, identifiers: Sequence[bytes]) -> Intake:
        """Say what becomes of one row."""
        if isinstance(row, Draft) and row.fields:
            check_fields(row.fields, self._files.definitions)
        candidates = self._candidates(identifiers)
        draft = self._draft(row) if candidates else None
        found = match(draft, candidates) if draft else _NOBODY
        contact = found.contact
        decision = self._judgement.of(row, contact)
        if contact is not None and contact.subject is Subject.RESTRICTED:
            decision = RESTRICTED
        if not decision.allowed:
            return Intake(
                outcome=Outcome.REFUSED,
                contact=contact and contact.id,
                matched=found.reason,
                sharing=found.sharing,
                decision=decision,
            )
        if draft is None or contact is None:
            return self._begin(row, identifiers, found, decision)
        return self._update(draft, identifiers, found, contact, decision)

    def _draft(self, row: Row) -> Draft:
        """Give what a row says, opened again if it came sealed."""
        return row if isinstance(row, Draft) else restate(self._open(row))

    def _open(self, row: Prepared) -> Contact:
        """Open the contact that another process sealed."""
        return self._files.sealer.unseal(
            row.stored, self._files.desk.vault.open(row.key)
        )

    def _identify(self, row: Row) -> Sequence[bytes]:
        """Give the digests that a row is matched by."""
        if isinstance(row, Prepared):
            return row.identifiers
        return self._files.sealer.identifiers(row)

    def _candidates(self, identifiers: Sequence[bytes]) -> list[Contact]:
        """Give who shares an identifier with a row."""
        bearers = self._bearers
        found = [bearers[digest] for digest in identifiers if digest in bearers]
        if not found:
            return []
        ids = {one for each in found for one in each}
        return [contact for one in ids if (contact := self._recall(one)) is not None]

    def _recall(self, contact: ContactId) -> Contact | None:
        """Give a contact that was read, or that an earlier row made."""
        if contact not in self._known and contact in self._prepared:
            self._known[contact] = self._open(self._prepared[contact])
        return self._known.get(contact)

    def _begin(
        self, row: Row, identifiers: Sequence[bytes], found: Match, decision: Decision
    ) -> Intake:
        """Make a contact of a row about somebody new."""
        if isinstance(row, Prepared):
            name = row.stored.id
            self._prepared[name] = row
        else:
            name = self._files.desk.ids.new(ContactId)
            self._known[name] = begin(row, name, self._files.now)
        self._added[name] = None
        self._bear(identifiers, name)
        return Intake(
            outcome=Outcome.ADDED,
            contact=name,
            sharing=found.sharing,
            decision=decision,
        )

    def _update(
        self,
        draft: Draft,
        identifiers: Sequence[bytes],
        found: Match,
        contact: Contact,
        decision: Decision,
    ) -> Intake:
        """Work a row into a contact that is known."""
        change = apply(contact, draft, self._policy)
        if change.changed:
            self._known[contact.id] = change.contact
            self._prepared.pop(contact.id, None)
            self._changed.setdefault(contact.id, set()).update(change.changed)
            self._bear(identifiers, contact.id)
        return Intake(
            outcome=Outcome.UPDATED if change.changed else Outcome.UNCHANGED,
            contact=contact.id,
            matched=found.reason,
            changed=change.changed,
            kept=change.kept,
            sharing=found.sharing,
            decision=decision,
        )

    def _bear(self, identifiers: Sequence[bytes], contact: ContactId) -> None:
        """Remember who bears identifiers now, for the rows to come."""
        for digest in identifiers:
            bearers = self._bearers.setdefault(digest, [])
            if contact not in bearers:
                bearers.append(contact)

    def write(self) -> None:
        """Write what the rows made of the contacts."""
        files = self._files
        ready = list(self._prepared.values())
        keys: list[WrappedKey] = [row.key for row in ready]
        stored: list[StoredContact] = [row.stored for row in ready]
        if ready:
            files.work.keys.add(keys)
            files.work.contacts.insert(stored)
        new = [self._known[one] for one in self._added if one not in self._prepared]
        if new:
            files.add(new)
        old = [self._known[one] for one in self._changed if one not in self._added]
        if old:
            files.put(old)

    def events(self) -> Iterator[Event]:
        """Give an event for each contact that was added or changed."""
        at, actor = self._files.now, self._files.desk.actor
        for one in self._added:
            ready = self._prepared.get(one)
            source = ready.stored.source if ready else self._known[one].source
            yield ContactAdded(at=at, actor=actor, contact=one, source=source)
        for one, words in self._changed.items():
            if one not in self._added:
                fields = tuple(sorted(words))
                yield ContactUpdated(at=at, actor=actor, contact=one, fields=fields)
