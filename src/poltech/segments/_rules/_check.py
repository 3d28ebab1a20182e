"""Whether a question can be asked of the fields that a workspace has."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from poltech.contacts import FieldDefinition, FieldType, FieldValue, UnknownFieldError
from poltech.errors import msg
from poltech.law import Sensitivity
from poltech.segments._model import Expression, HasField, walk
from poltech.segments.errors import InvalidSegmentError

__all__ = ["check_fields"]

_HELD: Mapping[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.INTEGER: (int, Decimal),
    FieldType.DECIMAL: (int, Decimal),
    FieldType.BOOLEAN: (bool,),
    FieldType.DATE: (date,),
}


def check_fields(where: Expression, fields: Mapping[str, FieldDefinition]) -> None:
    """See that the fields which a question asks for can be asked for so.

    Raises:
        UnknownFieldError: a field is not defined.
        InvalidSegmentError: a field is sealed, or cannot hold what it is compared
            with.
    """
    for part in walk(where):
        if isinstance(part, HasField):
            if part.key not in fields:
                raise UnknownFieldError(
                    field=part.key, problem=msg("no such field is defined")
                )
            _check(part, fields[part.key])


def _check(part: HasField, field: FieldDefinition) -> None:
    if field.sensitivity is not Sensitivity.ORDINARY:
        raise InvalidSegmentError(
            field=part.key, problem=msg("only ordinary fields may be selected on")
        )
    if not all(_holds(field, value) for value in part.values):
        raise InvalidSegmentError(
            field=part.key, problem=msg("a field of its type cannot hold that")
        )


def _holds(field: FieldDefinition, value: FieldValue) -> bool:
    if isinstance(value, bool):
        return field.type is FieldType.BOOLEAN
    return isinstance(value, _HELD[field.type])
