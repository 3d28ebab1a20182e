"""The law as data and pure verbs: facts in, decisions out.

Jurisdiction
:   a frozen bundle of dated rules for one legal order; `FR` includes `EU`.

Rule
:   one sentence of the law as a question about facts, with its code and citation.

Decision
:   allowed or refused, with its reasons.

Reason
:   a stable code, a legal or technical citation, and a localised sentence.

Purpose, Medium
:   why and how somebody is written to; open vocabularies with a legal meaning.

Rows
:   a number that the law sets, through time; never a constant in code.

Mechanism
:   how a statement was made; only a clear affirmative act can give consent.

Silence
:   a stretch of time before a vote in which nothing political may leave.

House rule
:   a rule of ours that is stricter than the law; it can be switched off.
"""

from poltech.law._jurisdiction import Jurisdiction, rule
from poltech.law._lookup import jurisdiction
from poltech.law._model import (
    AddressingFacts,
    Cause,
    Citation,
    ConsentFacts,
    Day,
    Decision,
    FieldFacts,
    Reason,
    Row,
    Rows,
    Rule,
    Sensitivity,
    Silence,
    SourceFacts,
    Statement,
    Subject,
    Vote,
    Weight,
)
from poltech.law._register import RegisterEntry, register
from poltech.law._vocabulary import (
    Mechanism,
    Medium,
    Origin,
    Purpose,
    SourceKind,
    Stream,
    Vocabulary,
)
from poltech.law.errors import (
    HouseRuleError,
    UnknownJurisdictionError,
    UnknownTermError,
    UnsettledDateError,
)

__all__ = [
    "AddressingFacts",
    "Cause",
    "Citation",
    "ConsentFacts",
    "Day",
    "Decision",
    "FieldFacts",
    "HouseRuleError",
    "Jurisdiction",
    "Mechanism",
    "Medium",
    "Origin",
    "Purpose",
    "Reason",
    "RegisterEntry",
    "Row",
    "Rows",
    "Rule",
    "Sensitivity",
    "Silence",
    "SourceFacts",
    "SourceKind",
    "Statement",
    "Stream",
    "Subject",
    "UnknownJurisdictionError",
    "UnknownTermError",
    "UnsettledDateError",
    "Vocabulary",
    "Vote",
    "Weight",
    "jurisdiction",
    "register",
    "rule",
]
