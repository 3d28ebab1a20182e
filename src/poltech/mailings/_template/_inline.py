"""CSS moved into the elements, once per mailing; the only file that imports css-inline.

An HTML parser must not see Liquid: it would move a tag out of a table, or turn `<`
into `&lt;`. So each piece of Liquid goes through as a stand-in, a comment where text
is and a word where a value is, and comes back when it was found in its place.
"""

import re

from css_inline import CSSInliner

from poltech.mailings._template import _rules as rules
from poltech.mailings._template._contexts import Context, layout_of
from poltech.mailings._template._findings import Source
from poltech.mailings._template._markup import Markup

__all__ = ["StandIns", "normal_html"]

_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
_BRACES = re.compile(r"\{[{%]")
_ROOT = re.compile(r"<html(?![^>]*\slang=)", re.IGNORECASE)


class StandIns:
    """HTML with its Liquid taken out, and the way back."""

    def __init__(self, source: Source, pieces: tuple[Markup, ...]) -> None:
        """Put a stand-in in the place of each piece."""
        self._source = source
        self._pieces = [source.text[piece.start : piece.end] for piece in pieces]
        self._stem = _unused(source.text)
        self._pattern = re.compile(f"<!--{self._stem}(\\d+)z-->|{self._stem}(\\d+)z")
        layout = layout_of(source.text, pieces)
        parts: list[str] = []
        at = 0
        for number, piece in enumerate(pieces):
            context, _, _ = layout.place(piece)
            word = f"{self._stem}{number}z"
            parts.append(source.text[at : piece.start])
            parts.append(f"<!--{word}-->" if context is Context.DATA else word)
            at = piece.end
        self.html = "".join((*parts, source.text[at:]))

    def restored(self, text: str) -> str:
        """Put the Liquid back.

        Raises:
            TemplateError: a piece was lost, doubled or moved, or entities hid another.
        """
        if found := _BRACES.search(text):
            raise self._source.error(rules.HIDDEN_BRACES, word=found[0])
        numbers = [int(one or other) for one, other in self._pattern.findall(text)]
        if numbers != list(range(len(self._pieces))):
            raise self._source.error(rules.MOVED)
        return self.replaced(text)

    def replaced(self, text: str) -> str:
        """Put Liquid back wherever a stand-in is left."""
        return self._pattern.sub(self._piece, text)

    def flowing(self, text: str) -> str:
        """Put Liquid back into a plain text; tags alone on a line add no line to it.

        Between paragraphs they keep the line to themselves, so that the paragraphs
        around them stay alike for everybody.
        """
        alone = re.compile(f"(^|\n)(\n*)((?:{self._pattern.pattern})+)(\n+)")

        def joined(found: re.Match[str]) -> str:
            start, blank, run, end = found[1], found[2], found[3], found[6]
            if "{{" in self.replaced(run):
                return found[0]
            apart = blank or end != "\n"
            return f"{start}{run}\n" if apart else f"{start}{run}"

        return self.replaced(alone.sub(joined, text))

    def _piece(self, found: re.Match[str]) -> str:
        """Give the Liquid that a stand-in stands for."""
        return self._pieces[int(found[1] or found[2])]


def normal_html(html: str, language: str) -> str:
    """Give a whole document with its CSS in the elements and its language stated."""
    inlined = _INLINER.inline(html)
    return _ROOT.sub(f'<html lang="{language}"', inlined, count=1)


def _unused(text: str) -> str:
    """Find a word that the text does not hold."""
    stem = "plq"
    while stem in text.lower():
        stem += "q"
    return stem
