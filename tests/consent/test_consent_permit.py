"""A permit is issued by the consent room and by nothing else."""

import copy

import attrs
import pytest

from poltech.consent import InvalidConsentError, Permit
from poltech.errors import PoltechError
from poltech.ids import ContactId
from poltech.law import Medium, Purpose

FIELDS = ("contact", "purpose", "medium", "at", "entry")


@pytest.fixture
def permit(town) -> Permit:
    """Hold a permit that the room issued."""
    contact = town.person()
    town.give(contact)
    with town.begin() as work:
        judged = town.consents.judge(work, [contact], Purpose.NEWSLETTER, Medium.EMAIL)
        (verdict,) = judged
    assert verdict.permit is not None
    return verdict.permit


def test_nobody_constructs_one(permit) -> None:
    """Neither with no seal, a false seal, nor another permit as seal."""
    fields = {name: getattr(permit, name) for name in FIELDS}
    for seal in (None, object(), permit):
        with pytest.raises(InvalidConsentError):
            Permit(seal, **fields)
    with pytest.raises(TypeError):
        Permit(**fields)


@pytest.mark.parametrize("name", FIELDS)
def test_nobody_changes_one(permit, name: str) -> None:
    """A permit for one contact never becomes one for another."""
    before = getattr(permit, name)
    with pytest.raises(InvalidConsentError):
        setattr(permit, name, ContactId(int=1))
    assert getattr(permit, name) == before
    with pytest.raises(InvalidConsentError):
        delattr(permit, name)


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda permit: permit.__reduce_ex__(5)],
    ids=["copy", "deepcopy", "pickle"],
)
def test_nobody_copies_one(permit, duplicate) -> None:
    """A permit is not kept, sent or multiplied."""
    with pytest.raises(InvalidConsentError):
        duplicate(permit)


def test_nobody_evolves_one(permit) -> None:
    """It is no attrs value, so `evolve` has nothing to work on."""
    with pytest.raises(attrs.exceptions.NotAnAttrsClassError):
        attrs.evolve(permit, contact=ContactId(int=1))


def test_nobody_inherits_from_it() -> None:
    """A subclass could leave the checks out."""
    with pytest.raises(InvalidConsentError):
        type("Forged", (Permit,), {})


@pytest.mark.parametrize("name", FIELDS)
def test_an_empty_shell_is_worth_nothing(name: str) -> None:
    """Made past its constructor it has no contact, purpose or medium to read."""
    shell = object.__new__(Permit)
    with pytest.raises(AttributeError):
        getattr(shell, name)
    with pytest.raises(PoltechError):
        setattr(shell, name, ContactId(int=1))


def test_nothing_can_be_hung_onto_it(permit) -> None:
    """It has slots and no dictionary."""
    assert not hasattr(permit, "__dict__")
    with pytest.raises(InvalidConsentError):
        permit.note = "send anyway"


def test_it_shows_no_contact_when_printed(permit) -> None:
    """A log names the purpose and the medium only."""
    assert repr(permit) == "<Permit: newsletter by email>"
