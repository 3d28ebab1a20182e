"""People drawn at random, with all that questions look at."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar, final

import attrs
from hypothesis import strategies as st

from poltech.consent import (
    ConsentState,
    ConsentStore,
    StoredRecord,
    Suppression,
    SuppressionStore,
)
from poltech.contacts import (
    ActivityStore,
    ContactKind,
    ContactStore,
    Division,
    FieldValue,
    Reach,
    Source,
    SourceStore,
    Standing,
    StoredActivity,
    StoredContact,
)
from poltech.ids import ActivityId, ContactId, RecordId
from poltech.law import Cause, Origin, Statement, Subject
from poltech.money import Money
from poltech.segments._ports import SegmentWork
from poltech.segments.testing import _pools as pools
from poltech.segments.testing._pools import DAY, NOON

__all__ = ["NOON", "FilledWork", "Population", "crowd", "populations"]

T = TypeVar("T")


class FilledWork(SegmentWork, Protocol):
    """A unit of work that people can be written in."""

    @property
    def contacts(self) -> ContactStore: ...
    @property
    def sources(self) -> SourceStore: ...
    @property
    def activities(self) -> ActivityStore: ...
    @property
    def consent(self) -> ConsentStore: ...
    @property
    def suppressions(self) -> SuppressionStore: ...


@final
@attrs.frozen(kw_only=True)
class _View:
    """What questions look at of one contact."""

    contact: StoredContact
    sources: Sequence[Source]
    activities: Sequence[StoredActivity]
    consents: Sequence[ConsentState]
    suppressions: Sequence[Suppression]


@final
@attrs.frozen(kw_only=True)
class Population:
    """All that a workspace knows of some people."""

    contacts: Sequence[StoredContact]
    sources: Sequence[Source]
    activities: Sequence[StoredActivity]
    records: Sequence[StoredRecord]
    suppressions: Sequence[Suppression]

    def write(self, work: FilledWork) -> None:
        """Write it into an empty workspace."""
        for source in self.sources:
            work.sources.add(source)
        work.contacts.insert(self.contacts)
        work.activities.append(self.activities)
        work.consent.append(self.records)
        work.suppressions.add(self.suppressions)
        work.suppressions.lift([each for each in self.suppressions if each.lifted_at])

    @property
    def views(self) -> Sequence[_View]:
        """What questions look at, worked out the plain way."""
        return [
            _View(
                contact=contact,
                sources=[s for s in self.sources if s.id in contact.sources],
                activities=[a for a in self.activities if a.contact == contact.id],
                consents=[s for s in self._states() if s.contact == contact.id],
                suppressions=[
                    s for s in self.suppressions if s.digest in contact.digests
                ],
            )
            for contact in self.contacts
        ]

    def _states(self) -> Sequence[ConsentState]:
        latest: dict[tuple[ContactId, str, str], StoredRecord] = {}
        for record in sorted(self.records, key=lambda each: (each.at, each.entry)):
            latest[record.contact, record.purpose, record.medium] = record
        return [
            ConsentState(
                contact=record.contact,
                purpose=record.purpose,
                medium=record.medium,
                statement=record.statement,
                notice=None,
                at=record.at,
                record=record.id,
                entry=record.entry,
            )
            for record in latest.values()
        ]


def crowd(count: int, tag: str = "bénévole") -> Population:
    """Give so many active people, all with one tag, numbered from one."""
    source = Source(
        id=pools.SOURCES[0],
        kind=pools.SOURCE_KINDS[0],
        origin=Origin.PERSON,
        label=pools.LABELS[0],
    )
    return Population(
        contacts=[_one(number, source, tag) for number in range(1, count + 1)],
        sources=[source],
        activities=[],
        records=[],
        suppressions=[],
    )


def _one(number: int, source: Source, tag: str) -> StoredContact:
    return StoredContact(
        id=ContactId(int=number),
        kind=ContactKind.PERSON,
        subject=Subject.ACTIVE,
        standing=Standing.NONE,
        reach=Reach.EMAIL,
        postcode="62300",
        commune="Lens",
        insee="62498",
        country="FR",
        language="fr",
        birth_year=1980,
        household=None,
        source=source.id,
        merged_into=None,
        version=1,
        created_at=NOON,
        updated_at=NOON,
        sealed=b"sealed",
        sources=frozenset({source.id}),
        tags=frozenset({tag}),
    )


@st.composite
def populations(draw: st.DrawFn, most: int = 12) -> Population:
    """Draw people, with acts, statements and suppressions."""
    count = draw(st.integers(0, most))
    numbers = draw(st.lists(_numbers(), min_size=count, max_size=count, unique=True))
    ids = [ContactId(int=number) for number in numbers]
    return Population(
        contacts=[draw(_contacts(contact)) for contact in ids],
        sources=[draw(_sources(number)) for number in range(len(pools.SOURCES))],
        activities=draw(_of_some(ids, _activities)),
        records=draw(_of_some(ids, _records)),
        suppressions=draw(st.lists(_suppressions(), max_size=4, unique_by=_standing)),
    )


def _numbers() -> st.SearchStrategy[int]:
    return st.integers(1, 40) | st.integers(1, 2**128 - 1)


def _standing(suppression: Suppression) -> object:
    return suppression.digest, suppression.cause, suppression.medium


@st.composite
def _contacts(draw: st.DrawFn, contact: ContactId) -> StoredContact:
    first = draw(st.sampled_from(pools.SOURCES))
    further = draw(st.frozensets(st.sampled_from(pools.SOURCES), max_size=2))
    return StoredContact(
        id=contact,
        kind=draw(st.sampled_from(ContactKind)),
        subject=draw(st.sampled_from((Subject.ACTIVE, *Subject))),
        standing=draw(st.sampled_from(Standing)),
        reach=Reach(draw(st.integers(0, 31))),
        postcode=draw(_maybe(pools.POSTCODES)),
        commune=draw(_maybe(pools.COMMUNES)),
        insee=draw(_maybe(("62498", "2A004"))),
        country=draw(_maybe(("FR", "BE"))),
        language=draw(_maybe(("fr", "nl"))),
        birth_year=draw(_maybe(pools.YEARS)),
        household=draw(_maybe((contact,))),
        source=first,
        merged_into=None,
        version=1,
        created_at=draw(_instants()),
        updated_at=NOON,
        sealed=b"sealed",
        digests=draw(st.frozensets(_digests(), max_size=2)),
        sources=further | {first},
        tags=draw(st.frozensets(st.sampled_from(pools.TAGS), max_size=4)),
        divisions=draw(st.frozensets(_divisions(), max_size=2)),
        open_fields=draw(_fields()),
    )


def _divisions() -> st.SearchStrategy[Division]:
    return st.builds(
        Division, st.sampled_from(pools.SCHEMES), st.sampled_from(pools.CODES)
    )


def _fields() -> st.SearchStrategy[Mapping[str, FieldValue]]:
    drawn: dict[str, st.SearchStrategy[FieldValue]] = {
        key: st.sampled_from(values) for key, values in pools.FIELDS.items()
    }
    return st.fixed_dictionaries({}, optional=drawn)


@st.composite
def _sources(draw: st.DrawFn, number: int) -> Source:
    return Source(
        id=pools.SOURCES[number],
        kind=draw(st.sampled_from(pools.SOURCE_KINDS)),
        origin=draw(st.sampled_from((Origin.PERSON, Origin.TRADED))),
        label=draw(st.sampled_from(pools.LABELS)),
    )


def _maybe(values: Sequence[T]) -> st.SearchStrategy[T | None]:
    return st.none() | st.sampled_from(values)


def _digests() -> st.SearchStrategy[bytes]:
    return st.integers(1, 6).map(lambda number: bytes([number]) * 16)


def _instants() -> st.SearchStrategy[datetime]:
    """Draw instants around noon, days apart: the edges of windows are among them."""
    edges = st.integers(-4, 1).map(lambda days: NOON + days * DAY)
    return edges | st.integers(-4000, 10).map(lambda days: NOON + days * DAY / 7)


def _of_some(
    ids: Sequence[ContactId], make: Callable[[int, ContactId], st.SearchStrategy[T]]
) -> st.SearchStrategy[list[T]]:
    """Draw what some contacts have, numbered."""
    if not ids:
        return st.just([])

    @st.composite
    def drawn(draw: st.DrawFn) -> list[T]:
        of = draw(st.lists(st.sampled_from(ids), max_size=3 * len(ids)))
        return [draw(make(number, contact)) for number, contact in enumerate(of)]

    return drawn()


@st.composite
def _activities(draw: st.DrawFn, number: int, contact: ContactId) -> StoredActivity:
    money = st.builds(Money, st.integers(-50, 500), st.sampled_from(("EUR", "CHF")))
    return StoredActivity(
        id=ActivityId(int=number + 1),
        contact=contact,
        kind=draw(st.sampled_from(pools.KINDS)),
        at=draw(_instants()),
        subject=draw(_maybe(pools.SUBJECTS)),
        amount=draw(st.none() | money),
    )


@st.composite
def _records(draw: st.DrawFn, number: int, contact: ContactId) -> StoredRecord:
    return StoredRecord(
        id=RecordId(int=number + 1),
        contact=contact,
        statement=draw(st.sampled_from(Statement)),
        purpose=draw(st.sampled_from(pools.PURPOSES)),
        medium=draw(st.sampled_from(pools.MEDIA)),
        notice=None,
        at=draw(_instants()),
        recorded_at=NOON,
        categories=frozenset(),
        entry=number,
    )


@st.composite
def _suppressions(draw: st.DrawFn) -> Suppression:
    return Suppression(
        digest=draw(_digests()),
        cause=draw(st.sampled_from(Cause)),
        medium=draw(_maybe(pools.MEDIA)),
        purpose=draw(_maybe(pools.PURPOSES)),
        at=NOON,
        lifted_at=draw(_maybe((NOON + DAY,))),
    )
