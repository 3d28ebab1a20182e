"""The tree: everyone, the algebra of sets, and parts of a set."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NoReturn, final

import attrs

from poltech.errors import msg
from poltech.segments._model._values import MAX_VALUES, check_text, check_whole
from poltech.segments.errors import InvalidSegmentError, SegmentTooLargeError

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "All",
    "AnyOf",
    "Everyone",
    "Expression",
    "Limited",
    "Not",
    "Sampled",
    "any_of",
    "every",
    "nobody",
    "walk",
]

MAX_DEPTH = 32
MAX_NODES = 250


class Expression:
    """A question about contacts, which only active contacts can answer.

    `&`, `|`, `-` and `~` combine questions as sets.
    """

    __slots__ = ()

    word: ClassVar[str]
    """The stored name of this kind of question; it never changes."""

    kinds: ClassVar[dict[str, type["Expression"]]] = {}

    def __init_subclass__(cls, *, word: str = "", **options: object) -> None:
        super().__init_subclass__(**options)
        if word:
            cls.word = word
        # attrs builds a slotted class twice; the second is the one that stays
        Expression.kinds[cls.word] = cls

    @property
    def parts(self) -> tuple["Expression", ...]:
        """The questions that this one is made of."""
        return ()

    @property
    def listed(self) -> int:
        """How many values it compares with, its parts aside."""
        return 0

    def limit(self, count: int) -> "Limited":
        """Ask for the `count` contacts that were added first."""
        return Limited(of=self, count=count)

    def sample(self, count: int, seed: str) -> "Sampled":
        """Ask for `count` contacts drawn by lot; a seed always draws the same."""
        return Sampled(of=self, count=count, seed=seed)

    def __and__(self, other: "Expression") -> "Expression":
        return every(self, other)

    def __or__(self, other: "Expression") -> "Expression":
        return any_of(self, other)

    def __sub__(self, other: "Expression") -> "Expression":
        return every(self, Not(of=other))

    def __invert__(self) -> "Expression":
        return Not(of=self)

    def __bool__(self) -> NoReturn:
        raise InvalidSegmentError(
            field="segment", problem=msg("join questions by & | - ~ and not by words")
        )


@final
@attrs.frozen(kw_only=True)
class Everyone(Expression, word="everyone"):
    """Every active contact."""


@final
@attrs.frozen(kw_only=True)
class All(Expression, word="all"):
    """Those who answer to every one of several questions."""

    of: tuple[Expression, ...]

    def __attrs_post_init__(self) -> None:
        _check_join(self.of, All)
        _check_budget(self)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The questions that it joins."""
        return self.of


@final
@attrs.frozen(kw_only=True)
class AnyOf(Expression, word="any"):
    """Those who answer to at least one of several questions."""

    of: tuple[Expression, ...]

    def __attrs_post_init__(self) -> None:
        _check_join(self.of, AnyOf)
        _check_budget(self)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The questions that it joins."""
        return self.of


@final
@attrs.frozen(kw_only=True)
class Not(Expression, word="not"):
    """Those who do not answer to a question."""

    of: Expression

    def __attrs_post_init__(self) -> None:
        _check_question(self.of)
        _check_budget(self)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The question that it turns round."""
        return (self.of,)


@final
@attrs.frozen(kw_only=True)
class Limited(Expression, word="limit"):
    """The first `count` contacts of a question, in the order of their ids."""

    of: Expression
    count: int

    def __attrs_post_init__(self) -> None:
        _check_question(self.of)
        check_whole(self.count, "count", 1)
        _check_budget(self)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The question that it takes from."""
        return (self.of,)


@final
@attrs.frozen(kw_only=True)
class Sampled(Expression, word="sample"):
    """`count` contacts of a question, drawn by lot.

    The lot of a contact is the MD5 digest of the seed and its id, so that every
    storage draws the same people, and a larger sample contains the smaller.
    """

    of: Expression
    count: int
    seed: str

    def __attrs_post_init__(self) -> None:
        _check_question(self.of)
        check_whole(self.count, "count", 1)
        check_text(self.seed, "seed")
        _check_budget(self)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The question that it takes from."""
        return (self.of,)


def every(*questions: Expression) -> Expression:
    """Ask for those who answer to every question; to none asks for everyone."""
    parts = tuple(_spread(questions, All))
    if not parts:
        return Everyone()
    return parts[0] if len(parts) == 1 else All(of=parts)


def any_of(*questions: Expression) -> Expression:
    """Ask for those who answer to at least one question; to none for nobody."""
    parts = tuple(_spread(questions, AnyOf))
    if not parts:
        return nobody()
    return parts[0] if len(parts) == 1 else AnyOf(of=parts)


def nobody() -> Expression:
    """Ask for nobody at all."""
    return Not(of=Everyone())


def walk(expression: Expression) -> Iterator[Expression]:
    """Visit a question and every question that it is made of, outermost first."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.parts))


def _spread(
    questions: Iterable[Expression], kind: type[All] | type[AnyOf]
) -> Iterator[Expression]:
    """Take questions of one kind apart, so that they never stand in each other."""
    for question in questions:
        if isinstance(question, kind):
            yield from question.parts
        else:
            yield question


def _check_join(parts: Sequence[Expression], kind: type[Expression]) -> None:
    """See that at least two questions are joined, none of the kind that joins them."""
    if len(parts) < 2:  # noqa: PLR2004 - two is a join
        raise InvalidSegmentError(field="of", problem=msg("fewer than two questions"))
    for part in parts:
        _check_question(part)
        if isinstance(part, kind):
            raise InvalidSegmentError(
                field="of", problem=msg("a join may not hold another of its own kind")
            )


def _check_question(part: object) -> None:
    if not isinstance(part, Expression):
        raise InvalidSegmentError(field="of", problem=msg("not a question"))


def _check_budget(expression: Expression) -> None:
    """Refuse a tree that a storage could not answer, before anything recurses on it."""
    level: list[Expression] = [expression]
    depth = nodes = values = 0
    while level:
        depth += 1
        nodes += len(level)
        values += sum(each.listed for each in level)
        if depth > MAX_DEPTH:
            raise SegmentTooLargeError(problem=msg("too deep"), limit=MAX_DEPTH)
        if nodes > MAX_NODES:
            raise SegmentTooLargeError(
                problem=msg("too many questions"), limit=MAX_NODES
            )
        if values > MAX_VALUES:
            raise SegmentTooLargeError(
                problem=msg("too many values in lists"), limit=MAX_VALUES
            )
        level = [part for each in level for part in each.parts]
