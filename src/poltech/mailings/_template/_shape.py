"""Whether any value could change the structure of a document (safety invariant 14)."""

from collections.abc import Iterator
from html import escape

from poltech.mailings._template._contexts import layout_of
from poltech.mailings._template._inline import normal_html
from poltech.mailings._template._program import Manner, program_of
from poltech.mailings._template._tree import Branch, Node, Output, Text

__all__ = ["keeps_its_shape"]

_NOTHING = ""
_HARMLESS = "x"
_HARMFUL = (
    "\"'`><script>x</script></title></style></p></td><td onclick=x>--><!--]]>&lt;b"
)
_MOST_VARIANTS = 8


def keeps_its_shape(nodes: tuple[Node, ...]) -> bool:
    """Tell whether a document has the same elements, whatever its fields say.

    Each branch is taken once; then the document is parsed as HTML with nothing in
    every field, with a harmless word, and with all that could end a text or a tag.
    """
    for variant in range(_variants(nodes)):
        straight = tuple(_straightened(nodes, variant))
        shapes = {_shape(straight, value) for value in (_NOTHING, _HARMLESS, _HARMFUL)}
        if len(shapes) > 1:
            return False
    return True


def _variants(nodes: tuple[Node, ...]) -> int:
    """Count the ways that differ by one body at least."""
    most = 1
    for node in nodes:
        if isinstance(node, Branch):
            bodies = [body for _, body in node.cases] + [node.otherwise]
            most = max(most, len(bodies), *(_variants(body) for body in bodies))
    return min(most, _MOST_VARIANTS)


def _straightened(nodes: tuple[Node, ...], variant: int) -> Iterator[Text | Output]:
    """Give the nodes with one body in the place of each branch."""
    for node in nodes:
        if isinstance(node, Branch):
            bodies = [body for _, body in node.cases] + [node.otherwise]
            yield from _straightened(bodies[min(variant, len(bodies) - 1)], variant)
        else:
            yield node


def _shape(nodes: tuple[Text | Output, ...], value: str) -> tuple[object, ...]:
    """Name the elements and attributes of a document whose fields all say one thing."""
    plain = tuple(
        Output(node.name, (), node.at) if isinstance(node, Output) else node
        for node in nodes
    )
    names = {node.name for node in plain if isinstance(node, Output)}
    program = program_of(plain, Manner(language="en", spoken=escape))
    html = normal_html(program.run(dict.fromkeys(names, value)), "en")
    return tuple(
        (element.name, element.closes, tuple(a.name for a in element.attributes))
        for element in layout_of(html, ()).elements
    )
