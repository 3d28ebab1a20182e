"""Pure verbs on contacts: facts in, values out."""

from poltech.contacts._rules._data import unfold
from poltech.contacts._rules._duplicates import Similarity, duplicates, load_similarity
from poltech.contacts._rules._fields import (
    check_fields,
    field_facts,
    redefine,
)
from poltech.contacts._rules._identity import find_same, match, names_differ
from poltech.contacts._rules._merge import (
    DEFAULT_CHOICES,
    merge,
    part_loser,
    part_survivor,
)
from poltech.contacts._rules._policy import (
    RESTRICTED,
    apply,
    begin,
    correct,
    require_sourced,
    restate,
)
from poltech.contacts._rules._standing import closer, derive_standing

__all__ = [
    "DEFAULT_CHOICES",
    "RESTRICTED",
    "Similarity",
    "apply",
    "begin",
    "check_fields",
    "closer",
    "correct",
    "derive_standing",
    "duplicates",
    "field_facts",
    "find_same",
    "load_similarity",
    "match",
    "merge",
    "names_differ",
    "part_loser",
    "part_survivor",
    "redefine",
    "require_sourced",
    "restate",
    "unfold",
]
