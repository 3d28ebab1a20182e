"""Where data may come from, under the law of the Union."""

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import Citation, Day, SourceFacts
from poltech.law._vocabulary import Origin

__all__ = ["SOURCES"]


@rule(
    "SOURCE_MISSING",
    Citation("GDPR articles 5(2) and 14(2)(f)", "M"),
    msg("Nobody wrote down where this contact comes from."),
    msg("Name the source: which form, list or register, and of what day."),
)
def missing(facts: SourceFacts, _: Day) -> bool:
    """Nobody said where it came from."""
    return facts.origin is None


@rule(
    "SOURCE_PUBLIC_SERVICE",
    Citation("GDPR article 5(1)(b); CNIL, fiche 4 of 21 October 2025", "S"),
    msg("This comes from a file that a public service keeps for its own task."),
    msg("Delete it, and ask people by a form of your own."),
)
def public_service(facts: SourceFacts, _: Day) -> bool:
    """A public service's file serves another purpose."""
    return facts.origin is Origin.PUBLIC_SERVICE


@rule(
    "SOCIAL_HARVEST",
    Citation("GDPR articles 5(1)(a), 9(2)(e) and 14; CNIL", "M"),
    msg("This was gathered on a social network: who likes you has not signed up."),
    msg("Post a link to your sign-up form there instead."),
)
def social_harvest(facts: SourceFacts, _: Day) -> bool:
    """Profiles and followers of people were collected."""
    return facts.person and facts.origin is Origin.SOCIAL_NETWORK


@rule(
    "SOURCE_TRADED_ELECTRONIC",
    Citation("Regulation (EU) 2024/900 article 18(1)(a); CNIL on bought lists", "S"),
    msg("This comes from a bought or rented list: nothing electronic may go to it."),
    msg("Send a letter, or ask people for their consent by a form of your own."),
)
def traded_electronic(facts: SourceFacts, _: Day) -> bool:
    """A bought or rented list is to be used electronically."""
    return (
        facts.person
        and facts.origin is Origin.TRADED
        and facts.medium is not None
        and facts.medium.electronic
    )


@rule(
    "SOURCE_TRADED",
    Citation("House rule: bought and rented lists stay outside", "H"),
    msg("Bought and rented lists are not taken in here."),
    msg("If counsel cleared the list for letters, have this house rule switched off."),
)
def traded(facts: SourceFacts, _: Day) -> bool:
    """A bought or rented list is taken in at all."""
    return facts.person and facts.origin is Origin.TRADED


SOURCES = (missing, public_service, social_harvest, traded_electronic, traded)
