"""Criteria of the form `name: value`, `name > value` or one word."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from poltech.errors import msg
from poltech.ids import InvalidIdError, SegmentId
from poltech.segments._model import (
    NUMBERS,
    Attribute,
    Comparison,
    Everyone,
    Expression,
    Has,
    HasField,
    InSegment,
    Reachable,
    Sourced,
    Tagged,
    any_of,
)
from poltech.segments._text._tokens import Operand, Value, Wording, literal, wrong
from poltech.segments._text._words import CRITERIA, KINDS, POINT_WORDS, STANDINGS

__all__ = ["bare", "compare", "field_key", "unknown_criterion"]

_ORDERS = {
    "<": Comparison.LESS,
    "<=": Comparison.AT_MOST,
    ">": Comparison.MORE,
    ">=": Comparison.AT_LEAST,
}
_CHOICES = {Attribute.KIND: KINDS, Attribute.STANDING: STANDINGS}
_UPPER = frozenset({Attribute.COUNTRY})
_LOWER = frozenset({Attribute.LANGUAGE})


def bare(name: Value) -> Expression:
    """Read a criterion that is one word.

    Raises:
        SegmentSyntaxError: no criterion stands alone by that name.
    """
    if CRITERIA.find(name.text) == "everyone":
        return Everyone()
    raise wrong(
        name,
        msg("this word does not stand alone"),
        msg("a criterion, such as tag:volunteer"),
    )


def compare(
    name: Value, operator: str, operand: Operand, wording: Wording
) -> Expression:
    """Read a criterion that compares.

    Raises:
        SegmentSyntaxError: there is no such criterion, or it is not compared so.
    """
    word, _, key = name.text.partition(".")
    stored = CRITERIA.find(word)
    if stored == "field" and key:
        return _field(key, operator, operand)
    if key or stored is None:
        raise unknown_criterion(name)
    if stored in set(Attribute):
        return _attribute(Attribute(stored), operator, operand)
    if stored not in _NAMED or operator in _ORDERS:
        raise wrong(
            name, msg("this criterion is not compared so"), msg("another criterion")
        )
    return any_of(*[_NAMED[stored](value, wording) for value in operand.values])


def unknown_criterion(name: Value) -> Exception:
    """Say that there is no criterion of a name."""
    return wrong(name, msg("there is no such criterion"), CRITERIA.listed)


def _attribute(attribute: Attribute, operator: str, operand: Operand) -> Expression:
    if operator in _ORDERS:
        comparison, number = _ORDERS[operator], operand.one().whole()
        return Has(attribute=attribute, comparison=comparison, values=(number,))
    begins = [
        Has(
            attribute=attribute,
            comparison=Comparison.STARTS_WITH,
            values=(value.text,),
        )
        for value in operand.values
        if value.prefix
    ]
    whole = tuple(_word(attribute, v) for v in operand.values if not v.prefix)
    if not whole:
        return any_of(*begins)
    comparison = _equality(operand, begins)
    return any_of(
        Has(attribute=attribute, comparison=comparison, values=whole), *begins
    )


def _equality(operand: Operand, begins: Sequence[Expression]) -> Comparison:
    """Tell whether values without a star were listed."""
    alone = len(operand.values) - len(begins) == 1
    listed = operand.listed and not (begins and alone)
    return Comparison.IN if listed else Comparison.EQUAL


def _word(attribute: Attribute, value: Value) -> str | int:
    """Read a value of an attribute as contacts keep it."""
    if attribute in NUMBERS:
        return value.whole()
    if attribute in _CHOICES:
        return value.term(_CHOICES[attribute])
    if attribute in _UPPER and not value.quoted:
        return value.text.upper()
    return value.text.lower() if attribute in _LOWER else value.text


def _field(key: str, operator: str, operand: Operand) -> Expression:
    if operator in _ORDERS:
        value = literal(operand.one())
        return HasField(key=key, comparison=_ORDERS[operator], values=(value,))
    begins = [
        HasField(key=key, comparison=Comparison.STARTS_WITH, values=(value.text,))
        for value in operand.values
        if value.prefix
    ]
    whole = tuple(literal(value) for value in operand.values if not value.prefix)
    if not whole:
        return any_of(*begins)
    comparison = _equality(operand, begins)
    return any_of(HasField(key=key, comparison=comparison, values=whole), *begins)


def field_key(name: Value) -> str | None:
    """Give the key that `field.key` names."""
    word, _, key = name.text.partition(".")
    return key if key and CRITERIA.find(word) == "field" else None


def _segment(value: Value, wording: Wording) -> Expression:
    """Read a saved segment by its identifier, or by its name if somebody knows it."""
    try:
        return InSegment(segment=SegmentId.parse(value.plain()))
    except InvalidIdError:
        if wording.segments is None:
            raise wrong(
                value, msg("this is no identifier"), msg("a segment's identifier")
            ) from None
    return InSegment(segment=wording.segments(value.text))


_Reader: TypeAlias = Callable[[Value, Wording], Expression]

_NAMED: Mapping[str, _Reader] = {
    "tag": lambda value, _: Tagged(tag=value.plain()),
    "source": lambda value, _: Sourced(label=value.plain()),
    "reachable": lambda value, _: Reachable(point=value.term(POINT_WORDS)),
    "segment": _segment,
}
