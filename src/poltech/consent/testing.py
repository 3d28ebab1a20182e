"""Strategies for consent, and the contract of the stores it needs; for tests alone."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import attrs
from hypothesis import strategies as st

from poltech.clock import FrozenClock
from poltech.consent import (
    Begin,
    ConsentRecord,
    Consents,
    ConsentWork,
    Desk,
    Election,
    Evidence,
    Notice,
    StoredFacts,
    StoredRecord,
    Suppression,
)
from poltech.errors import ConflictError
from poltech.ids import (
    ContactId,
    FrozenIds,
    NoticeId,
    RecordId,
    SourceId,
    WorkspaceId,
)
from poltech.law import Cause, Medium, Purpose, Statement
from poltech.law.fr import FR
from poltech.ledger import Ledger, Signer
from poltech.profile import Actor, Controller, ControllerKind, Profile
from poltech.vault import Vault
from poltech.vault.testing import MATERIAL

__all__ = [
    "NOW",
    "PROFILE",
    "WORKSPACE",
    "ConsentTown",
    "consent_store_contract",
    "consents_on",
    "elections",
    "evidences",
    "notices",
    "records",
    "suppressions",
]

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
"""When the office for tests opens."""

WORKSPACE = FrozenIds(last=999).new(WorkspaceId)
"""The workspace of the office for tests, the same as the contacts room's."""

PROFILE = Profile(
    controller=Controller(
        name="Lens Demain",
        kind=ControllerKind.CANDIDATE,
        email="contact@lens-demain.example",
        postal_address="1 place Jean-Jaurès, 62300 Lens",
    )
)
"""What the office for tests is."""

_START = datetime(2026, 1, 1, tzinfo=UTC)
_IDS = FrozenIds(last=1_000_000)
_CONTACTS = tuple(_IDS.batch(ContactId, 5))
_NOTICES = tuple(_IDS.batch(NoticeId, 3))
_SOURCES = tuple(_IDS.batch(SourceId, 2))
_RECORDS = tuple(_IDS.batch(RecordId, 200))

_texts = st.text(max_size=20)
_instants = st.integers(0, 400_000).map(lambda n: _START + timedelta(seconds=n * 37))


def notices() -> st.SearchStrategy[Notice]:
    """Draw wordings."""
    codes = st.frozensets(st.sampled_from([p.code for p in Purpose.BUILT_IN]))
    return st.builds(
        Notice,
        id=st.sampled_from(_NOTICES),
        name=st.sampled_from(["leaflet", "site"]),
        version=st.integers(1, 5),
        locale=st.sampled_from(["fr", "en"]),
        text=st.text(min_size=1).filter(str.strip),
        purposes=codes,
        media=st.frozensets(st.sampled_from([m.code for m in Medium.BUILT_IN])),
        categories=st.frozensets(st.just("political_opinion")),
        since=_instants,
    )


def evidences() -> st.SearchStrategy[Evidence]:
    """Draw what proves a statement."""
    return st.builds(
        Evidence,
        mechanism=st.sampled_from(["unticked_box", "double_opt_in", "spoken_yes"]),
        ip=st.none() | _texts,
        agent=st.none() | _texts,
        document=st.none() | _texts,
        confirmed_at=st.none() | _instants,
        guardian=st.booleans(),
        dated=st.booleans(),
        together=st.integers(1, 3),
        conditional=st.booleans(),
    )


def records(
    contacts: Sequence[ContactId] = _CONTACTS,
) -> st.SearchStrategy[ConsentRecord]:
    """Draw records of a few people."""
    return st.builds(
        ConsentRecord,
        id=st.sampled_from(_RECORDS),
        contact=st.sampled_from(contacts),
        statement=st.sampled_from(Statement),
        purpose=st.sampled_from(["newsletter", "campaign"]),
        medium=st.sampled_from(["email", "sms"]),
        controller=st.sampled_from(["Lens Demain", 'L"avenir\n']),
        notice=st.none() | st.sampled_from(_NOTICES),
        wording=st.none() | st.just("00" * 32),
        source=st.none() | st.sampled_from(_SOURCES),
        evidence=evidences(),
        at=_instants,
        recorded_at=_instants,
        actor=st.sampled_from([Actor.user("7"), Actor.person(), Actor.system("é")]),
        categories=st.frozensets(st.sampled_from(["health", "political_opinion"])),
        follows=st.none() | st.sampled_from(_RECORDS),
    )


def suppressions() -> st.SearchStrategy[Suppression]:
    """Draw suppressions of a few points."""
    return st.builds(
        Suppression,
        digest=st.integers(0, 4).map(lambda n: bytes([n]) * 16),
        cause=st.sampled_from(Cause),
        medium=st.sampled_from([None, "email", "post"]),
        purpose=st.sampled_from([None, "newsletter"]),
        at=_instants,
    )


def elections() -> st.SearchStrategy[Election]:
    """Draw votes of one or two rounds."""
    week = timedelta(days=7)
    sundays = st.integers(0, 100).map(lambda n: date(2026, 11, 29) + n * week)
    return st.builds(
        Election,
        name=st.sampled_from(["municipales", "législatives"]),
        kind=st.sampled_from(["municipal", "legislative"]),
        territory=st.sampled_from([None, "62498", "971"]),
        days=sundays.map(lambda day: (day.isoformat(), (day + week).isoformat())),
    )


def consents_on(begin: Begin, **over: Any) -> Consents:  # noqa: ANN401 - fields of a desk
    """Open the consent of a candidate's office in France, on any storage.

    Args:
        begin: opens units of work of the workspace `WORKSPACE`.
        over: fields of the desk that are to be others.
    """
    parts: dict[str, Any] = {
        "begin": begin,
        "vault": Vault(MATERIAL, WORKSPACE),
        "ledger": Ledger(Signer("office.example", bytes(range(32)))),
        "law": FR,
        "profile": PROFILE,
        "clock": FrozenClock(NOW),
        "ids": FrozenIds(last=5_000_000),
        "actor": Actor.user("42"),
    }
    return Consents(Desk(**parts | over))


class ConsentTown(Protocol):
    """A workspace of a storage under test."""

    def begin(self, *, write: bool = True) -> AbstractContextManager[ConsentWork]:
        """Open a unit of work that commits on clean exit."""
        ...

    def person(self, *points: str) -> ContactId:
        """Make a natural person known, whose digests are of those e-mail addresses.

        They can be reached by every medium and came from themselves.
        """
        ...

    def point(self, email: str) -> bytes:
        """Give the digest of an e-mail address."""
        ...


def consent_store_contract(make: Callable[[], ConsentTown]) -> type:
    """Give a fresh test class that the consent stores of a storage must pass."""

    class ConsentStoreContract(_ConsentStoreContract):
        """What the consent room relies on."""

        town = staticmethod(make)

    return ConsentStoreContract


class _ConsentStoreContract:
    """What the consent room relies on."""

    town: Callable[[], ConsentTown]

    def test_the_later_statement_stands(self) -> None:
        """Of two statements the later instant stands, whatever the order of entries."""
        town = self.town()
        contact = town.person()
        given = _stored(contact, 0, Statement.GIVEN, minute=5)
        earlier = _stored(contact, 1, Statement.WITHDRAWN, minute=4)
        _append(town, [given])
        _append(town, [earlier])
        assert _statements(town, contact) == [Statement.GIVEN]

    def test_of_one_instant_the_later_entry_stands(self) -> None:
        """Commit order decides what the clock cannot."""
        town = self.town()
        contact = town.person()
        _append(town, [_stored(contact, 0, Statement.GIVEN)])
        _append(town, [_stored(contact, 1, Statement.WITHDRAWN)])
        assert _statements(town, contact) == [Statement.WITHDRAWN]

    def test_one_batch_folds_as_many_do(self) -> None:
        """Statements of one contact in one batch fold by instant, then entry."""
        town = self.town()
        contact = town.person()
        _append(
            town,
            [
                _stored(contact, 0, Statement.GIVEN, minute=9),
                _stored(contact, 1, Statement.WITHDRAWN, minute=3),
                _stored(contact, 2, Statement.REFUSED, medium="sms"),
            ],
        )
        assert _statements(town, contact) == [Statement.GIVEN, Statement.REFUSED]

    def test_history_keeps_every_record_in_the_ledger_s_order(self) -> None:
        """Nothing that was said is lost."""
        town = self.town()
        contact = town.person()
        said = [
            _stored(contact, 2, Statement.WITHDRAWN),
            _stored(contact, 1, Statement.GIVEN, minute=7),
        ]
        _append(town, said)
        with town.begin(write=False) as work:
            found = work.consent.history(contact)
        assert list(found) == said[::-1]

    def test_a_state_repeats_the_record_that_stands(self) -> None:
        """Notice, instant, entry and categories are those of the record."""
        town = self.town()
        contact = town.person()
        record = attrs.evolve(
            _stored(contact, 3, Statement.GIVEN),
            notice=_NOTICES[0],
            categories=frozenset({"political_opinion"}),
        )
        _append(town, [record])
        with town.begin(write=False) as work:
            (state,) = work.consent.states([contact])
        assert (
            state.record,
            state.entry,
            state.at,
            state.notice,
            state.categories,
        ) == (
            record.id,
            record.entry,
            record.at,
            record.notice,
            record.categories,
        )

    def test_those_who_spoke_are_listed_page_by_page(self) -> None:
        """An audit can look at every state, also at one that nobody made."""
        town = self.town()
        people = [town.person() for _ in range(4)]
        for entry, contact in enumerate(people[1:]):
            _append(town, [_stored(contact, entry, Statement.GIVEN)])
        with town.begin(write=False) as work:
            assert list(work.consent.speakers(None, 2)) == people[1:3]
            assert list(work.consent.speakers(people[2], 2)) == people[3:]
            assert list(work.consent.speakers(people[3], 2)) == []

    def test_facts_come_in_the_order_asked_without_the_unknown(self) -> None:
        """A contact that does not exist is left out."""
        town = self.town()
        one, two = town.person(), town.person()
        with town.begin(write=False) as work:
            found = work.consent.facts(
                [two, ContactId(int=1), one], Purpose.NEWSLETTER, Medium.EMAIL
            )
            assert [facts.contact for facts in found] == [two, one]

    def test_facts_tell_what_was_agreed_to_besides(self) -> None:
        """Purposes on the same medium, media for the same purpose, given ones only."""
        town = self.town()
        contact = town.person()
        _append(
            town,
            [
                _stored(contact, 0, Statement.GIVEN, purpose="events"),
                _stored(contact, 1, Statement.GIVEN, medium="sms"),
                _stored(contact, 2, Statement.WITHDRAWN, medium="post"),
            ],
        )
        facts = _facts(town, contact)
        assert facts.statement is None
        assert facts.consented_purposes == {"events"}
        assert facts.consented_media == {"sms"}

    def test_suppressions_cover_their_scope_and_no_more(self) -> None:
        """None means all; a lifted suppression covers nothing."""
        town = self.town()
        contact = town.person("a@lens.example")
        digest = town.point("a@lens.example")
        rows = [
            Suppression(digest=digest, cause=cause, at=_START, **scope)
            for cause, scope in _SCOPES
        ]
        with town.begin() as work:
            work.suppressions.add(rows)
        assert {each.cause for each in _facts(town, contact).suppressions} == {
            Cause.ERASURE,
            Cause.HARD_BOUNCE,
            Cause.WITHDRAWAL,
        }
        with town.begin() as work:
            ended = attrs.evolve(rows[0], lifted_at=_START + timedelta(hours=1))
            work.suppressions.lift([ended])
            assert ended in work.suppressions.of([digest])
        left = {each.cause for each in _facts(town, contact).suppressions}
        assert rows[0].cause not in left

    def test_a_suppression_that_stands_stays_as_it_is(self) -> None:
        """The first date of a suppression is kept."""
        town = self.town()
        digest = town.point("b@lens.example")
        first = Suppression(digest=digest, cause=Cause.COMPLAINT, at=_START)
        again = attrs.evolve(first, at=_START + timedelta(days=1))
        with town.begin() as work:
            work.suppressions.add([first])
            work.suppressions.add([again])
            assert list(work.suppressions.of([digest])) == [first]

    def test_a_version_of_a_wording_is_written_once(self) -> None:
        """What was shown to people is never written over."""
        town = self.town()
        notice = Notice(
            id=_NOTICES[0],
            name="wording under test",
            locale="fr",
            text="Oui",
            purposes=frozenset({"newsletter"}),
            media=frozenset({"email"}),
            since=_START,
        )
        with town.begin() as work:
            work.notices.add(notice)
        conflict = False
        try:
            with town.begin() as work:
                work.notices.add(attrs.evolve(notice, id=_NOTICES[1], text="Non"))
        except ConflictError:
            conflict = True
        assert conflict
        with town.begin(write=False) as work:
            assert list(work.notices.versions("wording under test")) == [notice]
            assert work.notices.get([notice.id, _NOTICES[2]]) == {notice.id: notice}

    def test_a_vote_is_written_over_by_its_name(self) -> None:
        """A vote that is moved stands once in the calendar."""
        town = self.town()
        vote = Election(name="municipales", kind="municipal", days=("2026-03-15",))
        moved = attrs.evolve(vote, days=("2026-03-22",))
        with town.begin() as work:
            work.elections.put(vote)
            work.elections.put(moved)
        with town.begin(write=False) as work:
            assert list(work.elections.all()) == [moved]


_SCOPES: tuple[tuple[Cause, dict[str, Any]], ...] = (
    (Cause.ERASURE, {}),
    (Cause.HARD_BOUNCE, {"medium": "email"}),
    (Cause.WITHDRAWAL, {"medium": "email", "purpose": "newsletter"}),
    (Cause.OBJECTION, {"medium": "post"}),
    (Cause.COMPLAINT, {"purpose": "campaign"}),
)


def _stored(
    contact: ContactId,
    entry: int,
    statement: Statement,
    *,
    minute: int = 0,
    purpose: str = "newsletter",
    medium: str = "email",
) -> StoredRecord:
    return StoredRecord(
        id=_RECORDS[entry],
        contact=contact,
        statement=statement,
        purpose=purpose,
        medium=medium,
        notice=None,
        at=_START + timedelta(minutes=minute),
        recorded_at=_START,
        categories=frozenset(),
        entry=entry,
    )


def _append(town: ConsentTown, said: Sequence[StoredRecord]) -> None:
    with town.begin() as work:
        work.consent.lock([said[0].contact], exclusive=True)
        work.consent.append(said)


def _statements(town: ConsentTown, contact: ContactId) -> list[Statement]:
    with town.begin(write=False) as work:
        return [state.statement for state in work.consent.states([contact])]


def _facts(town: ConsentTown, contact: ContactId) -> StoredFacts:
    with town.begin(write=False) as work:
        return next(
            iter(work.consent.facts([contact], Purpose.NEWSLETTER, Medium.EMAIL))
        )
