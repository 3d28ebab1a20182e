"""Taking in drafts: lock, find, match, rule, seal, write, tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeAlias, final

from poltech.contacts._events import ContactAdded, ContactUpdated
from poltech.contacts._model import (
    Contact,
    ContactKind,
    Draft,
    Intake,
    Match,
    Outcome,
    Policy,
    Source,
    Standing,
    StoredContact,
)
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import (
    RESTRICTED,
    apply,
    begin,
    check_fields,
    correct,
    field_facts,
    match,
)
from poltech.contacts._sealing import Prepared
from poltech.contacts._service._desk import Files
from poltech.contacts.errors import (
    ContactNotFoundError,
    SourceNotFoundError,
    SourceRequiredError,
)
from poltech.events import Event
from poltech.ids import ContactId, SourceId
from poltech.law import Decision, Reason, Sensitivity, SourceFacts, Subject
from poltech.vault import WrappedKey

__all__ = ["Judgement", "Row", "correct_contact", "take"]

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


def _draft(row: Row) -> Draft:
    """Give what a row says."""
    return row.draft if isinstance(row, Prepared) else row


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
        self._judgement = Judgement(files, [_draft(row) for row in rows], self._known)
        self._prepared: dict[ContactId, Prepared] = {}
        self._added: dict[ContactId, None] = {}
        self._changed: dict[ContactId, set[str]] = {}

    def take_all(self) -> list[Intake]:
        """Say what becomes of each row; nothing is written yet."""
        pairs = zip(self._rows, self._identifiers, strict=True)
        return [self._take(row, identifiers) for row, identifiers in pairs]

    def _take(self, row: Row, identifiers: Sequence[bytes]) -> Intake:
        """Say what becomes of one row."""
        draft = _draft(row)
        if draft.fields:
            check_fields(draft.fields, self._files.definitions)
        candidates = self._candidates(identifiers)
        found = match(draft, candidates) if candidates else _NOBODY
        contact = found.contact
        decision = self._judgement.of(draft, contact)
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
        if contact is None:
            return self._begin(row, identifiers, found, decision)
        return self._update(draft, identifiers, found, contact, decision)

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
            prepared = self._prepared[contact]
            born = prepared.stored.created_at
            self._known[contact] = begin(prepared.draft, contact, born)
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


@final
class Judgement(Generic[AnyWork]):
    """What the law says of the drafts of one batch."""

    def __init__(
        self,
        files: Files[AnyWork],
        drafts: Sequence[Draft],
        known: Mapping[ContactId, Contact],
    ) -> None:
        self._desk = files.desk
        self._day = files.desk.judge.day_of(files.now)
        self._definitions = files.definitions
        self._special = {
            key
            for key, definition in files.definitions.items()
            if definition.sensitivity is Sensitivity.SPECIAL
        }
        self._consented: Mapping[ContactId, frozenset[str]] = {}
        if known and any(self._special & draft.fields.keys() for draft in drafts):
            self._consented = files.desk.consents.categories(files.work, list(known))
        self._sources = _read_sources(files, drafts)
        self._verdicts: dict[tuple[SourceId | None, ContactKind], Decision] = {}

    def of(self, draft: Draft, contact: Contact | None) -> Decision:
        """Say whether a draft may be taken in."""
        source = self._of_source(draft)
        if not source.allowed:
            return source
        special = self._special & draft.fields.keys() if draft.fields else None
        refusals = self._of_fields(special, contact) if special else ()
        return Decision(refusals, source.warnings) if refusals else source

    def _of_source(self, draft: Draft) -> Decision:
        """Ask the law about a source, once for each kind of contact."""
        key = (draft.source, draft.kind)
        if key not in self._verdicts:
            source = None if draft.source is None else self._sources[draft.source]
            facts = SourceFacts(
                origin=source and source.origin,
                collected=source and source.collected,
                person=draft.kind is ContactKind.PERSON,
            )
            self._verdicts[key] = self._desk.judge.source(facts, self._day)
        return self._verdicts[key]

    def _of_fields(
        self, special: set[str], contact: Contact | None
    ) -> tuple[Reason, ...]:
        """Ask the law about fields that reveal a special category."""
        facts = field_facts(
            sorted(special),
            self._definitions,
            consented=self._consented.get(contact.id, frozenset())
            if contact
            else frozenset(),
            standing=contact.standing if contact else Standing.NONE,
            controller=self._desk.controller,
        )
        return tuple(
            reason
            for fact in facts
            for reason in self._desk.judge.field(fact, self._day).reasons
        )


def _read_sources(
    files: Files[AnyWork], drafts: Sequence[Draft]
) -> Mapping[SourceId, Source]:
    """Read the sources that drafts name; all must be registered."""
    ids = list({draft.source for draft in drafts if draft.source is not None})
    found = files.work.sources.get(ids)
    for source in ids:
        if source not in found:
            raise SourceNotFoundError(reference=str(source))
    return found
