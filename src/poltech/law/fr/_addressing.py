"""Who may be addressed, under French law."""

from datetime import date

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import AddressingFacts, Citation, Day, Statement, Weight
from poltech.law._vocabulary import Medium, Origin, Purpose
from poltech.law.fr import _sources as source

__all__ = ["ADDRESSING"]

_CALLS_NEED_CONSENT = date(2026, 8, 11)
_LETTER = "address"


@rule(
    "FR_ROLL_POST_ONLY",
    source.roll_post_only.citation,
    source.roll_post_only.text,
    source.roll_post_only.remedy,
)
def roll_post_only(facts: AddressingFacts, _: Day) -> bool:
    """A voter of the roll who has not agreed since gets letters only."""
    return (
        facts.origin is Origin.ELECTORAL_ROLL
        and facts.medium.point != _LETTER
        and facts.purpose.solicits
        and facts.statement is not Statement.GIVEN
    )


@rule(
    "ROLL_COMMERCIAL_USE",
    source.roll_commercial.citation,
    source.roll_commercial.text,
    source.roll_commercial.remedy,
)
def roll_commercial(facts: AddressingFacts, _: Day) -> bool:
    """The roll is not for selling."""
    return (
        facts.origin is Origin.ELECTORAL_ROLL
        and facts.purpose.code == Purpose.COMMERCIAL.code
    )


@rule(
    "FR_CALL_CONSENT",
    Citation("Code de la consommation article L223-1, loi 2025-594 article 13", "S"),
    msg("Consumers may not be called to sell them something unless they agreed."),
    msg("Ask for their consent to calls first, in writing."),
    weight=Weight.CONSENT,
    since=_CALLS_NEED_CONSENT,
)
def call_consent(facts: AddressingFacts, _: Day) -> bool:
    """A commercial call needs prior consent; a political call is none."""
    return (
        facts.purpose.code == Purpose.COMMERCIAL.code
        and facts.medium.code == Medium.PHONE.code
        and facts.person
        and facts.statement in {None, Statement.EXPIRED}
    )


ADDRESSING = (roll_post_only, roll_commercial, call_consent)
