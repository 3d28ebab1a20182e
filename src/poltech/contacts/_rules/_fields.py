"""What custom fields may hold, and who must have agreed to it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from poltech.contacts._model import (
    FieldDefinition,
    FieldType,
    FieldValue,
    Standing,
)
from poltech.contacts.errors import InvalidContactError, UnknownFieldError
from poltech.errors import msg
from poltech.law import FieldFacts
from poltech.profile import ControllerKind

__all__ = ["check_fields", "field_facts", "redefine"]

_DISTANT = frozenset((Standing.OCCASIONAL, Standing.NONE))
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]").search


def check_fields(
    fields: Mapping[str, FieldValue], definitions: Mapping[str, FieldDefinition]
) -> None:
    """Go on only if every field is defined and holds what it is meant to.

    Raises:
        UnknownFieldError: one is not defined.
        InvalidContactError: one holds something else.
    """
    for key, value in fields.items():
        definition = definitions.get(key)
        if definition is None:
            raise UnknownFieldError(field=key, problem=msg("no such field is defined"))
        if not _fits(value, definition.type):
            raise InvalidContactError(
                field=key, problem=msg("it is not of the field's type")
            )


def _fits(value: FieldValue, kind: FieldType) -> bool:
    """Tell whether a value is of a field's type, to the letter."""
    match kind:
        case FieldType.TEXT:
            return isinstance(value, str) and not _UNWRITABLE(value)
        case FieldType.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldType.DECIMAL:
            return isinstance(value, Decimal) and value.is_finite()
        case FieldType.BOOLEAN:
            return isinstance(value, bool)
        case FieldType.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)


def field_facts(
    fields: Iterable[str],
    definitions: Mapping[str, FieldDefinition],
    *,
    consented: frozenset[str],
    standing: Standing,
    controller: ControllerKind,
) -> Iterator[FieldFacts]:
    """Say of each field what the law needs to know before it is stored.

    Args:
        fields: keys of the fields.
        definitions: what they are.
        consented: special categories that the person's explicit consent names.
        standing: how close the person is.
        controller: legal kind of who stores it.
    """
    relation = None if standing in _DISTANT else standing.value
    for key in fields:
        definition = definitions[key]
        yield FieldFacts(
            sensitivity=definition.sensitivity,
            category=definition.category,
            consented=consented,
            controller=controller,
            relation=relation,
        )


def redefine(old: FieldDefinition | None, new: FieldDefinition) -> FieldDefinition:
    """Define a field, or give one that is defined another label.

    What it holds and how closely it is kept stay: values are stored by it.

    Raises:
        InvalidContactError: one of those would change.
    """
    if old is not None and (old.type, old.sensitivity, old.category) != (
        new.type,
        new.sensitivity,
        new.category,
    ):
        raise InvalidContactError(
            field=new.key, problem=msg("only the label of a defined field may change")
        )
    return new
