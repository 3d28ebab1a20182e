"""Reading Liquid with python-liquid; the only file that imports it, loaded late.

The library reads, we judge: its tree is turned into ours, and whatever ours has no
word for is refused. Loops, assignments, captures, inclusion and member access are
among that, so a template ends after as many steps as it has tags.
"""

from typing import Any, cast

from liquid import Environment, Mode
from liquid.ast import Node as LiquidNode
from liquid.builtin.content import ContentNode, Literal
from liquid.builtin.expressions import (
    BooleanExpression,
    FilteredExpression,
    Nil,
    Path,
)
from liquid.builtin.expressions.logical import (
    ContainsExpression,
    EqExpression,
    LogicalAndExpression,
    LogicalOrExpression,
    NeExpression,
)
from liquid.builtin.expressions.primitive import (
    Blank,
    Empty,
    FalseLiteral,
    FloatLiteral,
    IntegerLiteral,
    StringLiteral,
    TrueLiteral,
)
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output as OutputTag
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.case_tag import CaseNode, CaseTag, MultiExpressionBlockNode
from liquid.builtin.tags.if_tag import IfNode, IfTag
from liquid.builtin.tags.unless_tag import UnlessNode, UnlessTag
from liquid.exceptions import LiquidError
from liquid.expression import Expression

from poltech.mailings._fields import MergeFields
from poltech.mailings._template import _rules as rules
from poltech.mailings._template import _tree as tree
from poltech.mailings._template._filters import ARGUMENTS
from poltech.mailings._template._findings import Source
from poltech.mailings.errors import TemplateError

__all__ = ["SubsetEnvironment", "read_liquid"]

_DEEPEST = 10
_LITERALS = (StringLiteral, IntegerLiteral, FloatLiteral, TrueLiteral, FalseLiteral)
_NOTHING: dict[type[Expression], tree.Nothing] = {
    Nil: tree.Nothing.NIL,
    Empty: tree.Nothing.EMPTY,
    Blank: tree.Nothing.BLANK,
}


class _If(IfTag):
    """The tag `if`, without the library's leniency."""

    mode = Mode.STRICT


class _Unless(UnlessTag):
    """The tag `unless`, without the library's leniency."""

    mode = Mode.STRICT


class SubsetEnvironment(Environment):
    """python-liquid, knowing our tags and no others."""

    block_nesting_limit = _DEEPEST
    suppress_blank_control_flow_blocks = False

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Register what a template may say; `extra` is never asked for."""
        del extra
        for tag in (Literal, OutputTag, Illegal, _If, _Unless, CaseTag):
            self.add_tag(tag)


_ENVIRONMENT = SubsetEnvironment()


def read_liquid(source: Source, fields: MergeFields) -> tuple[tree.Node, ...]:
    """Turn one part of a message into our tree.

    Raises:
        TemplateError: it is no Liquid, or not of our subset.
    """
    try:
        nodes = _ENVIRONMENT.from_string(source.text).nodes
    except LiquidError as failure:
        at = failure.token.start_index if failure.token else 0
        raise source.error(rules.SYNTAX, at=max(at, 0)) from None
    return _Reading(source, fields).nodes(nodes)


class _Reading:
    """Turns the library's tree into ours, with every name checked."""

    def __init__(self, source: Source, fields: MergeFields) -> None:
        self._source = source
        self._fields = fields

    def nodes(self, nodes: list[LiquidNode]) -> tuple[tree.Node, ...]:
        """Turn a body into ours."""
        return tuple(self._node(node) for node in nodes)

    def _node(self, node: LiquidNode) -> tree.Node:
        """Turn one node into ours, or refuse it."""
        if isinstance(node, ContentNode):
            return tree.Text(node.text)
        if isinstance(node, OutputNode):
            return self._output(node)
        if isinstance(node, IfNode | UnlessNode):
            return self._branch(node)
        if isinstance(node, CaseNode):
            return self._case(node)
        raise self._refusal(rules.TAG, node)

    def _output(self, node: OutputNode) -> tree.Output:
        """Read a field and its filters."""
        expression = node.expression
        if not isinstance(expression, FilteredExpression) or not isinstance(
            expression.left, Path
        ):
            raise self._refusal(rules.NO_FIELD, node)
        field = self._field(expression.left)
        filters: list[tuple[str, tuple[tree.Literal, ...]]] = []
        for applied in expression.filters or ():
            at = applied.token.start_index
            if applied.name not in ARGUMENTS:
                raise self._source.error(
                    rules.FILTER,
                    at=at,
                    word=applied.name,
                )
            arguments = tuple(self._argument(given) for given in applied.children())
            if not ARGUMENTS[applied.name](arguments):
                raise self._source.error(
                    rules.FILTER_ARGUMENTS,
                    at=at,
                    word=applied.name,
                )
            filters.append((applied.name, arguments))
        return tree.Output(field.name, tuple(filters), node.token.start_index)

    def _argument(self, given: Expression) -> tree.Literal:
        """Read an argument of a filter: a text or a number."""
        operand = self._operand(given)
        if isinstance(operand, tree.Field | tree.Nothing):
            raise self._refusal(rules.FILTER_ARGUMENTS, given)
        return operand

    def _branch(self, node: IfNode | UnlessNode) -> tree.Branch:
        """Read an `if` or an `unless` with its alternatives."""
        test = self._test(node.condition)
        if isinstance(node, UnlessNode):
            test = tree.Not(test)
        cases = [(test, self.nodes(node.consequence.nodes))]
        cases.extend(
            (self._test(other.expression), self.nodes(other.block.nodes))
            for other in node.alternatives
        )
        otherwise = self.nodes(node.default.nodes) if node.default else ()
        return tree.Branch(tuple(cases), otherwise)

    def _case(self, node: CaseNode) -> tree.Branch:
        """Read a `case` as tests for equality; each value may be named once."""
        subject = self._operand(node.expression)
        cases: list[tuple[tree.Test, tuple[tree.Node, ...]]] = []
        otherwise: tuple[tree.Node, ...] | None = None
        seen: set[tree.Operand] = set()
        for block in node.blocks:
            if otherwise is not None:
                raise self._refusal(rules.CASE_ELSE, block)
            if isinstance(block, MultiExpressionBlockNode):
                values = [
                    self._operand(value) for value in block.expression.expressions
                ]
                if seen & set(values) or len(set(values)) < len(values):
                    raise self._refusal(rules.CASE_TWICE, block)
                seen |= set(values)
                cases.append((_any(subject, values), self.nodes(block.block.nodes)))
            else:
                otherwise = self.nodes(block.nodes)
        return tree.Branch(tuple(cases), otherwise or ())

    def _test(self, expression: Expression) -> tree.Test:
        """Read a condition."""
        if isinstance(expression, BooleanExpression):
            return self._test(expression.expression)
        if isinstance(expression, LogicalAndExpression):
            return tree.Both(self._test(expression.left), self._test(expression.right))
        if isinstance(expression, LogicalOrExpression):
            return tree.Either(
                self._test(expression.left), self._test(expression.right)
            )
        if isinstance(expression, EqExpression | NeExpression | ContainsExpression):
            return self._comparison(expression)
        return tree.Truth(self._operand(expression))

    def _comparison(
        self, expression: EqExpression | NeExpression | ContainsExpression
    ) -> tree.Test:
        """Read what two operators ask of two operands."""
        left, right = self._operand(expression.left), self._operand(expression.right)
        if isinstance(expression, EqExpression):
            return tree.Equals(left, right)
        if isinstance(expression, NeExpression):
            return tree.Not(tree.Equals(left, right))
        return tree.Contains(left, right)

    def _operand(self, expression: Expression) -> tree.Operand:
        """Read a field, a literal, or a word for nothing."""
        if isinstance(expression, Path):
            return self._field(expression)
        if isinstance(expression, _LITERALS):
            return cast("tree.Literal", cast("Any", expression).value)
        if type(expression) in _NOTHING:
            return _NOTHING[type(expression)]
        raise self._refusal(rules.OPERAND, expression)

    def _field(self, path: Path) -> tree.Field:
        """Read a path; it must be a declared name to the letter."""
        words = [part for part in path.path if isinstance(part, str)]
        name = ".".join(words)
        if len(words) != len(path.path) or name not in self._fields:
            raise self._source.error(
                rules.UNKNOWN_FIELD,
                at=path.token.start_index,
                word=name,
            )
        return tree.Field(name)

    def _refusal(
        self, rule: rules.TemplateRule, where: LiquidNode | Expression
    ) -> TemplateError:
        """Point at what has no word in our tree."""
        return self._source.error(rule, at=max(where.token.start_index, 0))


def _any(subject: tree.Operand, values: list[tree.Operand]) -> tree.Test:
    """Test for equality with one of several values."""
    test: tree.Test = tree.Equals(subject, values[0])
    for value in values[1:]:
        test = tree.Either(test, tree.Equals(subject, value))
    return test
