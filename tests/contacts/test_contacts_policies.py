"""What becomes of a contact when a draft says something of it."""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given

from poltech.contacts import (
    Address,
    Contact,
    ContactPoint,
    Division,
    Draft,
    InvalidContactError,
    Name,
    PointKind,
    Policy,
    SourceRequiredError,
)
from poltech.contacts._rules import apply, begin, correct, unfold
from poltech.contacts.testing import NOW, contacts, drafts
from poltech.ids import ContactId, FrozenIds, SourceId

OLD, NEW = FrozenIds(900).batch(SourceId, 2)
MAIL = ContactPoint(kind=PointKind.EMAIL, value="marie@orange.fr")
OTHER = ContactPoint(kind=PointKind.EMAIL, value="marie@free.fr")
LINE = ContactPoint(kind=PointKind.PHONE, value="+33321123456")
HOME = Address(lines=("3, rue de la Gare",), postcode="62300")


def contact(**said: Any) -> Contact:
    """Make a contact known from an old source."""
    said = {"points": (MAIL,), **said}
    return begin(Draft(source=OLD, **said), FrozenIds().new(ContactId), NOW)


def draft(**said: Any) -> Draft:
    """Say something from a new source."""
    return Draft(source=NEW, **{"points": (MAIL,), **said})


ADD, PUSH = Policy.ADD, Policy.PUSH


@pytest.mark.parametrize(
    ("known", "said", "added", "pushed"),
    [
        (
            {"name": Name(given="Marie")},
            {"name": Name(given="Jeanne")},
            ({"name": Name(given="Marie")}, (), ("given",)),
            ({"name": Name(given="Jeanne")}, ("given",), ()),
        ),
        (
            {"name": Name(family="Lefevre")},
            {"name": Name(given="Marie", family="Lefèvre")},
            ({"name": Name(given="Marie", family="Lefevre")}, ("given",), ()),
            ({"name": Name(given="Marie", family="Lefèvre")}, ("family", "given"), ()),
        ),
        (
            {"name": Name(given="Marie", family="Lefèvre")},
            {"name": Name(display="LEFEVRE Marie")},
            ({"name": Name(given="Marie", family="Lefèvre")}, (), ()),
            (
                {
                    "name": Name(
                        given="Marie", family="Lefèvre", display="LEFEVRE Marie"
                    )
                },
                ("display",),
                (),
            ),
        ),
        (
            {"name": Name(given="Marie", family="Lefèvre")},
            {"name": Name(display="Marie Dupont")},
            ({"name": Name(given="Marie", family="Lefèvre")}, (), ("display",)),
            (
                {"name": Name(given="Marie", family="Lefèvre", display="Marie Dupont")},
                ("display",),
                (),
            ),
        ),
        (
            {"birth_year": 1980},
            {"birth_date": date(1980, 5, 3)},
            ({"birth_date": date(1980, 5, 3), "birth_year": 1980}, ("birth_date",), ()),
            ({"birth_date": date(1980, 5, 3), "birth_year": 1980}, ("birth_date",), ()),
        ),
        (
            {"birth_year": 1980},
            {"birth_date": date(1981, 5, 3)},
            (
                {"birth_date": None, "birth_year": 1980},
                (),
                ("birth_date", "birth_year"),
            ),
            (
                {"birth_date": date(1981, 5, 3), "birth_year": 1981},
                ("birth_date", "birth_year"),
                (),
            ),
        ),
        (
            {"birth_date": date(1980, 5, 3)},
            {"birth_year": 1981},
            ({"birth_year": 1980}, (), ("birth_year",)),
            ({"birth_year": 1980}, (), ("birth_year",)),
        ),
        (
            {"language": "fr"},
            {"language": "br"},
            ({"language": "fr"}, (), ("language",)),
            ({"language": "br"}, ("language",), ()),
        ),
        (
            {"points": (MAIL,)},
            {"points": (OTHER, LINE)},
            ({"points": (MAIL, OTHER, LINE)}, ("email", "phone"), ()),
            ({"points": (OTHER, LINE, MAIL)}, ("email", "phone"), ()),
        ),
        (
            {"points": (MAIL, OTHER)},
            {"points": (OTHER,)},
            ({"points": (MAIL, OTHER)}, (), ()),
            ({"points": (OTHER, MAIL)}, ("email",), ()),
        ),
        (
            {"points": (MAIL, LINE)},
            {"points": (LINE,)},
            ({"points": (MAIL, LINE)}, (), ()),
            ({"points": (MAIL, LINE)}, (), ()),
        ),
        (
            {"addresses": (HOME,)},
            {"addresses": (Address(postcode="62300", commune="Lens"),)},
            ({"addresses": (attrs.evolve(HOME, commune="Lens"),)}, ("address",), ()),
            ({"addresses": (attrs.evolve(HOME, commune="Lens"),)}, ("address",), ()),
        ),
        (
            {"addresses": (HOME,)},
            {"addresses": (Address(postcode="75015"),)},
            ({"addresses": (HOME, Address(postcode="75015"))}, ("address",), ()),
            ({"addresses": (Address(postcode="75015"), HOME)}, ("address",), ()),
        ),
        (
            {"addresses": (HOME,)},
            {"addresses": (Address(lines=("3 RUE DE LA GARE",), postcode="62300"),)},
            ({"addresses": (HOME,)}, (), ()),
            (
                {
                    "addresses": (
                        Address(lines=("3 RUE DE LA GARE",), postcode="62300"),
                    )
                },
                ("address",),
                (),
            ),
        ),
        (
            {"tags": frozenset({"marché"})},
            {"tags": frozenset({"bénévole"})},
            ({"tags": {"marché", "bénévole"}}, ("tag",), ()),
            ({"tags": {"marché", "bénévole"}}, ("tag",), ()),
        ),
        (
            {"divisions": frozenset({Division("circo", "6203")})},
            {
                "divisions": frozenset(
                    {Division("circo", "6204"), Division("canton", "1")}
                )
            },
            (
                {"divisions": {Division("circo", "6203"), Division("canton", "1")}},
                ("division",),
                ("division",),
            ),
            (
                {"divisions": {Division("circo", "6204"), Division("canton", "1")}},
                ("division",),
                (),
            ),
        ),
        (
            {"fields": {"shirt": "M"}},
            {"fields": {"shirt": "L", "children": 2}},
            (
                {"fields": {"shirt": "M", "children": 2}},
                ("field:children",),
                ("field:shirt",),
            ),
            (
                {"fields": {"shirt": "L", "children": 2}},
                ("field:children", "field:shirt"),
                (),
            ),
        ),
        (
            {"external_ids": {"van": "7"}},
            {"external_ids": {"van": "7", "nationbuilder": "9"}},
            (
                {"external_ids": {"van": "7", "nationbuilder": "9"}},
                ("external_id",),
                (),
            ),
            (
                {"external_ids": {"van": "7", "nationbuilder": "9"}},
                ("external_id",),
                (),
            ),
        ),
    ],
)
def test_add_fills_blanks_and_push_overwrites(
    known: dict[str, Any],
    said: dict[str, Any],
    added: tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]],
    pushed: tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]],
) -> None:
    """One table of what is known, what is said, and what follows of each verb."""
    for policy, (fields, changed, kept) in ((ADD, added), (PUSH, pushed)):
        change = apply(contact(**known), draft(**said), policy)
        stands = {name: getattr(change.contact, name) for name in fields}
        assert (stands, change.changed, change.kept) == (fields, changed, kept), policy


def test_each_datum_keeps_its_source() -> None:
    """A person may ask of each datum where it came from (GDPR article 14(2)(f))."""
    said = draft(name=Name(given="Marie"), points=(MAIL, LINE), tags=frozenset({"a"}))
    known = contact(name=Name(family="Lefèvre"))
    change = apply(known, said, ADD).contact
    assert change.source == OLD
    assert dict(change.sources) == {
        "given": NEW,
        "phone:+33321123456": NEW,
        "tag:a": NEW,
    }
    again = apply(
        change, Draft(name=Name(given="Anna"), points=(MAIL,), source=OLD), PUSH
    )
    assert "given" not in again.contact.sources


def test_without_a_source_nothing_is_stored() -> None:
    """GDPR article 14(2)(f): where data came from must be told."""
    with pytest.raises(SourceRequiredError):
        apply(contact(), Draft(points=(MAIL,)), ADD)
    with pytest.raises(SourceRequiredError):
        begin(Draft(points=(MAIL,)), FrozenIds().new(ContactId), NOW)


def test_a_draft_that_says_nothing_of_anybody_is_refused() -> None:
    """A tag alone is nobody's."""
    with pytest.raises(InvalidContactError):
        begin(Draft(tags=frozenset({"a"}), source=NEW), FrozenIds().new(ContactId), NOW)


def test_correcting_replaces_all_of_a_field() -> None:
    """GDPR article 16: what was wrong is gone, what was not spoken of stays."""
    known = contact(points=(MAIL, OTHER, LINE), language="fr", name=Name(given="Mari"))
    mended = correct(
        known, draft(name=Name(given="Marie"), points=(OTHER,)), NEW, ["language"]
    )
    assert mended.changed == ("email", "given", "language")
    assert mended.contact.points == (OTHER, LINE)
    assert mended.contact.language is None
    assert dict(mended.contact.sources) == {"given": NEW}


def test_correcting_a_birth_replaces_date_and_year() -> None:
    """A year alone is all that is known from then on; cleared, nothing is."""
    known = contact(birth_date=date(1980, 5, 3), birth_year=1980)
    mended = correct(known, Draft(birth_year=1981, source=NEW), NEW).contact
    assert (mended.birth_date, mended.birth_year) == (None, 1981)
    cleared = correct(known, Draft(source=NEW), NEW, ["birth_date"]).contact
    assert (cleared.birth_date, cleared.birth_year) == (None, None)


def test_correcting_knows_only_fields_there_are() -> None:
    """A word that names no field is a mistake, and an empty contact is nobody's."""
    with pytest.raises(InvalidContactError):
        correct(contact(), Draft(source=NEW), NEW, ["mail"])
    with pytest.raises(InvalidContactError):
        correct(contact(), Draft(source=NEW), NEW, ["email"])


@pytest.mark.property
@given(contacts(), drafts())
def test_adding_overwrites_nothing(known: Contact, said: Draft) -> None:
    """Whatever was known and is not blank stands after an add, but for completions."""
    before, after = unfold(known), unfold(apply(known, said, ADD).contact)
    for key, value in before.items():
        if not key.startswith(("address:", "email:", "phone:", "social:")):
            assert after[key] == value
    assert {key for key in before if key.startswith(("email", "phone"))} <= after.keys()


@pytest.mark.property
@given(contacts(), drafts())
def test_pushing_states_all_that_is_said(known: Contact, said: Draft) -> None:
    """After a push every value that was given stands, but a year against a date."""
    after = unfold(apply(known, said, PUSH).contact)
    for key, value in unfold(said).items():
        if not key.startswith(("address:", "email:", "phone:")) and key != "birth_year":
            assert after[key] == value


@pytest.mark.property
@given(contacts(), drafts())
def test_a_second_time_changes_nothing(known: Contact, said: Draft) -> None:
    """Both verbs may be repeated: the same draft again changes nothing."""
    for policy in Policy:
        once = apply(known, said, policy).contact
        again = apply(once, said, policy)
        assert again.contact == once
        assert again.changed == ()


@pytest.mark.property
@given(contacts(), drafts())
def test_no_verb_touches_what_is_not_data(known: Contact, said: Draft) -> None:
    """Standing, household, subject, versions and the first source are nobody's to add."""
    for policy in Policy:
        after = apply(known, said, policy).contact
        for field in (
            "id",
            "kind",
            "standing",
            "subject",
            "household",
            "source",
            "version",
        ):
            assert getattr(after, field) == getattr(known, field)
