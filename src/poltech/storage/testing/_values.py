"""Strategies of what storages keep."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar, final

import attrs
from hypothesis import strategies as st

from poltech.consent import StoredRecord, Suppression
from poltech.contacts import (
    ContactKind,
    Division,
    FieldValue,
    Reach,
    Standing,
    StoredActivity,
    StoredContact,
)
from poltech.events import Event
from poltech.ids import ActivityId, ContactId, Id, NoticeId, RecordId, SourceId
from poltech.law import Cause, Statement, Subject
from poltech.money import Money
from poltech.profile import Actor

__all__ = [
    "MEDIA",
    "PURPOSES",
    "Happened",
    "digests",
    "happenings",
    "identifiers",
    "instants",
    "stored_activities",
    "stored_contacts",
    "stored_records",
    "suppressions",
    "texts",
]

AnyId = TypeVar("AnyId", bound=Id)

PURPOSES: Final = ("newsletter", "fundraising", "campagne d'été")
MEDIA: Final = ("email", "sms", "post")
_BIGGEST: Final = 2**63 - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@final
@attrs.frozen(kw_only=True)
class Happened(Event, word="test.happened"):
    """An event of tests, with fields of every kind that events have."""

    contact: ContactId
    contacts: tuple[ContactId, ...] = ()
    merged: ContactId | None = None
    tags: frozenset[str] = frozenset()
    count: int = 0
    amount: Money | None = None
    price: Decimal = Decimal(0)
    statement: Statement = Statement.GIVEN
    since: datetime | None = None
    day: date | None = None


def identifiers(
    kind: type[AnyId], count: int | None = None
) -> st.SearchStrategy[AnyId]:
    """Draw identifiers: any, or one of the first few."""
    numbers = st.integers(0, 2**128 - 1) if count is None else st.integers(1, count)
    return numbers.map(lambda number: kind(int=number))


def instants() -> st.SearchStrategy[datetime]:
    """Draw instants, to the microsecond."""
    microseconds = st.integers(-(10**15), 10**16)
    return microseconds.map(lambda count: _EPOCH + timedelta(microseconds=count))


def texts(max_size: int = 20) -> st.SearchStrategy[str]:
    """Draw texts that databases can hold: no zero character, no half of a pair."""
    letters = st.characters(exclude_characters="\0", codec="utf-8")
    return st.text(letters, max_size=max_size)


def digests(count: int = 12) -> st.SearchStrategy[bytes]:
    """Draw one of a few digests, so that they meet."""
    return st.integers(1, count).map(lambda number: bytes([number]) * 16)


def _field_values() -> st.SearchStrategy[FieldValue]:
    return st.one_of(
        texts(),
        st.booleans(),
        st.dates(),
        st.integers(-_BIGGEST, _BIGGEST),
        st.decimals(allow_nan=False, allow_infinity=False, places=4),
    )


@st.composite
def stored_contacts(
    draw: st.DrawFn,
    ids: st.SearchStrategy[ContactId] | None = None,
    version: int = 1,
) -> StoredContact:
    """Draw a contact as storages keep it.

    Args:
        draw: given by Hypothesis.
        ids: where its identifier comes from; any if not given.
        version: which version of it.
    """
    source = draw(identifiers(SourceId, 4))
    further = draw(st.frozensets(identifiers(SourceId, 4), max_size=2))
    optional = st.none() | texts(8)
    return StoredContact(
        id=draw(identifiers(ContactId) if ids is None else ids),
        kind=draw(st.sampled_from(ContactKind)),
        subject=draw(st.sampled_from(Subject)),
        standing=draw(st.sampled_from(Standing)),
        reach=Reach(draw(st.integers(0, 31))),
        postcode=draw(optional),
        commune=draw(optional),
        insee=draw(optional),
        country=draw(st.sampled_from((None, "FR", "BE"))),
        language=draw(st.sampled_from((None, "fr", "en"))),
        birth_year=draw(st.none() | st.integers(1900, 2026)),
        household=draw(st.none() | identifiers(ContactId, 4)),
        source=source,
        merged_into=draw(st.none() | identifiers(ContactId, 4)),
        version=version,
        created_at=draw(instants()),
        updated_at=draw(instants()),
        sealed=draw(st.binary(max_size=40)),
        digests=draw(st.frozensets(digests(), max_size=4)),
        sources=further | {source},
        tags=draw(st.frozensets(texts(6), max_size=3)),
        divisions=draw(st.frozensets(_divisions(), max_size=3)),
        open_fields=draw(st.dictionaries(texts(6), _field_values(), max_size=3)),
    )


def _divisions() -> st.SearchStrategy[Division]:
    schemes = st.sampled_from(("territory", "canton", "circonscription"))
    return st.builds(Division, schemes, texts(4))


def stored_activities(
    contacts: st.SearchStrategy[ContactId],
) -> st.SearchStrategy[StoredActivity]:
    """Draw activities of some contacts."""
    return st.builds(
        StoredActivity,
        id=identifiers(ActivityId),
        contact=contacts,
        kind=st.sampled_from(("signed", "gave", "note")),
        at=instants(),
        subject=st.none() | texts(8),
        amount=st.none()
        | st.builds(Money, st.integers(-_BIGGEST, _BIGGEST), st.just("EUR")),
        sealed=st.none() | st.binary(max_size=20),
    )


@st.composite
def stored_records(
    draw: st.DrawFn, contacts: st.SearchStrategy[ContactId], max_size: int = 12
) -> list[StoredRecord]:
    """Draw what some contacts said, an entry each, at instants that may be equal."""
    few = st.integers(1, 5).map(lambda day: datetime(2026, 1, day, tzinfo=UTC))
    drawn = draw(
        st.lists(
            st.builds(
                _without_entry,
                id=identifiers(RecordId),
                contact=contacts,
                statement=st.sampled_from(Statement),
                purpose=st.sampled_from(PURPOSES),
                medium=st.sampled_from(MEDIA),
                notice=st.none() | identifiers(NoticeId, 3),
                at=few,
                recorded_at=instants(),
                categories=st.frozensets(texts(6), max_size=2),
            ),
            max_size=max_size,
        )
    )
    return [record(entry) for entry, record in enumerate(drawn)]


def _without_entry(**fields: Any) -> Callable[[int], StoredRecord]:  # noqa: ANN401 - handed on
    return lambda entry: StoredRecord(**fields, entry=entry)


def suppressions() -> st.SearchStrategy[Suppression]:
    """Draw suppressions of a few contact points, most of them standing."""
    return st.builds(
        Suppression,
        digest=digests(),
        cause=st.sampled_from(Cause),
        medium=st.sampled_from((None, *MEDIA)),
        purpose=st.sampled_from((None, *PURPOSES)),
        at=st.integers(1, 3).map(lambda day: datetime(2026, 2, day, tzinfo=UTC)),
    )


def happenings() -> st.SearchStrategy[Happened]:
    """Draw events."""
    return st.builds(
        Happened,
        at=instants(),
        actor=st.sampled_from((Actor.person(), Actor.user("42"))),
        contact=identifiers(ContactId),
        contacts=st.lists(identifiers(ContactId), max_size=2).map(tuple),
        merged=st.none() | identifiers(ContactId),
        tags=st.frozensets(texts(6), max_size=2),
        count=st.integers(),
        amount=st.none() | st.builds(Money, st.integers(), st.just("EUR")),
        price=st.decimals(allow_nan=False, allow_infinity=False),
        statement=st.sampled_from(Statement),
        since=st.none() | instants(),
        day=st.none() | st.dates(),
    )
