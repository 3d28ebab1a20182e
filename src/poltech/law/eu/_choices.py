"""Who may be addressed, under the law of the Union: what people chose."""

from poltech.errors import msg
from poltech.law._jurisdiction import rule
from poltech.law._model import (
    AddressingFacts,
    Cause,
    Citation,
    Day,
    Statement,
    Weight,
)
from poltech.law._vocabulary import Purpose

__all__ = ["CHOICES"]

_COME_BACK = msg("Stop. Only they can come back, by an act of their own.")


def _asks(facts: AddressingFacts) -> bool:
    """Tell whether prior consent is asked for (Directive 2002/58/EC article 13).

    It protects natural persons; an organisation's published address is none.
    """
    return facts.medium.electronic and facts.purpose.solicits and facts.person


def _tracks(facts: AddressingFacts) -> bool:
    """Tell whether opens and clicks are to be measured."""
    return facts.purpose.code == Purpose.TRACKING.code


def _lacks(facts: AddressingFacts) -> bool:
    """Tell whether consent is asked for and nothing was ever said."""
    return facts.statement is None and _asks(facts) and not _tracks(facts)


@rule(
    "POINT_ERASED",
    Citation("GDPR article 17(1)", "M"),
    msg("The owner of this address or number asked to be erased."),
    msg("Do not enter it again. Its owner may sign up by themselves."),
    weight=Weight.SUPPRESSION,
)
def point_erased(facts: AddressingFacts, _: Day) -> bool:
    """Erasure outlives the contact, for every purpose."""
    return Cause.ERASURE in facts.suppressions


@rule(
    "HARD_BOUNCE",
    Citation("RFC 3463 and RFC 3464", "M"),
    msg("This address or number does not exist, or takes no more messages."),
    msg("Mend it, or ask the person for another."),
    weight=Weight.SUPPRESSION,
)
def hard_bounce(facts: AddressingFacts, _: Day) -> bool:
    """Nothing arrives there, whatever the purpose."""
    return Cause.HARD_BOUNCE in facts.suppressions


@rule(
    "COMPLAINT",
    Citation("RFC 5965; GDPR article 21(3)", "M"),
    msg("The owner of this address reported a message as unwanted: they object."),
    _COME_BACK,
    weight=Weight.SUPPRESSION,
)
def complaint(facts: AddressingFacts, _: Day) -> bool:
    """A complaint counts as an objection."""
    return Cause.COMPLAINT in facts.suppressions and facts.purpose.solicits


@rule(
    "OBJECTION_ABSOLUTE",
    Citation("GDPR article 21(2) and 21(3)", "M"),
    msg("This person objected to being approached, and no reason outweighs that."),
    _COME_BACK,
    weight=Weight.SUPPRESSION,
)
def objection(facts: AddressingFacts, _: Day) -> bool:
    """An objection to being approached knows no exception."""
    if not facts.purpose.solicits:
        return False
    no = facts.statement is Statement.REFUSED and not _asks(facts)
    return no or Cause.OBJECTION in facts.suppressions


@rule(
    "UNSUBSCRIBED",
    Citation("GDPR article 7(3); Directive 2002/58/EC article 13", "M"),
    msg("The owner of this address or number unsubscribed."),
    _COME_BACK,
    weight=Weight.SUPPRESSION,
)
def unsubscribed(facts: AddressingFacts, _: Day) -> bool:
    """The contact point itself was unsubscribed, whoever bears it."""
    return Cause.WITHDRAWAL in facts.suppressions and facts.purpose.solicits


@rule(
    "CONSENT_WITHDRAWN",
    Citation("GDPR article 7(3)", "M"),
    msg("This person agreed once, and withdrew it."),
    _COME_BACK,
    weight=Weight.CONSENT,
)
def withdrawn(facts: AddressingFacts, _: Day) -> bool:
    """Withdrawal stops at once."""
    return facts.statement is Statement.WITHDRAWN and facts.purpose.solicits


@rule(
    "CONSENT_REFUSED",
    Citation("GDPR article 4(11); Directive 2002/58/EC article 13(1)", "M"),
    msg("This person was asked and said no."),
    _COME_BACK,
    weight=Weight.CONSENT,
)
def refused(facts: AddressingFacts, _: Day) -> bool:
    """Who said no did not consent."""
    return facts.statement is Statement.REFUSED and _asks(facts)


@rule(
    "CONSENT_EXPIRED",
    Citation("GDPR article 5(1)(e)", "M"),
    msg("This person agreed too long ago; the consent has lapsed."),
    msg("Ask once whether they still want to hear from you."),
    weight=Weight.CONSENT,
)
def expired(facts: AddressingFacts, _: Day) -> bool:
    """What lapsed is as if never said."""
    return facts.statement is Statement.EXPIRED and _asks(facts) and not _tracks(facts)


@rule(
    "CONSENT_CHANNEL_MISMATCH",
    Citation("GDPR articles 6(1)(a) and 7(2)", "M"),
    msg("This person agreed to this purpose, but by another way of writing."),
    msg("Write the way they agreed to, or ask for this one as well."),
    weight=Weight.CONSENT,
)
def channel_mismatch(facts: AddressingFacts, _: Day) -> bool:
    """Consent to letters is no consent to text messages."""
    return _lacks(facts) and bool(facts.media)


@rule(
    "CONSENT_PURPOSE_MISMATCH",
    Citation("GDPR articles 5(1)(b) and 6(1)(a)", "M"),
    msg("This person agreed to other things than this."),
    msg("Write what they agreed to, or ask for this purpose as well."),
    weight=Weight.CONSENT,
)
def purpose_mismatch(facts: AddressingFacts, _: Day) -> bool:
    """Consent to a newsletter is no consent to fundraising."""
    return _lacks(facts) and not facts.media and bool(facts.purposes)


@rule(
    "EPRIVACY_CONSENT_REQUIRED",
    Citation("Directive 2002/58/EC article 13(1); GDPR article 6(1)(a)", "M"),
    msg("This person never agreed to electronic messages."),
    msg("Ask them in person, by letter or with a form; until then do not write."),
    weight=Weight.CONSENT,
)
def consent_required(facts: AddressingFacts, _: Day) -> bool:
    """Electronic approaches need prior consent."""
    return _lacks(facts) and not facts.media and not facts.purposes


@rule(
    "TRACKER_NO_CONSENT",
    Citation("Directive 2002/58/EC article 5(3); loi Informatique et Libertés 82", "M"),
    msg("This person did not agree to having opens and clicks measured."),
    msg("Send without measuring, or ask first."),
    weight=Weight.CONSENT,
)
def tracker(facts: AddressingFacts, _: Day) -> bool:
    """Measuring needs a consent of its own."""
    return (
        _tracks(facts) and facts.person and facts.statement in {None, Statement.EXPIRED}
    )


CHOICES = (
    point_erased,
    hard_bounce,
    complaint,
    objection,
    unsubscribed,
    withdrawn,
    refused,
    expired,
    channel_mismatch,
    purpose_mismatch,
    consent_required,
    tracker,
)
