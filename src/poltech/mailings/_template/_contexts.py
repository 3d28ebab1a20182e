"""In what context of HTML each piece of Liquid stands.

Escaping protects text and quoted attribute values, and nothing else. So the template
is split as a browser splits it (WHATWG HTML, section 13.2.5, without the states of
elements that mails do not have), and lint looks where the Liquid came to lie.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import final

import attrs

from poltech.mailings._template._markup import Markup

__all__ = ["Attribute", "Context", "Element", "Layout", "layout_of"]

_MASK = "\ue000"
_NAME_END = re.compile(r"[\t\n\f />]")
_ATTRIBUTE = re.compile(
    r"[\t\n\f /]*"
    r"(?P<name>[^\t\n\f />][^\t\n\f />=]*)"
    r"(?:[\t\n\f ]*=[\t\n\f ]*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>(?!['\">])[^\t\n\f >]+)|(?P<open>[\"'].*\Z)|(?=>)))?",
    re.DOTALL,
)
_TAG_END = re.compile(r"[\t\n\f /]*>")
_RAW = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "script", "style", "xmp"}
)
_ESCAPABLE = frozenset({"textarea", "title"})


class Context(StrEnum):
    """Where something may stand."""

    DATA = "data"
    """Text of an element."""

    ESCAPABLE = "escapable"
    """Text of an element that holds no elements, such as a title."""

    VALUE = "value"
    """A quoted attribute value."""

    TAG = "tag"
    """Inside a tag, not in a quoted value."""

    RAW = "raw"
    """A style, a script, a comment, a declaration: nothing is escaped there."""


@final
@attrs.frozen(kw_only=True)
class Attribute:
    """An attribute as written, with the place of its value."""

    name: str
    value: str
    at: int
    start: int
    end: int
    quoted: bool


@final
@attrs.frozen(kw_only=True)
class Element:
    """A start tag or an end tag."""

    name: str
    at: int
    end: int
    closes: bool
    attributes: tuple[Attribute, ...] = ()


@final
@attrs.frozen(kw_only=True)
class _Span:
    """A stretch of one context."""

    start: int
    end: int
    context: Context
    attribute: Attribute | None = None


@final
@attrs.frozen(kw_only=True)
class Layout:
    """A template split as a browser splits it.

    Attributes:
        elements: its tags, in order.
        spans: quoted values, raw and escapable text, in order.
        tags: the tags around the quoted values, in order.
    """

    elements: tuple[Element, ...]
    spans: tuple[_Span, ...]
    tags: tuple[_Span, ...]

    def styles(self, text: str) -> Iterator[tuple[int, str]]:
        """Give the style sheets of the template, with their places."""
        ends = {e.end for e in self.elements if e.name == "style" and not e.closes}
        for span in self.spans:
            if span.context is Context.RAW and span.start in ends:
                yield span.start, text[span.start : span.end]

    def place(self, piece: Markup) -> tuple[Context, int, Attribute | None]:
        """Tell where a piece of Liquid stands: kind, identity, attribute.

        Two pieces in one place have the same identity; all text is one place.
        """
        for spans in (self.spans, self.tags):
            at = bisect_right(spans, piece.start, key=lambda span: span.start) - 1
            if at >= 0 and piece.end <= spans[at].end:
                span = spans[at]
                return span.context, span.start, span.attribute
        return Context.DATA, -1, None


def layout_of(text: str, pieces: tuple[Markup, ...]) -> Layout:
    """Split a template; Liquid counts as letters."""
    masked = _masked(text, pieces)
    elements: list[Element] = []
    spans: list[_Span] = []
    tags: list[_Span] = []
    for token in _tokens(masked):
        if isinstance(token, Element):
            elements.append(token)
            spans.extend(_values_of(token))
            tags.append(_Span(start=token.at, end=token.end, context=Context.TAG))
        else:
            spans.append(token)
    return Layout(elements=tuple(elements), spans=tuple(spans), tags=tuple(tags))


def _masked(text: str, pieces: tuple[Markup, ...]) -> str:
    """Put letters of no meaning in the place of Liquid."""
    parts: list[str] = []
    at = 0
    for piece in pieces:
        parts += (text[at : piece.start], _MASK * (piece.end - piece.start))
        at = piece.end
    return "".join((*parts, text[at:]))


def _tokens(text: str) -> Iterator[Element | _Span]:
    """Give tags, and stretches in which no tag is read, in order."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        following = text[at + 1 : at + 3]
        if following[:1] == _MASK or (
            following[:1].isascii() and following[:1].isalpha()
        ):
            element = _tag(text, at, at + 1)
        elif (
            following[:1] == "/" and following[1:].isascii() and following[1:].isalpha()
        ):
            element = _tag(text, at, at + 2)
        elif following[:1] in {"!", "?", "/"} and following:
            end = _declaration_end(text, at)
            yield _Span(start=at, end=end, context=Context.RAW)
            at = end
            continue
        else:
            at += 1
            continue
        yield element
        at = element.end
        if not element.closes and element.name in _RAW | _ESCAPABLE:
            end = _text_end(text, element)
            raw = element.name in _RAW
            context = Context.RAW if raw else Context.ESCAPABLE
            yield _Span(start=at, end=end, context=context)
            at = end


def _declaration_end(text: str, at: int) -> int:
    """Find the end of a comment or of a declaration."""
    if not text.startswith("<!--", at):
        end = text.find(">", at)
        return len(text) if end < 0 else end + 1
    if early := re.compile("<!---?>").match(text, at):
        return early.end()
    ending = re.compile("--!?>").search(text, at + 4)
    return ending.end() if ending else len(text)


def _text_end(text: str, element: Element) -> int:
    """Find where the text of an element without children ends."""
    ending = re.compile(f"</{element.name}(?=[\t\n\f />])", re.IGNORECASE)
    found = ending.search(text, element.end)
    return found.start() if found else len(text)


def _tag(text: str, at: int, name_at: int) -> Element:
    """Read a tag up to its end, or to the end of the template."""
    name_end = _NAME_END.search(text, name_at)
    end = name_end.start() if name_end else len(text)
    name = text[name_at:end].lower()
    attributes: list[Attribute] = []
    while (closing := _TAG_END.match(text, end)) is None:
        found = _ATTRIBUTE.match(text, end)
        if found is None or found.end() == end:
            end = len(text)
            break
        attributes.append(_attribute(found))
        end = found.end()
    return Element(
        name=name,
        at=at,
        end=closing.end() if closing else end,
        closes=name_at == at + 2,
        attributes=tuple(attributes),
    )


def _attribute(found: re.Match[str]) -> Attribute:
    """Give an attribute from what was matched."""
    group = next(
        (
            name
            for name in ("double", "single", "bare", "open")
            if found[name] is not None
        ),
        None,
    )
    start, end = found.span(group) if group else (found.end(), found.end())
    return Attribute(
        name=found["name"].lower(),
        value=found[group] if group else "",
        at=found.start("name"),
        start=start,
        end=end,
        quoted=group in {"double", "single"},
    )


def _values_of(element: Element) -> Iterator[_Span]:
    """Give the quoted values of a tag."""
    for attribute in element.attributes:
        if attribute.quoted:
            yield _Span(
                start=attribute.start,
                end=attribute.end,
                context=Context.VALUE,
                attribute=attribute,
            )
