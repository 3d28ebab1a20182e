"""Segments saved, checked and asked, on every storage."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from poltech.clock import FrozenClock
from poltech.contacts import FieldDefinition, FieldType, UnknownFieldError
from poltech.ids import ContactId, FrozenIds, SegmentId, SystemIds, WorkspaceId
from poltech.law import Sensitivity
from poltech.profile import Actor, Controller, ControllerKind, Profile
from poltech.segments import (
    InvalidSegmentError,
    SegmentCycleError,
    SegmentDeleted,
    SegmentInUseError,
    SegmentNameTakenError,
    SegmentNotFoundError,
    Segments,
    SegmentSaved,
    added,
    everyone,
    field,
    in_segment,
    parse,
    tag,
)
from poltech.segments.testing import NOON, crowd
from poltech.storage import Storage, WorkspaceRow

PROFILE = Profile(
    controller=Controller(
        name="Mairie de Lens",
        kind=ControllerKind.PUBLIC_BODY,
        email="droits@lens.example",
        postal_address="17 bis place Jean-Jaurès, 62300 Lens",
    )
)
ACTOR = Actor.user("42")


@pytest.fixture
def workspace(storage: Storage) -> WorkspaceId:
    """Register a workspace with a crowd of thirty, all bearing a tag."""
    workspace = SystemIds().new(WorkspaceId)
    row = WorkspaceRow(id=workspace, name=str(workspace), created_at=NOON)
    storage.create(row, PROFILE)
    with storage.begin(workspace) as work:
        crowd(30).write(work)
        work.fields.define(
            FieldDefinition(key="level", label="Niveau", type=FieldType.INTEGER)
        )
        work.fields.define(
            FieldDefinition(key="faith", label="x", sensitivity=Sensitivity.PERSONAL)
        )
    return workspace


@pytest.fixture
def segments(
    storage: Storage, workspace: WorkspaceId, clock: FrozenClock, ids: FrozenIds
) -> Segments:
    """Open the room."""
    return Segments(
        begin=partial(storage.begin, workspace),
        clock=clock,
        ids=ids,
        actor=ACTOR,
        profile=PROFILE,
    )


def test_a_segment_is_saved_read_and_written_over(
    segments: Segments, clock: FrozenClock
) -> None:
    """Saving under the same name changes the segment, and keeps its identifier."""
    first = segments.save("Nos voisins", tag("a"))
    clock.advance(timedelta(days=1))
    second = segments.save("Nos voisins", tag("b"))
    assert (second.id, second.version) == (first.id, 2)
    assert second.created_at == first.created_at < second.updated_at
    assert segments.get(first.id) == segments.named("Nos voisins") == second
    assert [*segments.list()] == [second]


def test_saving_and_deleting_are_events(
    segments: Segments, storage: Storage, workspace: WorkspaceId
) -> None:
    """Hosts learn of each change in the unit of work that makes it, by identifier."""
    saved = segments.save("x", tag("a"))
    segments.rename(saved.id, "y")
    segments.delete(saved.id)
    with storage.begin(workspace, write=False) as work:
        events = [recorded.event for recorded in work.events.after(0, 10)]
    assert [type(event) for event in events] == [
        SegmentSaved,
        SegmentSaved,
        SegmentDeleted,
    ]
    assert {event.actor for event in events} == {ACTOR}


def test_a_segment_that_does_not_exist_is_said_not_to(segments: Segments) -> None:
    """By identifier, by name, in a question, to delete."""
    missing = SegmentId(int=9)
    with pytest.raises(SegmentNotFoundError):
        segments.get(missing)
    with pytest.raises(SegmentNotFoundError):
        segments.named("nobody")
    with pytest.raises(SegmentNotFoundError):
        segments.delete(missing)
    with pytest.raises(SegmentNotFoundError):
        segments.count(missing)
    with pytest.raises(SegmentNotFoundError):
        segments.save("x", tag("a") | in_segment(missing))
    assert not segments.list()


def test_a_cycle_cannot_be_saved(segments: Segments) -> None:
    """A segment that would ask for itself is refused, through others too."""
    one = segments.save("one", tag("a"))
    two = segments.save("two", in_segment(one))
    for where in (in_segment(one), in_segment(two), ~in_segment(two) & tag("b")):
        with pytest.raises(SegmentCycleError):
            segments.save("one", where)
    assert segments.get(one.id).where == tag("a")


def test_a_segment_in_use_stays(segments: Segments) -> None:
    """What others ask for is not deleted under them."""
    one = segments.save("one", tag("a"))
    two = segments.save("two", ~in_segment(one))
    with pytest.raises(SegmentInUseError):
        segments.delete(one.id)
    segments.delete(two.id)
    segments.delete(one.id)
    assert not segments.list()


def test_a_taken_name_is_refused(segments: Segments) -> None:
    """Two segments never share a name."""
    segments.save("one", tag("a"))
    two = segments.save("two", tag("b"))
    with pytest.raises(SegmentNameTakenError):
        segments.rename(two.id, "one")
    assert segments.rename(two.id, "three").name == "three"


def test_questions_are_counted_streamed_and_tried(segments: Segments) -> None:
    """One answer for each verb; machines get exact numbers."""
    saved = segments.save("bénévoles", tag("bénévole"))
    for question in (tag("bénévole"), saved, saved.id, in_segment(saved)):
        assert segments.count(question) == 30
    streamed = [*segments.ids(tag("bénévole").limit(25), batch=10)]
    assert [len(batch) for batch in streamed] == [10, 10, 5]
    some = [ContactId(int=1), ContactId(int=29), ContactId(int=31)]
    assert segments.contains(saved, some) == set(some[:2])


def test_the_moment_of_asking_is_the_clocks(
    segments: Segments, clock: FrozenClock
) -> None:
    """A relative window moves with the clock, unless an instant is given."""
    lately = added(within=timedelta(days=7))
    assert segments.count(lately) == 30
    clock.advance(timedelta(days=8))
    assert segments.count(lately) == 0
    assert segments.count(lately, at=NOON) == 30


def test_fields_are_checked_before_they_are_asked(segments: Segments) -> None:
    """Unknown, sealed and mistyped fields are errors in every verb, and in saving."""
    for where, error in (
        (field("levle").known(), UnknownFieldError),
        (field("faith").known(), InvalidSegmentError),
        (field("level").equals("3"), InvalidSegmentError),
    ):
        with pytest.raises(error):
            segments.count(where)
        with pytest.raises(error):
            next(segments.ids(~where))
        with pytest.raises(error):
            segments.contains(where, [])
        with pytest.raises(error):
            segments.save("x", tag("a") | where)
    assert segments.count(~(field("level") >= 3)) == 30


def test_texts_name_segments_and_speak_the_offices_zone(segments: Segments) -> None:
    """People write names and dates; identifiers and instants are stored."""
    saved = segments.save("Nos voisins", tag("a"))
    text = 'segment:"Nos voisins" et ajouté(depuis: 2026-06-01)'
    where = segments.parse(text)
    midnight = datetime(2026, 5, 31, 22, tzinfo=UTC)
    assert where == in_segment(saved) & added(since=midnight)
    assert segments.format(where) == text
    assert segments.format(where, locale="en") == (
        'segment:"Nos voisins" and added(since: 2026-06-01)'
    )
    assert "« Nos voisins »" in segments.explain(where)
    assert "“Niveau”" in segments.explain(field("level") >= 3, locale="en")


def test_people_see_round_counts(segments: Segments) -> None:
    """Invariant 50: a preview never shows how few are few."""
    many = segments.preview(tag("bénévole"))
    assert many.count.say("fr") == "environ 30"
    assert many.sentence.startswith("Les contacts pour qui ceci est vrai :")
    assert many.traits.tags
    few = segments.preview(tag("bénévole").limit(9), locale="en")
    assert few.count.number is None
    assert few.count.say() == "fewer than 10"
    assert segments.preview(tag("bénévole"), least=31).count.number is None


def test_traits_look_through_saved_segments(segments: Segments) -> None:
    """A selection stays one under another name."""
    saved = segments.save("x", everyone() - tag("donateur"))
    found = segments.traits(in_segment(saved))
    assert found.selects
    assert found.excludes
    assert found.criteria == {"not", "tag"}


def test_a_stream_ends_its_unit_of_work(segments: Segments) -> None:
    """Whoever reads a stream to its end, or leaves it, can write again."""
    stream = segments.ids(parse("everyone"), batch=5)
    next(stream)
    stream.close()  # type: ignore[attr-defined]  # a generator, as all are here
    assert sum(len(batch) for batch in segments.ids(everyone(), batch=7)) == 30
    assert segments.save("x", everyone()).version == 1
