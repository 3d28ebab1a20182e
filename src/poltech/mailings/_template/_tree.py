"""A template as a tree of ours: text, outputs, branches; nothing else exists."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias, final

import attrs

__all__ = [
    "Both",
    "Branch",
    "Contains",
    "Either",
    "Equals",
    "Field",
    "Literal",
    "Node",
    "Not",
    "Nothing",
    "Operand",
    "Output",
    "Part",
    "Test",
    "Text",
    "Truth",
    "fields_of",
    "sure_fields_of",
]


class Part(StrEnum):
    """The parts of a message that are templates."""

    SUBJECT = "subject"
    HTML = "html"
    TEXT = "text"


class Nothing(StrEnum):
    """Liquid's words for what is not there."""

    NIL = "nil"
    EMPTY = "empty"
    """Absent, or a text without characters."""

    BLANK = "blank"
    """Absent, or a text of white space."""


Literal: TypeAlias = str | int | float | bool


@final
@attrs.frozen
class Field:
    """A merge field, by its name."""

    name: str


Operand: TypeAlias = Field | Nothing | Literal


@final
@attrs.frozen
class Truth:
    """Whether something is there and not false."""

    operand: Operand


@final
@attrs.frozen
class Equals:
    """Whether two things are the same."""

    left: Operand
    right: Operand


@final
@attrs.frozen
class Contains:
    """Whether one text holds another."""

    left: Operand
    right: Operand


@final
@attrs.frozen
class Not:
    """The opposite."""

    test: "Test"


@final
@attrs.frozen
class Both:
    """Two tests that must hold."""

    left: "Test"
    right: "Test"


@final
@attrs.frozen
class Either:
    """Two tests of which one must hold."""

    left: "Test"
    right: "Test"


Test: TypeAlias = Truth | Equals | Contains | Not | Both | Either


@final
@attrs.frozen
class Text:
    """What stands in the template as it is."""

    text: str


@final
@attrs.frozen
class Output:
    """A field, through filters.

    Attributes:
        name: of the field.
        filters: name and literal arguments of each, in order.
        at: where it stands in the source.
    """

    name: str
    filters: tuple[tuple[str, tuple[Literal, ...]], ...]
    at: int


@final
@attrs.frozen
class Branch:
    """The first body whose test holds, or the last one.

    Attributes:
        cases: tests and bodies.
        otherwise: what stands when none holds.
    """

    cases: "tuple[tuple[Test, tuple[Node, ...]], ...]"
    otherwise: "tuple[Node, ...]"


Node: TypeAlias = Text | Output | Branch


_FAITHFUL = frozenset({"default", "escape", "strip"})
"""Filters that leave what is there as it is."""


def fields_of(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Name every field that is said or asked about."""
    for node in nodes:
        if isinstance(node, Output):
            yield node.name
        elif isinstance(node, Branch):
            for test, body in node.cases:
                yield from _asked(test)
                yield from fields_of(body)
            yield from fields_of(node.otherwise)


def sure_fields_of(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Name the fields that are said to everybody in full, whatever the tests give."""
    return frozenset(
        node.name
        for node in nodes
        if isinstance(node, Output) and {name for name, _ in node.filters} <= _FAITHFUL
    )


def _asked(test: Test) -> Iterator[str]:
    """Name the fields that a test asks about."""
    if isinstance(test, Not):
        yield from _asked(test.test)
    elif isinstance(test, Both | Either):
        yield from _asked(test.left)
        yield from _asked(test.right)
    elif isinstance(test, Truth):
        yield from _named(test.operand)
    else:
        yield from _named(test.left)
        yield from _named(test.right)


def _named(operand: Operand) -> Iterator[str]:
    """Name the field that an operand is."""
    if isinstance(operand, Field):
        yield operand.name
