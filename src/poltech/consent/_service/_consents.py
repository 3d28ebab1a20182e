"""The consent of a workspace: what `office.consent` is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import final

import attrs

from poltech.consent._model import (
    Choice,
    ConsentAudit,
    ConsentRecord,
    ConsentState,
    Election,
    Evidence,
    Explanation,
    Notice,
    Suppression,
)
from poltech.consent._ports import ConsentWork
from poltech.consent._service._board import Board
from poltech.consent._service._desk import Desk
from poltech.consent._service._proving import Prover
from poltech.consent._service._recording import Recorder, Scope
from poltech.consent._service._rooms import ConsentsForRooms
from poltech.consent._service._suppressing import Suppressor
from poltech.consent._service._writing import opened
from poltech.consent.errors import PersonNotFoundError
from poltech.ids import ContactId, NoticeId
from poltech.law import Cause, Decision, Medium, Purpose, Statement
from poltech.profile import Actor
from poltech.typing import JsonObject

__all__ = ["Consents"]


@final
class Consents(ConsentsForRooms):
    """What people said about being approached, and what follows from it.

    Verbs that take `work` join that unit of work; without it they open their own.

    Args:
        desk: what the verbs work with, bound to one workspace and one actor.

    Attributes:
        folder: what contacts ask on a merge.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._board = Board(desk)
        self._recorder = Recorder(desk, self.folder)
        self._suppressor = Suppressor(desk)
        self._prover = Prover(desk)

    def acting_as(self, actor: Actor) -> "Consents":
        """Give the same consents, with another actor named in every entry."""
        return Consents(attrs.evolve(self._desk, actor=actor))

    # Wordings

    def publish(
        self,
        name: str,
        text: str,
        *,
        purposes: Iterable[Purpose],
        media: Iterable[Medium],
        categories: Iterable[str] = (),
        locale: str | None = None,
    ) -> Notice:
        """Publish a wording, or a new version of it; the same wording stays as it is.

        Raises:
            InvalidConsentError: the text is empty.
        """
        return self._board.publish(
            Notice(
                id=self._desk.ids.new(NoticeId),
                name=name,
                locale=locale or self._desk.profile.locale,
                text=text,
                purposes=frozenset(purpose.code for purpose in purposes),
                media=frozenset(medium.code for medium in media),
                categories=frozenset(categories),
                since=self._desk.now(),
            )
        )

    def notice(self, name: str, version: int | None = None) -> Notice:
        """Read a wording, its newest version if none is named.

        Raises:
            NoticeNotFoundError: there is none.
        """
        return self._board.notice(name, version)

    # Statements

    def record(
        self,
        contact: ContactId,
        statement: Statement,
        purpose: Purpose,
        medium: Medium,
        *,
        evidence: Evidence,
        notice: NoticeId | None = None,
        at: datetime | None = None,
        work: ConsentWork | None = None,
    ) -> ConsentRecord | None:
        """Record what a person said; what is no consent is refused.

        Refusals and withdrawals are always accepted. Nothing comes back where there
        was nothing to record: an erased person left again.

        Raises:
            RefusedError: the law does not take it for consent.
            PersonNotFoundError: the contact is unknown or was erased.
            NoticeNotFoundError: the wording is unknown.
            UnknownTermError: nobody registered the mechanism.
        """
        choice = Choice(
            contact=contact,
            statement=statement,
            purpose=purpose,
            medium=medium,
            evidence=evidence,
            notice=notice,
            at=at,
        )
        written = self.record_many([choice], work=work)
        return written[-1] if written else None

    def record_many(
        self, choices: Iterable[Choice], *, work: ConsentWork | None = None
    ) -> list[ConsentRecord]:
        """Record many choices: all, or none if one is refused.

        Raises:
            RefusedError: the law does not take one for consent.
            PersonNotFoundError: a contact is unknown or was erased.
            NoticeNotFoundError: a wording is unknown.
            UnknownTermError: nobody registered a mechanism.
        """
        with self._desk.within(work) as own:
            return self._recorder.record(own, choices)

    def withdraw(
        self,
        contact: ContactId,
        purpose: Purpose | None = None,
        medium: Medium | None = None,
        *,
        evidence: Evidence | None = None,
        at: datetime | None = None,
        work: ConsentWork | None = None,
    ) -> list[ConsentRecord]:
        """Take back consent: as easy as giving it, in one call, at once.

        Without purpose or medium it is for all. What was left already stays left.

        Raises:
            PersonNotFoundError: the contact is unknown.
        """
        said = evidence or Evidence(mechanism="unsubscribe_link")
        scope = (contact, purpose, medium)
        return self._leave(Statement.WITHDRAWN, scope, said, at, work)

    def refuse(
        self,
        contact: ContactId,
        purpose: Purpose | None = None,
        medium: Medium | None = None,
        *,
        evidence: Evidence | None = None,
        at: datetime | None = None,
        work: ConsentWork | None = None,
    ) -> list[ConsentRecord]:
        """Record that a person was asked and said no; without purpose, to all.

        Raises:
            PersonNotFoundError: the contact is unknown.
        """
        said = evidence or Evidence(mechanism="spoken_no")
        scope = (contact, purpose, medium)
        return self._leave(Statement.REFUSED, scope, said, at, work)

    def object(
        self,
        contact: ContactId,
        purpose: Purpose | None = None,
        medium: Medium | None = None,
        *,
        points: Sequence[bytes] = (),
        evidence: Evidence | None = None,
        at: datetime | None = None,
        work: ConsentWork | None = None,
    ) -> list[ConsentRecord]:
        """Record that a person objects to being approached (GDPR article 21).

        Args:
            contact: who objects.
            purpose: to what; `None` for all.
            medium: by which medium; `None` for all.
            points: digests of contact points that are suppressed as well.
            evidence: what proves it.
            at: when; `None` for now.
            work: the unit of work to join.

        Raises:
            PersonNotFoundError: the contact is unknown.
        """
        said = evidence or Evidence(mechanism="letter")
        with self._desk.within(work) as own:
            self._suppressor.suppress(
                own, points, Cause.OBJECTION, medium=medium, purpose=purpose, at=at
            )
            scope = (contact, purpose, medium)
            return self._leave(Statement.REFUSED, scope, said, at, own)

    def history(self, contact: ContactId) -> tuple[ConsentRecord, ...]:
        """Read what a person said, in the order it was written.

        Of somebody who was erased nothing can be read any more.
        """
        with self._desk.reading() as work:
            return tuple(opened(self._desk, work, contact).values())

    def states(self, contact: ContactId) -> tuple[ConsentState, ...]:
        """Read where a person stands for each purpose and medium spoken of."""
        with self._desk.reading() as work:
            return tuple(work.consent.states([contact]))

    # Judging

    def may_contact(
        self,
        contact: ContactId,
        purpose: Purpose,
        medium: Medium,
        at: datetime | None = None,
    ) -> Decision:
        """Say whether somebody may be addressed, and why not."""
        with self._desk.reading() as work:
            verdicts = self._judge.judge(
                work, [contact], purpose, medium, at, hold=False
            )
            return next(verdicts).decision

    def explain(
        self, contact: ContactId, at: datetime | None = None
    ) -> tuple[Explanation, ...]:
        """Say for every purpose and medium whether and why.

        Raises:
            PersonNotFoundError: the contact is unknown.
        """
        with self._desk.reading() as work:
            facts = work.consent.facts([contact], Purpose.SERVICE, Medium.EMAIL)
            if next(iter(facts), None) is None:
                raise PersonNotFoundError(reference=str(contact))
            return self._judge.explain(work, contact, at or self._desk.now())

    # Contact points

    def point(self, kind: str, value: str) -> bytes:
        """Give the digest that a normalised contact point is known by."""
        return self._desk.vault.digest(kind, value)

    def suppress(
        self,
        point: bytes,
        cause: Cause,
        *,
        medium: Medium | None = None,
        purpose: Purpose | None = None,
        at: datetime | None = None,
        work: ConsentWork | None = None,
    ) -> None:
        """Write nothing to a contact point any more, whoever bears it."""
        with self._desk.within(work) as own:
            self._suppressor.suppress(
                own, [point], cause, medium=medium, purpose=purpose, at=at
            )

    def import_suppressions(
        self,
        points: Iterable[bytes],
        cause: Cause,
        *,
        medium: Medium | None = None,
        purpose: Purpose | None = None,
        at: datetime | None = None,
        work: ConsentWork | None = None,
    ) -> int:
        """Take over a list of points that must not be written to; gives how many."""
        with self._desk.within(work) as own:
            return self._suppressor.suppress(
                own, points, cause, medium=medium, purpose=purpose, at=at
            )

    def suppressions(self, points: Sequence[bytes]) -> tuple[Suppression, ...]:
        """Read every suppression of contact points, the lifted included."""
        with self._desk.reading() as work:
            return tuple(work.suppressions.of(points))

    def lift(
        self, contact: ContactId, *, work: ConsentWork | None = None
    ) -> tuple[Suppression, ...]:
        """End the suppressions that a person's own later yes overcomes.

        Recording a yes does it already; this is for points that came to the contact
        afterwards. Without a later yes nothing is lifted.
        """
        with self._desk.within(work) as own:
            own.consent.lock([contact], exclusive=True)
            return tuple(
                ended
                for state in own.consent.states([contact])
                if state.statement is Statement.GIVEN
                for ended in self._recorder.lift(
                    own, contact, state.purpose, state.medium, state.at
                )
            )

    # Votes

    def schedule(self, election: Election) -> None:
        """Put a vote into the calendar, over the one of the same name."""
        self._board.schedule(election)

    def elections(self) -> tuple[Election, ...]:
        """Read the calendar, the earliest vote first."""
        return self._board.elections()

    # Proof

    def receipt(self, contact: ContactId) -> JsonObject:
        """Give what a person can carry away as proof of where they stand.

        Raises:
            PersonNotFoundError: the contact is unknown or was erased.
        """
        with self._desk.reading() as work:
            return self._prover.receipt(work, contact)

    def audit(self) -> ConsentAudit:
        """Check every state against the ledger."""
        with self._desk.reading() as work:
            return self._replayer.audit(work)

    def _leave(
        self,
        statement: Statement,
        scope: Scope,
        evidence: Evidence,
        at: datetime | None,
        work: ConsentWork | None,
    ) -> list[ConsentRecord]:
        """Record that somebody leaves, in a unit of work of our own or another room's."""
        with self._desk.within(work) as own:
            return self._recorder.leave(own, statement, scope, evidence, at)
