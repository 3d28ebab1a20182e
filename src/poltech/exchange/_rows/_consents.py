"""What a row says was agreed to, refused or taken back, and what proves it.

Three states, never two: an empty cell is silence. Only a plain yes is consent; where
a cell cannot be read, it is silence in a column of consent, and a no in a column of
refusal: in doubt the stricter.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple, TypeAlias

from poltech.exchange._nothing import is_nothing
from poltech.exchange._rows._cells import Line, Slot, cleaned, instant_of
from poltech.exchange._rows._model import RowStatement, RowSuppression
from poltech.exchange._rows._plan import Plan
from poltech.exchange._rows._words import LONGEST, Answer, answer_of
from poltech.law import Cause, Medium, Statement

__all__ = ["categories", "consents", "guardian"]

_EMAIL = Medium.EMAIL.code
_ALL = "all"
_STATEMENTS = {
    Answer.YES: Statement.GIVEN,
    Answer.NO: Statement.REFUSED,
    Answer.LEFT: Statement.WITHDRAWN,
}
_PLAIN = frozenset({Answer.YES, Answer.NO})

_Said: TypeAlias = tuple[Slot, Answer, datetime | None]
"""A column of consent, what it answers, and when if a date answers."""

_LOST = {
    Answer.BOUNCED: Cause.HARD_BOUNCE,
    Answer.COMPLAINED: Cause.COMPLAINT,
}


class _Reply(NamedTuple):
    """What a cell answers, and when if it is a date that answers."""

    answer: Answer
    at: datetime | None = None


def consents(
    line: Line, plan: Plan
) -> tuple[tuple[RowStatement, ...], tuple[RowSuppression, ...]]:
    """Give what a row says was agreed to or refused, and where nothing may be sent."""
    said: list[_Said] = []
    for slot in plan.consent.consents:
        cell = line.cells[slot.at]
        if cell:
            answer, at = _reply(cell[:LONGEST], plan.zone, slot.month_first)
            if answer is Answer.UNREADABLE:
                line.note("unreadable_consent", slot)
            elif answer is not Answer.SILENT:
                said.append((slot, answer, at))
    statements = _statements(line, plan, said) if said else ()
    lost = [reply for reply in said if reply[1] not in _PLAIN]
    if not (lost or plan.consent.refused):
        return statements, ()
    return statements, (
        *_withdrawals(line, plan, lost),
        *_objections(line, plan),
        *_losses(line, plan, lost),
    )


def _statements(
    line: Line, plan: Plan, said: Sequence["_Said"]
) -> tuple[RowStatement, ...]:
    """Give statements with what the row gives to prove them."""
    slots = plan.consent
    told = _instant(line, slots.said_at, plan) if slots.said_at else None
    confirmed = _instant(line, slots.confirmed_at, plan) if slots.confirmed_at else None
    ip = _ip(line, slots.ip) if slots.ip else None
    document = _document(line, slots.evidence) if slots.evidence else None
    statements: list[RowStatement] = []
    for slot, answer, at in said:
        statement = _STATEMENTS.get(answer)
        given = statement is Statement.GIVEN
        if statement:
            statements.append(
                RowStatement(
                    statement=statement,
                    purpose=slot.argument or "",
                    medium=slot.medium or "",
                    at=at or told,
                    confirmed_at=confirmed if given else None,
                    ip=ip if given else None,
                    document=document if given else None,
                    column=slot.header,
                )
            )
    return tuple(statements)


def categories(line: Line, plan: Plan) -> frozenset[str]:
    """Name the special categories that a row says were explicitly agreed to."""
    if not plan.consent.explicit:
        return frozenset()
    return frozenset(
        slot.argument or ""
        for slot in plan.consent.explicit
        if _answer(line, slot, plan) is Answer.YES
    )


def guardian(line: Line, plan: Plan) -> bool:
    """Tell whether a row says that a holder of parental authority agreed."""
    slot = plan.consent.guardian
    return slot is not None and _answer(line, slot, plan) is Answer.YES


@lru_cache(1 << 16)
def _reply(cell: str, zone: str, month_first: bool) -> _Reply:  # noqa: FBT001 - a key of the cache
    """Read an answer, or a date that stands for a yes on that day."""
    text = cleaned(cell)
    answer = answer_of(text)
    if answer is not Answer.UNREADABLE:
        return _Reply(answer)
    at = instant_of(text, zone, month_first=month_first)
    return _Reply(Answer.YES, at) if at else _Reply(answer)


def _answer(line: Line, slot: Slot, plan: Plan) -> Answer:
    cell = line.cells[slot.at][:LONGEST]
    return _reply(cell, plan.zone, slot.month_first).answer


def _document(line: Line, slot: Slot) -> str | None:
    text = cleaned(line.cells[slot.at])
    return None if is_nothing(text) else text


def _instant(line: Line, slot: Slot | None, plan: Plan) -> datetime | None:
    """Read an instant that lies in the past; note one that does not."""
    cell = line.cells[slot.at] if slot else ""
    if slot is None or not cell:
        return None
    at, readable = _past(
        cell[:LONGEST], plan.zone, slot.month_first, plan.setting.today
    )
    if not readable:
        line.note("bad_date", slot)
    return at


@lru_cache(1 << 16)
def _past(
    cell: str,
    zone: str,
    month_first: bool,  # noqa: FBT001 - a key of the cache
    today: date,
) -> tuple[datetime | None, bool]:
    text = cleaned(cell)
    if is_nothing(text):
        return None, True
    at = instant_of(text, zone, month_first=month_first)
    past = at is not None and at.date() <= today
    return at if past else None, past


def _ip(line: Line, slot: Slot) -> str | None:
    text = cleaned(line.cells[slot.at])
    if is_nothing(text):
        return None
    try:
        return str(ip_address(text))
    except ValueError:
        line.note("bad_ip", slot)
        return None


def _withdrawals(
    line: Line, plan: Plan, lost: Sequence[_Said]
) -> Iterator[RowSuppression]:
    """Give one withdrawal a medium; a date of leaving alone tells of one."""
    dated = plan.consent.unsubscribed_at
    at = _instant(line, dated, plan)
    left = {slot.medium: since for slot, answer, since in lost if answer is Answer.LEFT}
    if dated and not is_nothing(cleaned(line.cells[dated.at])):
        left[_EMAIL] = at
    for slot in plan.consent.unsubscribed:
        reply = _refusal(line, slot, plan)
        if reply:
            left[_EMAIL] = at or reply.at
    for medium, since in left.items():
        yield RowSuppression(cause=Cause.WITHDRAWAL, medium=medium, at=since)


def _objections(line: Line, plan: Plan) -> Iterator[RowSuppression]:
    for slot in plan.consent.refusals:
        reply = _refusal(line, slot, plan)
        if reply:
            medium = None if slot.argument in {None, _ALL} else slot.argument
            yield RowSuppression(cause=Cause.OBJECTION, medium=medium, at=reply.at)


def _losses(line: Line, plan: Plan, lost: Sequence[_Said]) -> Iterator[RowSuppression]:
    """Give bounces and complaints, from their own columns and from those of consent."""
    for slot in plan.consent.bounced:
        reply = _refusal(line, slot, plan)
        if reply:
            yield RowSuppression(cause=Cause.HARD_BOUNCE, medium=_EMAIL, at=reply.at)
    for slot, answer, at in lost:
        cause = _LOST.get(answer)
        if cause:
            yield RowSuppression(cause=cause, medium=slot.medium, at=at)


def _refusal(line: Line, slot: Slot, plan: Plan) -> _Reply | None:
    """Read a column of refusal: all that is neither a no nor silence refuses."""
    cell = line.cells[slot.at]
    if not cell:
        return None
    reply = _reply(cell[:LONGEST], plan.zone, slot.month_first)
    if reply.answer in {Answer.NO, Answer.SILENT} or _stays(cleaned(cell)):
        return None
    if reply.answer is Answer.UNREADABLE:
        line.note("unreadable_refusal", slot)
    return reply


def _stays(text: str) -> bool:
    """Tell whether a status says that somebody is still there, as lists write it."""
    return text.lower() in {
        "enabled",
        "active",
        "actif",
        "subscribed",
        "inscrit",
        "inscrite",
        "abonné",
        "abonnée",
        "confirmed",
        "opt-in",
        "optin",
        "ok",
    }
