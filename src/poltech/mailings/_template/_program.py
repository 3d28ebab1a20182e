"""A template ready to run: a format, and the few things that differ by person."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, final

import attrs

from poltech.mailings._fields import MergeValue
from poltech.mailings._template._filters import bind, shown
from poltech.mailings._template._tree import (
    Both,
    Branch,
    Contains,
    Equals,
    Field,
    Node,
    Not,
    Nothing,
    Operand,
    Output,
    Test,
    Text,
    Truth,
)

__all__ = ["Manner", "Program", "Say", "Values", "program_of"]

Values: TypeAlias = Mapping[str, MergeValue]
Say: TypeAlias = Callable[[Values], str]
"""Says one thing of a person."""


@final
class Program:
    """One part of a message: literal text with places, and what is said in each."""

    def __init__(self, form: str, says: tuple[Say, ...]) -> None:
        """Keep a `%`-format and what fills its places, in order."""
        self.form = form
        self.says = says

    def run(self, values: Values) -> str:
        """Say it of one person."""
        return self.form % tuple([say(values) for say in self.says])


@final
@attrs.frozen(kw_only=True)
class Manner:
    """How a part is said.

    Attributes:
        language: in which dates, numbers and yes or no are written.
        literal: what happens to the template's own words.
        spoken: what happens to a person's words.
    """

    language: str
    literal: Callable[[str], str] = str
    spoken: Callable[[str], str] = str


def program_of(nodes: tuple[Node, ...], manner: Manner) -> Program:
    """Make a program from a tree."""
    maker = _Maker(manner)
    form: list[str] = []
    says: list[Say] = []
    for node in nodes:
        if isinstance(node, Text):
            form.append(manner.literal(node.text).replace("%", "%%"))
        else:
            form.append("%s")
            says.append(maker.say(node))
    return Program("".join(form), tuple(says))


@final
class _Maker:
    """Makes the closures of one part."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def say(self, node: Output | Branch) -> Say:
        """Make what says a node."""
        return self._output(node) if isinstance(node, Output) else self._branch(node)

    def _output(self, node: Output) -> Say:
        """Make what says a field; the way without filters is the common one."""
        name, language = node.name, self._manner.language
        spoken = self._manner.spoken
        if not node.filters:

            def plain(values: Values) -> str:
                value = values.get(name)
                if isinstance(value, str) and value.isprintable():
                    return spoken(value)
                return spoken(shown(value, language))

            return plain
        filters = [bind(word, given, language) for word, given in node.filters]

        def filtered(values: Values) -> str:
            value = values.get(name)
            for apply in filters:
                value = apply(value)
            return spoken(shown(value, language))

        return filtered

    def _branch(self, node: Branch) -> Say:
        """Make what says the first body whose test holds."""
        cases = [(_test(test), self._body(body)) for test, body in node.cases]
        otherwise = self._body(node.otherwise)

        def choose(values: Values) -> str:
            for test, body in cases:
                if test(values):
                    return body(values)
            return otherwise(values)

        return choose

    def _body(self, nodes: tuple[Node, ...]) -> Say:
        """Make what says a body."""
        return program_of(nodes, self._manner).run


def _test(test: Test) -> Callable[[Values], bool]:
    """Make a test."""
    if isinstance(test, Truth):
        operand = _operand(test.operand)
        return lambda values: _holds(operand(values))
    if isinstance(test, Equals):
        return _equality(test)
    if isinstance(test, Contains):
        whole, piece = _operand(test.left), _operand(test.right)
        return lambda values: _contains(whole(values), piece(values))
    if isinstance(test, Not):
        opposite = _test(test.test)
        return lambda values: not opposite(values)
    left, right = _test(test.left), _test(test.right)
    if isinstance(test, Both):
        return lambda values: left(values) and right(values)
    return lambda values: left(values) or right(values)


def _equality(test: Equals) -> Callable[[Values], bool]:
    """Make a test of equality."""
    left, right = _operand(test.left), _operand(test.right)
    return lambda values: _same(left(values), right(values))


_Operand: TypeAlias = Callable[[Values], object]


def _operand(operand: Operand) -> _Operand:
    """Make what gives an operand its value."""
    if isinstance(operand, Field):
        name = operand.name
        return lambda values: values.get(name)
    return lambda _: operand


def _holds(value: object) -> bool:
    """Tell what Liquid takes for true: everything but nothing and false."""
    return value is not None and value is not False and value is not Nothing.NIL


def _same(left: object, right: object) -> bool:
    """Compare as Liquid does: a boolean equals only itself."""
    if isinstance(right, Nothing):
        return _absent(left, right)
    if isinstance(left, Nothing):
        return _absent(right, left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def _absent(value: object, how: Nothing) -> bool:
    """Compare with one of Liquid's words for nothing."""
    if value is None or value is Nothing.NIL:
        return True
    if isinstance(value, Nothing):
        return value is how
    if not isinstance(value, str) or how is Nothing.NIL:
        return False
    return not (value.strip() if how is Nothing.BLANK else value)


def _contains(whole: object, piece: object) -> bool:
    """Look for a piece in a text; nothing contains nothing."""
    if not isinstance(whole, str) or piece is None or isinstance(piece, Nothing):
        return False
    return str(piece) in whole
