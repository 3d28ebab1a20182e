"""Judging: may these contacts be addressed, and the permit if so."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import final

import attrs

from poltech.consent._model import Explanation, StoredFacts, Verdict
from poltech.consent._permit import Permit, issue
from poltech.consent._ports import ConsentWork
from poltech.consent._rules import Occasion, active, batched, stranger
from poltech.consent._service._desk import Desk
from poltech.consent._service._writing import states_of
from poltech.ids import ContactId
from poltech.law import Decision, Medium, Purpose, Statement

__all__ = ["Judge"]

_BATCH = 1000


@final
@attrs.frozen
class Judge:
    """Asks the law about contacts, as the storage knows them."""

    _desk: Desk

    def judge(
        self,
        work: ConsentWork,
        contacts: Iterable[ContactId],
        purpose: Purpose,
        medium: Medium,
        at: datetime | None,
        *,
        hold: bool,
    ) -> Iterator[Verdict]:
        """Decide for each contact, in the order given."""
        occasion = self.occasion(work, purpose, medium, at or self._desk.now())
        decisions: dict[tuple[object, ...], Decision] = {}
        for batch in batched(contacts, _BATCH):
            if hold:
                work.consent.lock(list(dict.fromkeys(batch)), exclusive=False)
            for stored in self._stored(work, batch, occasion):
                key = occasion.key(stored)
                decision = decisions.get(key)
                if decision is None:
                    decision = self._desk.law.address(occasion.facts(stored))
                    decisions[key] = decision
                yield self._verdict(stored, decision, occasion, hold=hold)

    def occasion(
        self, work: ConsentWork, purpose: Purpose, medium: Medium, at: datetime
    ) -> Occasion:
        """Give what is the same for all contacts that are judged together."""
        silences = self._desk.law.silences(work.elections.all())
        return Occasion(
            at=at,
            purpose=purpose,
            medium=medium,
            profile=self._desk.profile,
            silences=active(silences, at),
        )

    def explain(
        self, work: ConsentWork, contact: ContactId, at: datetime
    ) -> tuple[Explanation, ...]:
        """Decide for every purpose and medium."""
        states = states_of(work, [contact])
        return tuple(
            Explanation(
                purpose=purpose,
                medium=medium,
                decision=verdict.decision,
                state=states.get((contact, purpose.code, medium.code)),
            )
            for purpose in self._desk.purposes
            for medium in self._desk.media
            for verdict in self.judge(work, [contact], purpose, medium, at, hold=False)
        )

    def _stored(
        self, work: ConsentWork, contacts: Sequence[ContactId], occasion: Occasion
    ) -> Iterator[StoredFacts]:
        """Give facts for every contact asked: of the unknown, that they are."""
        facts = work.consent.facts(contacts, occasion.purpose, occasion.medium)
        known = {each.contact: each for each in facts}
        for contact in contacts:
            yield known.get(contact) or stranger(contact)

    def _verdict(
        self,
        stored: StoredFacts,
        decision: Decision,
        occasion: Occasion,
        *,
        hold: bool,
    ) -> Verdict:
        """Give the verdict, with a permit if the head is held and the law allows it."""
        permit: Permit | None = None
        if hold and decision.allowed:
            given = stored.statement is Statement.GIVEN
            permit = issue(
                contact=stored.contact,
                purpose=occasion.purpose,
                medium=occasion.medium,
                at=occasion.at,
                entry=stored.entry if given else None,
            )
        return Verdict(contact=stored.contact, decision=decision, permit=permit)
