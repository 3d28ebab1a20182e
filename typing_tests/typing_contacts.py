"""What the door of contacts lets pass, and what it does not."""

from collections.abc import Iterator
from typing import assert_type

from poltech.contacts import (
    Activity,
    Contact,
    Contacts,
    Draft,
    Intake,
    InvalidEmailError,
    Judge,
    Merge,
    NormalizedEmail,
    NormalizedPhone,
    normalize_email,
    normalize_emails,
    normalize_phone,
)
from poltech.ids import ContactId, MergeId, SourceId
from poltech.law import Jurisdiction
from poltech.storage import UnitOfWork


def proofs(text: str) -> None:
    """A normalised address has a type of its own; a text is not one."""
    assert_type(normalize_email(text), NormalizedEmail)
    assert_type(normalize_phone(text), tuple[NormalizedPhone, bool])
    assert_type(normalize_emails([text]), list[NormalizedEmail | InvalidEmailError])
    plain: str = normalize_email(text)
    proved: NormalizedEmail = plain  # type: ignore[assignment]
    normalize_phone(proved, region=7)  # type: ignore[arg-type]


def verbs(
    contacts: Contacts[UnitOfWork], draft: Draft, one: ContactId, merge: MergeId
) -> None:
    """Verbs take identifiers of what they are about, and answer without identities."""
    assert_type(contacts.add(draft), Intake)
    assert_type(contacts.get(one), Contact)
    assert_type(contacts.stream(), Iterator[Contact])
    assert_type(contacts.history(one), list[Activity])
    assert_type(contacts.merge(one, one), Merge)
    contacts.unmerge(one)  # type: ignore[arg-type]
    contacts.get(merge)  # type: ignore[arg-type]
    contacts.add(contacts.get(one))  # type: ignore[arg-type]
    contacts.draft(e_mail="x")  # type: ignore[call-arg]
    contacts.draft(source=one)  # type: ignore[arg-type]
    contacts.draft(source=SourceId.of(one), email=["x", "y"])


def law(order: Jurisdiction) -> Judge:
    """Every legal order is a judge of what may be stored."""
    return order


def frozen(contact: Contact) -> None:
    """Values do not change."""
    contact.language = "fr"  # type: ignore[misc]
