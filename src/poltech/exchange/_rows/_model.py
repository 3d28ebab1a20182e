"""What a row says, typed: a draft of a contact, and what was agreed or refused."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias, final

import attrs

from poltech.contacts import ContactKind, Draft, FieldValue
from poltech.exchange._findings import Finding
from poltech.law import Cause, Statement

__all__ = [
    "Candidate",
    "Normalized",
    "Rejection",
    "RowSource",
    "RowStatement",
    "RowSuppression",
    "Setting",
]


@final
@attrs.frozen(kw_only=True)
class Setting:
    """What a row is read against: where the office is, and the day.

    Attributes:
        today: the day of the import.
        country: where numbers and postcodes without a country belong.
        zone: IANA name of the zone that its times are in.
        kind: whom rows stand for that do not say: a list of town halls holds no
            persons.
    """

    today: date
    country: str = "FR"
    zone: str = "Europe/Paris"
    kind: ContactKind = ContactKind.PERSON


@final
@attrs.frozen(kw_only=True)
class RowSource:
    """Where one row came from, where the file says so.

    Attributes:
        kind: code of a `poltech.law.SourceKind`, if its words are known.
        label: as the file writes it.
        collected: day of collection.
    """

    kind: str | None = None
    label: str | None = attrs.field(default=None, repr=False)
    collected: date | None = None


@final
@attrs.frozen(kw_only=True)
class RowStatement:
    """What a row says that a person said; silence is no statement.

    Attributes:
        statement: given, refused or withdrawn.
        purpose: code of the purpose.
        medium: code of the medium.
        at: when it was said, if the file tells.
        confirmed_at: when it was confirmed, for a double opt-in.
        ip: address it came from.
        document: where the proof lies.
        column: the column that says so.
    """

    statement: Statement
    purpose: str
    medium: str
    at: datetime | None = None
    confirmed_at: datetime | None = None
    ip: str | None = attrs.field(default=None, repr=False)
    document: str | None = attrs.field(default=None, repr=False)
    column: str


@final
@attrs.frozen(kw_only=True)
class RowSuppression:
    """What a row says of a contact point that must not be written to.

    Attributes:
        cause: withdrawal, objection, complaint or hard bounce: different facts.
        medium: code of the medium; `None` for all.
        at: since when, if the file tells.
    """

    cause: Cause
    medium: str | None = None
    at: datetime | None = None


@final
@attrs.frozen(kw_only=True)
class Candidate:
    """What one row says, normalised; it is not yet known whether they are known.

    Attributes:
        row: number of the row.
        draft: the contact, without its source and its special fields.
        note: free text about them.
        special: fields of special categories, by key; the law decides on them.
        categories: special categories that the row says they explicitly agreed to.
        statements: what they agreed to, refused or took back.
        suppressions: contact points that must not be written to.
        guardian: whether a holder of parental authority agreed too.
        source: where this row came from, where the file says so.
        findings: what was noticed.
    """

    row: int
    draft: Draft = attrs.field(repr=False)
    note: str | None = attrs.field(default=None, repr=False)
    special: Mapping[str, FieldValue] = attrs.field(
        factory=dict[str, FieldValue], repr=False
    )
    categories: frozenset[str] = frozenset()
    statements: tuple[RowStatement, ...] = ()
    suppressions: tuple[RowSuppression, ...] = ()
    guardian: bool = False
    source: RowSource | None = None
    findings: tuple[Finding, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Rejection:
    """A row that cannot be used as it stands; the findings say what to mend."""

    row: int
    findings: tuple[Finding, ...]


Normalized: TypeAlias = Candidate | Rejection
"""What normalising makes of a row."""
