"""What a legal order must hold: strategies for facts, and the contract.

A country that is added passes it in three lines:

```python
from poltech.law.testing import jurisdiction_contract
from poltech_de import DE


class TestGermany(jurisdiction_contract(DE)):
    ...
```
"""

import string
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias, final

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poltech.i18n import translate
from poltech.law import (
    AddressingFacts,
    Cause,
    ConsentFacts,
    FieldFacts,
    Jurisdiction,
    Mechanism,
    Medium,
    Origin,
    Purpose,
    Rows,
    Rule,
    Sensitivity,
    Silence,
    SourceFacts,
    Statement,
    Subject,
    Vote,
)
from poltech.profile import ControllerKind

__all__ = [
    "Ballot",
    "addressing_facts",
    "ballots",
    "consent_facts",
    "field_facts",
    "jurisdiction_contract",
    "source_facts",
]

_MARKS = frozenset("TSMH")
_CODE_LETTERS = frozenset(string.ascii_uppercase + string.digits + "_")
_LONG = settings(
    max_examples=1500,
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_DAYS = (date(2025, 10, 9), date(2026, 8, 11), date(2026, 11, 23), date(2027, 6, 12))


@final
@attrs.frozen(kw_only=True)
class Ballot:
    """A vote, as the law asks for it."""

    kind: str = "municipal"
    territory: str | None = None
    days: tuple[str, ...] = ("2027-06-06", "2027-06-13")
    time_zone: str = "Europe/Paris"


_TERRITORIES = st.sampled_from([None, "62498", "62", "971", "97105", "987", "988"])
_COUNTRIES = st.sampled_from(["FR", "DE", "AT", "BE", "GB", "US"])


def ballots() -> st.SearchStrategy[Ballot]:
    """Draw votes of one or two rounds, in the next years."""
    sundays = st.integers(0, 200).map(lambda n: date(2026, 11, 29) + n * _WEEK)
    return st.builds(
        Ballot,
        kind=st.sampled_from(["municipal", "legislative", "presidential", "european"]),
        territory=_TERRITORIES,
        days=st.one_of(
            sundays.map(lambda day: (day.isoformat(),)),
            sundays.map(lambda day: (day.isoformat(), (day + _WEEK).isoformat())),
        ),
    )


_WEEK = timedelta(days=7)


def source_facts() -> st.SearchStrategy[SourceFacts]:
    """Draw sources of every legal nature."""
    return st.builds(
        SourceFacts,
        origin=st.sampled_from([None, *Origin]),
        person=st.booleans(),
        medium=st.sampled_from([None, *Medium.BUILT_IN]),
        purpose=st.sampled_from([None, *Purpose.BUILT_IN]),
    )


def consent_facts() -> st.SearchStrategy[ConsentFacts]:
    """Draw statements, lawful or not."""
    return st.builds(
        ConsentFacts,
        statement=st.sampled_from(Statement),
        mechanism=st.sampled_from(Mechanism.BUILT_IN),
        purposes=st.integers(1, 3),
        evidence=st.booleans(),
        informed=st.booleans(),
        conditional=st.booleans(),
        age=st.none() | st.integers(0, 100),
        guardian=st.booleans(),
        country=_COUNTRIES,
    )


def field_facts() -> st.SearchStrategy[FieldFacts]:
    """Draw fields, special or not."""
    categories = ("political_opinion", "health")
    return st.builds(
        FieldFacts,
        sensitivity=st.sampled_from(Sensitivity),
        category=st.sampled_from([None, *categories]),
        consented=st.frozensets(st.sampled_from(categories)),
        controller=st.sampled_from(ControllerKind),
        relation=st.sampled_from([None, "member", "former_member", "regular_contact"]),
    )


def addressing_facts(
    silences: tuple[Silence, ...] = (),
) -> st.SearchStrategy[AddressingFacts]:
    """Draw occasions to address a contact, some of them within given silences."""
    instants = st.sampled_from(
        [
            *(datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in _DAYS),
            *(silence.start for silence in silences[:3]),
            *(silence.end for silence in silences[:3]),
        ]
    )
    codes = st.frozensets(st.sampled_from(["newsletter", "campaign"]), max_size=1)
    return st.builds(
        AddressingFacts,
        at=instants,
        purpose=st.sampled_from(Purpose.BUILT_IN),
        medium=st.sampled_from(Medium.BUILT_IN),
        controller=st.sampled_from(ControllerKind),
        subject=st.sampled_from([Subject.ACTIVE, *Subject]),
        person=st.sampled_from([True, True, True, False]),
        reachable=st.sampled_from([True, True, True, False]),
        origin=st.sampled_from([None, *Origin]),
        statement=st.sampled_from([None, None, *Statement]),
        purposes=codes,
        media=codes,
        suppressions=st.frozensets(st.sampled_from(Cause), max_size=2),
        birth_year=st.sampled_from([None, 1950, 2011, 2015]),
        country=_COUNTRIES,
        territory=_TERRITORIES,
        silences=st.sampled_from([(), silences]),
    )


def jurisdiction_contract(order: Jurisdiction) -> type:
    """Give a fresh test class that a legal order must pass."""

    class JurisdictionContract(_Contract):
        """What every legal order holds."""

        law = order

    return JurisdictionContract


_QUESTIONS = ("sources", "consents", "fields", "addressing")


class _Contract:
    """What every legal order holds."""

    law: Jurisdiction

    def test_codes_are_stable_words_once_for_each_question(self) -> None:
        """A code is an upper-case word, and names one rule of a question."""
        for order in self.law.lineage():
            for question in _QUESTIONS:
                codes = [rule.code for rule in getattr(order, question)]
                assert len(set(codes)) == len(codes), codes
                assert all(set(code) <= _CODE_LETTERS for code in codes), codes

    def test_one_code_means_one_thing(self) -> None:
        """Where two questions share a code, they share citation and sentences."""
        meanings: dict[str, tuple[object, ...]] = {}
        for rule in self.law.rules():
            meaning = (rule.citation, rule.text, rule.remedy)
            assert meanings.setdefault(rule.code, meaning) == meaning, rule.code

    def test_every_rule_cites_its_source(self) -> None:
        """A rule says where it is written, and how surely we know it."""
        for rule in self.law.rules():
            assert rule.citation.text.strip(), rule.code
            assert rule.citation.mark in _MARKS, rule.code

    def test_every_rule_speaks_french_and_english(self) -> None:
        """A rule explains itself, and what to do, in both languages."""
        for rule in self.law.rules():
            for sentence in (rule.text, rule.remedy):
                french = translate(sentence, "fr")
                assert sentence.strip(), rule.code
                assert french != sentence, f"{rule.code}: {sentence}"
                assert _places(french) == _places(sentence), rule.code

    def test_numbers_leave_no_gap_and_never_overlap(self) -> None:
        """Each row ends on the day the next begins; only the last may stay open."""
        for rows in _numbers(self.law):
            assert rows.rows, rows.name
            for before, after in pairwise(rows.rows):
                assert before.until == after.since, rows.name
            for row in rows.rows:
                assert row.until is None or row.since < row.until, rows.name
                assert row.source.mark in _MARKS, rows.name

    def test_numbers_have_one_name_each(self) -> None:
        """No two numbers of one legal order bear the same name."""
        for order in self.law.lineage():
            names = [rows.name for rows in order.numbers]
            assert len(set(names)) == len(names), names

    def test_every_rule_can_be_broken_and_kept(self) -> None:
        """A rule that nothing breaks, or everything, decides nothing."""
        for question, facts in self._questions().items():
            _provoke(self.law.asked(question), facts, self._decide(question))

    def test_decisions_depend_on_the_facts_alone(self) -> None:
        """The same facts get the same decision, also from a fresh copy of the law."""
        fresh = attrs.evolve(self.law)
        for question, facts in self._questions().items():
            _always(facts, _agree(self._decide(question), _decider(fresh, question)))

    def test_the_weightiest_reason_comes_first(self) -> None:
        """Reasons follow state, suppression, law, consent, technical."""
        weights = {rule.code: rule.weight for rule in self.law.asked("addressing")}

        def ordered(facts: AddressingFacts) -> bool:
            found = [weights[code] for code in self.law.address(facts).codes]
            return found == sorted(found)

        _always(self._questions()["addressing"], ordered)

    def test_a_rule_binds_from_its_day_on(self) -> None:
        """A dated rule binds on its first day, and not on the day before."""
        for rule in self.law.rules():
            if rule.since is not None:
                assert rule.binds(rule.since), rule.code
                assert not rule.binds(rule.since - timedelta(days=1)), rule.code
            if rule.until is not None:
                assert not rule.binds(rule.until), rule.code

    def test_leaving_is_always_accepted(self) -> None:
        """Withdrawing is as easy as giving: no rule refuses it (GDPR article 7(3))."""

        def accepted(facts: ConsentFacts) -> bool:
            leaving = attrs.evolve(facts, statement=Statement.WITHDRAWN)
            return self.law.consent(leaving, _DAYS[2]).allowed

        _always(consent_facts(), accepted)

    def test_nothing_electronic_leaves_without_consent(self) -> None:
        """A person is approached electronically only after a yes that stands."""

        def consented(facts: AddressingFacts) -> bool:
            asks = facts.person and facts.medium.electronic and facts.purpose.solicits
            return (
                not asks
                or facts.statement is Statement.GIVEN
                or not self.law.address(facts).allowed
            )

        _always(self._questions()["addressing"], consented)

    def test_silence_lies_before_the_end_of_its_vote(self) -> None:
        """A silence begins before it ends, and holds on the voting day itself."""

        def sound(vote: Vote) -> bool:
            found = self.law.silences([vote])
            return all(silence.start < silence.end for silence in found)

        _always(ballots(), sound)

    def _questions(self) -> dict[str, st.SearchStrategy[Any]]:
        votes = [Ballot(kind="legislative"), Ballot(territory="62498")]
        silences = self.law.silences(votes)
        return {
            "sources": source_facts(),
            "consents": consent_facts(),
            "fields": field_facts(),
            "addressing": addressing_facts(silences),
        }

    def _decide(self, question: str) -> "_Decide":
        return _decider(self.law, question)


_Decide: TypeAlias = Callable[[Any], tuple[str, ...]]


def _decider(order: Jurisdiction, question: str) -> _Decide:
    """Give the verb that answers a question, as codes."""
    day = _DAYS[2]
    verbs: dict[str, _Decide] = {
        "sources": lambda facts: order.source(facts, day).codes,
        "consents": lambda facts: order.consent(facts, day).codes,
        "fields": lambda facts: order.field(facts, day).codes,
        "addressing": lambda facts: order.address(facts).codes,
    }
    return verbs[question]


def _agree(ours: _Decide, theirs: _Decide) -> Callable[[Any], bool]:
    return lambda facts: ours(facts) == ours(facts) == theirs(facts)


def _numbers(order: Jurisdiction) -> Iterator[Rows[Any]]:
    for each in order.lineage():
        yield from each.numbers


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _always(facts: st.SearchStrategy[Any], holds: Callable[[Any], bool]) -> None:
    """Check that something holds of all facts drawn."""

    @settings(_LONG, max_examples=300)
    @given(facts)
    def check(drawn: Any) -> None:  # noqa: ANN401 - whatever the strategy gives
        assert holds(drawn), drawn

    check()


def _provoke(
    rules: tuple[Rule[Any], ...],
    facts: st.SearchStrategy[Any],
    decide: _Decide,
) -> None:
    """Check that each rule is broken by some of the facts drawn, and kept by some."""
    broken: set[str] = set()
    kept: set[str] = set()
    codes = {rule.code for rule in rules}

    @_LONG
    @given(facts)
    def collect(drawn: Any) -> None:  # noqa: ANN401 - whatever the strategy gives
        found = set(decide(drawn))
        broken.update(found)
        kept.update(codes - found)

    collect()
    assert broken >= codes, f"never broken: {codes - broken}"
    assert kept >= codes, f"never kept: {codes - kept}"
