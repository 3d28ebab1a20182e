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
"""

from poltech.law._model import (
    AddressingFacts,
    Cause,
    Citation,
    ConsentFacts,
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
)
from poltech.law._vocabulary import (
    Medium,
    Origin,
    Purpose,
    SourceKind,
    Stream,
    Vocabulary,
)
from poltech.law.errors import (
    UnknownJurisdictionError,
    UnknownTermError,
    UnsettledDateError,
)

__all__ = [
    "AddressingFacts",
    "Cause",
    "Citation",
    "ConsentFacts",
    "Decision",
    "FieldFacts",
    "Medium",
    "Origin",
    "Purpose",
    "Reason",
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
]
