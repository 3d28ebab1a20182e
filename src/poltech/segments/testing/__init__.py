"""How segments are tested: questions and people drawn at random, and a contract.

`questions` draws questions, `populations` people that they find, and
`audience_store_contract` holds a storage to what the pure rules answer.
"""

from poltech.segments.testing._contract import (
    audience_store_contract,
    segment_store_contract,
)
from poltech.segments.testing._pools import NASTY
from poltech.segments.testing._population import (
    NOON,
    Population,
    crowd,
    populations,
)
from poltech.segments.testing._questions import criteria, questions, words

__all__ = [
    "NASTY",
    "NOON",
    "Population",
    "audience_store_contract",
    "criteria",
    "crowd",
    "populations",
    "questions",
    "segment_store_contract",
    "words",
]
