"""Requests that are answered once, however often they come."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from poltech.contacts._model import Draft, Intake, MatchReason, Outcome
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import unfold
from poltech.contacts._service._desk import Files
from poltech.ids import ContactId

__all__ = ["once"]


def once(
    files: Files[AnyWork],
    key: str | None,
    drafts: Sequence[Draft],
    do: Callable[[], list[Intake]],
) -> list[Intake]:
    """Take drafts in, unless a request of that key did it; then give its answers.

    Raises:
        ConflictError: the key came with other drafts before.
    """
    if key is None:
        return do()
    known = files.work.idempotency.claim(key, _fingerprint(files, drafts))
    if known is not None:
        return [_read(answer) for answer in json.loads(known)]
    answers = do()
    files.work.idempotency.settle(key, json.dumps([_write(a) for a in answers]))
    return answers


def _fingerprint(files: Files[AnyWork], drafts: Sequence[Draft]) -> bytes:
    """Give a keyed digest of what is asked, which tells nothing of whom."""
    text = "\x1d".join(_said(draft) for draft in drafts)
    return files.desk.vault.digest("request", text)


def _said(draft: Draft) -> str:
    """Write down all that a draft says, for its digest alone."""
    lines = [f"{draft.kind.value}\x1f{draft.source}"]
    for key, value in unfold(draft).items():
        plain = value if isinstance(value, str | int | date | Decimal) else ""
        lines.append(f"{key}\x1f{plain}")
    return "\x1e".join(lines)


def _write(intake: Intake) -> list[Any]:
    """Lay out an answer."""
    return [
        intake.outcome.value,
        intake.contact and intake.contact.hex,
        intake.matched and intake.matched.value,
        intake.changed,
        intake.kept,
        [contact.hex for contact in intake.sharing],
    ]


def _read(answer: list[Any]) -> Intake:
    """Read an answer."""
    outcome, contact, matched, changed, kept, sharing = answer
    return Intake(
        outcome=Outcome(outcome),
        contact=ContactId(contact) if contact else None,
        matched=MatchReason(matched) if matched else None,
        changed=tuple(changed),
        kept=tuple(kept),
        sharing=tuple(ContactId(other) for other in sharing),
    )
