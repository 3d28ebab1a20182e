"""Contacts and consent together: merges fold, special fields ask first."""

from datetime import timedelta

import pytest

from poltech.clock import FrozenClock
from poltech.consent import Choice, Evidence
from poltech.consent.testing import NOW, PROFILE, WORKSPACE, consents_on
from poltech.contacts import FieldDefinition
from poltech.contacts.testing import contacts_on
from poltech.errors import RefusedError
from poltech.law import Medium, Purpose, Sensitivity, Statement
from poltech.storage import WorkspaceRow
from poltech.storage.memory import MemoryStorage

NEWS, MAIL = Purpose.NEWSLETTER, Medium.EMAIL
TICKED = Evidence(mechanism="unticked_box")


class Office:
    """Both rooms over one storage."""

    def __init__(self, storage) -> None:
        row = WorkspaceRow(id=WORKSPACE, name="lens", created_at=NOW)
        storage.create(row, PROFILE)

        def begin(*, write: bool = True):
            return storage.begin(WORKSPACE, write=write)

        self.clock = FrozenClock(NOW)
        self.consents = consents_on(begin, clock=self.clock)
        self.contacts = contacts_on(
            begin,
            clock=self.clock,
            consents=self.consents,
            folder=self.consents.folder,
        )
        self.leaflet = self.consents.publish(
            "leaflet",
            "Oui",
            purposes=[NEWS],
            media=[MAIL],
            categories=["political_opinion"],
        )
        self.source = self.contacts.source("event", "rally")

    def person(self, email: str):
        """Add somebody."""
        draft = self.contacts.draft(email=email, source=self.source.id)
        return self.contacts.add(draft).contact

    def agree(self, contact, *categories: str) -> None:
        """Let somebody say yes."""
        choice = Choice(
            contact=contact,
            statement=Statement.GIVEN,
            purpose=NEWS,
            medium=MAIL,
            evidence=TICKED,
            notice=self.leaflet.id,
            categories=frozenset(categories),
        )
        self.consents.record_many([choice])

    def may(self, contact) -> tuple[str, ...]:
        """Tell why somebody gets no newsletter."""
        return self.consents.may_contact(contact, NEWS, MAIL).codes


@pytest.fixture
def office() -> Office:
    """Open both rooms in memory."""
    return Office(MemoryStorage())


def test_a_merge_folds_and_an_unmerge_parts(office) -> None:
    """The contacts room calls, the consent room follows its rule."""
    one, two = office.person("a@lens.example"), office.person("b@lens.example")
    office.agree(two)
    office.consents.withdraw(one)
    merged = office.contacts.merge(one, two)
    assert office.may(one) == ("CONSENT_WITHDRAWN",)
    assert "SUBJECT_MERGED" in office.may(two)
    office.contacts.unmerge(merged.id)
    assert office.may(one) == ("CONSENT_WITHDRAWN",)
    assert office.may(two) == ()
    assert office.consents.audit().whole


def test_an_unmerge_tells_since_when(office) -> None:
    """A loser who never spoke does not inherit what was left before the merge."""
    one, two = office.person("a@lens.example"), office.person("b@lens.example")
    office.consents.withdraw(one)
    office.clock.advance(timedelta(days=1))
    merged = office.contacts.merge(one, two)
    office.contacts.unmerge(merged.id)
    assert office.consents.states(two) == ()


def test_a_special_field_needs_consent_that_names_it(office) -> None:
    """S01 and S02: refused without, stored with explicit consent."""
    office.contacts.define_field(
        FieldDefinition(
            key="leaning",
            label="Opinion",
            sensitivity=Sensitivity.SPECIAL,
            category="political_opinion",
        )
    )
    contact = office.person("a@lens.example")
    draft = office.contacts.draft(
        email="a@lens.example", source=office.source.id, fields={"leaning": "gauche"}
    )
    with pytest.raises(RefusedError) as caught:
        office.contacts.add(draft)
    assert caught.value.decision.codes == ("GDPR_ART9_NO_EXPLICIT_CONSENT",)
    office.agree(contact, "political_opinion")
    office.contacts.add(draft)
    assert office.contacts.get(contact).fields == {"leaning": "gauche"}
