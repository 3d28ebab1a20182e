"""No personal data in any text that may reach a log: values, errors, events, entries."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poltech.contacts as room
from poltech.contacts import (
    Act,
    Activity,
    Address,
    Change,
    Contact,
    ContactPoint,
    ContactSealer,
    Draft,
    Intake,
    Match,
    Merge,
    MergeChoiceError,
    MergeStrategy,
    Name,
    Outcome,
    PointKind,
    Policy,
    Prepared,
    Preparer,
    StoredActivity,
    StoredMerge,
    match,
    normalize_birth_date,
    normalize_birth_year,
    normalize_country,
    normalize_email,
    normalize_handle,
    normalize_insee,
    normalize_language,
    normalize_name,
    normalize_phone,
    normalize_postcode,
    read_draft,
)
from poltech.contacts._rules import apply, begin, correct, merge
from poltech.contacts._service._requests import _said
from poltech.contacts.testing import DEFINITIONS, NOW, TODAY, WORKSPACE
from poltech.errors import PoltechError
from poltech.i18n import explain
from poltech.ids import ActivityId, ContactId, FrozenIds, MergeId, SourceId
from poltech.profile import Actor
from poltech.vault import Vault
from poltech.vault.testing import MATERIAL

CANARY = "zzcanaryzz"
IDS = FrozenIds(3000)
SOURCE = IDS.new(SourceId)
MERGE = Merge(
    id=IDS.new(MergeId),
    survivor=IDS.new(ContactId),
    loser=IDS.new(ContactId),
    at=NOW,
    actor=Actor.user("42"),
)
VAULT = Vault(MATERIAL, WORKSPACE)


def secretive(suffix: str = "") -> dict[str, Any]:
    """Say something secret in every personal field."""
    word = CANARY + suffix
    return {
        "name": Name(given=word, family=word, display=word, civility=word),
        "points": (
            ContactPoint(kind=PointKind.EMAIL, value=f"{word}@b.fr", label=word),
            ContactPoint(kind=PointKind.SOCIAL, value=word, network="x"),
        ),
        "addresses": (Address(lines=(word,), postcode="62300"),),
        "fields": {"shirt": word, "car": word},
        "external_ids": {"van": word},
    }


def values() -> list[object]:
    """Make one of every value that may hold an identity."""
    draft = Draft(source=SOURCE, **secretive())
    other = Draft(source=IDS.new(SourceId), **secretive("b"))
    contact = begin(draft, IDS.new(ContactId), NOW)
    change = apply(contact, other, Policy.PUSH)
    preparer = Preparer(material=MATERIAL, workspace=WORKSPACE, definitions=DEFINITIONS)
    (ready,) = preparer.prepare([draft], IDS, NOW)
    note = {"contact": contact.id, "kind": "note", "body": CANARY}
    stored = ContactSealer(VAULT, DEFINITIONS).seal(contact, VAULT.fresh(contact.id))
    return [
        draft,
        contact,
        change,
        change.contact,
        match(draft, [contact]),
        Match(contact=contact),
        ready,
        preparer,
        stored,
        Act(**note),
        Activity(id=IDS.new(ActivityId), at=NOW, **note),
        StoredActivity(
            id=IDS.new(ActivityId),
            contact=contact.id,
            kind="note",
            at=NOW,
            sealed=CANARY.encode(),
        ),
        StoredMerge(merge=MERGE, sealed=CANARY.encode()),
        Intake(outcome=Outcome.ADDED, contact=contact.id, changed=change.changed),
        correct(contact, other, SOURCE, ["tag"]),
        *draft.points,
        *draft.addresses,
        draft.name,
    ]


@pytest.mark.parametrize("value", values(), ids=lambda value: type(value).__name__)
def test_no_value_shows_an_identity(value: object) -> None:
    """A value printed in a log or a traceback names nobody."""
    assert CANARY not in repr(value)
    assert CANARY not in str(value)


def test_every_value_that_holds_an_identity_was_tried() -> None:
    """Whoever adds a value with a personal field adds it to this test."""
    holders = (
        Name,
        ContactPoint,
        Address,
        Contact,
        Draft,
        Act,
        Activity,
        Change,
        Match,
        Prepared,
    )
    tried = {type(value) for value in values()}
    assert set(holders) <= tried
    hidden = {
        thing
        for name in room.__all__
        if isinstance(thing := getattr(room, name), type)
        and attrs.has(thing)
        and not issubclass(thing, PoltechError)
        and any(not field.repr for field in attrs.fields(thing))
    }
    assert hidden <= tried


READERS: list[Callable[[str], object]] = [
    normalize_email,
    normalize_phone,
    normalize_handle,
    normalize_postcode,
    normalize_insee,
    normalize_country,
    normalize_language,
    lambda text: normalize_birth_date(text, today=TODAY),
    lambda text: normalize_birth_year(text, today=TODAY),
    lambda text: normalize_name(given=text * 50),
    lambda text: read_draft(today=TODAY, email=text),
    lambda text: read_draft(today=TODAY, phone=text),
    lambda text: read_draft(today=TODAY, birth_date=text),
    lambda text: merge(
        begin(
            Draft(source=SOURCE, name=Name(given=text), external_ids={"a": text}),
            IDS.new(ContactId),
            NOW,
        ),
        begin(
            Draft(source=SOURCE, name=Name(given="x"), external_ids={"a": "1"}),
            IDS.new(ContactId),
            NOW,
        ),
    ),
]


@pytest.mark.property
@given(
    st.sampled_from(READERS),
    st.sampled_from(
        (
            "{}",
            "{}@",
            "@{}",
            "{}@{}.fr",
            "{} 0612345678",
            "{}/05/1980",
            "http://{}",
            "{} {}",
        )
    ),
)
def test_no_error_repeats_what_it_refuses(
    read: Callable[[str], object], form: str
) -> None:
    """Neither in its text, in either language, nor in its fields or its cause."""
    text = form.format(CANARY, CANARY)
    try:
        read(text)
    except PoltechError as error:
        said = [str(error), repr(error), explain(error, "fr"), repr(error.fields)]
        said += [repr(error.__cause__), repr(error.args)]
        assert not any(CANARY in each for each in said)


def test_what_undoes_or_repeats_a_request_is_never_shown() -> None:
    """The text that a fingerprint is made of stays within the vault's digest."""
    said = _said(Draft(source=SOURCE, **secretive()))
    assert CANARY in said
    assert CANARY.encode() not in VAULT.digest("request", said)


def test_nothing_in_the_clear_names_anybody(office: Any) -> None:
    """Events, ledger and answers of a whole story hold no identity."""
    shown: list[object] = []
    first = office.contacts.add(office.draft(given=CANARY, email=f"{CANARY}@b.fr"))
    second = office.contacts.add(office.draft(given=CANARY, phone="0612345678"))
    shown += [first, second]
    office.contacts.note(first.contact, CANARY)
    shown.append(
        office.contacts.push(office.draft(email=f"{CANARY}@b.fr", family=CANARY))
    )
    office.contacts.find(f"{CANARY}@b.fr")
    office.contacts.search(CANARY)
    done = office.contacts.merge(first.contact, second.contact)
    shown += [done, *office.contacts.duplicates(), office.contacts.unmerge(done.id)]
    with suppress(PoltechError):
        office.contacts.merge(
            first.contact, second.contact, MergeStrategy(choices={CANARY[:5]: "union"})
        )
    with office.storage.begin(WORKSPACE, write=False) as work:
        shown += [*work.contacts.page(None, 10), *work.merges.of(first.contact)]
        shown += work.activities.of(first.contact)
        raw = [row.sealed for row in work.contacts.page(None, 10)]
    shown += office.events()
    assert not any(CANARY in repr(each) for each in shown)
    assert not any(CANARY.encode() in each for each in [*raw, *office.entries()])


def test_a_choice_that_must_be_made_names_words_only() -> None:
    """`field:shirt` is a word of the office; what it holds is not said."""
    error = MergeChoiceError(reference="0192", words=("given", "field:shirt"))
    assert (
        str(error)
        == "Say which to keep when merging into contact 0192: given, field:shirt."
    )
    assert explain(error, "fr").endswith("given, field:shirt.")
