"""Where Liquid stands in a text: found in one pass, before anything else reads it."""

import re
from typing import final

import attrs

from poltech.mailings._template._findings import Source
from poltech.mailings._template._rules import TAG, TOO_MUCH, UNCLOSED

__all__ = ["BLOCKS", "Markup", "find_markup"]

_LONGEST = 500
_MOST = 2_000
_NAME = re.compile(r"\{%-?\s*(\w*|#)")
_OPENING = re.compile(r"\{[{%]")

BLOCKS = {"if": "endif", "unless": "endunless", "case": "endcase"}
"""Tags that open a block, with the tags that close it."""

_TAGS = frozenset({"else", "elsif", "when", *BLOCKS, *BLOCKS.values()})


@final
@attrs.frozen(kw_only=True)
class Markup:
    """One `{{ … }}` or `{% … %}`.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        tag: name of the tag; empty for an output.
    """

    start: int
    end: int
    tag: str = ""


def find_markup(source: Source) -> tuple[Markup, ...]:
    """Find every piece of Liquid, in order.

    Raises:
        TemplateError: a piece is not closed, too long, or a tag that we do not have.
    """
    found: list[Markup] = []
    at = 0
    while (opening := _OPENING.search(source.text, at)) is not None:
        piece = _piece(source, opening.start())
        found.append(piece)
        at = piece.end
        if len(found) > _MOST:
            raise source.error(TOO_MUCH, at=at)
    return tuple(found)


def _piece(source: Source, start: int) -> Markup:
    """Read one piece up to its end."""
    closing = "}}" if source.text[start + 1] == "{" else "%}"
    end = source.text.find(closing, start + 2, start + _LONGEST)
    if end < 0:
        raise source.error(UNCLOSED, at=start, word=closing)
    if closing == "}}":
        return Markup(start=start, end=end + 2)
    name = _NAME.match(source.text, start)
    tag = name[1] if name else ""
    if tag not in _TAGS:
        raise source.error(TAG, at=start, word=tag)
    return Markup(start=start, end=end + 2, tag=tag)
