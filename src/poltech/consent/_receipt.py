"""Receipts: what a person can carry away, and anybody can check offline.

The fields follow ISO/IEC TS 27560, the states the Data Privacy Vocabulary. The proof
holds the ledger's entry, what opens its commitment, and a C2SP `tlog-proof`.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, final

import attrs

from poltech.consent._codec import Opened, commits, read_text
from poltech.consent._model import ConsentRecord, Notice
from poltech.consent.errors import UnreadableEntryError
from poltech.ids import NoticeId
from poltech.law import Statement
from poltech.ledger import Checkpoint, Receipt, VerifierKey, leaf_hash, verify_receipt
from poltech.profile import Profile
from poltech.typing import Json, JsonObject

__all__ = ["SCHEMA", "Proven", "proof_of", "receipt_of", "verify_consent_receipt"]

SCHEMA: Final = "ISO/IEC TS 27560:2023"

_STATES = {
    Statement.GIVEN: "dpv:ConsentGiven",
    Statement.REFUSED: "dpv:ConsentRefused",
    Statement.WITHDRAWN: "dpv:ConsentWithdrawn",
    Statement.EXPIRED: "dpv:ConsentExpired",
}


@final
@attrs.frozen
class Proven:
    """A record with what proves it."""

    record: ConsentRecord
    proof: JsonObject


def receipt_of(
    profile: Profile,
    proven: Iterable[Proven],
    notices: Mapping[NoticeId, Notice],
) -> JsonObject:
    """Lay out the statements of one person as a receipt."""
    records: list[Json] = []
    for each in proven:
        shown = each.record.notice
        notice = None if shown is None else notices.get(shown)
        records.append(_record(profile, each, notice))
    return {
        "schema_version": SCHEMA,
        "party_identification": [_party(profile)],
        "records": records,
    }


def proof_of(entry: bytes, opened: Opened, receipt: Receipt) -> JsonObject:
    """Lay out what proves one record."""
    return {
        "entry": b64encode(entry).decode(),
        "salt": b64encode(opened.salt).decode(),
        "text": opened.text.decode("utf-8", "surrogatepass"),
        "tlog_proof": str(receipt),
    }


def verify_consent_receipt(
    receipt: JsonObject, keys: Iterable[VerifierKey], origin: str
) -> tuple[Checkpoint, ...]:
    """Check a receipt without the ledger, and give the checkpoints it rests on.

    Args:
        receipt: what the person was handed.
        keys: keys of the ledger, and of witnesses, that are trusted.
        origin: which ledger.

    Raises:
        UnreadableEntryError: a text is not what its entry was made of.
        UntrustedNoteError: a checkpoint is not signed by a trusted key.
        InvalidCheckpointError: a proof is not in its format.
        BrokenProofError: an entry does not stand in the ledger.
    """
    trusted = tuple(keys)
    said: Any = receipt
    trusted = tuple(keys)
    return tuple(_verified(record, trusted, origin) for record in said["records"])


def _verified(
    said: Mapping[str, Any], keys: tuple[VerifierKey, ...], origin: str
) -> Checkpoint:
    """Check one record: text, open fields, inclusion and signature."""
    proof = said["proof"]
    entry = b64decode(proof["entry"])
    text = proof["text"].encode("utf-8", "surrogatepass")
    opened = commits(entry, Opened(b64decode(proof["salt"]), text))
    if not opened or _claims(said) != _claimed(read_text(text)):
        raise UnreadableEntryError
    found = Receipt.parse(proof["tlog_proof"])
    return verify_receipt(found, leaf_hash(entry), keys, origin)


def _claims(said: Mapping[str, Any]) -> tuple[object, ...]:
    """Give what a receipt says in the open, as far as its entry proves it."""
    processing, event = said["pii_processing"], said["event"]
    (purpose,) = processing["purposes"]
    notice = processing["privacy_notice"]
    return (
        said["record_id"],
        said["pii_principal_id"],
        purpose["purpose"],
        purpose["service"],
        purpose["pii_controllers"],
        purpose["special_pii_category"],
        event["event_time"],
        event["event_state"],
        notice and sha256(notice["notice_text"].encode()).hexdigest(),
    )


def _claimed(record: ConsentRecord) -> tuple[object, ...]:
    """Give the same from the text that the entry proves."""
    return (
        str(record.id),
        str(record.contact),
        record.purpose,
        record.medium,
        [record.controller],
        sorted(record.categories),
        record.at.isoformat(),
        _STATES[record.statement],
        record.wording,
    )


def _party(profile: Profile) -> JsonObject:
    """Lay out who answers for the data."""
    controller = profile.controller
    return {
        "party_id": controller.name,
        "party_name": controller.name,
        "party_role": "pii_controller",
        "party_address": controller.postal_address,
        "party_email": controller.email,
        "party_contact": controller.dpo,
        "party_type": controller.kind.value,
    }


def _record(profile: Profile, proven: Proven, notice: Notice | None) -> JsonObject:
    """Lay out one statement with its proof."""
    record = proven.record
    return {
        "schema_version": SCHEMA,
        "record_id": str(record.id),
        "pii_principal_id": str(record.contact),
        "pii_processing": _processing(profile, record, notice),
        "event": {
            "event_time": record.at.isoformat(),
            "event_type": "explicit" if record.categories else "expressed",
            "event_state": _STATES[record.statement],
            "entity_id": str(record.contact),
            "recorded_time": record.recorded_at.isoformat(),
        },
        "proof": proven.proof,
    }


def _processing(
    profile: Profile, record: ConsentRecord, notice: Notice | None
) -> JsonObject:
    """Lay out what was agreed to, on what basis and by what wording."""
    categories: list[Json] = [*sorted(record.categories)]
    purpose: dict[str, Json] = {
        "purpose": record.purpose,
        "service": record.medium,
        "lawful_basis": "eu-gdpr:A6-1-a",
        "pii_controllers": [record.controller],
        "collection_method": record.evidence.mechanism,
        "special_pii_category": categories,
    }
    if categories:
        purpose["special_lawful_basis"] = "eu-gdpr:A9-2-a"
    return {
        "privacy_notice": None if notice is None else _notice(notice),
        "language": None if notice is None else notice.locale,
        "purposes": [purpose],
        "jurisdictions": [profile.jurisdiction],
        "withdrawal_method": "eu-gdpr:A7-3",
    }


def _notice(notice: Notice) -> JsonObject:
    """Lay out the wording that was shown."""
    return {
        "notice_id": str(notice.id),
        "notice_name": notice.name,
        "notice_version": notice.version,
        "notice_sha256": notice.digest.hex(),
        "notice_text": notice.text,
    }
