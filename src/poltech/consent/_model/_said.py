"""What people say: evidence, records, and choices before they are judged."""

from datetime import datetime
from typing import final

import attrs

from poltech.clock import require_aware
from poltech.ids import ContactId, NoticeId, RecordId, SourceId
from poltech.law import Medium, Purpose, Statement
from poltech.profile import Actor

__all__ = [
    "Choice",
    "ConsentRecord",
    "Evidence",
    "Speaker",
]


@final
@attrs.frozen(kw_only=True)
class Evidence:
    """What proves a statement; sealed with it. Keep as little as proves it.

    Attributes:
        mechanism: how it was said, such as `unticked_box` or `paper_signature`.
        ip: address it came from, where the policy keeps it.
        agent: browser it came from, where the policy keeps it.
        document: name or hash of a scan, a recording, a line of a file.
        confirmed_at: when it was confirmed, for a double opt-in.
        guardian: whether a holder of parental authority agreed too.
        dated: whether the instant of the statement is known, not only assumed.
        together: number of purposes that were asked for with one question.
        conditional: whether something else was refused without a yes.
    """

    mechanism: str
    ip: str | None = attrs.field(default=None, repr=False)
    agent: str | None = attrs.field(default=None, repr=False)
    document: str | None = attrs.field(default=None, repr=False)
    confirmed_at: datetime | None = None
    guardian: bool = False
    dated: bool = True
    together: int = 1
    conditional: bool = False


@final
@attrs.frozen(kw_only=True)
class ConsentRecord:
    """One statement of one person. Records are only ever added.

    Attributes:
        id: names it.
        contact: who said it.
        statement: given, refused, withdrawn or expired.
        purpose: code of the purpose.
        medium: code of the medium.
        controller: whom it was said to.
        notice: the wording that was shown; required for what is given.
        wording: SHA-256 of that wording, in hexadecimal.
        source: where the statement itself came from.
        evidence: what proves it.
        at: when it was said.
        recorded_at: when it was written here.
        actor: who wrote it.
        categories: special categories it explicitly covers.
        follows: record that this one was derived from, on a merge.
    """

    id: RecordId
    contact: ContactId
    statement: Statement
    purpose: str
    medium: str
    controller: str
    notice: NoticeId | None = None
    wording: str | None = None
    source: SourceId | None = None
    evidence: Evidence
    at: datetime
    recorded_at: datetime
    actor: Actor
    categories: frozenset[str] = frozenset()
    follows: RecordId | None = None

    def __attrs_post_init__(self) -> None:
        require_aware(self.at, "at")
        require_aware(self.recorded_at, "recorded_at")


@final
@attrs.frozen(kw_only=True)
class Choice:
    """What a person said, before it is judged and recorded.

    Attributes:
        contact: who said it.
        statement: given, refused, withdrawn or expired.
        purpose: what for.
        medium: by which medium.
        evidence: what proves it.
        notice: the wording that was shown; required for what is given.
        source: where the statement itself came from.
        at: when it was said; `None` for now.
        categories: special categories it explicitly covers.
        age: age of the person in years on that day, where it is known exactly.
    """

    contact: ContactId
    statement: Statement
    purpose: Purpose
    medium: Medium
    evidence: Evidence
    notice: NoticeId | None = None
    source: SourceId | None = None
    at: datetime | None = None
    categories: frozenset[str] = frozenset()
    age: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.at is not None:
            require_aware(self.at, "at")


@final
@attrs.frozen(kw_only=True)
class Speaker:
    """What is known of who made a statement that is imported.

    Attributes:
        birth_year: year of birth, if known.
        country: country of residence, ISO 3166-1 alpha-2, if known.
    """

    birth_year: int | None = None
    country: str | None = None
