"""What a storage keeps of consent."""

from datetime import datetime
from typing import final

import attrs

from poltech.ids import ContactId, NoticeId, RecordId
from poltech.law import Cause, Origin, Statement, Subject

__all__ = [
    "ConsentState",
    "StoredFacts",
    "StoredRecord",
    "Suppression",
]


@final
@attrs.frozen(kw_only=True)
class StoredRecord:
    """A record as a storage keeps it: its evidence lies sealed in the ledger.

    Attributes:
        entry: index of its entry in the ledger.
    """

    id: RecordId
    contact: ContactId
    statement: Statement
    purpose: str
    medium: str
    notice: NoticeId | None
    at: datetime
    recorded_at: datetime
    categories: frozenset[str]
    entry: int


@final
@attrs.frozen(kw_only=True)
class ConsentState:
    """Where one person stands for one purpose and medium: the fold of the records.

    It repeats the record that stands, `record`, as far as the gate needs it.
    """

    contact: ContactId
    purpose: str
    medium: str
    statement: Statement
    notice: NoticeId | None
    at: datetime
    record: RecordId
    entry: int
    categories: frozenset[str] = frozenset()


@final
@attrs.frozen(kw_only=True)
class Suppression:
    """A contact point that must not be written to, known by its keyed digest only.

    Attributes:
        digest: keyed digest of the point, the same that contacts are found by.
        cause: withdrawal, objection, complaint, hard bounce or erasure.
        medium: code of the medium; `None` for all.
        purpose: code of the purpose; `None` for all.
        at: since when.
        lifted_at: when the person's own later act ended it.
    """

    digest: bytes
    cause: Cause
    medium: str | None = None
    purpose: str | None = None
    at: datetime
    lifted_at: datetime | None = None


@final
@attrs.frozen(kw_only=True)
class StoredFacts:
    """What a storage knows of one contact that bears on addressing it once.

    Attributes:
        merged_into: the contact that took its place, if one did.
        statement: latest statement for exactly this purpose and medium.
        entry: index of its entry in the ledger.
        consented_purposes: purposes consented to on this medium.
        consented_media: media consented to for this purpose.
        suppressions: every suppression of one of its digests that covers this purpose
            and medium and was not lifted; the causes are different facts.
    """

    contact: ContactId
    subject: Subject
    merged_into: ContactId | None = None
    person: bool
    reachable: bool
    origin: Origin | None
    birth_year: int | None
    country: str | None
    territory: str | None
    statement: Statement | None
    entry: int | None
    consented_purposes: frozenset[str]
    consented_media: frozenset[str]
    suppressions: tuple[Suppression, ...] = ()
