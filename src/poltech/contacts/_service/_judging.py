"""Asking the law before anything is stored."""

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, Protocol, final

from poltech.contacts._model import Contact, ContactKind, Source, Standing
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import field_facts
from poltech.contacts._service._desk import Files
from poltech.contacts.errors import SourceNotFoundError
from poltech.ids import ContactId, SourceId
from poltech.law import Decision, Reason, Sensitivity, SourceFacts

__all__ = ["Claim", "Judgement"]


class Claim(Protocol):
    """What is said of somebody, as far as the law asks."""

    @property
    def kind(self) -> ContactKind: ...
    @property
    def source(self) -> SourceId | None: ...
    @property
    def fields(self) -> Collection[str]: ...


@final
class Judgement(Generic[AnyWork]):
    """What the law says of the claims of one batch."""

    def __init__(
        self,
        files: Files[AnyWork],
        claims: Sequence[Claim],
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
        if known and any(self._special.intersection(claim.fields) for claim in claims):
            self._consented = files.desk.consents.categories(files.work, list(known))
        self._sources = _read_sources(files, claims)
        self._verdicts: dict[tuple[SourceId | None, ContactKind], Decision] = {}

    def of(self, claim: Claim, contact: Contact | None) -> Decision:
        """Say whether a claim may be taken in."""
        source = self._of_source(claim)
        if not source.allowed:
            return source
        special = self._special.intersection(claim.fields) if claim.fields else None
        refusals = self._of_fields(special, contact) if special else ()
        return Decision(refusals, source.warnings) if refusals else source

    def _of_source(self, claim: Claim) -> Decision:
        """Ask the law about a source, once for each kind of contact."""
        key = (claim.source, claim.kind)
        if key not in self._verdicts:
            source = None if claim.source is None else self._sources[claim.source]
            facts = SourceFacts(
                origin=source and source.origin,
                collected=source and source.collected,
                person=claim.kind is ContactKind.PERSON,
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
    files: Files[AnyWork], claims: Sequence[Claim]
) -> Mapping[SourceId, Source]:
    """Read the sources that claims name; all must be registered."""
    ids = list({claim.source for claim in claims if claim.source is not None})
    found = files.work.sources.get(ids)
    for source in ids:
        if source not in found:
            raise SourceNotFoundError(reference=str(source))
    return found
