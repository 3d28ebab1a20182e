"""The one converter between stored documents and values."""

import json
from decimal import Decimal
from typing import TypeVar

from cattrs.preconf.json import JsonConverter, make_converter

from poltech.ids import Id
from poltech.profile import Actor

__all__ = ["read_document", "write_document"]

T = TypeVar("T")


def _converter() -> JsonConverter:
    converter = make_converter(detailed_validation=False)
    converter.register_unstructure_hook(Id, str)
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Id),
        lambda text, kind: kind.parse(text),
    )
    converter.register_unstructure_hook(Actor, str)
    converter.register_structure_hook(Actor, lambda text, _: Actor.parse(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return converter


_CONVERTER = _converter()


def write_document(value: object) -> str:
    """Write a value as a document, the same value always the same."""
    plain = _CONVERTER.unstructure(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_document(text: str, kind: type[T]) -> T:
    """Read a document again."""
    return _CONVERTER.structure(json.loads(text), kind)
