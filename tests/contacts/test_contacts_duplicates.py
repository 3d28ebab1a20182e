"""Who may be known twice, with reasons, for a person to decide."""

import sys
from datetime import date
from typing import Any

import attrs
import pytest

from poltech.contacts import (
    Address,
    Contact,
    ContactKind,
    ContactPoint,
    Draft,
    DuplicateReason,
    Name,
    PointKind,
    duplicates,
)
from poltech.contacts._rules import begin, load_similarity
from poltech.contacts.testing import NOW
from poltech.ids import ContactId, FrozenIds, SourceId
from poltech.law import Subject

SOURCE = FrozenIds(900).new(SourceId)
MAIL = ContactPoint(kind=PointKind.EMAIL, value="dupont@orange.fr")
LINE = ContactPoint(kind=PointKind.PHONE, value="+33321123456")
LENS, PARIS = Address(postcode="62300"), Address(postcode="75015")


def known(*said: dict[str, Any]) -> list[Contact]:
    """Make contacts of a table."""
    ids = FrozenIds()
    drafts = [
        Draft(source=SOURCE, **{"name": Name(display="X"), **row}) for row in said
    ]
    return [begin(draft, ids.new(ContactId), NOW) for draft in drafts]


def person(given: str, family: str, **rest: Any) -> dict[str, Any]:
    """Say a name in a table."""
    return {"name": Name(given=given, family=family), **rest}


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (
            person("Marie", "Dupont", points=(LINE,)),
            person("Jean", "Dupont", points=(LINE,)),
            {DuplicateReason.SAME_PHONE},
        ),
        (
            person("Marie", "Dupont", points=(MAIL,)),
            person("Marie", "Lefèvre", points=(MAIL,)),
            {DuplicateReason.SAME_EMAIL},
        ),
        (
            person("Hélène", "Lefèvre", addresses=(LENS,)),
            person("LEFEVRE", "Helene", addresses=(LENS,)),
            {DuplicateReason.SAME_NAME_AND_POSTCODE},
        ),
        (
            person("Marie", "Dupont", birth_date=date(1980, 5, 3)),
            person("Marie", "Dupont", birth_date=date(1980, 5, 3)),
            {DuplicateReason.SAME_NAME_AND_BIRTH_DATE},
        ),
        (
            person("Marie", "Lefèvre", addresses=(LENS,)),
            person("Marie", "Lefebvre", addresses=(LENS,)),
            {DuplicateReason.SIMILAR_NAME_AND_POSTCODE},
        ),
        (
            person("Marie", "Dupont", addresses=(LENS,)),
            person("Marie", "Dupont", addresses=(PARIS,)),
            set(),
        ),
        (
            person("Marie", "Dupont", addresses=(LENS,)),
            person("Jean", "Martin", addresses=(LENS,)),
            set(),
        ),
        (
            person("Marie", "Dupont", points=(MAIL,)),
            {
                "name": Name(display="Mairie"),
                "points": (MAIL,),
                "kind": ContactKind.ORGANISATION,
            },
            set(),
        ),
    ],
)
def test_suggestions_have_reasons(
    one: dict[str, Any], other: dict[str, Any], reasons: set[DuplicateReason]
) -> None:
    """Each rule gives its reason; what shares nothing is not suggested."""
    found = [*duplicates(known(one, other), load_similarity())]
    assert {reason for each in found for reason in each.reasons} == reasons


def test_the_surest_come_first() -> None:
    """A pair with two reasons stands before a pair with one."""
    both = person("Marie", "Dupont", points=(MAIL,), addresses=(LENS,))
    one = person("Marie", "Dupont", points=(), addresses=(LENS,))
    people = known(one, both, both)
    found = [*duplicates(people)]
    assert (found[0].first, found[0].second) == (people[1].id, people[2].id)
    assert [len(each.reasons) for each in found] == [2, 1, 1]
    assert found[0].score == 100


def test_without_the_extra_names_must_be_the_same() -> None:
    """Likeness needs rapidfuzz; all other reasons do not."""
    people = known(
        person("Marie", "Lefèvre", addresses=(LENS,)),
        person("Marie", "Lefebvre", addresses=(LENS,)),
    )
    assert not [*duplicates(people, None)]


def test_the_extra_is_asked_for_when_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A missing extra is no error: fewer pairs are suggested."""
    assert load_similarity() is not None
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert load_similarity() is None


def test_a_switchboard_is_nobodys_double() -> None:
    """A number that fifty people share says nothing about two of them."""
    crowd = [person(f"Nom{n}", f"Autre{n}", points=(LINE,)) for n in range(51)]
    assert not [*duplicates(known(*crowd))]
    assert [*duplicates(known(*crowd[:3]))]


def test_only_contacts_in_use_are_compared() -> None:
    """Who was merged or erased is no duplicate of anybody."""
    one, other = known(
        person("A", "B", points=(LINE,)), person("A", "B", points=(LINE,))
    )
    gone = attrs.evolve(other, subject=Subject.MERGED)
    assert not [*duplicates([one, gone])]
