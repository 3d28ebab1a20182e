"""Why the consent room itself refuses, besides the law."""

from typing import Final

from poltech.errors import msg
from poltech.law import Citation, Decision, Reason

__all__ = ["DATED_AHEAD", "REVIVED", "UNKNOWN_WORDING"]


def _refusal(code: str, citation: Citation, text: str, remedy: str) -> Decision:
    """Give the decision that refuses for one reason."""
    reason = Reason(code=code, citation=citation, text=text, remedy=remedy)
    return Decision((reason,))


REVIVED: Final = _refusal(
    "CONSENT_REVIVED_BY_IMPORT",
    Citation("GDPR article 7(3)", "M"),
    msg("This person left here; a file does not bring anybody back."),
    msg("Only they can come back, by an act of their own."),
)
"""An import would bring back somebody who left."""

DATED_AHEAD: Final = _refusal(
    "LOG_TIME_ORDER",
    Citation("GDPR article 7(1)", "M"),
    msg("This consent is dated in the future."),
    msg("Mend the date in the file."),
)
"""A consent says that it was given later than now."""

UNKNOWN_WORDING: Final = _refusal(
    "CONSENT_NOTICE_UNKNOWN",
    Citation("GDPR article 7(1)", "M"),
    msg("The wording that was shown is not on file here."),
    msg("Publish the wording first, then name it."),
)
"""A consent rests on a notice that nobody published."""
