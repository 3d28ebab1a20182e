"""What a person carries away can be checked by anybody, offline."""

import copy
import json

import pytest

from poltech.consent import (
    PersonNotFoundError,
    UnreadableEntryError,
    verify_consent_receipt,
)
from poltech.ids import ContactId
from poltech.law import Medium, Purpose
from poltech.ledger import BrokenProofError, Ledger, Signer, UntrustedNoteError
from poltech.ledger.testing import LEDGER


@pytest.fixture
def receipt(town) -> dict:
    """Hold the receipt of somebody who agreed twice and withdrew once."""
    contact = town.person()
    town.give(contact)
    town.give(contact, Purpose.EVENTS)
    town.later(days=1)
    town.consents.withdraw(contact, Purpose.EVENTS, Medium.EMAIL)
    for _ in range(5):
        town.give(town.person())
    return json.loads(json.dumps(town.consents.receipt(contact)))


def check(receipt, keys=(LEDGER.key,), origin=LEDGER.origin):
    """Check a receipt as anybody can."""
    return verify_consent_receipt(receipt, keys, origin)


def test_a_receipt_names_what_stands(receipt) -> None:
    """ISO/IEC TS 27560: who, what for, by what wording, when, in what state."""
    states = {
        (each["pii_processing"]["purposes"][0]["purpose"]): each["event"]["event_state"]
        for each in receipt["records"]
    }
    assert states == {
        "newsletter": "dpv:ConsentGiven",
        "events": "dpv:ConsentWithdrawn",
    }
    (news,) = (
        each
        for each in receipt["records"]
        if each["event"]["event_state"] == "dpv:ConsentGiven"
    )
    notice = news["pii_processing"]["privacy_notice"]
    assert notice["notice_text"] == "Oui, écrivez-moi."
    assert receipt["schema_version"] == "ISO/IEC TS 27560:2023"
    assert receipt["party_identification"][0]["party_name"] == "Lens Demain"


def test_a_receipt_is_checked_without_the_ledger(receipt) -> None:
    """Entry, commitment, inclusion and signature agree."""
    checkpoints = check(receipt)
    assert {checkpoint.size for checkpoint in checkpoints} == {8}


def forge_state(record) -> None:
    """Say that a withdrawal was a consent."""
    record["event"]["event_state"] = "dpv:ConsentGiven"


def forge_purpose(record) -> None:
    """Say that it was for something else."""
    record["pii_processing"]["purposes"][0]["purpose"] = "political_advertising"


def forge_wording(record) -> None:
    """Say that something else was shown."""
    record["pii_processing"]["privacy_notice"] = {"notice_text": "Tout accepter"}


def forge_text(record) -> None:
    """Change what the entry is said to hold."""
    record["proof"]["text"] = record["proof"]["text"].replace("email", "phone")


def forge_salt(record) -> None:
    """Give another salt."""
    record["proof"]["salt"] = "AAAAAAAAAAAAAAAAAAAAAA=="


@pytest.mark.parametrize(
    "forge", [forge_state, forge_purpose, forge_wording, forge_text, forge_salt]
)
def test_a_forged_receipt_is_found_out(receipt, forge) -> None:
    """No field that the entry proves can be changed."""
    forged = copy.deepcopy(receipt)
    withdrawn = next(
        each
        for each in forged["records"]
        if each["event"]["event_state"] == "dpv:ConsentWithdrawn"
    )
    forge(withdrawn)
    with pytest.raises(UnreadableEntryError):
        check(forged)


def test_an_entry_of_another_place_does_not_prove(receipt) -> None:
    """The proof of one record is none for another."""
    one, two = receipt["records"]
    one["proof"]["tlog_proof"] = two["proof"]["tlog_proof"]
    with pytest.raises(BrokenProofError):
        check(receipt)


def test_only_a_trusted_key_counts(receipt) -> None:
    """A receipt under somebody else's signature proves nothing."""
    other = Ledger(Signer("evil.example/log", bytes(range(1, 33))))
    with pytest.raises(UntrustedNoteError):
        check(receipt, [other.key], other.origin)


def test_a_receipt_works_over_every_storage(anywhere) -> None:
    """The proof is the same wherever the ledger is kept."""
    contact = anywhere.person()
    anywhere.give(contact)
    assert len(check(anywhere.consents.receipt(contact))) == 1


def test_who_said_nothing_gets_an_empty_receipt(town) -> None:
    """And who is unknown or erased gets none."""
    contact = town.person()
    assert town.consents.receipt(contact)["records"] == []
    town.erase(contact)
    for unknown in (contact, ContactId(int=1)):
        with pytest.raises(PersonNotFoundError):
            town.consents.receipt(unknown)
