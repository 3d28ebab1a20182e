"""From what an author wrote to what can be made for each person."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, final

import attrs

from poltech.i18n import language_of
from poltech.mailings._fields import MergeFields, MergeValue
from poltech.mailings._message._footer import Footer, footer_for
from poltech.mailings._message._model import Imprint, Message
from poltech.mailings._template import _rules as rules
from poltech.mailings._template._filters import shown
from poltech.mailings._template._findings import Finding, Source
from poltech.mailings._template._lint import lint_fields, lint_html, lint_text
from poltech.mailings._template._markup import find_markup
from poltech.mailings._template._plain import plain_text
from poltech.mailings._template._tree import (
    Branch,
    Node,
    Output,
    Part,
    Text,
    sure_fields_of,
)
from poltech.mailings.errors import MissingExtraError, TemplateError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Prepared", "lint", "prepare"]

_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
)
_LONGEST = 200_000
_LONGEST_SUBJECT = 1_000
_CLIPPED_AT = 100_000


@final
@attrs.frozen(kw_only=True)
class Prepared:
    """The parts of a message as trees, with everything in them that must be.

    Attributes:
        subject: tree of the subject.
        text: tree of the text part.
        html: tree of the HTML part, if there is one.
    """

    subject: tuple[Node, ...]
    text: tuple[Node, ...]
    html: tuple[Node, ...] | None


def lint(
    message: Message,
    *,
    fields: MergeFields = MergeFields.BUILT_IN,
) -> tuple[Finding, ...]:
    """Say everything that is wrong with a message, or unwise, and where.

    Raises:
        MissingExtraError: python-liquid or css-inline is not installed.
    """
    found: list[Finding] = []
    for source in _sources(message):
        try:
            found.extend(_lint_part(source, fields, message.language))
        except TemplateError as error:
            found.append(_as_finding(error))
    return tuple(found)


def prepare(message: Message, imprint: Imprint, fields: MergeFields) -> Prepared:
    """Make the parts ready: CSS inlined, text derived, footer added.

    Raises:
        TemplateError: lint finds something that must not leave.
        MissingExtraError: python-liquid or css-inline is not installed.
    """
    for finding in lint(message, fields=fields):
        if not finding.warns:
            raise finding.error()
    making = _Making(message, imprint, fields)
    html, derived = making.html()
    return Prepared(
        subject=making.read(Part.SUBJECT, message.subject),
        text=making.text(message.text if message.text is not None else derived),
        html=html,
    )


class _Making:
    """What the parts of one message share while they are made."""

    def __init__(self, message: Message, imprint: Imprint, fields: MergeFields) -> None:
        self._message = message
        self._fields = fields
        self._language = language_of(message.language)
        self._campaign = imprint.campaign
        self._constants: Mapping[str, MergeValue] = {
            "office.name": imprint.controller.name,
            "office.email": imprint.controller.email,
            "office.postal_address": imprint.controller.postal_address,
        }

    def html(self) -> tuple[tuple[Node, ...] | None, str]:
        """Give the HTML part, if there is one, and the text that it says."""
        if self._message.html is None:
            return None, ""
        source = Source(Part.HTML, _lines(self._message.html))
        inlined, derived = _normalised(source, self._message.language)
        footer = self._footer(sure_fields_of(self._read(Source(Part.HTML, inlined))))
        final = Source(Part.HTML, _lines(footer.under_html(inlined)))
        nodes = self._read(final)
        for finding in lint_html(final, nodes, self._fields, find_markup(final)):
            if not finding.warns:
                raise finding.error()
        return _ended(tuple(self._folded(nodes, markup=True))), derived

    def text(self, text: str) -> tuple[Node, ...]:
        """Give the text part with what it must say."""
        text = _lines(text)
        footer = self._footer(sure_fields_of(self._read(Source(Part.TEXT, text))))
        return _ended(self.read(Part.TEXT, _lines(footer.under_text(text))))

    def read(self, part: Part, text: str) -> tuple[Node, ...]:
        """Give a part that is not HTML."""
        return tuple(self._folded(self._read(Source(part, text)), markup=False))

    def _read(self, source: Source) -> tuple[Node, ...]:
        return _read(source, self._fields)

    def _footer(self, said: frozenset[str]) -> Footer:
        """Give what a part still has to say."""
        return footer_for(said, campaign=self._campaign, language=self._language)

    def _folded(self, nodes: tuple[Node, ...], *, markup: bool) -> Iterator[Node]:
        """Write out what is the same for everybody."""
        for node in nodes:
            if isinstance(node, Branch):
                yield Branch(
                    tuple(
                        (test, tuple(self._folded(body, markup=markup)))
                        for test, body in node.cases
                    ),
                    tuple(self._folded(node.otherwise, markup=markup)),
                )
            elif isinstance(node, Output) and self._is_constant(node):
                said = shown(self._constants[node.name], self._language)
                yield Text(escape(said) if markup else said)
            else:
                yield node

    def _is_constant(self, node: Output) -> bool:
        """Tell whether an output is the same for everybody."""
        return node.name in self._constants and not node.filters


def _sources(message: Message) -> Iterator[Source]:
    """Give the parts that an author wrote."""
    yield Source(Part.SUBJECT, message.subject)
    if message.html is not None:
        yield Source(Part.HTML, _lines(message.html))
    if message.text is not None:
        yield Source(Part.TEXT, _lines(message.text))


def _lint_part(source: Source, fields: MergeFields, language: str) -> Iterator[Finding]:
    """Look at one part; only well-formed HTML is tried in a parser."""
    yield from _lint_letters(source)
    nodes = _read(source, fields)
    pieces = find_markup(source)
    yield from lint_fields(source, nodes, fields)
    if source.part is not Part.HTML:
        yield from lint_text(source, nodes, fields, pieces)
        return
    if len(source.text) > _CLIPPED_AT:
        yield source.finding(rules.CLIPPED, at=_CLIPPED_AT)
    findings = tuple(lint_html(source, nodes, fields, pieces))
    yield from findings
    if all(finding.warns for finding in findings):
        inlined, _ = _normalised(source, language)
        if not _shape().keeps_its_shape(_read(Source(Part.HTML, inlined), fields)):
            yield source.finding(rules.SHAPE)


def _lint_letters(source: Source) -> Iterator[Finding]:
    """Look at length and letters, before anything is parsed."""
    longest = _LONGEST_SUBJECT if source.part is Part.SUBJECT else _LONGEST
    if len(source.text) > longest:
        raise source.error(rules.TOO_LONG, at=longest)
    if not source.text.strip():
        yield source.finding(rules.EMPTY)
    if found := _CONTROLS.search(source.text):
        yield source.finding(rules.CONTROL, at=found.start())
    if source.part is Part.SUBJECT and len(source.text.splitlines()) > 1:
        yield source.finding(rules.CONTROL, at=len(source.text.splitlines()[0]))


def _normalised(source: Source, language: str) -> tuple[str, str]:
    """Give the HTML with its CSS inlined, and the text that it says."""
    inline = _inline()
    stand_ins = inline.StandIns(source, find_markup(source))
    html: str = inline.normal_html(stand_ins.html, language.replace("_", "-"))
    restored: str = stand_ins.restored(html)
    derived = plain_text(html)
    if "{{" in derived or "{%" in derived:
        raise source.error(rules.HIDDEN_BRACES)
    return restored, stand_ins.flowing(derived)


def _read(source: Source, fields: MergeFields) -> tuple[Node, ...]:
    find_markup(source)
    try:
        from poltech.mailings._template._liquid import read_liquid  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError from None
    return read_liquid(source, fields)


def _inline() -> "ModuleType":
    """Load the inliner, which is an extra."""
    try:
        from poltech.mailings._template import _inline as inline  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError from None
    return inline


def _shape() -> "ModuleType":
    """Load the judge of structure, which needs the inliner."""
    from poltech.mailings._template import _shape as shape  # noqa: PLC0415 - an extra

    return shape


def _lines(text: str) -> str:
    """Give a text whose lines all end in LF, the last one too."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    return lines if lines.endswith("\n") else f"{lines}\n"


def _ended(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Let a part end with its line, also where `-}}` took the line end away."""
    last = nodes[-1] if nodes else None
    if isinstance(last, Text) and last.text.endswith("\n"):
        return nodes
    return (*nodes, Text("\n"))


def _as_finding(error: TemplateError) -> Finding:
    """Turn the error of a reader into a finding."""
    return Finding(
        code=error.code,
        part=Part(error.field),
        line=error.line,
        column=error.column,
        word=error.word,
        text=error.problem,
    )
