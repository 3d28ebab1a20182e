"""What other rooms ask of consent, within their own unit of work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from poltech.consent._model import (
    Appended,
    ConsentRecord,
    ConsentState,
    Speaker,
    Suppression,
    Verdict,
)
from poltech.consent._ports import ConsentWork
from poltech.consent._service._appending import Appender
from poltech.consent._service._desk import Desk
from poltech.consent._service._folding import Folder
from poltech.consent._service._judging import Judge
from poltech.consent._service._replaying import Replayer
from poltech.ids import ContactId, Id
from poltech.law import Medium, Purpose, Statement
from poltech.vault import SubjectKey

__all__ = ["ConsentsForRooms"]


class ConsentsForRooms:
    """The verbs that join another room's unit of work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._judge = Judge(desk)
        self._replayer = Replayer(desk)
        self.folder = Folder(desk)
        self._appender = Appender(desk, self.folder)

    def judge(
        self,
        work: ConsentWork,
        contacts: Iterable[ContactId],
        purpose: Purpose,
        medium: Medium,
        at: datetime | None = None,
        *,
        hold: bool = True,
    ) -> Iterator[Verdict]:
        """Decide for many, in batches, in the order given; one verdict for each.

        Args:
            work: the unit of work; with `hold` it must be one that writes.
            contacts: whom.
            purpose: why.
            medium: how.
            at: when; `None` for now.
            hold: hold the consent heads until the unit of work ends, so that no
                withdrawal comes between; only then are permits issued.
        """
        return self._judge.judge(work, contacts, purpose, medium, at, hold=hold)

    @property
    def veil(self) -> bytes:
        """The secret that `seal_records` takes, for a process that seals a batch."""
        return self._desk.veil

    def append(
        self,
        work: ConsentWork,
        records: Sequence[ConsentRecord],
        keys: Mapping[Id, SubjectKey],
        *,
        speakers: Mapping[ContactId, Speaker] | None = None,
        entries: Sequence[bytes] | None = None,
        suppressions: Sequence[Suppression] = (),
    ) -> Appended:
        """Take over what people said elsewhere; it never brings back who left here.

        Args:
            work: the unit of work.
            records: what they said.
            keys: the open keys of their contacts.
            speakers: ages and countries, where they are known.
            entries: the records sealed already, in the same order.
            suppressions: contact points that come with them.

        Raises:
            PersonNotFoundError: a contact has no key.
            InvalidConsentError: a mechanism is the consent room's own word.
        """
        if suppressions:
            work.suppressions.add(suppressions)
        return self._appender.append(work, records, keys, speakers or {}, entries)

    def categories(
        self, work: ConsentWork, contacts: Sequence[ContactId]
    ) -> Mapping[ContactId, frozenset[str]]:
        """Give the special categories that each explicitly consented to.

        Who named none is absent (GDPR article 9(2)(a)).
        """
        found: dict[ContactId, frozenset[str]] = {}
        for state in work.consent.states(contacts):
            if state.statement is Statement.GIVEN and state.categories:
                before = found.get(state.contact, frozenset())
                found[state.contact] = before | state.categories
        return found

    def replay(self, work: ConsentWork) -> tuple[ConsentState, ...]:
        """Derive from the ledger alone where everybody stands."""
        states = self._replayer.states(work)
        return tuple(state for _, state in sorted(states.items()))
