"""What a contact, a field and a draft of one cannot be."""

from datetime import UTC, date, datetime

import pytest

from poltech.clock import NaiveInstantError
from poltech.contacts import (
    Activity,
    Contact,
    ContactPoint,
    Draft,
    FieldDefinition,
    InvalidContactError,
    Name,
    PointKind,
)
from poltech.contacts.testing import NOW
from poltech.ids import ActivityId, ContactId, FrozenIds, SourceId
from poltech.law import Sensitivity

IDS = FrozenIds()
WHO, SOURCE = IDS.new(ContactId), IDS.new(SourceId)


def test_the_birth_year_is_that_of_the_birth_date() -> None:
    """The year stands in the clear, so it must not contradict what is sealed."""
    draft = Draft(birth_date=date(1980, 5, 3))
    assert draft.birth_year == 1980
    with pytest.raises(InvalidContactError):
        Draft(birth_date=date(1980, 5, 3), birth_year=1981)
    with pytest.raises(InvalidContactError):
        Contact(
            id=WHO,
            source=SOURCE,
            created_at=NOW,
            updated_at=NOW,
            birth_date=date(1980, 5, 3),
            birth_year=None,
        )


@pytest.mark.parametrize("key", ["Shirt", "t shirt", "t-shirt", "1", ""])
def test_a_field_has_a_word_for_a_key(key: str) -> None:
    """Keys are stored, and asked for in segments."""
    with pytest.raises(InvalidContactError):
        FieldDefinition(key=key, label="x")


@pytest.mark.parametrize(
    ("sensitivity", "category"),
    [
        (Sensitivity.SPECIAL, None),
        (Sensitivity.ORDINARY, "health"),
        (Sensitivity.PERSONAL, "health"),
    ],
)
def test_a_special_field_names_its_category(
    sensitivity: Sensitivity, category: str | None
) -> None:
    """GDPR article 9: consent must name it, so the field must too."""
    with pytest.raises(InvalidContactError):
        FieldDefinition(key="x", label="x", sensitivity=sensitivity, category=category)


def test_the_first_of_a_kind_is_used() -> None:
    """The first e-mail address is the one that is written to."""
    mails = [ContactPoint(kind=PointKind.EMAIL, value=f"{n}@b.fr") for n in "ab"]
    contact = Contact(
        id=WHO, source=SOURCE, created_at=NOW, updated_at=NOW, points=tuple(mails)
    )
    assert contact.first(PointKind.EMAIL) == mails[0]
    assert contact.first(PointKind.PHONE) is None


@pytest.mark.parametrize(
    ("name", "full"),
    [
        (Name(given="Marie", family="Lefèvre"), "Marie Lefèvre"),
        (Name(family="Lefèvre", civility="Mme"), "Lefèvre"),
        (Name(display="Mairie de Lens", family="Lens"), "Mairie de Lens"),
        (Name(), ""),
    ],
)
def test_a_name_is_shown_as_its_owner_wrote_it(name: Name, full: str) -> None:
    """The whole name where it was given whole, else its parts."""
    assert name.full == full


def test_instants_have_a_time_zone() -> None:
    """An act at an hour of nowhere happened at no instant."""
    with pytest.raises(NaiveInstantError):
        Activity(
            id=IDS.new(ActivityId),
            contact=WHO,
            kind="note",
            at=datetime(2026, 1, 1),  # noqa: DTZ001 - the mistake
        )
    act = Activity(id=IDS.new(ActivityId), contact=WHO, kind="note", at=NOW)
    assert act.at.tzinfo is UTC
