"""Taking people in: add, push, one and many, and what the law refuses."""

from typing import Any

import attrs
import pytest

from poltech.contacts import (
    ContactAdded,
    ContactKind,
    ContactNotFoundError,
    ContactUpdated,
    Draft,
    InvalidContactError,
    MatchReason,
    Name,
    Outcome,
    Policy,
    Preparer,
    SourceNotFoundError,
    SourceRequiredError,
    UnknownFieldError,
)
from poltech.contacts.testing import DEFINITIONS, NOW, WORKSPACE
from poltech.errors import ConflictError, RefusedError
from poltech.ids import ContactId, FrozenIds, SourceId
from poltech.law import Subject
from poltech.vault.testing import MATERIAL


def test_a_contact_is_added_once(office: Any) -> None:
    """Who comes again with the same address is recognised, and nothing changes."""
    said = office.draft(given="Marie", family="Lefèvre", email="marie@orange.fr")
    first, again = office.contacts.add(said), office.contacts.add(said)
    assert (first.outcome, again.outcome) == (Outcome.ADDED, Outcome.UNCHANGED)
    assert again.contact == first.contact
    assert again.matched is MatchReason.EMAIL
    added = [event for event in office.events() if isinstance(event, ContactAdded)]
    assert [event.contact for event in added] == [first.contact]


def test_add_fills_blanks_and_says_what_it_kept(office: Any) -> None:
    """Nothing is overwritten; the value that was refused is named, never repeated."""
    who = office.add(given="Marie", email="marie@orange.fr", language="fr")
    answer = office.contacts.add(
        office.draft(email="marie@orange.fr", phone="0612345678", language="br")
    )
    assert answer.outcome is Outcome.UPDATED
    assert (answer.changed, answer.kept) == (("phone",), ("language",))
    stored = office.contacts.get(who)
    assert (stored.language, len(stored.points), stored.version) == ("fr", 2, 2)
    assert (
        ContactUpdated(
            at=NOW, actor=office.contacts.desk.actor, contact=who, fields=("phone",)
        )
        in office.events()
    )


def test_push_overwrites(office: Any) -> None:
    """What is given takes the place of what was stored."""
    who = office.add(given="Marie", email="marie@orange.fr", language="fr")
    answer = office.contacts.push(office.draft(email="marie@orange.fr", language="br"))
    assert (answer.outcome, answer.changed) == (Outcome.UPDATED, ("language",))
    assert office.contacts.get(who).language == "br"


def test_a_couple_shares_an_address_and_stays_two(office: Any) -> None:
    """The answer says who else bears the address."""
    jean = office.add(given="Jean", family="Dupont", email="dupont@orange.fr")
    answer = office.contacts.add(
        office.draft(given="Marie", family="Dupont", email="dupont@orange.fr")
    )
    assert answer.outcome is Outcome.ADDED
    assert answer.sharing == (jean,)


def test_without_a_source_nobody_is_taken_in(office: Any) -> None:
    """GDPR article 14(2)(f): one verb raises, the many say so in the row's place."""
    said = office.contacts.draft(email="marie@orange.fr")
    with pytest.raises(SourceRequiredError):
        office.contacts.add(said)
    (answer,) = office.contacts.add_many([said])
    assert answer.outcome is Outcome.REFUSED
    assert answer.decision.codes == ("SOURCE_MISSING",)
    assert not office.contacts.find("marie@orange.fr")


def test_an_unknown_source_is_a_mistake(office: Any) -> None:
    """A source that was never registered proves nothing."""
    said = office.contacts.draft(email="a@b.fr", source=FrozenIds(7).new(SourceId))
    with pytest.raises(SourceNotFoundError):
        office.contacts.add(said)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("bought_list", "SOURCE_TRADED"),
        ("municipal_school_file", "SOURCE_PUBLIC_SERVICE"),
        ("social_network", "SOCIAL_HARVEST"),
    ],
)
def test_what_the_law_refuses_stays_out(office: Any, kind: str, code: str) -> None:
    """CNIL, 18 December 2025: files of public services and bought lists."""
    source = office.contacts.source(kind, "Un fichier")
    said = office.contacts.draft(email="a@b.fr", source=source.id)
    with pytest.raises(RefusedError) as caught:
        office.contacts.add(said)
    assert code in caught.value.decision.codes
    (answer,) = office.contacts.add_many([said])
    assert answer.outcome is Outcome.REFUSED


def test_rows_of_one_batch_know_each_other(office: Any) -> None:
    """The second row fills the blanks of the first; one contact is written, once."""
    answers = office.contacts.add_many(
        [
            office.draft(given="Marie", email="marie@orange.fr"),
            office.draft(given="Marie", email="marie@orange.fr", phone="0612345678"),
            office.draft(given="Marie", phone="0612345678", language="fr"),
            office.draft(given="Jean", phone="0612345678"),
        ]
    )
    assert [answer.outcome for answer in answers] == [
        Outcome.ADDED,
        Outcome.UPDATED,
        Outcome.UPDATED,
        Outcome.ADDED,
    ]
    assert answers[2].matched is MatchReason.PHONE
    stored = office.contacts.get(answers[0].contact)
    assert (stored.version, stored.language, len(stored.points)) == (1, "fr", 2)
    kinds = [type(event) for event in office.events()]
    assert kinds.count(ContactAdded) == 2
    assert ContactUpdated not in kinds


def test_many_changes_of_one_contact_are_one_version(office: Any) -> None:
    """A batch writes each contact once, whatever its rows say."""
    who = office.add(given="Marie", email="marie@orange.fr")
    rows = [
        office.draft(email="marie@orange.fr", phone=f"061234567{n}") for n in range(3)
    ]
    office.contacts.add_many(rows)
    stored = office.contacts.get(who)
    assert (stored.version, len(stored.points)) == (2, 4)
    (updated,) = [e for e in office.events() if isinstance(e, ContactUpdated)]
    assert updated.fields == ("phone",)


def test_a_bad_row_undoes_the_batch(office: Any) -> None:
    """All or none: a mistake of the caller leaves nothing half written."""
    rows = [office.draft(email="a@b.fr"), office.draft(email="c@d.fr", fields={"x": 1})]
    with pytest.raises(UnknownFieldError):
        office.contacts.add_many(rows)
    assert not office.contacts.find("a@b.fr")


@pytest.mark.parametrize(
    "fields",
    [
        {"children": "two"},
        {"children": True},
        {"shirt": 1},
        {"shirt": "a\x00b"},
        {"volunteer": "yes"},
        {"since": "2020-01-01"},
        {"dues": 12},
    ],
)
def test_fields_hold_what_they_are_meant_to(
    office: Any, fields: dict[str, Any]
) -> None:
    """A value of another type is a mistake of the mapping, not data."""
    with pytest.raises(InvalidContactError):
        office.contacts.add(office.draft(email="a@b.fr", fields=fields))


def test_a_special_field_needs_explicit_consent(office: Any) -> None:
    """GDPR article 9(2)(a): consent must name the category, and be there before."""
    said = office.draft(email="marie@orange.fr", fields={"support": 1})
    with pytest.raises(RefusedError) as caught:
        office.contacts.add(said)
    assert caught.value.decision.codes == ("GDPR_ART9_NO_EXPLICIT_CONSENT",)
    who = office.add(email="marie@orange.fr")
    with pytest.raises(RefusedError):
        office.contacts.push(said)
    office.consents.given[who] = frozenset({"health"})
    with pytest.raises(RefusedError):
        office.contacts.push(said)
    office.consents.given[who] = frozenset({"political_opinion"})
    assert office.contacts.push(said).changed == ("field:support",)
    with office.storage.begin(WORKSPACE, write=False) as work:
        assert not work.contacts.get([who])[who].open_fields


def test_a_restricted_contact_is_left_alone(office: Any) -> None:
    """GDPR article 18(2): what is restricted is kept, and not worked on."""
    who = office.add(email="marie@orange.fr")
    restrict(office, who)
    (answer,) = office.contacts.push_many(
        [office.draft(email="marie@orange.fr", given="M")]
    )
    assert answer.decision.codes == ("CONTACT_RESTRICTED",)
    assert office.contacts.get(who).name == Name()


def restrict(office: Any, who: ContactId) -> None:
    """Restrict a contact, as the room of rights does."""
    with office.storage.begin(WORKSPACE) as work:
        (row,) = work.contacts.get([who]).values()
        work.contacts.replace(
            [attrs.evolve(row, subject=Subject.RESTRICTED, version=row.version + 1)]
        )


def test_an_organisation_is_not_a_person(office: Any) -> None:
    """A town hall and its mayor share an address and stay two."""
    hall = office.add(
        kind=ContactKind.ORGANISATION, display="Mairie de Lens", email="contact@lens.fr"
    )
    mayor = office.contacts.add(
        office.draft(display="La maire", email="contact@lens.fr")
    )
    assert mayor.outcome is Outcome.ADDED
    assert mayor.sharing == (hall,)


def test_a_request_that_comes_again_changes_nothing(office: Any) -> None:
    """The same idempotency key gives the same answer; another draft is refused."""
    who = office.add(given="Marie", email="marie@orange.fr", language="fr")
    older = office.draft(email="marie@orange.fr", language="br")
    first = office.contacts.push(older, key="7")
    office.contacts.push(office.draft(email="marie@orange.fr", language="de"))
    assert office.contacts.push(older, key="7") == first
    assert office.contacts.get(who).language == "de"
    with pytest.raises(ConflictError):
        office.contacts.push(office.draft(email="x@y.fr"), key="7")
    assert office.contacts.add(older, key="7").outcome is Outcome.UNCHANGED


def test_a_request_that_failed_may_come_again(office: Any) -> None:
    """A refusal leaves no trace of its key."""
    said = office.draft(email="marie@orange.fr", fields={"support": 1})
    with pytest.raises(RefusedError):
        office.contacts.add(said, key="7")
    plain = office.draft(email="marie@orange.fr")
    assert office.contacts.add(plain, key="7").outcome is Outcome.ADDED


def test_the_batch_takes_a_key_too(office: Any) -> None:
    """A batch that comes again gives every answer it gave."""
    rows = [office.draft(email="a@b.fr"), office.contacts.draft(email="c@d.fr")]
    first = office.contacts.add_many(rows, key="batch")
    again = office.contacts.add_many(rows, key="batch")
    assert [a.outcome for a in again] == [Outcome.ADDED, Outcome.REFUSED]
    assert [a.contact for a in again] == [a.contact for a in first]


def test_prepared_rows_are_taken_in_like_drafts(office: Any) -> None:
    """The new are written as they were sealed elsewhere, the known are worked in."""
    known = office.add(given="Anna", email="anna@orange.fr")
    said = [
        office.draft(given="Marie", email="marie@orange.fr"),
        office.draft(given="Zoé", email="zoe@orange.fr"),
        office.draft(given="Marie", email="marie@orange.fr", language="fr"),
        office.draft(email="anna@orange.fr", language="fr"),
    ]
    preparer = Preparer(material=MATERIAL, workspace=WORKSPACE, definitions=DEFINITIONS)
    ready = preparer.prepare(said, FrozenIds(700), NOW)
    with office.storage.begin(WORKSPACE) as work:
        answers = office.contacts.take(work, ready, Policy.ADD, quiet=True)
    assert [answer.outcome for answer in answers] == [
        Outcome.ADDED,
        Outcome.ADDED,
        Outcome.UPDATED,
        Outcome.UPDATED,
    ]
    assert answers[1].contact == ready[1].stored.id
    assert answers[3].contact == known
    people = [office.contacts.get(answer.contact) for answer in answers]
    assert [person.name.given for person in people] == ["Marie", "Zoé", "Marie", "Anna"]
    assert [person.language for person in people] == ["fr", None, "fr", "fr"]
    assert len([e for e in office.events() if isinstance(e, ContactAdded)]) == 1


def test_correcting_takes_away_what_was_wrong(office: Any) -> None:
    """GDPR article 16: the old address finds nobody any more."""
    who = office.add(given="Mari", email="mari@orange.fr", phone="0612345678")
    mended = office.draft(given="Marie", email="marie@orange.fr")
    changed = office.contacts.correct(who, mended, clear=["phone"])
    assert changed == ("email", "given", "phone")
    assert not office.contacts.find("mari@orange.fr")
    assert not office.contacts.find("0612345678")
    assert [found.id for found in office.contacts.find("marie@orange.fr")] == [who]


def test_correcting_needs_a_source_and_a_lawful_field(office: Any) -> None:
    """A correction is data like any other."""
    who = office.add(email="marie@orange.fr")
    with pytest.raises(SourceRequiredError):
        office.contacts.correct(who, Draft(name=Name(given="M")))
    with pytest.raises(RefusedError):
        office.contacts.correct(who, office.draft(fields={"support": 1}))


def test_a_source_has_a_label_and_a_past(office: Any) -> None:
    """What people are told is not empty, and not collected tomorrow."""
    with pytest.raises(InvalidContactError):
        office.contacts.source("market_stall", "  ")
    with pytest.raises(InvalidContactError):
        office.contacts.source(
            "market_stall", "Marché", collected=NOW.date().replace(year=2027)
        )


def test_a_field_keeps_what_it_holds(office: Any) -> None:
    """Values are stored by type and sensitivity: only the label of a field may change."""
    shirt = DEFINITIONS["shirt"]
    office.contacts.define_field(attrs.evolve(shirt, label="Taille"))
    with pytest.raises(InvalidContactError):
        office.contacts.define_field(attrs.evolve(shirt, type=DEFINITIONS["dues"].type))


def test_correcting_needs_somebody(office: Any) -> None:
    """Nobody unknown or merged is corrected; what stands already changes nothing."""
    one, two = office.add(email="a@b.fr"), office.add(email="c@d.fr")
    office.contacts.merge(one, two)
    for who in (two, FrozenIds(4000).new(ContactId)):
        with pytest.raises(ContactNotFoundError):
            office.contacts.correct(who, office.draft(given="M"))
    assert office.contacts.correct(one, office.draft(email=["a@b.fr", "c@d.fr"])) == ()
