"""Segments as JSON: versioned words, never the name of a Python class.

>>> from poltech.segments import from_json, tag, to_json
>>> to_json(tag("bénévole"))
{'poltech-segment': 1, 'where': {'is': 'tag', 'tag': 'bénévole'}}
>>> from_json(to_json(tag("bénévole"))) == tag("bénévole")
True
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeAlias, TypeVar, cast, get_args, get_origin

import attrs
from cattrs import BaseConverter, BaseValidationError, Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from poltech.contacts import FieldValue
from poltech.errors import InvalidInputError, msg
from poltech.ids import Id
from poltech.law import Cause, Origin, Statement
from poltech.segments._model import MAX_DEPTH, Attribute, Comparison, Expression
from poltech.segments.errors import SegmentFormError
from poltech.typing import JsonObject

__all__ = ["dumps", "from_json", "loads", "to_json"]

VERSION = 1
_MARK = "poltech-segment"
_MAX_LENGTH = 500_000
_MAX_LEVELS = 4 * MAX_DEPTH
_NOT_EXPECTED = msg("not what is expected there")
_DURATION = re.compile(r"P(?:(\d{1,6})D)?(?:T(\d{1,9})S)?")

AnyEnum = TypeVar("AnyEnum", bound=Enum)
AnyId = TypeVar("AnyId", bound=Id)
_A = TypeVar("_A")


def to_json(where: Expression) -> JsonObject:
    """Give a question as an object that JSON can write."""
    return {_MARK: VERSION, "where": _CONVERTER.unstructure(where, Expression)}


def from_json(document: object) -> Expression:
    """Read what `to_json` gave; nothing that it does not know is passed over.

    Raises:
        SegmentFormError: it is not the form of a segment, or not of a version that
            is known here.
    """
    if not isinstance(document, Mapping):
        raise SegmentFormError(path="$")
    whole = cast("Mapping[str, object]", document)
    if whole.get(_MARK) != VERSION or type(whole[_MARK]) is not int:
        raise SegmentFormError(path="$", problem=msg("not a segment of version 1"))
    if set(whole) != {_MARK, "where"}:
        raise SegmentFormError(path="$")
    _check_levels(whole["where"])
    try:
        return _CONVERTER.structure(whole["where"], Expression)
    except (BaseValidationError, InvalidInputError) as wrong:
        raise _form_error(wrong) from None


def dumps(where: Expression) -> str:
    """Write a question as a text of JSON, the same for equal questions."""
    return json.dumps(to_json(where), ensure_ascii=False, separators=(",", ":"))


def loads(text: str | bytes) -> Expression:
    """Read what `dumps` wrote.

    Raises:
        SegmentFormError: it is not JSON, or not the form of a segment.
    """
    if len(text) > _MAX_LENGTH:
        raise SegmentFormError(path="$", problem=msg("it is too long"))
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        raise SegmentFormError(path="$", problem=msg("it is not JSON")) from None
    return from_json(document)


def _check_levels(document: object) -> None:
    """Refuse a document nested too deeply, before anything recurses on it."""
    level = [document]
    for _ in range(_MAX_LEVELS):
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
        if len(level) > _MAX_LENGTH:
            break
    raise SegmentFormError(path="$", problem=msg("it is nested too deeply"))


def _parts(document: object) -> list[object]:
    if isinstance(document, Mapping):
        return list(cast("Mapping[str, object]", document).values())
    return cast("list[object]", document) if isinstance(document, list) else []


def _form_error(wrong: Exception) -> SegmentFormError:
    """Tell where a document is wrong, without what stood there."""
    first = transform_error(wrong, "$.where", _problem)[0]
    problem, _, path = first.rpartition(" @ ")
    return SegmentFormError(path=path, problem=problem)


def _problem(wrong: BaseException, _: type | None) -> str:
    return wrong.problem if isinstance(wrong, InvalidInputError) else _NOT_EXPECTED


def _structure_expression(value: object, _: object) -> Expression:
    node = dict(_object(value))
    kind = Expression.kinds.get(_a(str, node.pop("is", None)))
    if kind is None or not attrs.has(kind):
        raise SegmentFormError(path="$", problem=msg("no such question is known"))
    question: object = _CONVERTER.structure(node, kind)
    return _a(Expression, question)


def _unstructure_expression(value: Expression) -> JsonObject:
    fields: JsonObject = _CONVERTER.unstructure(value, type(value))
    return {"is": value.word, **fields}


def _a(kind: type[_A], value: object) -> _A:
    """Give a value that must be of exactly this kind."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SegmentFormError(path="$")
    return value


def _object(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", _a(dict, value))


def _structure_enum(value: object, kind: type[AnyEnum]) -> AnyEnum:
    try:
        return kind(_a(str, value))
    except ValueError:
        raise SegmentFormError(path="$", problem=msg("no such word is known")) from None


def _structure_id(value: object, kind: type[AnyId]) -> AnyId:
    return kind.parse(_a(str, value))


def _structure_instant(value: object, _: object) -> datetime:
    try:
        return datetime.fromisoformat(_a(str, value))
    except ValueError:
        raise SegmentFormError(path="$", problem=msg("not an instant")) from None


def _structure_duration(value: object, _: object) -> timedelta:
    match = _DURATION.fullmatch(_a(str, value))
    if match is None:
        raise SegmentFormError(
            path="$", problem=msg("not a length of time, such as P90D")
        )
    days, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, seconds=seconds)


def _unstructure_duration(value: timedelta) -> str:
    seconds = f"T{value.seconds}S" if value.seconds else ""
    return f"P{value.days}D{seconds}"


def _structure_value(value: object, _: object) -> FieldValue:
    if isinstance(value, str | int):
        return value
    word, text = _only(value)
    try:
        if word == "decimal":
            return Decimal(text)
        if word == "date":
            return date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        pass
    raise SegmentFormError(path="$")


def _only(value: object) -> tuple[str, str]:
    """Give the one key of an object, and its text."""
    entries = list(_object(value).items())
    if len(entries) != 1:
        raise SegmentFormError(path="$")
    return entries[0][0], _a(str, entries[0][1])


def _unstructure_value(value: FieldValue) -> object:
    if isinstance(value, Decimal):
        return {"decimal": format(value, "f")}
    return {"date": value.isoformat()} if isinstance(value, date) else value


_Hook: TypeAlias = Callable[[object, Any], Any]


def _list_structure(kind: Any, converter: BaseConverter) -> _Hook:  # noqa: ANN401 - cattrs hands any type
    """Give the hook of tuples: they are lists in JSON, and nothing else is."""
    members: Any = list.__class_getitem__(get_args(kind)[0])

    def structure(value: object, _: object) -> tuple[object, ...]:
        return tuple(converter.structure(_a(list, value), members))

    return structure


def _class_structure(kind: Any, converter: BaseConverter) -> _Hook:  # noqa: ANN401 - the same
    """Give the hook of a class: its fields, and nothing else."""
    structure = make_dict_structure_fn(
        kind,
        converter,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
    )
    return lambda value, _: structure(_object(value), kind)


def _class_unstructure(kind: Any, converter: BaseConverter) -> Callable[[Any], Any]:  # noqa: ANN401 - the same
    """Give the hook that writes the fields that are not as they are by default."""
    return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)


def _is_tuple(kind: Any) -> bool:  # noqa: ANN401 - the same
    return get_origin(kind) is tuple


def _is_expression(kind: object) -> bool:
    return kind is Expression


def _plain(converter: Converter) -> None:
    """Teach a converter the values that are one word in JSON."""
    for plain in (str, int):
        converter.register_structure_hook(plain, lambda value, kind: _a(kind, value))
    for words in (Attribute, Comparison, Cause, Origin, Statement):
        converter.register_structure_hook(words, _structure_enum)
    converter.register_structure_hook(Id, _structure_id)
    converter.register_unstructure_hook(Id, str)
    converter.register_structure_hook(datetime, _structure_instant)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(timedelta, _structure_duration)
    converter.register_unstructure_hook(timedelta, _unstructure_duration)
    for several in (FieldValue, str | int):
        converter.register_structure_hook(several, _structure_value)
        converter.register_unstructure_hook(several, _unstructure_value)


def _converter() -> Converter:
    converter = Converter()
    converter.register_structure_hook_factory(attrs.has, _class_structure)
    converter.register_unstructure_hook_factory(attrs.has, _class_unstructure)
    converter.register_structure_hook_factory(_is_tuple, _list_structure)
    _plain(converter)
    converter.register_structure_hook_func(_is_expression, _structure_expression)
    converter.register_unstructure_hook_func(_is_expression, _unstructure_expression)
    return converter


_CONVERTER = _converter()
