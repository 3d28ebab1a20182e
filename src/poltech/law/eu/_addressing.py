"""Who may be addressed, under the law of the Union: person, source and law."""

from collections.abc import Mapping
from datetime import date

import attrs

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import (
    AddressingFacts,
    Citation,
    Day,
    Statement,
    Subject,
    Weight,
)
from poltech.law._vocabulary import Origin, Purpose
from poltech.law.eu import _sources as source
from poltech.law.eu._numbers import AGE_OF_CONSENT

__all__ = ["ADDRESSING"]

_TTPA_APPLIES = date(2025, 10, 10)


@rule(
    "SUBJECT_ERASED",
    Citation("GDPR article 17(1)", "M"),
    msg("This person asked to be erased, and was."),
    msg("Nothing can be sent. If they come back by themselves, they are new here."),
    weight=Weight.STATE,
)
def erased(facts: AddressingFacts, _: Day) -> bool:
    """The person was erased."""
    return facts.subject is Subject.ERASED


@rule(
    "SUBJECT_RESTRICTED",
    Citation("GDPR article 18(2)", "M"),
    msg("This person's data may be kept but not used for now."),
    msg("Wait until whoever answers rights requests lifts the restriction."),
    weight=Weight.STATE,
)
def restricted(facts: AddressingFacts, _: Day) -> bool:
    """The use of the person's data is restricted."""
    return facts.subject is Subject.RESTRICTED


@rule(
    "SUBJECT_MERGED",
    Citation("GDPR article 5(1)(d)", "M"),
    msg("This contact was merged into another."),
    msg("Write to the contact that took its place."),
    weight=Weight.STATE,
)
def merged(facts: AddressingFacts, _: Day) -> bool:
    """Another contact took its place."""
    return facts.subject is Subject.MERGED


@rule(
    "SOURCE_MISSING",
    source.missing.citation,
    source.missing.text,
    source.missing.remedy,
)
def source_missing(facts: AddressingFacts, _: Day) -> bool:
    """Nobody said where the contact came from."""
    return facts.origin is None


@rule(
    "SOURCE_PUBLIC_SERVICE",
    source.public_service.citation,
    source.public_service.text,
    source.public_service.remedy,
)
def public_service(facts: AddressingFacts, _: Day) -> bool:
    """The contact came from a public service's file."""
    return facts.origin is Origin.PUBLIC_SERVICE


@rule(
    "SOCIAL_HARVEST",
    source.social_harvest.citation,
    source.social_harvest.text,
    source.social_harvest.remedy,
)
def social_harvest(facts: AddressingFacts, _: Day) -> bool:
    """The contact was gathered on a social network."""
    return facts.origin is Origin.SOCIAL_NETWORK and facts.person


@rule(
    "SOURCE_TRADED_ELECTRONIC",
    source.traded_electronic.citation,
    source.traded_electronic.text,
    source.traded_electronic.remedy,
)
def traded_electronic(facts: AddressingFacts, _: Day) -> bool:
    """The contact came from a traded list and has not agreed since."""
    return (
        facts.origin is Origin.TRADED
        and facts.person
        and facts.medium.electronic
        and facts.statement is not Statement.GIVEN
    )


@rule(
    "TTPA_NOT_COLLECTED_FROM_SUBJECT",
    Citation("Regulation (EU) 2024/900 article 18(1)(a)", "T"),
    msg("Targeted political advertising may only use data given by the person."),
    msg("Leave this contact out, or ask them for their data and consent yourself."),
    since=_TTPA_APPLIES,
)
def not_from_subject(facts: AddressingFacts, _: Day) -> bool:
    """Data from elsewhere would target a political advertisement."""
    return (
        facts.purpose.code == Purpose.POLITICAL_ADVERTISING.code
        and facts.medium.electronic
        and facts.person
        and facts.origin is not Origin.PERSON
    )


@rule(
    "MINOR_LEGITIMATE_INTEREST",
    Citation("GDPR article 6(1)(f) and recital 38", "M"),
    msg("This person is, or may still be, younger than {age}, and nobody agreed."),
    msg("Leave them out unless they, or a parent, agreed."),
)
def minor(facts: AddressingFacts, day: Day) -> bool:
    """A child's interest outweighs ours; an unknown age is not asked for."""
    return (
        facts.birth_year is not None
        and facts.purpose.solicits
        and facts.person
        and facts.statement is not Statement.GIVEN
        and _youngest(facts, facts.birth_year) < _of_consent(facts, day)
    )


def _youngest(facts: AddressingFacts, birth_year: int) -> int:
    """Give the least age that somebody born in a year can have then."""
    return facts.at.year - birth_year - 1


def _of_consent(facts: AddressingFacts, day: Day) -> int:
    """Give the age of consent where the contact lives."""
    return day.number(AGE_OF_CONSENT, facts.country)


def _age(facts: AddressingFacts, day: Day) -> Mapping[str, object]:
    """Fill the sentence's place for the age."""
    return {"age": _of_consent(facts, day)}


@rule(
    "UNREACHABLE",
    Citation("RFC 5321 section 2.3.11; ITU-T E.164", "M"),
    msg("There is nothing to reach this contact by."),
    msg("Ask for an address or number, or choose another medium."),
    weight=Weight.TECHNICAL,
)
def unreachable(facts: AddressingFacts, _: Day) -> bool:
    """The contact has no contact point for the medium."""
    return not facts.reachable


ADDRESSING = (
    erased,
    restricted,
    merged,
    source_missing,
    public_service,
    social_harvest,
    traded_electronic,
    not_from_subject,
    attrs.evolve(minor, values=_age),
    unreachable,
)
