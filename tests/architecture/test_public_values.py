"""What every public value and error promises."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import attrs
import pytest

import poltech
from poltech.errors import PoltechError
from poltech.events import Event

PERSONAL = {
    "agent",
    "address",
    "birth_date",
    "body",
    "content",
    "display",
    "external_ids",
    "family",
    "given",
    "ip",
    "lines",
    "recipient",
}
"""Fields that tell who somebody is."""


def _public() -> Iterator[tuple[str, object]]:
    for module in pkgutil.walk_packages(poltech.__path__, "poltech."):
        if any(
            part.startswith("_") or part == "testing" for part in module.name.split(".")
        ):
            continue
        door = importlib.import_module(module.name)
        for name in getattr(door, "__all__", ()):
            yield f"{module.name}.{name}", getattr(door, name)


VALUES = {
    name: thing
    for name, thing in _public()
    if inspect.isclass(thing)
    and attrs.has(thing)
    and not issubclass(thing, PoltechError)
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_public_values_are_final(value: type) -> None:
    """Nobody inherits from a value: behaviour does not hide in subclasses."""
    assert value is Event or getattr(value, "__final__", False)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_personal_fields_are_hidden_from_repr(value: type) -> None:
    """A value printed in a log shows nobody's name, address or number."""
    shown = {field.name for field in attrs.fields(value) if field.repr}
    assert not shown & PERSONAL
