"""Facts in, decisions out: the values that every legal order speaks."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, Generic, Protocol, TypeVar, final

import attrs

from poltech.errors import RefusedError, msg
from poltech.i18n import translate
from poltech.law._vocabulary import Mechanism, Medium, Origin, Purpose
from poltech.law.errors import UnsettledDateError
from poltech.profile import ControllerKind

__all__ = [
    "AddressingFacts",
    "Cause",
    "Citation",
    "ConsentFacts",
    "Day",
    "Decision",
    "FieldFacts",
    "Reason",
    "Row",
    "Rows",
    "Rule",
    "Sensitivity",
    "Silence",
    "SourceFacts",
    "Statement",
    "Subject",
    "Vote",
    "Weight",
]

T = TypeVar("T")
F_contra = TypeVar("F_contra", contravariant=True)


@final
@attrs.frozen
class Citation:
    """Where a rule is written, and how surely we know it.

    `mark` follows our register of facts: `T` the text was read, `S` a regulator or
    secondary source was read, `M` from memory, `H` a house rule of ours.
    """

    text: str
    mark: str = "T"


@final
@attrs.frozen(kw_only=True)
class Reason:
    """Why something is refused or warned of: a stable code, a source, a sentence.

    Attributes:
        code: stable word that programs may test.
        citation: the article, RFC or house rule it rests on.
        text: English sentence with `{places}`.
        remedy: English sentence that says what can be done about it.
        values: what fills the places; never personal data.
    """

    code: str
    citation: Citation
    text: str
    remedy: str = ""
    values: Mapping[str, object] = attrs.field(factory=dict[str, object], hash=False)

    def say(self, locale: str = "en") -> str:
        """Say the sentence in a locale."""
        return translate(self.text, locale, **self.values)

    def advise(self, locale: str = "en") -> str:
        """Say in a locale what can be done about it."""
        return translate(self.remedy, locale, **self.values)


@final
@attrs.frozen
class Decision:
    """What the law answers: allowed unless there is a reason not to be.

    >>> Decision().allowed
    True
    """

    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what speaks against it, weightiest first."""
        return tuple(reason.code for reason in self.reasons)

    def require(self) -> None:
        """Go on only if it is allowed.

        Raises:
            RefusedError: it is not; the error carries this decision.
        """
        if self.reasons:
            raise RefusedError(decision=self)


@final
@attrs.frozen(kw_only=True)
class Row(Generic[T]):
    """One value of a number that the law sets, while it holds.

    Attributes:
        value: the number, age, hour or list.
        since: first day on which we vouch for it; the law may be older.
        until: first day on which it no longer holds; `None` if it still does.
        source: where it is written.
    """

    value: T
    since: date
    until: date | None = None
    source: Citation


@final
@attrs.frozen
class Rows(Generic[T]):
    """A number of the law through time."""

    name: str
    rows: tuple[Row[T], ...]

    def row(self, day: date) -> Row[T]:
        """Find the row that holds on a day.

        Raises:
            UnsettledDateError: none does.
        """
        for row in self.rows:
            if row.since <= day and (row.until is None or day < row.until):
                return row
        raise UnsettledDateError(field=self.name, problem=msg("no row for that day"))

    def at(self, day: date) -> T:
        """Give the value that holds on a day.

        Raises:
            UnsettledDateError: none does.
        """
        return self.row(day).value


@final
@attrs.frozen
class Day:
    """One day under a legal order: the numbers that hold on it."""

    date: date
    numbers: Mapping[str, Rows[Any]] = attrs.field(repr=False)

    def number(self, rows: Rows[T], country: str | None = None) -> T:
        """Give the value that holds, a country's own before the common one.

        Raises:
            UnsettledDateError: none does.
        """
        own = self.numbers.get(f"{rows.name}.{country}")
        found: Rows[T] = own or self.numbers.get(rows.name, rows)
        return found.at(self.date)


class Weight(IntEnum):
    """How weighty a reason is: the weightiest is said first."""

    STATE = 1
    """The contact itself may not be used."""

    SUPPRESSION = 2
    """The contact point may not be written to."""

    LAW = 3
    """A rule forbids it, whatever the person said."""

    CONSENT = 4
    """The person did not agree, or no longer does."""

    TECHNICAL = 5
    """It cannot be done."""


@final
@attrs.frozen(kw_only=True)
class Rule(Generic[F_contra]):
    """One sentence of the law as a question about facts.

    Attributes:
        code: the code of the reason it gives.
        citation: where it is written; a house rule, marked `H`, can be switched off.
        text: the sentence that explains it, in English.
        remedy: the sentence that says what can be done about it.
        broken: tells whether the facts break it on a day.
        values: gives what fills the places of its sentences; never personal data.
        weight: where its reason stands among others.
        since: first day on which it binds; `None` for always.
        until: first day on which it no longer binds.
        warns: whether it only warns.
    """

    code: str
    citation: Citation
    text: str
    remedy: str
    broken: Callable[[F_contra, Day], bool]
    values: Callable[[F_contra, Day], Mapping[str, object]] | None = None
    weight: Weight = Weight.LAW
    since: date | None = None
    until: date | None = None
    warns: bool = False

    def binds(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return not (
            (self.since is not None and day < self.since)
            or (self.until is not None and day >= self.until)
        )

    def reason(self, facts: F_contra, day: Day) -> Reason:
        """Give the reason it speaks when facts break it."""
        return Reason(
            code=self.code,
            citation=self.citation,
            text=self.text,
            remedy=self.remedy,
            values={} if self.values is None else self.values(facts, day),
        )


class Statement(StrEnum):
    """What a person said about being approached; silence is none of these."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Cause(StrEnum):
    """Why a contact point must not be written to; the causes are different facts."""

    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    COMPLAINT = "complaint"
    HARD_BOUNCE = "hard_bounce"
    ERASURE = "erasure"


class Subject(StrEnum):
    """What state a contact is in."""

    ACTIVE = "active"
    RESTRICTED = "restricted"
    MERGED = "merged"
    ERASED = "erased"


class Sensitivity(StrEnum):
    """How closely a datum must be kept."""

    ORDINARY = "ordinary"
    """May stand in the clear and be selected on."""

    PERSONAL = "personal"
    """Sealed: it could tell who somebody is."""

    SPECIAL = "special"
    """GDPR article 9: sealed, and refused without explicit consent naming it."""


@final
@attrs.frozen(kw_only=True)
class Silence:
    """A stretch of time in which nothing may leave for a territory.

    Attributes:
        code: code of the rule that imposes it.
        territory: where it holds; `None` for everywhere.
        start: first instant, included.
        end: last instant, excluded.
    """

    code: str
    territory: str | None
    start: datetime
    end: datetime

    def covers(self, instant: datetime, territory: str | None) -> bool:
        """Tell whether it holds then and there; an unknown place counts as there."""
        return self.start <= instant < self.end and self.reaches(territory)

    def reaches(self, territory: str | None) -> bool:
        """Tell whether it holds in a place, at some time.

        A territory's code begins with the code of the one that it lies in, as INSEE
        codes do: `62498` lies in `62`. A place known only as `62` may be `62498`.
        """
        if self.territory is None or territory is None:
            return True
        return territory.startswith(self.territory) or self.territory.startswith(
            territory
        )


class Vote(Protocol):
    """What the law needs to know of a vote.

    Attributes:
        kind: the kind of vote, such as `municipal` or `legislative`.
        territory: where; `None` for the whole country.
        days: voting days of its rounds, ISO dates, in order.
        time_zone: IANA name of the zone the territory votes in.
    """

    @property
    def kind(self) -> str: ...
    @property
    def territory(self) -> str | None: ...
    @property
    def days(self) -> tuple[str, ...]: ...
    @property
    def time_zone(self) -> str: ...


@final
@attrs.frozen(kw_only=True)
class SourceFacts:
    """What the law needs to know of where a datum came from.

    Attributes:
        origin: its legal nature; `None` if nobody said.
        collected: day of collection, if known.
        person: whether a natural person is described, not an organisation.
        medium: how it is to be used, if known already.
        purpose: why it is to be used, if known already.
    """

    origin: Origin | None
    collected: date | None = None
    person: bool = True
    medium: Medium | None = None
    purpose: Purpose | None = None


@final
@attrs.frozen(kw_only=True)
class ConsentFacts:
    """What the law needs to know of a statement before it is recorded.

    Attributes:
        statement: what was said.
        mechanism: how it was said.
        purposes: number of purposes asked with one question.
        evidence: whether there is proof of what was shown and said.
        informed: whether the wording shown named the purpose, the medium and every
            special category.
        conditional: whether something else was refused without it.
        age: age in years on the day, if known.
        guardian: whether a holder of parental authority agreed too.
        country: country of the person, ISO 3166-1 alpha-2.
    """

    statement: Statement
    mechanism: Mechanism
    purposes: int = 1
    evidence: bool = True
    informed: bool = True
    conditional: bool = False
    age: int | None = None
    guardian: bool = False
    country: str = "FR"


@final
@attrs.frozen(kw_only=True)
class FieldFacts:
    """What the law needs to know before a field is stored.

    Attributes:
        sensitivity: how closely it must be kept.
        category: the special category, such as `political_opinion`.
        consented: special categories that the person's explicit consent names.
        controller: legal kind of who stores it.
        relation: member, former_member or regular_contact, if any.
    """

    sensitivity: Sensitivity
    category: str | None = None
    consented: frozenset[str] = frozenset()
    controller: ControllerKind = ControllerKind.PARTY
    relation: str | None = None


@final
@attrs.frozen(kw_only=True)
class AddressingFacts:
    """What the law needs to know before one contact is addressed once.

    Attributes:
        at: the instant.
        purpose: why.
        medium: how.
        controller: legal kind of who writes.
        subject: state of the contact.
        person: whether it is a natural person, not an organisation.
        reachable: whether it has a contact point for the medium.
        origin: legal nature of its source; `None` if it has none.
        statement: latest statement for exactly this purpose and medium.
        purposes: purposes consented to on this medium.
        media: media consented to for this purpose.
        suppressions: why its contact point must not be written to, if so.
        birth_year: year of birth, if known.
        country: country of residence, ISO 3166-1 alpha-2.
        territory: electoral territory, if known.
        silences: the silences that the workspace's elections impose.
    """

    at: datetime
    purpose: Purpose
    medium: Medium
    controller: ControllerKind
    subject: Subject = Subject.ACTIVE
    person: bool = True
    reachable: bool = True
    origin: Origin | None = Origin.PERSON
    statement: Statement | None = None
    purposes: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    suppressions: frozenset[Cause] = frozenset()
    birth_year: int | None = None
    country: str = "FR"
    territory: str | None = None
    silences: tuple[Silence, ...] = ()
