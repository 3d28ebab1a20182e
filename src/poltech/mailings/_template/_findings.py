"""What lint says of a template: a rule, a place and a word."""

from typing import final

import attrs

from poltech.i18n import translate
from poltech.mailings._template._rules import TemplateRule
from poltech.mailings._template._tree import Part
from poltech.mailings.errors import TemplateError

__all__ = ["Finding", "Source"]

_LONGEST_WORD = 40


@final
@attrs.frozen(kw_only=True)
class Finding:
    """One thing that is wrong with a template, or unwise.

    Attributes:
        code: stable word of the rule.
        part: subject, html or text.
        line: counted from 1.
        column: counted from 1.
        word: the tag, filter, field, element or scheme that is meant.
        text: English sentence.
        warns: whether the message may leave all the same.
    """

    code: str
    part: Part
    line: int
    column: int
    word: str
    text: str
    warns: bool = False

    def say(self, locale: str = "en") -> str:
        """Say the sentence in a locale."""
        return translate(self.text, locale)

    def error(self) -> TemplateError:
        """Give the error that says the same."""
        return TemplateError(
            field=self.part.value,
            problem=self.text,
            code=self.code,
            line=self.line,
            column=self.column,
            word=self.word,
        )


@final
@attrs.frozen
class Source:
    """The text of one part, and a way to point into it."""

    part: Part
    text: str

    def finding(self, rule: TemplateRule, *, at: int = 0, word: str = "") -> Finding:
        """Say that a rule is broken at a place."""
        before = self.text[:at]
        return Finding(
            code=rule.code,
            part=self.part,
            line=before.count("\n") + 1,
            column=at - before.rfind("\n"),
            word=word[:_LONGEST_WORD],
            text=rule.text,
            warns=rule.warns,
        )

    def error(
        self, rule: TemplateRule, *, at: int = 0, word: str = ""
    ) -> TemplateError:
        """Refuse because a rule is broken at a place."""
        return self.finding(rule, at=at, word=word).error()
