"""One legal order as a value: its rules and numbers, and the verbs that judge."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar, final
from zoneinfo import ZoneInfo

import attrs

from poltech.errors import msg
from poltech.law._model import (
    AddressingFacts,
    Citation,
    ConsentFacts,
    Day,
    Decision,
    FieldFacts,
    Reason,
    Rows,
    Rule,
    Silence,
    SourceFacts,
    Vote,
    Weight,
)
from poltech.law.errors import HouseRuleError

__all__ = ["Jurisdiction", "rule"]

F = TypeVar("F")
F_contra = TypeVar("F_contra", contravariant=True)

_ALLOWED = Decision()
_AGE = "age_of_consent"
_HOUSE = "H"
_MOST_DAYS = 512


def rule(
    code: str,
    citation: Citation,
    text: str,
    remedy: str,
    *,
    weight: Weight = Weight.LAW,
    since: date | None = None,
    until: date | None = None,
) -> Callable[[Callable[[F, Day], bool]], Rule[F]]:
    """Make a rule of the function that tells whether facts break it."""

    def made(broken: Callable[[F, Day], bool]) -> Rule[F]:
        return Rule(
            code=code,
            citation=citation,
            text=text,
            remedy=remedy,
            broken=broken,
            weight=weight,
            since=since,
            until=until,
        )

    return made


@final
class _Bench(Generic[F_contra]):
    """The rules of one question that bind on one day, weightiest first."""

    __slots__ = ("_day", "_refusals", "_warnings")

    def __init__(self, rules: Iterable[Rule[F_contra]], day: Day) -> None:
        binding = sorted(
            (rule for rule in rules if rule.binds(day.date)),
            key=lambda rule: rule.weight,
        )
        self._day = day
        self._refusals = [(rule.broken, rule) for rule in binding if not rule.warns]
        self._warnings = [(rule.broken, rule) for rule in binding if rule.warns]

    def decide(self, facts: F_contra) -> Decision:
        """Ask every rule."""
        day = self._day
        reasons: Sequence[Reason] = [
            rule.reason(facts, day)
            for broken, rule in self._refusals
            if broken(facts, day)
        ]
        warnings: Sequence[Reason] = [
            rule.reason(facts, day)
            for broken, rule in self._warnings
            if broken(facts, day)
        ]
        if reasons or warnings:
            return Decision(tuple(reasons), tuple(warnings))
        return _ALLOWED


@final
@attrs.frozen(kw_only=True)
class _Bound:
    """A legal order on one day."""

    day: Day
    sources: _Bench[SourceFacts]
    consents: _Bench[ConsentFacts]
    fields: _Bench[FieldFacts]
    addressing: _Bench[AddressingFacts]


def _days() -> dict[date, _Bound]:
    return {}


@final
@attrs.frozen(kw_only=True, eq=False)
class Jurisdiction:
    """A legal order: dated numbers, and rules by the question they answer.

    Rules of the legal orders that it includes bind too; its own rule or number
    stands over one of the same code or name.

    Attributes:
        code: what it is looked up by, such as `FR`.
        name: how people call it, in English.
        time_zone: IANA name of the zone whose calendar dates its rules.
        includes: legal orders that bind within it.
        numbers: the numbers that it sets.
        sources: rules on where data comes from.
        consents: rules on what may be recorded as consent.
        fields: rules on what may be stored.
        addressing: rules on who may be addressed.
        silence: gives the silences that a vote imposes.
        off: codes of the house rules that are switched off.
    """

    code: str
    name: str
    time_zone: str
    includes: tuple["Jurisdiction", ...] = ()
    numbers: tuple[Rows[Any], ...] = ()
    sources: tuple[Rule[SourceFacts], ...] = ()
    consents: tuple[Rule[ConsentFacts], ...] = ()
    fields: tuple[Rule[FieldFacts], ...] = ()
    addressing: tuple[Rule[AddressingFacts], ...] = ()
    silence: Callable[[Vote], Iterator[Silence]] | None = None
    off: frozenset[str] = frozenset()
    _zone: ZoneInfo = attrs.field(init=False, repr=False)
    _bound: dict[date, _Bound] = attrs.field(init=False, factory=_days, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_zone", ZoneInfo(self.time_zone))

    def source(self, facts: SourceFacts, day: date) -> Decision:
        """Say whether data may come from there."""
        return self._on(day).sources.decide(facts)

    def consent(self, facts: ConsentFacts, day: date) -> Decision:
        """Say whether a statement may be recorded; leaving always may."""
        return self._on(day).consents.decide(facts)

    def field(self, facts: FieldFacts, day: date) -> Decision:
        """Say whether a field may be stored."""
        return self._on(day).fields.decide(facts)

    def address(self, facts: AddressingFacts) -> Decision:
        """Say whether one contact may be addressed once, at the instant given."""
        return self._on(self.day_of(facts.at)).addressing.decide(facts)

    def silences(self, votes: Iterable[Vote]) -> tuple[Silence, ...]:
        """Give the stretches of time in which votes impose silence."""
        orders = [order for order in self.lineage() if order.silence is not None]
        return tuple(
            silence
            for vote in votes
            for order in orders
            if order.silence is not None
            for silence in order.silence(vote)
        )

    def age_of_consent(self, country: str, day: date) -> int:
        """Give the age from which one consents alone (GDPR article 8).

        Raises:
            UnsettledDateError: no row of the law covers that day.
        """
        unset: Rows[int] = Rows(_AGE, ())
        return self._on(day).day.number(unset, country)

    def day_of(self, at: datetime) -> date:
        """Tell the calendar day that an instant falls on here."""
        return at.astimezone(self._zone).date()

    def without(self, *codes: str) -> "Jurisdiction":
        """Give this legal order with house rules switched off.

        Raises:
            HouseRuleError: a code is not one of a house rule.
        """
        house = {
            rule.code for rule in self.rules() if rule.citation.mark.startswith(_HOUSE)
        }
        for code in codes:
            if code not in house:
                raise HouseRuleError(
                    field="code", problem=msg("only house rules can be switched off")
                )
        return attrs.evolve(self, off=self.off | frozenset(codes))

    def rules(self) -> Iterator[Rule[Any]]:
        """Give every rule that is asked, those of the included orders first."""
        for question in ("sources", "consents", "fields", "addressing"):
            yield from self.asked(question)

    def asked(self, question: str) -> tuple[Rule[Any], ...]:
        """Give the rules asked for one question: `sources`, `consents` and so on."""
        found: dict[str, Rule[Any]] = {}
        for order in self.lineage():
            own: tuple[Rule[Any], ...] = getattr(order, question)
            found |= {rule.code: rule for rule in own}
        return tuple(rule for rule in found.values() if rule.code not in self.off)

    def lineage(self) -> tuple["Jurisdiction", ...]:
        """Give the included orders, each once, and then this one."""
        orders: dict[str, Jurisdiction] = {}
        for parent in self.includes:
            orders |= {order.code: order for order in parent.lineage()}
        return (*orders.values(), self)

    def _on(self, day: date) -> _Bound:
        """Give the rules of a day; bound once, then kept."""
        bound = self._bound.get(day)
        return self._bind(day) if bound is None else bound

    def _bind(self, day: date) -> _Bound:
        """Choose what binds on a day, and keep it."""
        numbers = {
            rows.name: rows for order in self.lineage() for rows in order.numbers
        }
        today = Day(day, numbers)
        bound = _Bound(
            day=today,
            sources=_Bench(self.asked("sources"), today),
            consents=_Bench(self.asked("consents"), today),
            fields=_Bench(self.asked("fields"), today),
            addressing=_Bench(self.asked("addressing"), today),
        )
        if len(self._bound) >= _MOST_DAYS:
            self._bound.clear()
        self._bound[day] = bound
        return bound
