"""What follows from a question: who answers it, what it means, what it looks at."""

from poltech.segments._rules._check import check_fields
from poltech.segments._rules._evaluate import holds, lot, members, window
from poltech.segments._rules._expand import expand, references
from poltech.segments._rules._inspect import categories, criteria, selects, traits
from poltech.segments._rules._simplify import simplify

__all__ = [
    "categories",
    "check_fields",
    "criteria",
    "expand",
    "holds",
    "lot",
    "members",
    "references",
    "selects",
    "simplify",
    "traits",
    "window",
]
