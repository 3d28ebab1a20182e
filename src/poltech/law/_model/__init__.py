"""Facts in, decisions out: the values that every legal order speaks."""

from poltech.law._model._answers import Citation, Decision, Reason
from poltech.law._model._facts import (
    AddressingFacts,
    Cause,
    ConsentFacts,
    FieldFacts,
    Sensitivity,
    SourceFacts,
    Statement,
    Subject,
)
from poltech.law._model._numbers import Day, Row, Rows
from poltech.law._model._rule import Rule, Weight
from poltech.law._model._silence import Silence, Vote

__all__ = [
    "AddressingFacts",
    "Cause",
    "Citation",
    "ConsentFacts",
    "Day",
    "Decision",
    "FieldFacts",
    "Reason",
    "Row",
    "Rows",
    "Rule",
    "Sensitivity",
    "Silence",
    "SourceFacts",
    "Statement",
    "Subject",
    "Vote",
    "Weight",
]
