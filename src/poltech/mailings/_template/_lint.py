"""What is wrong with a part of a message, before anything is made of it."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from poltech.mailings._fields import MergeFields
from poltech.mailings._template import _rules as rules
from poltech.mailings._template._contexts import (
    Attribute,
    Context,
    Element,
    Layout,
    layout_of,
)
from poltech.mailings._template._findings import Finding, Source
from poltech.mailings._template._markup import BLOCKS, Markup
from poltech.mailings._template._tree import Branch, Node, Output

__all__ = ["lint_fields", "lint_html", "lint_text", "outputs_of"]

_ELEMENTS = frozenset(
    [
        "applet",
        "audio",
        "base",
        "basefont",
        "bgsound",
        "button",
        "canvas",
        "dialog",
        "embed",
        "fieldset",
        "form",
        "frame",
        "frameset",
        "iframe",
        "image",
        "input",
        "isindex",
        "keygen",
        "listing",
        "map",
        "marquee",
        "math",
        "menuitem",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "output",
        "param",
        "plaintext",
        "portal",
        "script",
        "select",
        "slot",
        "source",
        "svg",
        "template",
        "textarea",
        "track",
        "video",
        "xmp",
    ]
)
"""Elements that run, ask, load or parse differently: no mail needs them."""

_LINKS = frozenset(
    [
        "action",
        "background",
        "cite",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "href",
        "longdesc",
        "lowsrc",
        "manifest",
        "poster",
        "profile",
        "src",
        "usemap",
        "xlink:href",
    ]
)
_SAYING = frozenset({"alt", "aria-label", "title"})
"""Attributes that may hold words about a person."""

_CLOSING_THEMSELVES = frozenset(
    [
        "area",
        "body",
        "br",
        "col",
        "colgroup",
        "dd",
        "dt",
        "head",
        "hr",
        "html",
        "img",
        "li",
        "link",
        "meta",
        "p",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "wbr",
    ]
)
_DEEPEST = 60
_SCHEME = re.compile(r"(?:https://[^\s/]|mailto:|tel:|cid:|#)", re.IGNORECASE)
_UNSAFE_URL = re.compile(r"\bhttp://\S", re.IGNORECASE)
_STYLE_LINK = re.compile(r"url\(\s*['\"]?(?!https://|#)", re.IGNORECASE)
_STYLE_CODE = re.compile(
    r"@import|expression\s*\(|behaviou?r\s*:|-moz-binding", re.IGNORECASE
)
_URL_TAIL = re.compile(r"\b(?:https?://|www\.)\S*\Z", re.IGNORECASE)
_URL_SPACE = re.compile(r"[\x00-\x20]")


def outputs_of(nodes: tuple[Node, ...]) -> Iterator[Output]:
    """Give every output, those of branches included."""
    for node in nodes:
        if isinstance(node, Output):
            yield node
        elif isinstance(node, Branch):
            for _, body in node.cases:
                yield from outputs_of(body)
            yield from outputs_of(node.otherwise)


def lint_fields(
    source: Source, nodes: tuple[Node, ...], fields: MergeFields
) -> Iterator[Finding]:
    """Warn of fields that some people lack and that have no default."""
    for output in outputs_of(nodes):
        field = fields.get(output.name)
        settled = any(name in {"default", "gendered"} for name, _ in output.filters)
        if field is not None and not field.always and not settled:
            yield source.finding(rules.NO_DEFAULT, at=output.at, word=output.name)


def lint_text(
    source: Source,
    nodes: tuple[Node, ...],
    fields: MergeFields,
    pieces: tuple[Markup, ...],
) -> Iterator[Finding]:
    """Look for links in the clear, and for links that take on what a person says."""
    for found in _UNSAFE_URL.finditer(source.text):
        yield source.finding(rules.SCHEME, at=found.start(), word="http")
    for piece in pieces:
        if _URL_TAIL.search(source.text, max(0, piece.start - 2_000), piece.start):
            yield source.finding(rules.URL, at=piece.start)
    for output in outputs_of(nodes):
        field = fields.get(output.name)
        if field is not None and field.url and output.filters:
            yield source.finding(rules.URL, at=output.at, word=output.name)


def lint_html(
    source: Source,
    nodes: tuple[Node, ...],
    fields: MergeFields,
    pieces: tuple[Markup, ...],
) -> Iterator[Finding]:
    """Look at the elements, the attributes, and where Liquid stands among them."""
    layout = layout_of(source.text, pieces)
    yield from _depth(source, layout)
    for element in layout.elements:
        yield from _element(source, element)
    for start, style in layout.styles(source.text):
        yield from _style(source, style, start)
    outputs = {output.at: output for output in outputs_of(nodes)}
    open_blocks: list[int] = []
    for piece in pieces:
        context, place, attribute = layout.place(piece)
        yield from _place(source, piece, context)
        if attribute is not None:
            output = outputs.get(piece.start)
            yield from _value(source, piece, attribute, output, fields)
        yield from _block(source, piece, place, open_blocks)
    yield from lint_text(_visible(source, layout), nodes, fields, pieces)


def _depth(source: Source, layout: Layout) -> Iterator[Finding]:
    """Bound how deep elements stand: the HTML parser answers depth with a crash.

    An end tag takes away only its own element, and what a browser closes by itself is
    not counted, so the true depth is a small multiple of this count at most.
    """
    standing: Counter[str] = Counter()
    for element in layout.elements:
        name = element.name
        if element.closes:
            standing[name] = max(0, standing[name] - 1)
        elif name not in _CLOSING_THEMSELVES:
            standing[name] += 1
        if standing.total() > _DEEPEST:
            yield source.finding(rules.TOO_DEEP, at=element.at, word=name)
            return


def _visible(source: Source, layout: Layout) -> Source:
    """Give the text alone, everything else blanked out, at the same places."""
    text = source.text
    parts: list[str] = []
    at = 0
    for span in sorted((*layout.spans, *layout.tags), key=lambda span: span.start):
        if span.context is not Context.ESCAPABLE and span.end > at:
            parts.append(text[at : max(at, span.start)])
            blank = text[max(at, span.start) : span.end]
            parts.append("\n".join(" " * len(line) for line in blank.split("\n")))
            at = span.end
    return Source(source.part, "".join((*parts, text[at:])))


def _element(source: Source, element: Element) -> Iterator[Finding]:
    """Look at one tag."""
    if element.name in _ELEMENTS:
        yield source.finding(rules.ELEMENT, at=element.at, word=element.name)
    names = {attribute.name: attribute for attribute in element.attributes}
    if element.name == "link" or (element.name == "meta" and "http-equiv" in names):
        yield from _head(source, element, names)
    if element.name == "img" and "alt" not in names and not element.closes:
        yield source.finding(rules.NO_ALT, at=element.at, word="img")
    for attribute in element.attributes:
        yield from _attribute(source, attribute)


def _head(
    source: Source, element: Element, names: dict[str, Attribute]
) -> Iterator[Finding]:
    """Refuse what loads or redirects; a stated charset or compatibility may stay."""
    stated = names["http-equiv"].value.strip().lower() if "http-equiv" in names else ""
    if element.name == "link":
        yield source.finding(rules.REMOTE_STYLE, at=element.at, word="link")
    elif stated not in {"content-type", "x-ua-compatible"}:
        yield source.finding(rules.ELEMENT, at=element.at, word="meta")


def _attribute(source: Source, attribute: Attribute) -> Iterator[Finding]:
    """Look at one attribute: scripts, addresses, styles."""
    name, value = attribute.name, unescape(attribute.value)
    if name.startswith("on"):
        yield source.finding(rules.HANDLER, at=attribute.at, word=name)
    elif name == "srcset" or name in _LINKS:
        bare = _URL_SPACE.sub("", value)
        masked = bare.strip("\ue000") == ""
        if not masked and not _SCHEME.match(bare):
            scheme = bare.partition(":")[0]
            yield source.finding(rules.SCHEME, at=attribute.at, word=scheme)
    elif name == "style":
        yield from _style(source, value, attribute.at)


def _style(source: Source, style: str, at: int) -> Iterator[Finding]:
    """Look at CSS: nothing from elsewhere, nothing that runs."""
    if _STYLE_CODE.search(style):
        yield source.finding(rules.REMOTE_STYLE, at=at, word="style")
    if _STYLE_LINK.search(style):
        yield source.finding(rules.SCHEME, at=at, word="url")


def _place(source: Source, piece: Markup, context: Context) -> Iterator[Finding]:
    """Look whether escaping can protect what stands here."""
    if context is Context.TAG:
        yield source.finding(rules.INSIDE_TAG, at=piece.start)
    elif context is Context.RAW:
        yield source.finding(rules.RAW_TEXT, at=piece.start)


def _value(
    source: Source,
    piece: Markup,
    attribute: Attribute,
    output: Output | None,
    fields: MergeFields,
) -> Iterator[Finding]:
    """A link is wholly a field of ours, or holds none; other values say words."""
    if attribute.name in _LINKS:
        field = fields.get(output.name) if output else None
        whole = (piece.start, piece.end) == (attribute.start, attribute.end)
        if field is None or not field.url or not whole:
            yield source.finding(rules.URL, at=piece.start, word=attribute.name)
    elif attribute.name not in _SAYING:
        yield source.finding(rules.ATTRIBUTE, at=piece.start, word=attribute.name)


def _block(
    source: Source, piece: Markup, place: int, open_blocks: list[int]
) -> Iterator[Finding]:
    """Every tag of a block stands in the same place as the one that opened it."""
    if not piece.tag:
        return
    if piece.tag in BLOCKS:
        open_blocks.append(place)
    elif open_blocks and open_blocks[-1] != place:
        yield source.finding(rules.ACROSS, at=piece.start, word=piece.tag)
    if piece.tag.startswith("end") and open_blocks:
        open_blocks.pop()
