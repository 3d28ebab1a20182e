"""What people said, and what follows: notices, records, suppressions, permits."""

from datetime import date, datetime
from hashlib import sha256
from typing import final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from poltech.clock import require_aware
from poltech.consent._permit import Permit
from poltech.consent.errors import InvalidConsentError
from poltech.errors import msg
from poltech.i18n import translate
from poltech.ids import ContactId, NoticeId, RecordId, SourceId
from poltech.law import (
    Cause,
    Decision,
    Medium,
    Origin,
    Purpose,
    Statement,
    Subject,
)
from poltech.profile import Actor

__all__ = [
    "Appended",
    "Choice",
    "ConsentAudit",
    "ConsentRecord",
    "ConsentState",
    "Election",
    "Evidence",
    "Explanation",
    "Notice",
    "Speaker",
    "StoredFacts",
    "StoredRecord",
    "Suppression",
    "Verdict",
]


_YES = msg("{place}: yes.")
_NO = msg("{place}: no. {why}")


@final
@attrs.frozen(kw_only=True)
class Notice:
    """The exact wording that was shown when consent or data was asked.

    Attributes:
        id: names this version.
        name: what the office calls the wording, the same through its versions.
        version: counts its versions from 1.
        locale: the language it is written in.
        text: the wording, to the letter.
        purposes: codes of the purposes it asks for.
        media: codes of the media it asks for.
        categories: special categories it names (GDPR article 9(2)(a)).
        since: when it was first shown.
    """

    id: NoticeId
    name: str
    version: int = 1
    locale: str
    text: str
    purposes: frozenset[str]
    media: frozenset[str]
    categories: frozenset[str] = frozenset()
    since: datetime

    def __attrs_post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidConsentError(field="text", problem=msg("it is empty"))
        require_aware(self.since, "since")

    @property
    def digest(self) -> bytes:
        """SHA-256 of the wording in UTF-8."""
        return sha256(self.text.encode()).digest()


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


@final
@attrs.frozen(kw_only=True)
class Appended:
    """What became of records that another room appended.

    Attributes:
        entries: indexes of their entries in the ledger.
        known: how many stood already, and were left out.
        refused: records that were left out, each with why.
    """

    entries: range
    known: int = 0
    refused: tuple[tuple[ConsentRecord, Decision], ...] = ()


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
class Election:
    """A vote that the workspace takes part in.

    Attributes:
        name: what it is called.
        kind: the kind of vote in its law's words, such as `municipal`.
        territory: where; `None` for the whole country.
        days: voting days of its rounds, ISO dates, in order.
        time_zone: IANA name of the zone the territory votes in.
    """

    name: str
    kind: str
    territory: str | None = None
    days: tuple[str, ...]
    time_zone: str = "Europe/Paris"

    def __attrs_post_init__(self) -> None:
        try:
            days = tuple(map(date.fromisoformat, self.days))
            ZoneInfo(self.time_zone)
        except (ValueError, ZoneInfoNotFoundError):
            raise InvalidConsentError(
                field="days", problem=msg("not ISO dates in a known time zone")
            ) from None
        if not days or list(days) != sorted(days):
            raise InvalidConsentError(
                field="days", problem=msg("name each voting day, in order")
            )


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


@final
@attrs.frozen(kw_only=True)
class Verdict:
    """What was decided for one contact, and the permit if it was allowed."""

    contact: ContactId
    decision: Decision
    permit: Permit | None = None


@final
@attrs.frozen(kw_only=True)
class Explanation:
    """Why a contact may or may not be addressed for one purpose by one medium.

    Attributes:
        state: the statement that stands, if one was made.
    """

    purpose: Purpose
    medium: Medium
    decision: Decision
    state: ConsentState | None = None

    def say(self, locale: str = "en") -> str:
        """Say it in a locale, on one line."""
        place = f"{translate(self.purpose.label, locale)}, "
        place += translate(self.medium.label, locale)
        if self.decision.allowed:
            return translate(_YES, locale, place=place)
        why = " ".join(reason.say(locale) for reason in self.decision.reasons)
        return translate(_NO, locale, place=place, why=why)


@final
@attrs.frozen(kw_only=True)
class ConsentAudit:
    """What came of replaying the ledger against the table of states.

    Attributes:
        entries: entries of consent that were read.
        sealed: entries of people who were erased: whole, and unreadable for ever.
        differing: contacts whose states are not what the ledger says.
    """

    entries: int
    sealed: int
    differing: tuple[ContactId, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every state is what the ledger says."""
        return not self.differing
