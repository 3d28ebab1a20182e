"""Rows made typed and normal: what each says of one contact."""

from poltech.exchange._rows._model import (
    Candidate,
    Normalized,
    Rejection,
    RowSource,
    RowStatement,
    RowSuppression,
    Setting,
)
from poltech.exchange._rows._normalize import normalize_batch
from poltech.exchange._rows._plan import Plan, plan_of

__all__ = [
    "Candidate",
    "Normalized",
    "Plan",
    "Rejection",
    "RowSource",
    "RowStatement",
    "RowSuppression",
    "Setting",
    "normalize_batch",
    "plan_of",
]
