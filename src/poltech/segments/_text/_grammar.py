"""The grammar of the text form, and what stands in for its words in errors."""

from functools import cache
from typing import TYPE_CHECKING

from poltech.errors import ConfigurationError, msg

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["expected", "parser"]

_GRAMMAR = r"""
start: union
?union: intersection (_OR intersection)*
?intersection: unary (_AND unary | except)*
except: _EXCEPT unary
?unary: _NOT unary                          -> negation
      | _FIRST WORD _OF unary               -> limit
      | _SAMPLE WORD (WORD | STRING) _OF unary -> sample
      | _OPEN union _CLOSE
      | WORD _OPEN [argument (_COMMA argument)*] _CLOSE -> call
      | WORD (OPERATOR | COLON) operand     -> comparison
      | WORD                                -> bare
?operand: value | _OPEN value (_COMMA value)* _CLOSE -> listed
value: (WORD | STRING) STAR?
argument: words [COLON words]
words: (WORD | STRING)+

_AND.2: /(and|et)(?![^\s():,<>=*"«»“”])/i | "&"
_OR.2: /(or|ou)(?![^\s():,<>=*"«»“”])/i | "|"
_NOT.2: /(not|non|pas)(?![^\s():,<>=*"«»“”])/i
_EXCEPT.2: /(except|sauf)(?![^\s():,<>=*"«»“”])/i
_FIRST.2: /(first|premiers?)(?![^\s():,<>=*"«»“”])/i
_SAMPLE.2: /(sample|tirage|[ée]chantillon)(?![^\s():,<>=*"«»“”])/i
_OF.2: /(of|from|de|parmi)(?![^\s():,<>=*"«»“”])/i
_OPEN: "("
_CLOSE: ")"
_COMMA: ","
COLON: ":"
OPERATOR: "<=" | ">=" | "<" | ">" | "="
STAR: "*"
STRING: /"(\\.|[^"\\])*"/ | /«[^»]*»/ | /“[^”]*”/
WORD: /[^\s():,<>=*"«»“”&|]+/
%ignore /\s+/
"""


@cache
def parser() -> "Lark":
    """Build the parser, on first use.

    Raises:
        ConfigurationError: lark is not installed.
    """
    try:
        from lark import Lark  # noqa: PLC0415 - only those who read texts need it
    except ImportError:
        raise ConfigurationError(
            subject=msg("the text form of segments"),
            problem=msg("lark is not installed"),
            remedy="pip install 'poltech[segments]'",
        ) from None
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)


_EXPECTED = (
    ({"_NOT"}, msg("a criterion, such as tag:volunteer")),
    ({"WORD"}, msg("a value, between quotation marks if it has spaces")),
    ({"STRING"}, msg("a value, between quotation marks if it has spaces")),
    ({"_OF"}, msg("of, then what to take from")),
    ({"COLON", "_OPEN"}, msg("a colon, a comparison or an opening bracket")),
    ({"_COMMA"}, msg("a comma or a closing bracket")),
    ({"_CLOSE"}, msg("and, or, except or a closing bracket")),
    (set[str](), msg("and, or, except or the end")),
)


def expected(terminals: frozenset[str]) -> str:
    """Say what could have stood where a text went wrong."""
    return next(said for needed, said in _EXPECTED if needed <= terminals)
