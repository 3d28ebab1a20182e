"""What the consent room answers."""

from typing import final

import attrs

from poltech.consent._model._said import ConsentRecord
from poltech.consent._model._stored import ConsentState
from poltech.consent._permit import Permit
from poltech.errors import msg
from poltech.i18n import translate
from poltech.ids import ContactId
from poltech.law import Decision, Medium, Purpose

__all__ = [
    "Appended",
    "ConsentAudit",
    "Explanation",
    "Verdict",
]

_YES = msg("{place}: yes.")
_NO = msg("{place}: no. {why}")


@final
@attrs.frozen(kw_only=True)
class Verdict:
    """What was decided for one contact, and the permit if it was allowed."""

    contact: ContactId
    decision: Decision
    permit: Permit | None = None


@final
@attrs.frozen(kw_only=True)
class Appended:
    """What became of records that another room appended.

    Attributes:
        entries: indexes of their entries in the ledger.
        known: how many stood already, and were left out.
        refused: records that were left out, each with why.
    """

    entries: range
    known: int = 0
    refused: tuple[tuple[ConsentRecord, Decision], ...] = ()


@final
@attrs.frozen(kw_only=True)
class Explanation:
    """Why a contact may or may not be addressed for one purpose by one medium.

    Attributes:
        state: the statement that stands, if one was made.
    """

    purpose: Purpose
    medium: Medium
    decision: Decision
    state: ConsentState | None = None

    def say(self, locale: str = "en") -> str:
        """Say it in a locale, on one line."""
        place = f"{translate(self.purpose.label, locale)}, "
        place += translate(self.medium.label, locale)
        if self.decision.allowed:
            return translate(_YES, locale, place=place)
        why = " ".join(reason.say(locale) for reason in self.decision.reasons)
        return translate(_NO, locale, place=place, why=why)


@final
@attrs.frozen(kw_only=True)
class ConsentAudit:
    """What came of replaying the ledger against the table of states.

    Attributes:
        entries: entries of consent that were read.
        sealed: entries of people who were erased: whole, and unreadable for ever.
        differing: contacts whose states are not what the ledger says.
    """

    entries: int
    sealed: int
    differing: tuple[ContactId, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every state is what the ledger says."""
        return not self.differing
