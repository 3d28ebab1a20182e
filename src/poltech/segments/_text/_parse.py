"""From a text to a question."""

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, TypeAlias, cast, final

import attrs

from poltech.errors import InvalidInputError, msg
from poltech.ids import SegmentId
from poltech.segments._model import MAX_DEPTH, Expression, Not, any_of, every
from poltech.segments._text._calls import call
from poltech.segments._text._comparisons import bare, compare
from poltech.segments._text._grammar import expected, parser
from poltech.segments._text._tokens import Argument, Operand, Value, Wording, wrong
from poltech.segments.errors import SegmentSyntaxError, SegmentTooLargeError

if TYPE_CHECKING:
    from lark import Token, Tree
    from lark.exceptions import UnexpectedInput

    Branch: TypeAlias = Tree[Token]

__all__ = ["parse"]

_MAX_LENGTH = 1_000_000


def parse(
    text: str,
    *,
    zone: tzinfo = UTC,
    segments: Callable[[str], SegmentId] | None = None,
) -> Expression:
    """Read a question from a text in English or French.

    Args:
        text: the text, such as `tag:bénévole and postcode:62*`.
        zone: the time zone in which a date means its midnight.
        segments: finds a saved segment by its name; without it only identifiers
            name one.

    Raises:
        SegmentSyntaxError: it cannot be read; says where, and what was expected.
        SegmentTooLargeError: it is too long, or asks for too much.
        SegmentNotFoundError: it names a saved segment that does not exist.
        ConfigurationError: lark is not installed.
    """
    if len(text) > _MAX_LENGTH:
        raise SegmentTooLargeError(problem=msg("too long a text"), limit=_MAX_LENGTH)
    reader = _Reader(Wording(zone=zone, segments=segments))
    return reader.read(_branch(_tree(text).children[0]), 1)


def _tree(text: str) -> "Branch":
    """Let the grammar read a text."""
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415 - known to be there

    grammar = parser()
    try:
        tree: Branch = grammar.parse(text)  # pyright: ignore[reportUnknownMemberType] - lark leaves its texts untyped
    except UnexpectedInput as unread:
        raise _unread(unread, text) from None
    return tree


def _unread(unread: "UnexpectedInput", text: str) -> SegmentSyntaxError:
    """Say where the grammar could not go on; at the end, where the text ends."""
    terminals: frozenset[str] = frozenset()
    for known in ("accepts", "allowed", "expected"):
        terminals = terminals or frozenset(getattr(unread, known, None) or ())
    line, column = unread.line, unread.column
    if line < 1 or getattr(getattr(unread, "token", None), "type", "") == "$END":
        last = text.rsplit("\n", 1)[-1]
        line, column = text.count("\n") + 1, len(last) + 1
    return SegmentSyntaxError(line=line, column=column, expected=expected(terminals))


def _branch(child: object) -> "Branch":
    return cast("Branch", child)


def _token(child: object) -> "Token":
    return cast("Token", child)


@final
@attrs.frozen
class _Reader:
    """Reads the branches of a tree that the grammar has made."""

    _wording: Wording

    def read(self, branch: "Branch", depth: int) -> Expression:
        """Read one branch.

        Raises:
            SegmentTooLargeError: it lies too deep.
        """
        if depth > MAX_DEPTH:
            raise SegmentTooLargeError(problem=msg("too deep"), limit=MAX_DEPTH)
        match branch.data:
            case "union" | "intersection":
                join = any_of if branch.data == "union" else every
                return join(*[self._part(c, depth + 1) for c in branch.children])
            case "negation":
                return Not(of=self._part(branch.children[0], depth + 1))
            case "limit" | "sample":
                return self._taken(branch, depth)
            case _:
                return self._criterion(branch)

    def _part(self, child: object, depth: int) -> Expression:
        branch = _branch(child)
        if branch.data == "except":
            return Not(of=self.read(_branch(branch.children[0]), depth + 1))
        return self.read(branch, depth)

    def _taken(self, branch: "Branch", depth: int) -> Expression:
        """Read the first of a question, or a sample of it."""
        *words, rest = branch.children
        of = self.read(_branch(rest), depth + 1)
        count, *seed = [Value.of(_token(word)) for word in words]
        try:
            if seed:
                return of.sample(count.whole(), seed[0].text)
            return of.limit(count.whole())
        except InvalidInputError as refused:
            raise _refused(count, refused) from None

    def _criterion(self, branch: "Branch") -> Expression:
        """Read one criterion, and say of any value that it refuses where it stood."""
        name = Value.of(_token(branch.children[0]))
        try:
            match branch.data:
                case "call":
                    arguments = [_argument(_branch(c)) for c in branch.children[1:]]
                    return call(name, arguments, self._wording)
                case "comparison":
                    operator, right = branch.children[1:]
                    operand = _operand(_branch(right))
                    return compare(name, str(operator), operand, self._wording)
                case _:
                    return bare(name)
        except InvalidInputError as refused:
            raise _refused(name, refused) from None


def _refused(place: Value, refused: InvalidInputError) -> InvalidInputError:
    if isinstance(refused, SegmentSyntaxError | SegmentTooLargeError):
        return refused
    return wrong(place, refused.problem, msg("another value"))


def _operand(branch: "Branch") -> Operand:
    if branch.data != "listed":
        return Operand(values=(_value(branch),), listed=False)
    values = tuple(_value(_branch(child)) for child in branch.children)
    return Operand(values=values, listed=True)


def _value(branch: "Branch") -> Value:
    token, *star = branch.children
    return Value.of(_token(token), prefix=bool(star))


def _argument(branch: "Branch") -> Argument:
    first, *rest = branch.children
    if not rest:
        return Argument(words=_words(_branch(first)))
    return Argument(label=_words(_branch(first)), words=_words(_branch(rest[-1])))


def _words(branch: "Branch") -> tuple[Value, ...]:
    return tuple(Value.of(_token(child)) for child in branch.children)
