"""Reading identities, and the entry that each reading leaves."""

from datetime import timedelta
from typing import Any

import pytest

from poltech.contacts import (
    Access,
    Contact,
    ContactNotFoundError,
    InvalidContactError,
    act_subject,
    read_access,
)
from poltech.contacts.testing import NOW, WORKSPACE
from poltech.errors import PoltechError
from poltech.ids import ContactId, FrozenIds
from poltech.profile import Actor

NOBODY = FrozenIds(4000).new(ContactId)


def names(found: list[Contact]) -> list[str]:
    """Give the names found."""
    return [contact.name.full for contact in found]


def test_somebody_is_found_by_any_identifier(office: Any) -> None:
    """Address, number, account, identifier here and elsewhere, however typed."""
    who = office.add(
        given="Marie",
        email="Marie@Orange.fr",
        phone="06 12 34 56 78",
        social={"x": "@Marie_L"},
        external_ids={"nationbuilder": "77"},
    )
    for text in (
        "marie@orange.fr",
        " MARIE@ORANGE.FR ",
        "+33612345678",
        "06.12.34.56.78",
        "x:marie_l",
        "X: @Marie_L",
        "nationbuilder:77",
        str(who),
    ):
        assert [found.id for found in office.contacts.find(text)] == [who], text
    for text in (
        "",
        "marie",
        "0612345679",
        "y:marie_l",
        "nationbuilder:7",
        str(NOBODY),
    ):
        assert office.contacts.find(text) == [], text


def test_everybody_who_shares_an_address_is_found(office: Any) -> None:
    """The oldest comes first."""
    for given in ("Jean", "Marie"):
        office.add(given=given, email="dupont@orange.fr")
    assert names(office.contacts.find("dupont@orange.fr")) == ["Jean", "Marie"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("marie", ["Marie Dupont", "Marie-Hélène Lefèvre"]),
        ("LEFEVRE", ["Marie-Hélène Lefèvre"]),
        ("lefevre helene", ["Marie-Hélène Lefèvre"]),
        ("dupont marie", ["Marie Dupont", "Jean Dupont", "Marie-Hélène Lefèvre"]),
        ("de la tour", ["Zoé de La Tour"]),
        ("mar", []),
        ("", []),
        ("!!", []),
    ],
)
def test_names_are_searched_by_whole_words(
    office: Any, words: str, found: list[str]
) -> None:
    """More words first, then fewer others; accents, case and order do not matter."""
    for given, family in (
        ("Jean", "Dupont"),
        ("Marie", "Dupont"),
        ("Marie-Hélène", "Lefèvre"),
        ("Zoé", "de La Tour"),
    ):
        office.add(given=given, family=family, postcode="62300")
    assert names(office.contacts.search(words)) == found


def test_a_search_shows_no_more_than_was_asked(office: Any) -> None:
    """Of many who fit, the first few of the alphabet."""
    for given in ("Zoé", "Anna", "Marie"):
        office.add(given=given, family="Dupont", postcode="62300")
    assert names(office.contacts.search("dupont", limit=2)) == [
        "Anna Dupont",
        "Marie Dupont",
    ]
    assert names(office.contacts.search("zoé dupont", limit=1)) == ["Zoé Dupont"]


def test_a_page_is_turned_until_the_end(office: Any) -> None:
    """All contacts in use come, in the order they were added."""
    added = [office.add(email=f"n{n}@orange.fr") for n in range(5)]
    gone = office.add(given="X", email="n0@orange.fr", phone="0612345678")
    assert gone == added[0]
    office.contacts.merge(added[0], added[1])
    assert [c.id for c in office.contacts.stream(page=2)] == [added[0], *added[2:]]
    assert [len(page) for page in office.contacts.pages(3)] == [2, 2]


def test_each_reading_leaves_exactly_one_entry(office: Any) -> None:
    """Invariant 33: who, what scope, why; one entry, whatever was found."""
    who = office.add(given="Marie", email="marie@orange.fr")
    reader = office.contacts.acting_as(Actor.user("reader"))
    readings = [
        ("get", (who,), lambda: reader.get(who, reason="petition_desk")),
        ("get", (who,), lambda: reader.get_many([who, NOBODY], reason="petition_desk")),
        (
            "find",
            (who,),
            lambda: reader.find("marie@orange.fr", reason="petition_desk"),
        ),
        ("find", (), lambda: reader.find("x@y.fr", reason="petition_desk")),
        ("search", (who,), lambda: reader.search("marie", reason="petition_desk")),
        ("stream", (), lambda: [*reader.stream(reason="petition_desk")]),
        ("history", (who,), lambda: reader.history(who, reason="petition_desk")),
    ]
    for verb, shown, read in readings:
        before = office.entries()
        read()
        (entry,) = office.entries()[len(before) :]
        assert read_access(entry) == Access(
            at=NOW,
            actor=Actor.user("reader"),
            verb=verb,
            reason="petition_desk",
            contacts=shown,
        )
        assert b"arie" not in entry
        assert act_subject(entry) is None


def test_a_stream_is_noted_when_it_is_asked_for(office: Any) -> None:
    """Whoever asks for everybody and looks at nobody yet has asked for everybody."""
    office.add(email="marie@orange.fr")
    office.contacts.stream()
    assert [access.verb for access in office.accesses()] == ["stream"]


def test_reading_without_a_reason_gives_the_usual_one(office: Any) -> None:
    """The desk knows why its people look; a call may know better."""
    who = office.add(email="marie@orange.fr")
    office.contacts.get(who)
    assert office.accesses()[0].reason == "consultation"


@pytest.mark.parametrize(
    "reason", ["call Marie Lefèvre", "", "Canvass", "x" * 65, "a-b"]
)
def test_a_reason_is_a_word(office: Any, reason: str) -> None:
    """Free text might name somebody, and the log holds no identity."""
    who = office.add(email="marie@orange.fr")
    if reason:
        with pytest.raises(InvalidContactError):
            office.contacts.get(who, reason=reason)
    assert not office.accesses()


def test_the_machine_reads_without_a_word(office: Any) -> None:
    """Sending and importing look at nobody; whoever shows it must say so."""
    who = office.add(given="Marie", email="marie@orange.fr")
    with office.storage.begin(WORKSPACE, write=False) as work:
        assert office.contacts.read(work, [who, NOBODY])[who].name.given == "Marie"
    assert [*office.contacts.pages()]
    assert [*office.contacts.duplicates()] == []
    assert not office.entries()


def test_writing_shows_nobody_and_leaves_no_access(office: Any) -> None:
    """Matching opens contacts for the machine alone; answers hold no identity."""
    office.add(given="Marie", email="marie@orange.fr")
    answer = office.contacts.add(
        office.draft(email="marie@orange.fr", phone="0612345678")
    )
    assert "arie" not in repr(answer)
    assert not office.entries()


def test_nobody_is_nobody(office: Any) -> None:
    """Who does not exist is not found, and nothing is logged as shown."""
    for call in (office.contacts.get, office.contacts.history):
        with pytest.raises(ContactNotFoundError):
            call(NOBODY)
    assert not office.accesses()


def test_who_was_erased_is_not_there(office: Any) -> None:
    """Without its key a contact cannot be read by anybody, in any way."""
    who = office.add(given="Marie", email="marie@orange.fr")
    note = office.contacts.note(who, "aime le théâtre")
    with office.storage.begin(WORKSPACE) as work:
        work.keys.destroy([who])
    with pytest.raises(ContactNotFoundError):
        office.contacts.get(who)
    assert office.contacts.find("marie@orange.fr") == []
    assert office.contacts.search("marie") == []
    assert [*office.contacts.stream()] == []
    (act,) = office.contacts.history(who)
    assert (act.id, act.body) == (note.id, None)
    with pytest.raises(PoltechError):
        office.contacts.note(who, "x")


def test_time_is_the_clocks(office: Any) -> None:
    """Entries carry the instant of the reading."""
    who = office.add(email="marie@orange.fr")
    office.contacts.desk.clock.advance(timedelta(hours=1))
    office.contacts.get(who)
    assert office.accesses()[0].at == NOW + timedelta(hours=1)
