"""A part cut into lines that are the same for everybody and lines that are not.

Quoted-printable breaks line by line, so a line without fields is broken once. Lines
with fields are joined, with a mark after each block, said and broken together for
each person, and cut again at the marks.
"""

from typing import final

import attrs

from poltech.mailings._template._tree import Node, Text

__all__ = ["MARK", "Block", "blocks_of"]

MARK = "\x01\n"
"""Stands after each block; no escaped text holds it."""


@final
@attrs.frozen
class Block:
    """Lines that are the same for everybody, then lines that are not."""

    static: str
    changing: tuple[Node, ...]


def blocks_of(nodes: tuple[Node, ...]) -> tuple[tuple[Block, ...], str]:
    """Cut a tree that ends with a line into blocks, and what stands after them."""
    blocks: list[Block] = []
    static = ""
    changing: list[Node] = []
    for node in nodes:
        if not isinstance(node, Text):
            if not changing:
                cut = static.rfind("\n") + 1
                static, begun = static[:cut], static[cut:]
                changing = [Text(begun)] if begun else []
            changing.append(node)
        elif changing and "\n" in node.text:
            cut = node.text.index("\n") + 1
            changing.append(Text(node.text[:cut]))
            blocks.append(Block(static, tuple(changing)))
            static, changing = node.text[cut:], []
        elif changing:
            changing.append(node)
        else:
            static += node.text
    return tuple(blocks), static
