"""What the law says of each row, before anything of it is stored.

A row from an unlawful source is refused whole. A consent without proof, of a child
or to something that no wording named is left out, and so is a field of a special
category without explicit consent; the rest of the row stands.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import final

import attrs

from poltech.consent import Notice
from poltech.contacts import ContactKind, Draft, FieldDefinition, FieldValue
from poltech.exchange._findings import Finding
from poltech.exchange._ports import Law
from poltech.exchange._rows import Candidate, RowStatement
from poltech.law import (
    ConsentFacts,
    Decision,
    FieldFacts,
    Mechanism,
    Sensitivity,
    SourceFacts,
    SourceKind,
    Statement,
    Vocabulary,
)
from poltech.profile import ControllerKind

__all__ = ["Screened", "Screener", "Terms"]

_UNKNOWN = "unknown"
_DOUBLE_OPT_IN = "double_opt_in"
_KINDS = Vocabulary("source", SourceKind.BUILT_IN)
_MECHANISMS = Vocabulary("mechanism", Mechanism.BUILT_IN)


@final
@attrs.frozen(kw_only=True)
class Terms:
    """What the user declares for a whole file.

    Attributes:
        source_kind: code of the kind of source, where a row names no other.
        collected: day of collection, where a row names no other.
        notice: the wording that was shown; without it no consent is taken over.
        mechanism: code of how people agreed; `unknown` proves nothing.
        controller: legal kind of who stores the data.
        country: country of people whose row names none.
        today: the day of the import.
    """

    source_kind: str
    collected: date | None = None
    notice: Notice | None = None
    mechanism: str = _UNKNOWN
    controller: ControllerKind = ControllerKind.PARTY
    country: str = "FR"
    today: date


@final
@attrs.frozen(kw_only=True)
class Screened:
    """A row after the law was asked.

    Attributes:
        candidate: what of the row may be stored.
        source: the kind of source it came from.
        decision: whether the row may be stored at all, and why not.
    """

    candidate: Candidate
    source: SourceKind
    decision: Decision


@final
class Screener:
    """Asks the law about rows; each distinct question once.

    Raises:
        UnknownTermError: the terms name a source or a mechanism that is not known.
    """

    def __init__(
        self,
        law: Law,
        terms: Terms,
        definitions: Mapping[str, FieldDefinition],
        kinds: Vocabulary[SourceKind] = _KINDS,
        mechanisms: Vocabulary[Mechanism] = _MECHANISMS,
    ) -> None:
        self._law = law
        self._terms = terms
        self._definitions = definitions
        self._kinds = kinds
        self._kind = kinds.parse(terms.source_kind)
        self._mechanism = mechanisms.parse(terms.mechanism)
        self._confirmed = mechanisms.parse(_DOUBLE_OPT_IN)
        self._answers: dict[object, Decision] = {}

    def screen(self, candidates: Iterable[Candidate]) -> Iterator[Screened]:
        """Say of each row whether it may be stored, and what of it."""
        for candidate in candidates:
            kind = self._source_kind(candidate)
            decision = self._on_source(candidate, kind)
            if decision.allowed:
                yield Screened(
                    candidate=self._lawful(candidate), source=kind, decision=decision
                )
            else:
                yield Screened(candidate=candidate, source=kind, decision=decision)

    def _source_kind(self, candidate: Candidate) -> SourceKind:
        told = candidate.source and candidate.source.kind
        return self._kinds.parse(told) if told else self._kind

    def _on_source(self, candidate: Candidate, kind: SourceKind) -> Decision:
        told = candidate.source and candidate.source.collected
        collected = told or self._terms.collected
        person = candidate.draft.kind is ContactKind.PERSON
        key = (kind.code, collected, person)
        if key not in self._answers:
            facts = SourceFacts(origin=kind.origin, collected=collected, person=person)
            self._answers[key] = self._law.source(facts, self._terms.today)
        return self._answers[key]

    def _lawful(self, candidate: Candidate) -> Candidate:
        """Leave out the statements and fields that may not be stored."""
        if not (candidate.statements or candidate.special or candidate.categories):
            return candidate
        findings: list[Finding] = []
        statements = tuple(
            statement
            for statement in candidate.statements
            if self._may_record(candidate, statement, findings)
        )
        categories = frozenset(
            category
            for category in candidate.categories
            if self._agreed(candidate, category, findings)
        )
        special = {
            key: value
            for key, value in candidate.special.items()
            if self._may_store(candidate, key, categories, findings)
        }
        return self._changed(candidate, statements, categories, special, findings)

    def _changed(
        self,
        candidate: Candidate,
        statements: tuple[RowStatement, ...],
        categories: frozenset[str],
        special: Mapping[str, FieldValue],
        findings: list[Finding],
    ) -> Candidate:
        if not findings:
            return candidate
        return attrs.evolve(
            candidate,
            statements=statements,
            categories=categories,
            special=special,
            findings=(*candidate.findings, *findings),
        )

    def _may_record(
        self, candidate: Candidate, said: RowStatement, findings: list[Finding]
    ) -> bool:
        """Ask whether a statement may be recorded; leaving always may."""
        if said.statement is not Statement.GIVEN:
            return True
        notice = self._terms.notice
        informed = notice is not None and (
            said.purpose in notice.purposes and said.medium in notice.media
        )
        day = said.at.date() if said.at else self._terms.today
        confirmed = said.confirmed_at is not None
        decision = self._on_consent(
            candidate,
            day,
            mechanism=self._confirmed if confirmed else self._mechanism,
            evidence=notice is not None or said.document is not None,
            informed=informed,
        )
        return _noted(decision, candidate.row, said.column, findings)

    def _agreed(
        self, candidate: Candidate, category: str, findings: list[Finding]
    ) -> bool:
        """Ask whether consent to keep a special category may be recorded."""
        notice = self._terms.notice
        decision = self._on_consent(
            candidate,
            self._terms.today,
            mechanism=self._mechanism,
            evidence=notice is not None,
            informed=notice is not None and category in notice.categories,
        )
        return _noted(decision, candidate.row, category, findings)

    def _on_consent(
        self,
        candidate: Candidate,
        day: date,
        *,
        mechanism: Mechanism,
        evidence: bool,
        informed: bool,
    ) -> Decision:
        age = _youngest(candidate.draft, day)
        country = _country(candidate.draft) or self._terms.country
        guardian = candidate.guardian
        key = (day, mechanism.code, evidence, informed, age, guardian, country)
        if key not in self._answers:
            facts = ConsentFacts(
                statement=Statement.GIVEN,
                mechanism=mechanism,
                evidence=evidence,
                informed=informed,
                age=age,
                guardian=guardian,
                country=country,
            )
            self._answers[key] = self._law.consent(facts, day)
        return self._answers[key]

    def _may_store(
        self,
        candidate: Candidate,
        field: str,
        consented: frozenset[str],
        findings: list[Finding],
    ) -> bool:
        definition = self._definitions[field]
        key = (definition.category, consented)
        if key not in self._answers:
            facts = FieldFacts(
                sensitivity=Sensitivity.SPECIAL,
                category=definition.category,
                consented=consented,
                controller=self._terms.controller,
            )
            self._answers[key] = self._law.field(facts, self._terms.today)
        return _noted(self._answers[key], candidate.row, definition.label, findings)


def _noted(decision: Decision, row: int, column: str, findings: list[Finding]) -> bool:
    """Write the reasons of a refusal down, and tell whether it was allowed."""
    findings.extend(
        attrs.evolve(Finding.of(reason, row), column=column)
        for reason in decision.reasons
    )
    return decision.allowed


def _youngest(draft: Draft, day: date) -> int | None:
    """Give an age in years: the youngest possible where only the year is known."""
    born = draft.birth_date
    if born:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    year = draft.birth_year
    return day.year - year - 1 if year else None


def _country(draft: Draft) -> str | None:
    return draft.addresses[0].country if draft.addresses else None
