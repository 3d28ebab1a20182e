"""What may be stored of a person, under the law of the Union."""

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import Citation, Day, FieldFacts, Sensitivity
from poltech.profile import ControllerKind

__all__ = ["FIELDS"]

_CLOSE = frozenset({"member", "former_member", "regular_contact"})
_OPINION = "political_opinion"


def _within_the_body(facts: FieldFacts) -> bool:
    """Tell whether article 9(2)(d) reaches: a party and the people close to it."""
    return (
        facts.controller is ControllerKind.PARTY
        and facts.relation in _CLOSE
        and facts.category == _OPINION
    )


@rule(
    "GDPR_ART9_NO_EXPLICIT_CONSENT",
    Citation("GDPR article 9(1) and 9(2)(a), (d)", "M"),
    msg("This reveals something the law protects most, and the person did not agree."),
    msg("Ask with a wording that names it, or do not write it down."),
)
def special(facts: FieldFacts, _: Day) -> bool:
    """A special category needs explicit consent that names it."""
    return (
        facts.sensitivity is Sensitivity.SPECIAL
        and facts.category not in facts.consented
        and not _within_the_body(facts)
    )


FIELDS = (special,)
