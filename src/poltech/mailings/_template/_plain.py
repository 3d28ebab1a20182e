"""The text part of a message, made from its HTML where none was written.

Paragraphs, headings, lists, quotations, tables and line breaks keep their shape;
links and images keep what they say, and links their address.
"""

import re
from html.parser import HTMLParser

__all__ = ["plain_text"]

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LINES = re.compile(r"\n{3,}")
_HIDDEN = frozenset({"head", "style", "title", "script", "template"})
_PARAGRAPHS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
_LINE_BREAKING = frozenset(
    ["body", "caption", "dd", "div", "dt", "figcaption", "li", "tbody", "thead", "tr"]
)
_LONGEST_BREAK = 3
_CELLS = frozenset({"td", "th"})


def plain_text(html: str) -> str:
    r"""Say in plain text what a document says; comments are kept as they are.

    >>> plain_text('<h1>Bonjour</h1><p>Un <a href="https://a.fr">lien</a><br>et<ul><li>deux')
    'Bonjour\n\nUn lien (https://a.fr)\net\n\n- deux\n'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Writes lines as elements begin and end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._hidden = 0
        self._kept = 0
        self._links: list[tuple[str, int]] = []
        self._lists: list[int | None] = []

    def text(self) -> str:
        """Give what was written, with no line of spaces and no three empty ones."""
        lines = [line.rstrip(" \t") for line in "".join(self._out).split("\n")]
        return _LINES.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if self._hidden:
            return
        self._begin(tag)
        given = dict(attrs)
        if tag == "a":
            self._links.append((given.get("href") or "", len(self._out)))
        elif tag in {"ol", "ul"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "pre":
            self._kept += 1
        else:
            self._alone(tag, given)

    def _alone(self, tag: str, given: dict[str, str | None]) -> None:
        """Write what stands for an element that holds nothing."""
        if tag == "br":
            self._out.append("\n")
        elif tag == "hr":
            self._break(2)
            self._out.append("----")
            self._break(2)
        elif tag == "img":
            self._say(given.get("alt") or "")
        elif tag == "li":
            self._item()
        elif tag in _CELLS and self._said() and not self._tail().endswith("\n"):
            self._out.append("  ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if self._hidden:
            return
        if tag == "a" and self._links:
            self._link(*self._links.pop())
        if tag == "pre":
            self._kept = max(0, self._kept - 1)
        if tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        self._begin(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._say(data)

    def handle_comment(self, data: str) -> None:
        if not self._hidden and not data.startswith("["):
            self._out.append(f"<!--{data}-->")

    def _begin(self, tag: str) -> None:
        """Break the line where an element begins or ends."""
        if tag in _PARAGRAPHS:
            self._break(1 if self._lists and tag in {"ol", "ul"} else 2)
        elif tag in _LINE_BREAKING:
            self._break(1)

    def _break(self, lines: int) -> None:
        """Let at least so many line ends stand here."""
        tail = self._tail()
        have = len(tail) - len(tail.rstrip("\n"))
        if have < lines and self._said():
            self._out.append("\n" * (lines - have))

    def _say(self, data: str) -> None:
        """Write words, spaces in one; within `pre` to the letter."""
        if self._kept:
            self._out.append(data)
            return
        words = _SPACES.sub(" ", data)
        if not self._said() or self._tail().endswith(("\n", " ")):
            words = words.lstrip(" ")
        if words:
            self._out.append(words)

    def _item(self) -> None:
        """Begin an item with its mark, at its depth."""
        depth = "  " * (len(self._lists) - 1)
        mark = "- "
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            mark = f"{self._lists[-1]}. "
        self._out.append(f"{depth}{mark}")

    def _link(self, address: str, since: int) -> None:
        """Write the address behind what the link says."""
        said = "".join(self._out[since:]).strip()
        target = address.removeprefix("mailto:").removeprefix("tel:")
        if target and not address.startswith("#") and said != target:
            self._out.append(f" ({target})" if said else target)

    def _said(self) -> bool:
        """Tell whether anything was written yet."""
        return any(self._out)

    def _tail(self) -> str:
        """Give the end of what was written: as much as decides about spaces."""
        tail = ""
        for piece in reversed(self._out):
            tail = piece + tail
            if len(tail) >= _LONGEST_BREAK or tail.strip("\n"):
                break
        return tail
