"""Recording what people said, one by one: judged, written, and its effects drawn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias, final

import attrs

from poltech.consent._events import SuppressionLifted
from poltech.consent._model import (
    Choice,
    ConsentRecord,
    ConsentState,
    Evidence,
    Notice,
    StoredFacts,
    Suppression,
)
from poltech.consent._ports import ConsentWork
from poltech.consent._rules import (
    LEAVING,
    TICK,
    assumed,
    batched,
    narrowed,
    statement_facts,
    youngest,
)
from poltech.consent._service._desk import Desk
from poltech.consent._service._folding import Folder
from poltech.consent._service._writing import (
    RESERVED,
    StateKey,
    announced,
    overtaken,
    record_of,
    states_of,
    write,
)
from poltech.consent.errors import (
    InvalidConsentError,
    NoticeNotFoundError,
    PersonNotFoundError,
)
from poltech.errors import msg
from poltech.ids import ContactId, NoticeId
from poltech.law import Cause, Decision, Mechanism, Medium, Purpose, Statement, Subject

__all__ = ["Recorder", "Scope"]

Scope: TypeAlias = tuple[ContactId, Purpose | None, Medium | None]
"""Who leaves what, by which medium; `None` for all."""

_BATCH = 500
_CHOSEN = frozenset({Cause.WITHDRAWAL, Cause.OBJECTION, Cause.COMPLAINT})


@final
@attrs.frozen
class Recorder:
    """Records statements within a unit of work."""

    _desk: Desk
    _folder: Folder

    def record(
        self, work: ConsentWork, choices: Iterable[Choice]
    ) -> list[ConsentRecord]:
        """Record choices: all of them, or none if one is refused.

        Raises:
            RefusedError: the law does not take one for consent.
            PersonNotFoundError: a contact is unknown or was erased.
            NoticeNotFoundError: a wording is unknown.
            UnknownTermError: nobody registered a mechanism.
        """
        written: list[ConsentRecord] = []
        for batch in batched(choices, _BATCH):
            written += self._batch(work, batch)
        return written

    def leave(
        self,
        work: ConsentWork,
        statement: Statement,
        scope: Scope,
        evidence: Evidence,
        at: datetime | None,
    ) -> list[ConsentRecord]:
        """Record refusals or withdrawals, save where one stands already.

        Raises:
            PersonNotFoundError: the contact is unknown.
        """
        contact, purpose, medium = scope
        work.consent.lock([contact], exclusive=True)
        people = self._people(work, [contact])
        states = states_of(work, list(people))
        asked = [each for each in self._desk.purposes if each.solicits]
        choices = [
            Choice(
                contact=contact,
                statement=statement,
                purpose=each,
                medium=by,
                evidence=evidence,
                at=at,
            )
            for each in (asked if purpose is None else [purpose])
            for by in (self._desk.media if medium is None else [medium])
            if not people or not all(_left(states, one, each, by) for one in people)
        ]
        return self.record(work, choices)

    def _batch(
        self, work: ConsentWork, choices: Sequence[Choice]
    ) -> list[ConsentRecord]:
        """Record a batch: hold the heads, judge, write, and draw the effects."""
        contacts = list(dict.fromkeys(choice.contact for choice in choices))
        work.consent.lock(contacts, exclusive=True)
        people = self._people(work, contacts)
        heard = [each for choice in choices for each in self._heirs(choice, people)]
        speakers = list(dict.fromkeys(choice.contact for choice in heard))
        work.consent.lock(speakers, exclusive=True)
        people |= self._people(work, [s for s in speakers if s not in people])
        before = states_of(work, speakers)
        records = self._judged(work, heard, people, before)
        placed = write(self._desk, work, records)
        work.events.append(announced(records, placed))
        self._folder.resettle(work, overtaken(records, before))
        self._lift(work, records)
        return records

    def _people(
        self, work: ConsentWork, contacts: Sequence[ContactId]
    ) -> dict[ContactId, StoredFacts]:
        """Read who contacts are, and who took the place of the merged."""
        found: dict[ContactId, StoredFacts] = {}
        pending = list(contacts)
        while pending:
            facts = work.consent.facts(pending, Purpose.SERVICE, Medium.EMAIL)
            found |= {each.contact: each for each in facts}
            pending = [
                heir
                for each in pending
                if each in found and (heir := found[each].merged_into) is not None
                if heir not in found
            ]
        return found

    def _heirs(
        self, choice: Choice, people: Mapping[ContactId, StoredFacts]
    ) -> list[Choice]:
        """Give a choice for whom it counts.

        What is said to a merged contact counts for the one that took its place; who
        leaves leaves both. Of the erased nothing is kept, and leaving is no error.

        Raises:
            PersonNotFoundError: the contact is unknown, or erased and said yes.
        """
        leaves = choice.statement in LEAVING
        person = people.get(choice.contact)
        if person is None or person.subject is Subject.ERASED:
            if leaves and person is not None:
                return []
            raise PersonNotFoundError(reference=str(choice.contact))
        if person.merged_into is None:
            return [choice]
        heir = attrs.evolve(choice, contact=person.merged_into)
        later = self._heirs(heir, people)
        return [choice, *later] if leaves else later

    def _judged(
        self,
        work: ConsentWork,
        choices: Sequence[Choice],
        people: Mapping[ContactId, StoredFacts],
        states: Mapping[StateKey, ConsentState],
    ) -> list[ConsentRecord]:
        """Make the records of choices, each allowed by the law.

        Raises:
            RefusedError: the law does not take one for consent.
        """
        now = self._desk.now()
        notices = self._notices(work, choices)
        stands = {key: (each.statement, each.at) for key, each in states.items()}
        records: list[ConsentRecord] = []
        for choice in choices:
            at = _instant(choice, stands, now)
            notice = None if choice.notice is None else notices[choice.notice]
            record = record_of(self._desk, choice, notice, at, now)
            person = people[choice.contact]
            age = choice.age
            if age is None:
                age = youngest(person.birth_year, at)
            self._decide(record, person, notice, age).require()
            records.append(record)
        return records

    def _decide(
        self,
        record: ConsentRecord,
        person: StoredFacts,
        notice: Notice | None,
        age: int | None,
    ) -> Decision:
        """Ask the law about one record.

        Raises:
            InvalidConsentError: the mechanism is the consent room's own word.
        """
        if record.evidence.mechanism in RESERVED:
            raise InvalidConsentError(
                field="mechanism", problem=msg("this word is the consent room's own")
            )
        country = person.country or self._desk.country
        facts = statement_facts(record, self._mechanism(record), notice, age, country)
        return self._desk.law.consent(facts, self._desk.law.day_of(record.at))

    def _mechanism(self, record: ConsentRecord) -> Mechanism:
        """Find how it was said; nobody is kept from leaving by an unknown word."""
        code = record.evidence.mechanism
        if record.statement is Statement.GIVEN or code in self._desk.mechanisms:
            return self._desk.mechanisms.parse(code)
        return Mechanism(code=code, label=code, affirmative=False)

    def _notices(
        self, work: ConsentWork, choices: Iterable[Choice]
    ) -> Mapping[NoticeId, Notice]:
        """Read the wordings that choices name.

        Raises:
            NoticeNotFoundError: one is unknown.
        """
        wanted = {each.notice for each in choices if each.notice is not None}
        found = work.notices.get(sorted(wanted))
        for notice in wanted:
            if notice not in found:
                raise NoticeNotFoundError(reference=str(notice))
        return found

    def _lift(self, work: ConsentWork, records: Sequence[ConsentRecord]) -> None:
        """End the suppressions that people came back over, by an act of their own."""
        for record in records:
            if record.statement is Statement.GIVEN:
                self.lift(
                    work, record.contact, record.purpose, record.medium, record.at
                )

    def lift(
        self,
        work: ConsentWork,
        contact: ContactId,
        purpose: str,
        medium: str,
        at: datetime,
    ) -> list[Suppression]:
        """End the suppressions that a person's own later yes overcomes, and no more."""
        desk = self._desk
        asked = (desk.purposes.parse(purpose), desk.media.parse(medium))
        ended = [
            attrs.evolve(each, lifted_at=desk.now())
            for facts in work.consent.facts([contact], *asked)
            for each in facts.suppressions
            if each.at <= at
        ]
        if ended:
            work.suppressions.lift(ended)
            work.suppressions.add(
                [left for each in ended for left in self._left_over(each, *asked)]
            )
            work.events.append([self._lifted(contact, each) for each in ended])
        return ended

    def _left_over(
        self, ended: Suppression, purpose: Purpose, medium: Medium
    ) -> Iterable[Suppression]:
        """Give what still stands of a choice; a dead or erased point is whole again."""
        if ended.cause not in _CHOSEN:
            return ()
        return narrowed(
            attrs.evolve(ended, lifted_at=None),
            purpose.code,
            medium.code,
            [each.code for each in self._desk.purposes if each.solicits],
            [each.code for each in self._desk.media],
        )

    def _lifted(self, contact: ContactId, ended: Suppression) -> SuppressionLifted:
        """Tell that a person came back."""
        return SuppressionLifted(
            at=self._desk.now(),
            actor=self._desk.actor,
            contact=contact,
            cause=ended.cause.value,
            medium=ended.medium,
            purpose=ended.purpose,
        )


def _left(
    states: Mapping[StateKey, ConsentState],
    contact: ContactId,
    purpose: Purpose,
    medium: Medium,
) -> bool:
    """Tell whether somebody has left a purpose by a medium."""
    state = states.get((contact, purpose.code, medium.code))
    return state is not None and state.statement in LEAVING


def _instant(
    choice: Choice, stands: dict[StateKey, tuple[Statement, datetime]], now: datetime
) -> datetime:
    """Give the instant of a choice, and note what stands after it.

    What is said now comes after all that stands, whatever the clock does.

    Raises:
        InvalidConsentError: a yes is dated in the future.
    """
    key = (choice.contact, choice.purpose.code, choice.medium.code)
    before = stands.get(key)
    at = choice.at
    if at is None:
        at = now if before is None else max(now, before[1] + TICK)
    elif at > now and choice.statement is Statement.GIVEN:
        raise InvalidConsentError(field="at", problem=msg("it lies in the future"))
    elif at > now:
        at = now
    if not choice.evidence.dated:
        at = assumed(choice.statement, at, before)
    if before is None or before[1] <= at:
        stands[key] = (choice.statement, at)
    return at
