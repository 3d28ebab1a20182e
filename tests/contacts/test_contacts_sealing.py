"""What a storage keeps of a contact: identity sealed, attributes open."""

import json
import multiprocessing
from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import given

from poltech.contacts import (
    Activity,
    Address,
    Contact,
    ContactKind,
    ContactPoint,
    ContactSealer,
    Draft,
    Name,
    PointKind,
    Preparer,
    Reach,
    SourceRequiredError,
)
from poltech.contacts._rules import begin
from poltech.contacts._sealing import (
    Undo,
    dump_undo,
    load_undo,
    owner_of,
    seal_activity,
    unseal_activity,
)
from poltech.contacts._sealing._payload import decode, dump, encode, load
from poltech.contacts.testing import (
    DEFINITIONS,
    NOW,
    WORKSPACE,
    activities,
    contacts,
    drafts,
)
from poltech.errors import UnsupportedError
from poltech.ids import ActivityId, ContactId, FrozenIds, SourceId
from poltech.vault import SealBrokenError, Vault
from poltech.vault.testing import MATERIAL

VAULT = Vault(MATERIAL, WORKSPACE)
SEALER = ContactSealer(VAULT, DEFINITIONS)
IDS = FrozenIds(5000)
SOURCE = IDS.new(SourceId)
MAIL = ContactPoint(kind=PointKind.EMAIL, value="marie@orange.fr")
MOBILE = ContactPoint(kind=PointKind.PHONE, value="+33612345678", mobile=True)
LINE = ContactPoint(kind=PointKind.PHONE, value="+33321123456")
SOCIAL = ContactPoint(kind=PointKind.SOCIAL, value="marie", network="x")


def contact(**said: object) -> Contact:
    """Make a contact."""
    draft = Draft(source=SOURCE, **{"points": (MAIL,), **said})  # type: ignore[arg-type] - rows of tables
    return begin(draft, IDS.new(ContactId), NOW)


@pytest.mark.property
@given(contacts())
def test_what_is_sealed_opens_as_it_was(known: Contact) -> None:
    """Sealing and opening again changes nothing at all."""
    key = VAULT.fresh(known.id)
    assert SEALER.unseal(SEALER.seal(known, key), key) == known


@pytest.mark.property
@given(contacts())
def test_what_lies_open_tells_no_identity(known: Contact) -> None:
    """No name, point, street, birth day or closer field stands in the clear."""
    stored = SEALER.seal(known, VAULT.fresh(known.id))
    shown = {field.name for field in attrs.fields(type(stored))}
    assert not shown & {"name", "points", "addresses", "birth_date", "external_ids"}
    assert not stored.open_fields.keys() & {"car", "support"}
    values = [point.value.encode() for point in known.points]
    values += [part.encode() for part in (known.name.given, known.name.family) if part]
    assert not any(value in stored.sealed for value in values if len(value) > 3)


def test_fields_stay_open_only_if_they_are_ordinary() -> None:
    """Closer kept fields, and those nobody defined, are sealed."""
    fields = {"shirt": "M", "car": "AA-123-BB", "support": 1, "unheard_of": "x"}
    known = contact(fields=fields)
    stored = SEALER.seal(known, VAULT.fresh(known.id))
    assert stored.open_fields == {"shirt": "M"}


@pytest.mark.parametrize(
    ("said", "reach"),
    [
        ({"points": (MAIL,)}, Reach.EMAIL),
        ({"points": (LINE,)}, Reach.PHONE),
        ({"points": (MOBILE,)}, Reach.PHONE | Reach.MOBILE),
        ({"points": (SOCIAL,)}, Reach.SOCIAL),
        ({"points": (MAIL, LINE, MOBILE)}, Reach.EMAIL | Reach.PHONE | Reach.MOBILE),
        ({"addresses": (Address(lines=("3, rue",)),), "points": ()}, Reach.ADDRESS),
        ({"addresses": (Address(postcode="62300"),), "points": ()}, Reach.NONE),
    ],
)
def test_reach_says_by_what_a_contact_is_reached(
    said: dict[str, object], reach: Reach
) -> None:
    """A town without a street reaches nobody by letter."""
    known = contact(name=Name(family="Dupont"), **said)
    assert SEALER.seal(known, VAULT.fresh(known.id)).reach == reach


def test_the_first_address_may_be_selected_on() -> None:
    """Its open part and the birth year stand in the clear."""
    lens = Address(
        lines=("3, rue",), postcode="62300", commune="Lens", insee="62498", country="FR"
    )
    known = contact(
        addresses=(lens, Address(postcode="75015")),
        birth_date=date(1980, 5, 3),
        birth_year=1980,
    )
    stored = SEALER.seal(known, VAULT.fresh(known.id))
    assert (stored.postcode, stored.commune, stored.insee, stored.country) == (
        "62300",
        "Lens",
        "62498",
        "FR",
    )
    assert stored.birth_year == 1980


def test_a_contact_is_found_by_keyed_digests() -> None:
    """Points, accounts by network, identifiers by system, and words of names."""
    known = contact(
        name=Name(given="Zoé", family="d'Ys"),
        points=(MAIL, LINE, SOCIAL),
        external_ids={"van": "7"},
    )
    assert SEALER.seal(known, VAULT.fresh(known.id)).digests == {
        VAULT.digest("email", "marie@orange.fr"),
        VAULT.digest("phone", "+33321123456"),
        VAULT.digest("social:x", "marie"),
        VAULT.digest("external:van", "7"),
        VAULT.digest("name", "zoe"),
        VAULT.digest("name", "d"),
        VAULT.digest("name", "ys"),
    }


def test_the_same_value_has_another_digest_in_another_workspace() -> None:
    """Two clients' databases cannot be joined by their digests."""
    other = ContactSealer(Vault(MATERIAL, FrozenIds(7).new(type(WORKSPACE))))
    assert other.point(MAIL) != SEALER.point(MAIL)


def test_a_sealed_identity_does_not_open_elsewhere() -> None:
    """Moved to another row it is refused (invariant: associated data is bound)."""
    one, other = contact(), contact()
    key, stranger = VAULT.fresh(one.id), VAULT.fresh(other.id)
    stored = SEALER.seal(one, key)
    with pytest.raises(SealBrokenError):
        SEALER.unseal(attrs.evolve(stored, id=other.id), stranger)


def test_the_layout_is_versioned_and_compact() -> None:
    """What is blank at the end is left out; a later layout is refused, not misread."""
    array = dump(contact(points=(MAIL, MOBILE)), {})
    assert json.loads(encode(array)) == [
        1,
        None,
        None,
        None,
        None,
        [["e", "marie@orange.fr"], ["p", "+33612345678", True]],
    ]
    with pytest.raises(UnsupportedError):
        load([2])


def test_values_that_json_has_no_word_for_keep_their_type() -> None:
    """Amounts and days come back as what they were."""
    fields = {"dues": Decimal("12.50"), "since": date(2020, 1, 1), "volunteer": True}
    array = decode(encode(dump(contact(), fields)))
    assert load(array).fields == fields
    assert type(load(array).fields["volunteer"]) is bool


@pytest.mark.property
@given(contacts(), contacts())
def test_what_undoes_a_merge_survives_the_journey(one: Contact, two: Contact) -> None:
    """Both contacts are laid out whole, open attributes included."""
    moved = tuple(FrozenIds().batch(ActivityId, 3))
    undo = Undo(one, two, one, moved)
    assert load_undo(dump_undo(undo)) == undo
    with pytest.raises(UnsupportedError):
        load_undo(b"[2,[],[],[],[]]")


@pytest.mark.property
@given(activities(FrozenIds().new(ContactId)))
def test_activities_open_under_the_key_that_sealed_them(act: Activity) -> None:
    """A note moved to another contact still opens; without its key it is gone."""
    key = VAULT.fresh(act.contact)
    stored = attrs.evolve(seal_activity(act, key), contact=IDS.new(ContactId))
    assert owner_of(stored) == (None if act.body is None else act.contact)
    opened = unseal_activity(stored, {act.contact: key})
    assert opened == attrs.evolve(act, contact=stored.contact)
    assert unseal_activity(stored, {}).body is None


def test_a_note_does_not_open_as_another() -> None:
    """The body of one act moved to another act is refused."""
    who = IDS.new(ContactId)
    key = VAULT.fresh(who)
    ids = FrozenIds()
    one, two = (
        seal_activity(
            Activity(
                id=ids.new(ActivityId), contact=who, kind="note", at=NOW, body=text
            ),
            key,
        )
        for text in ("a", "b")
    )
    with pytest.raises(SealBrokenError):
        unseal_activity(attrs.evolve(one, sealed=two.sealed), {who: key})


@pytest.mark.property
@given(drafts())
def test_a_prepared_draft_is_the_contact_it_becomes(draft: Draft) -> None:
    """What another process prepared opens here as what would have been made here."""
    preparer = Preparer(material=MATERIAL, workspace=WORKSPACE, definitions=DEFINITIONS)
    (ready,) = preparer.prepare([draft], FrozenIds(), NOW)
    expected = begin(draft, ready.stored.id, NOW)
    assert SEALER.unseal(ready.stored, VAULT.open(ready.key)) == expected
    assert ready.identifiers == tuple(SEALER.identifiers(draft))


def test_preparing_needs_a_source() -> None:
    """Nothing is sealed that may not be stored."""
    preparer = Preparer(material=MATERIAL, workspace=WORKSPACE)
    with pytest.raises(SourceRequiredError):
        preparer.prepare([Draft(points=(MAIL,))], FrozenIds(), NOW)


def test_preparing_travels_to_another_process() -> None:
    """The preparer and what it gives cross the border between two processes."""
    preparer = Preparer(material=MATERIAL, workspace=WORKSPACE, definitions=DEFINITIONS)
    preparer.prepare([], FrozenIds(), NOW)
    said = [Draft(points=(MAIL,), source=SOURCE, kind=ContactKind.PERSON)]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (ready,) = pool.apply(preparer.prepare, (said, FrozenIds(), NOW))
    assert SEALER.unseal(ready.stored, VAULT.open(ready.key)).points == (MAIL,)


def test_times_keep_their_instant() -> None:
    """An undo keeps instants to the microsecond."""
    at = NOW + timedelta(microseconds=7)
    known = attrs.evolve(contact(), updated_at=at)
    undo = load_undo(dump_undo(Undo(known, known, known, ())))
    assert undo.survivor.updated_at == at
