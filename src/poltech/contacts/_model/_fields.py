"""Custom fields: what an office keeps beyond what everybody keeps."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, final

import attrs

from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg
from poltech.law import Sensitivity

__all__ = [
    "FieldDefinition",
    "FieldType",
    "FieldValue",
]

FieldValue: TypeAlias = str | int | Decimal | bool | date
"""What a custom field may hold."""


class FieldType(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"


@final
@attrs.frozen(kw_only=True)
class FieldDefinition:
    """A custom field of a workspace.

    Attributes:
        key: stored word, in lower case with underscores.
        label: what people call it.
        type: what it holds.
        sensitivity: how closely it is kept; only ordinary fields may be selected on.
        category: the special category it reveals (GDPR article 9), if any.
    """

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    category: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.key.isidentifier() or self.key != self.key.lower():
            raise InvalidContactError(
                field="key", problem=msg("not a word in lower case")
            )
        if (self.sensitivity is Sensitivity.SPECIAL) != (self.category is not None):
            raise InvalidContactError(
                field="category",
                problem=msg("a special field names its category, others have none"),
            )
