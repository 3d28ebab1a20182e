"""What may be recorded as consent, under the law of the Union. Leaving always may."""

from collections.abc import Mapping

import attrs

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import Citation, ConsentFacts, Day, Statement, Weight
from poltech.law.eu._numbers import AGE_OF_CONSENT

__all__ = ["CONSENTS"]


def _given(facts: ConsentFacts) -> bool:
    """Tell whether consent is given: nothing else is ever refused."""
    return facts.statement is Statement.GIVEN


@rule(
    "CONSENT_NOT_AFFIRMATIVE",
    Citation("GDPR article 4(11) and recital 32", "M"),
    msg("Nobody agreed by an act of their own: a box ticked beforehand is no consent."),
    msg("Ask again with an empty box, a signature or a clear yes."),
    weight=Weight.CONSENT,
)
def not_affirmative(facts: ConsentFacts, _: Day) -> bool:
    """Silence, pre-ticked boxes and inactivity are no consent."""
    return _given(facts) and not facts.mechanism.affirmative


@rule(
    "CONSENT_NOT_PROVEN",
    Citation("GDPR article 7(1)", "M"),
    msg("There is no proof of this consent."),
    msg("Say which wording was shown, and how the person agreed to it."),
    weight=Weight.CONSENT,
)
def not_proven(facts: ConsentFacts, _: Day) -> bool:
    """The controller must be able to demonstrate it."""
    return _given(facts) and not facts.evidence


@rule(
    "CONSENT_NOT_INFORMED",
    Citation("GDPR articles 4(11) and 9(2)(a)", "M"),
    msg("The wording shown does not name what is said to be agreed to."),
    msg("Use the wording that names this purpose, medium and category, or ask again."),
    weight=Weight.CONSENT,
)
def not_informed(facts: ConsentFacts, _: Day) -> bool:
    """What was not shown was not agreed to."""
    return _given(facts) and not facts.informed


@rule(
    "CONSENT_BUNDLED",
    Citation("GDPR articles 6(1)(a) and 7(2), recitals 32 and 43", "M"),
    msg("One question asked for several purposes at once."),
    msg("Ask one question for each purpose, each with its own box."),
    weight=Weight.CONSENT,
)
def bundled(facts: ConsentFacts, _: Day) -> bool:
    """One answer cannot tell two choices apart."""
    return _given(facts) and facts.purposes != 1


@rule(
    "CONSENT_CONDITIONAL",
    Citation("GDPR article 7(4) and recital 43", "M"),
    msg("People had to agree in order to get something else."),
    msg("Let people sign, give or register without agreeing to messages."),
    weight=Weight.CONSENT,
)
def conditional(facts: ConsentFacts, _: Day) -> bool:
    """A condition is no free choice."""
    return _given(facts) and facts.conditional


@rule(
    "MINOR_PARENTAL_CONSENT_REQUIRED",
    Citation("GDPR article 8(1); loi Informatique et Libertés article 45", "M"),
    msg(
        "This person is, or may still be, younger than {age}: a parent must agree too."
    ),
    msg("Ask a parent as well, or leave this person out."),
    weight=Weight.CONSENT,
)
def minor(facts: ConsentFacts, day: Day) -> bool:
    """Below the age of consent a parent agrees; an unknown age is not asked for."""
    return (
        _given(facts)
        and facts.age is not None
        and not facts.guardian
        and facts.age < day.number(AGE_OF_CONSENT, facts.country)
    )


def _age(facts: ConsentFacts, day: Day) -> Mapping[str, object]:
    """Fill the sentence's place for the age."""
    return {"age": day.number(AGE_OF_CONSENT, facts.country)}


CONSENTS = (
    not_affirmative,
    not_proven,
    not_informed,
    bundled,
    conditional,
    attrs.evolve(minor, values=_age),
)
