"""A permit cannot be forged without the type checker saying so.

Each line below that tries is an error; an ignore that is not needed is one too.
"""

from datetime import datetime
from typing import assert_type

from poltech.consent import Permit, Verdict
from poltech.ids import ContactId
from poltech.law import Medium, Purpose


def read(permit: Permit) -> None:
    assert_type(permit.contact, ContactId)
    assert_type(permit.purpose, Purpose)
    assert_type(permit.medium, Medium)
    assert_type(permit.at, datetime)
    assert_type(permit.entry, int | None)


def given(verdict: Verdict) -> None:
    assert_type(verdict.permit, Permit | None)


def construct(contact: ContactId, at: datetime) -> None:
    Permit()  # type: ignore[call-arg]  # the seal and every field are missing
    Permit(
        object(),  # type: ignore[arg-type]  # only the consent room has the seal
        contact=contact,
        purpose=Purpose.CAMPAIGN,
        medium=Medium.EMAIL,
        at=at,
        entry=None,
    )


def change(permit: Permit, contact: ContactId) -> None:
    permit.contact = contact  # type: ignore[misc]  # a permit never changes


class Forged(Permit):  # type: ignore[misc]  # a permit is final
    """A permit with the checks left out."""
