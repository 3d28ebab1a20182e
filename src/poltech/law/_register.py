"""Every rule in one list: for documents, audits and counsel."""

from datetime import date
from typing import Any, final

import attrs

from poltech.i18n import translate
from poltech.law._jurisdiction import Jurisdiction
from poltech.law._model import Citation, Rule

__all__ = ["RegisterEntry", "register"]

_QUESTIONS = ("sources", "consents", "fields", "addressing")


@final
@attrs.frozen(kw_only=True)
class RegisterEntry:
    """A rule as the register lists it.

    Attributes:
        question: what it answers: sources, consents, fields or addressing.
        code: its stable word.
        citation: where it is written, and how surely we know it.
        since: first day on which it binds; `None` for always.
        until: first day on which it no longer binds.
        text: what it says, in the language asked.
        remedy: what can be done about it, in the language asked.
    """

    question: str
    code: str
    citation: Citation
    since: date | None
    until: date | None
    text: str
    remedy: str


def register(order: Jurisdiction, locale: str = "en") -> tuple[RegisterEntry, ...]:
    """List the rules of a legal order, by question and code."""
    return tuple(
        _entry(question, rule, locale)
        for question in _QUESTIONS
        for rule in sorted(order.asked(question), key=lambda rule: rule.code)
    )


def _entry(question: str, rule: Rule[Any], locale: str) -> RegisterEntry:
    """Write one rule as the register lists it."""
    return RegisterEntry(
        question=question,
        code=rule.code,
        citation=rule.citation,
        since=rule.since,
        until=rule.until,
        text=translate(rule.text, locale),
        remedy=translate(rule.remedy, locale),
    )
