"""One contact takes another's place, and gives it back."""

from typing import Any

import attrs
import pytest

from poltech.contacts import (
    Choice,
    Contact,
    ContactsMerged,
    ContactsUnmerged,
    MergeChoiceError,
    MergeConflictError,
    MergeNotFoundError,
    MergeStrategy,
    Name,
    act_subject,
    open_act,
)
from poltech.contacts.testing import NOW, WORKSPACE
from poltech.ids import ContactId, FrozenIds, MergeId
from poltech.law import Subject


def as_it_was(contact: Contact) -> Contact:
    """Leave out what every writing changes."""
    return attrs.evolve(contact, version=1, updated_at=NOW)


@pytest.fixture
def two(office: Any) -> tuple[ContactId, ContactId]:
    """Add one person twice, with a note and a gift."""
    one = office.add(
        given="Marie",
        family="Lefèvre",
        email="marie@orange.fr",
        postcode="62300",
        tags=["marché"],
    )
    other = office.add(
        given="Marie", family="LEFEVRE", email="m.lefevre@free.fr", phone="0612345678"
    )
    office.contacts.note(other, "aime le théâtre")
    return one, other


def test_the_survivor_knows_what_both_knew(office: Any, two: Any) -> None:
    """Points, tags and activities of both; the loser leads to the survivor."""
    one, other = two
    done = office.contacts.merge(one, other)
    merged = office.contacts.get(one)
    assert [point.value for point in merged.points] == [
        "marie@orange.fr",
        "m.lefevre@free.fr",
        "+33612345678",
    ]
    assert (merged.tags, merged.name.family) == ({"marché"}, "Lefèvre")
    assert office.contacts.get(other) == merged
    assert [c.id for c in office.contacts.find("m.lefevre@free.fr")] == [one]
    assert [c.id for c in office.contacts.search("lefevre")] == [one]
    assert [act.body for act in office.contacts.history(one)] == ["aime le théâtre"]
    assert office.contacts.history(other) == []
    assert (done.survivor, done.loser, done.undone_at) == (one, other, None)


def test_of_the_loser_only_a_marker_is_left(office: Any, two: Any) -> None:
    """No digest, no tag, no open attribute speaks of it any more."""
    one, other = two
    office.contacts.merge(other, one)
    with office.storage.begin(WORKSPACE, write=False) as work:
        row = work.contacts.get([one])[one]
    assert (row.subject, row.merged_into) == (Subject.MERGED, other)
    assert (row.digests, row.tags, row.postcode) == (frozenset(), frozenset(), None)


def test_both_come_back_as_they_were(office: Any, two: Any) -> None:
    """Undoing at once gives back every field, activity and way to be found."""
    one, other = two
    before = [office.contacts.get(who) for who in two]
    done = office.contacts.merge(one, other)
    undone = office.contacts.unmerge(done.id)
    assert undone == attrs.evolve(done, undone_at=NOW)
    after = [office.contacts.get(who) for who in two]
    assert [as_it_was(c) for c in after] == [as_it_was(c) for c in before]
    assert [c.id for c in office.contacts.find("m.lefevre@free.fr")] == [other]
    assert [act.body for act in office.contacts.history(other)] == ["aime le théâtre"]
    assert office.contacts.history(one) == []


def test_what_was_learnt_since_stays_with_the_survivor(office: Any, two: Any) -> None:
    """Data and acts of since stay; what was taken away since goes from both."""
    one, other = two
    done = office.contacts.merge(one, other)
    office.contacts.push(office.draft(email="marie@orange.fr", language="br"))
    office.contacts.note(one, "a déménagé")
    wrong = office.draft(email=["marie@orange.fr"])
    office.contacts.correct(one, wrong, clear=["phone"])
    office.contacts.untag(one, "marché")
    office.contacts.unmerge(done.id)
    stays, goes = office.contacts.get(one), office.contacts.get(other)
    assert (stays.language, goes.language) == ("br", None)
    assert [point.value for point in stays.points] == ["marie@orange.fr"]
    assert goes.points == ()
    assert stays.tags == frozenset()
    assert [act.body for act in office.contacts.history(one)] == ["a déménagé"]
    assert [act.body for act in office.contacts.history(other)] == ["aime le théâtre"]


def test_two_values_are_a_question(office: Any) -> None:
    """A merge that must choose says what, and changes nothing until it is told."""
    one = office.add(given="Marie", family="Dupont", email="a@b.fr")
    other = office.add(given="Anna", family="Dupont", email="c@d.fr")
    with pytest.raises(MergeChoiceError) as caught:
        office.contacts.merge(one, other)
    assert caught.value.words == ("given",)
    strategy = MergeStrategy(choices={"given": Choice.TAKE_LOSER})
    office.contacts.merge(one, other, strategy)
    assert office.contacts.get(one).name == Name(given="Anna", family="Dupont")


def test_consent_is_folded_and_unfolded_by_its_own_room(office: Any, two: Any) -> None:
    """Never by union: this room only says who became whom."""
    one, other = two
    done = office.contacts.merge(one, other)
    office.contacts.unmerge(done.id)
    assert office.folds.told == [("fold", one, other), ("unfold", one, other)]


def test_a_merge_leaves_a_sealed_entry_and_an_event(office: Any, two: Any) -> None:
    """Who merged whom is on the ledger; the entry opens under the survivor's key."""
    one, other = two
    done = office.contacts.merge(one, other)
    office.contacts.unmerge(done.id)
    merged, unmerged = office.acts()
    assert act_subject(merged) == act_subject(unmerged) == one
    with office.storage.begin(WORKSPACE, write=False) as work:
        key = office.contacts.desk.vault.keys(work.keys, [one])[one]
    assert dict(open_act(merged, key)) == {
        "actor": "user:42",
        "at": NOW.isoformat(),
        "loser": other.hex,
        "merge": done.id.hex,
        "survivor": one.hex,
        "verb": "merge",
    }
    assert open_act(unmerged, key)["verb"] == "unmerge"
    told = [
        type(e)
        for e in office.events()
        if isinstance(e, ContactsMerged | ContactsUnmerged)
    ]
    assert told == [ContactsMerged, ContactsUnmerged]


def test_what_undoes_a_merge_is_sealed_and_goes_when_it_is_undone(
    office: Any, two: Any
) -> None:
    """No identity lies beside the contacts, and none stays behind."""
    done = office.contacts.merge(*two)
    for expected in (False, True):
        with office.storage.begin(WORKSPACE, write=False) as work:
            kept = work.merges.get(done.id).sealed
        assert b"orange" not in kept
        assert (kept == b"") is expected
        if not expected:
            office.contacts.unmerge(done.id)


def test_merges_are_undone_in_the_order_they_were_made(office: Any) -> None:
    """The last first: otherwise nobody could tell whose a datum is."""
    one, two, three, four = (office.add(email=f"n{n}@orange.fr") for n in range(4))
    first = office.contacts.merge(one, two)
    second = office.contacts.merge(one, three)
    third = office.contacts.merge(four, one)
    assert office.contacts.get(two).id == four
    assert set(office.contacts.lineage(four)) == {one, two, three, four}
    for early in (first, second):
        with pytest.raises(MergeConflictError):
            office.contacts.unmerge(early.id)
    office.contacts.unmerge(third.id)
    with pytest.raises(MergeConflictError):
        office.contacts.unmerge(first.id)
    office.contacts.unmerge(second.id)
    office.contacts.unmerge(first.id)
    assert office.contacts.lineage(four) == (four,)
    assert [
        len(office.contacts.get(who).points) for who in (one, two, three, four)
    ] == [1] * 4


def test_what_cannot_be_undone_says_so(office: Any, two: Any) -> None:
    """Unknown, undone already, or the survivor is gone."""
    with pytest.raises(MergeNotFoundError):
        office.contacts.unmerge(FrozenIds(4000).new(MergeId))
    done = office.contacts.merge(*two)
    office.contacts.unmerge(done.id)
    with pytest.raises(MergeConflictError):
        office.contacts.unmerge(done.id)
    again = office.contacts.merge(*two)
    with office.storage.begin(WORKSPACE) as work:
        work.keys.destroy([two[0]])
    with pytest.raises(MergeConflictError):
        office.contacts.unmerge(again.id)


def test_who_was_merged_cannot_be_merged_again(office: Any, two: Any) -> None:
    """A marker is nobody."""
    one, other = two
    third = office.add(email="x@y.fr")
    office.contacts.merge(one, other)
    with pytest.raises(MergeConflictError):
        office.contacts.merge(third, other)


def test_erasing_the_survivor_erases_both(office: Any, two: Any) -> None:
    """The lineage names every key that a person's data is sealed under."""
    one, other = two
    office.contacts.merge(one, other)
    with office.storage.begin(WORKSPACE) as work:
        work.keys.destroy(list(office.contacts.lineage(one)))
    assert [act.body for act in office.contacts.history(one)] == [None]


def test_suggested_doubles_can_be_merged(office: Any, two: Any) -> None:
    """What `duplicates` suggests, `merge` makes one."""
    one, other = two
    office.contacts.push(office.draft(phone="0612345678", postcode="62300"))
    (found,) = office.contacts.duplicates()
    assert (found.first, found.second) == (one, other)
    office.contacts.merge(found.first, found.second)
    assert not [*office.contacts.duplicates()]
