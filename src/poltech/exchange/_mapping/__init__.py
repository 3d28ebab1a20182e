"""What the columns of a file hold: guessed, explained, and overridable."""

from poltech.exchange._mapping._fields import Field, Target
from poltech.exchange._mapping._guess import (
    guess_mapping,
    parse_overrides,
    require_identity,
)
from poltech.exchange._mapping._model import Column, ColumnMapping, DateOrder, Why
from poltech.exchange._mapping._names import fold, slug
from poltech.exchange._mapping._presets import preset_by_code, presets
from poltech.exchange._mapping._recognise import recognised
from poltech.exchange._mapping._synonyms import OWN_PREFIX

__all__ = [
    "OWN_PREFIX",
    "Column",
    "ColumnMapping",
    "DateOrder",
    "Field",
    "Target",
    "Why",
    "fold",
    "guess_mapping",
    "parse_overrides",
    "preset_by_code",
    "presets",
    "recognised",
    "require_identity",
    "slug",
]
