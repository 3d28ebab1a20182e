"""Where data may come from, under French law."""

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import Citation, Day, SourceFacts
from poltech.law._vocabulary import Origin, Purpose

__all__ = ["SOURCES"]

_LETTER = "address"


@rule(
    "FR_ROLL_POST_ONLY",
    Citation("Code électoral article L37; Regulation (EU) 2024/900 article 18", "T"),
    msg("The electoral roll serves letters and doorsteps only."),
    msg("Send a letter that says where the address comes from and how to object."),
)
def roll_post_only(facts: SourceFacts, _: Day) -> bool:
    """The roll gives addresses; it is no consent to anything electronic."""
    return (
        facts.origin is Origin.ELECTORAL_ROLL
        and facts.medium is not None
        and facts.medium.point != _LETTER
    )


@rule(
    "ROLL_COMMERCIAL_USE",
    Citation("Code électoral articles L37 and L113-2", "T"),
    msg("The electoral roll may not be used to sell anything; that is an offence."),
    msg("Leave these contacts out."),
)
def roll_commercial(facts: SourceFacts, _: Day) -> bool:
    """Whoever takes the roll undertakes to make no commercial use of it."""
    return (
        facts.origin is Origin.ELECTORAL_ROLL
        and facts.purpose is not None
        and facts.purpose.code == Purpose.COMMERCIAL.code
    )


SOURCES = (roll_post_only, roll_commercial)
