"""A message ready for many people: what is alike for all was encoded once.

The form is one format string of the lines that differ, between pieces of bytes that
do not. It is compared with what the standard library builds when it is made; if the
two ever differed, the library would be used instead.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import final

from poltech.channels import MailHeader
from poltech.errors import msg
from poltech.i18n import language_of
from poltech.mailings._fields import MergeFields, MergeValue
from poltech.mailings._message._blocks import MARK, blocks_of
from poltech.mailings._message._check import Expected, check
from poltech.mailings._message._headers import dated, encoded_text, mailbox_value
from poltech.mailings._message._mime import build, skeleton
from poltech.mailings._message._model import Addressee, Imprint, Message
from poltech.mailings._message._prepare import Prepared, prepare
from poltech.mailings._message._quoted import broken, escaped
from poltech.mailings._message._samples import samples
from poltech.mailings._template._filters import shown
from poltech.mailings._template._program import (
    Manner,
    Program,
    Say,
    Values,
    program_of,
)
from poltech.mailings._template._tree import fields_of
from poltech.mailings.errors import MalformedMessageError, MessageError

__all__ = ["CompiledMessage", "compile_message"]

_MOST_BYTES = 2_000_000
_WORD = re.compile("[a-z0-9_-]+")
_SPACE = re.compile("[ \\t\\n]+")
_SUBJECT = "Subject"
_NAMES = ("given", "family", "full")


def compile_message(
    message: Message,
    imprint: Imprint,
    *,
    fields: MergeFields = MergeFields.BUILT_IN,
    sample: Addressee | None = None,
) -> "CompiledMessage":
    """Make a message ready, and prove it on samples.

    Args:
        message: what is said.
        imprint: who answers for it, and why it is sent.
        fields: what it may say of a person.
        sample: a person to try it on, besides the invented ones.

    Raises:
        TemplateError: a template says what it may not; `lint` lists everything.
        MessageError: the imprint or the sample lacks something.
        RefusedError: the finished message is not what it must be.
        MissingExtraError: python-liquid or css-inline is not installed.
    """
    if not _WORD.fullmatch(imprint.purpose.code):
        raise MessageError(
            field="purpose", problem=msg("its code is not a word of plain letters")
        )
    compiled = CompiledMessage(message, imprint, prepare(message, imprint, fields))
    tried = samples(imprint, fields) + ((sample,) if sample else ())
    compiled.exact = all(compiled.agrees(person) for person in tried)
    for person in tried:
        check(compiled.render(person), compiled.expected(person)).require()
    return compiled


@final
class CompiledMessage:
    """A message that waits for people; make one with `compile_message`.

    Attributes:
        exact: whether the compiled form gives what the library gives. It does, unless
            a version of the library writes messages differently; then the library
            makes them, slowly.
    """

    def __init__(self, message: Message, imprint: Imprint, prepared: Prepared) -> None:
        """Encode what is alike for all."""
        language = language_of(message.language)
        self.exact = False
        self._imprint = imprint
        plain = Manner(language=language)
        self._subject = program_of(prepared.subject, plain)
        self._text = program_of(prepared.text, plain)
        self._html: Program | None = None
        if prepared.html is not None:
            markup = Manner(language=language, spoken=escape)
            self._html = program_of(prepared.html, markup)
        self._sender = message.sender
        self._needed = _needed(prepared)
        self._constants = _constants(imprint)
        self._boundary = _boundary(prepared)
        self._headers = tuple(_headers(message, imprint))
        self._layout = _Layout(prepared, language, self._boundary, self._headers)

    def render(self, addressee: Addressee) -> bytes:
        """Make the message for one person: the same bytes whenever it is asked.

        Raises:
            MessageError: something that must be said is missing for this person.
            MalformedMessageError: the result is not what was meant.
        """
        if not self.exact:
            raw = self.reference(addressee)
        else:
            values = self._values(addressee)
            raw = self._layout.fill(self._changing(addressee, values), values)
        self._scan(raw)
        return raw

    def reference(self, addressee: Addressee) -> bytes:
        """Let the standard library make the same message.

        Raises:
            MessageError: something that must be said is missing for this person.
        """
        values = self._values(addressee)
        changing = iter(self._changing(addressee, values))
        headers = [
            (name, next(changing) if value is None else value)
            for name, value in self._headers
        ]
        html = self._html.run(values) if self._html else None
        return build(headers, self._text.run(values), html, self._boundary)

    def agrees(self, addressee: Addressee) -> bool:
        """Tell whether the compiled form gives what the library gives."""
        values = self._values(addressee)
        filled = self._layout.fill(self._changing(addressee, values), values)
        return filled == self.reference(addressee)

    def expected(self, addressee: Addressee) -> Expected:
        """Say what the message for one person is meant to be, for `check`.

        Raises:
            MessageError: something that must be said is missing for this person.
        """
        values = self._values(addressee)
        said = [str(words) for words in self._constants.values()]
        said += [shown(values[name], "en") for name in self._needed]
        names = (values.get(f"contact.{part}_name") for part in _NAMES)
        return Expected(
            recipient=addressee.address,
            sender=self._sender.email,
            subject=self._said_subject(values),
            headers=(*(name for name, _ in self._headers), *self._layout.library_names),
            said=tuple(said),
            unsubscribe_url=(
                str(values["unsubscribe_url"]) if self._imprint.campaign else None
            ),
            names=frozenset(str(name) for name in names if name),
            spoken=frozenset(
                words for words in addressee.values.values() if isinstance(words, str)
            ),
            most_bytes=_MOST_BYTES,
        )

    def _values(self, addressee: Addressee) -> Values:
        """Join what is said of a person with what is said to all, and their links.

        Raises:
            MessageError: something that must be said is missing.
        """
        values = {**addressee.values, **self._constants}
        if addressee.unsubscribe is not None:
            values["unsubscribe_url"] = (
                self._imprint.unsubscribe + addressee.unsubscribe
            )
        elif self._imprint.campaign:
            raise MessageError(field="unsubscribe", problem=_MISSING)
        if addressee.preferences is not None:
            values["preferences_url"] = (
                self._imprint.preferences + addressee.preferences
            )
        for name in self._needed:
            if values.get(name) in {None, ""}:
                raise MessageError(field=name, problem=_MISSING)
        return values

    def _said_subject(self, values: Values) -> str:
        """Say the subject on one line."""
        subject = _SPACE.sub(" ", self._subject.run(values)).strip()
        if not subject:
            raise MessageError(field="subject", problem=msg("it is empty"))
        return subject

    def _changing(self, addressee: Addressee, values: Values) -> tuple[str, ...]:
        """Give the values of the headers that differ, in the order of the headers."""
        reference = addressee.reference.hex
        subject = encoded_text(self._said_subject(values), len(_SUBJECT) + 2)
        changing = (
            addressee.address,
            subject,
            dated(addressee.at.replace(microsecond=0)),
            f"<{reference}@{self._sender.domain}>",
            reference,
        )
        if not self._imprint.campaign:
            return changing
        return (*changing, self._ways_to_leave(addressee, values))

    def _ways_to_leave(self, addressee: Addressee, values: Values) -> str:
        """Give the link, and the mail address if there is one (RFC 2369, RFC 8058)."""
        link = f"<{values['unsubscribe_url']}>"
        mailbox = self._imprint.leave_by_mail
        if mailbox is None:
            return link
        subject = f"unsubscribe%20{addressee.unsubscribe}"
        return f"{link},\r\n <mailto:{mailbox}?subject={subject}>"

    def _scan(self, raw: bytes) -> None:
        """Look at the finished bytes: these headers and no others, each line whole.

        Raises:
            MalformedMessageError: the result is not what was meant.
        """
        if len(raw) > _MOST_BYTES or not self._layout.heading.match(raw):
            raise MalformedMessageError(
                field="message", problem=msg("its headers or its size are not as meant")
            )


_MISSING = msg("this person has none, and it must be said")


@final
class _Layout:
    """Pieces of bytes that are alike for all, and the format of what lies between.

    Attributes:
        heading: the headers as a pattern: these names in this order, whole lines.
        library_names: names of the headers that the library adds.
    """

    def __init__(
        self,
        prepared: Prepared,
        language: str,
        boundary: str,
        headers: tuple[tuple[str, str | None], ...],
    ) -> None:
        """Encode what is alike for all, cut where something differs."""
        parts = [
            (prepared.text, Manner(language=language, literal=escaped, spoken=escaped))
        ]
        if prepared.html is not None:
            manner = Manner(language=language, literal=escaped, spoken=_escaped_markup)
            parts.append((prepared.html, manner))
        between = skeleton(boundary, html=prepared.html is not None)
        self.library_names = _names_in(between[0])
        self.heading = _heading((*(name for name, _ in headers), *self.library_names))
        self._head = "".join(
            f"{name}: {'%s' if value is None else value.replace('%', '%%')}\r\n"
            for name, value in headers
        )
        forms: list[str] = []
        says: list[Say] = []
        pieces: list[bytes] = [between[0]]
        for (nodes, manner), after in zip(parts, between[1:], strict=True):
            blocks, rest = blocks_of(nodes)
            for block in blocks:
                program = program_of(block.changing, manner)
                forms.append(program.form + MARK)
                says.extend(program.says)
                pieces[-1] += _on_the_wire(block.static)
                pieces += (b"", b"")
            pieces[-1] += _on_the_wire(rest) + after
        self._program = Program("".join(forms), tuple(says))
        self._pieces = [b"", *pieces]

    def fill(self, changing: tuple[str, ...], values: Values) -> bytes:
        """Put one person's words between the pieces."""
        lines = broken(self._program.run(values)).replace("\n", "\r\n")
        pieces = self._pieces.copy()
        pieces[0] = (self._head % changing).encode("ascii")
        pieces[2::2] = lines.encode("ascii").split(_MARK)[:-1]
        return b"".join(pieces)


_MARK = MARK.replace("\n", "\r\n").encode("ascii")


def _escaped_markup(words: str) -> str:
    """Escape a person's words for HTML, then for the way."""
    return escaped(escape(words))


def _on_the_wire(text: str) -> bytes:
    """Give text that is alike for all as it travels."""
    return broken(escaped(text)).replace("\n", "\r\n").encode("ascii")


def _names_in(head: bytes) -> tuple[str, ...]:
    """Name the headers that the library put before the first part."""
    lines = head.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return tuple(
        line.partition(b":")[0].decode("ascii") for line in lines if line[:1] != b" "
    )


def _heading(names: tuple[str, ...]) -> re.Pattern[bytes]:
    """Give the pattern of a head that has exactly these headers."""
    line = "[^\r\n\0]+"
    headers = "".join(f"{name}: {line}(?:\r\n {line})*\r\n" for name in names)
    return re.compile(f"{headers}\r\n".encode("ascii"))


def _headers(message: Message, imprint: Imprint) -> Iterator[tuple[str, str | None]]:
    """Give the headers in order; `None` stands for what differs."""
    yield "From", mailbox_value(message.sender, len("From: "))
    if message.reply_to is not None:
        yield "Reply-To", mailbox_value(message.reply_to, len("Reply-To: "))
    yield "To", None
    yield _SUBJECT, None
    yield "Date", None
    yield "Message-ID", None
    yield MailHeader.REFERENCE.value, None
    if not imprint.campaign:
        yield "Auto-Submitted", "auto-generated"
        return
    code, workspace = imprint.purpose.code, imprint.workspace.hex
    mailing = imprint.mailing.hex if imprint.mailing else "none"
    yield "List-Unsubscribe", None
    yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    yield "List-ID", f"<{code}.{message.sender.domain}>"
    yield "Feedback-ID", f"{mailing}:{workspace}:{code}:poltech"


def _constants(imprint: Imprint) -> Mapping[str, MergeValue]:
    """Give what the office's fields say."""
    return {
        "office.name": imprint.controller.name,
        "office.email": imprint.controller.email,
        "office.postal_address": imprint.controller.postal_address,
    }


def _needed(prepared: Prepared) -> tuple[str, ...]:
    """Name the fields that must hold something: where the data came from."""
    said = {*fields_of(prepared.text), *fields_of(prepared.html or ())}
    return ("source.label",) if "source.label" in said else ()


def _boundary(prepared: Prepared) -> str:
    """Give a boundary that no encoded line can hold, the same at every run."""
    digest = sha256(repr((prepared.text, prepared.html)).encode()).hexdigest()
    return f"=_{digest[:24]}"
