"""Records as entries of the ledger, and back.

An entry is laid out as

```text
domain word ‖ 16 random bytes ‖ veiled name of the person ‖ commitment ‖ sealed
sealed      = AES-GCM-SIV under the person's key of: salt ‖ canonical JSON
commitment  = SHA-256 of: domain word ‖ salt ‖ canonical JSON
```

Only the workspace can lift the veil, only the person's key opens the record. Whoever
is handed salt and JSON can check them against the entry without any key. Once the
person's key is destroyed the entry still verifies and reveals nothing.

Nothing here touches a store, so that another process can seal a batch.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from hmac import compare_digest
from json.encoder import encode_basestring as _text
from typing import Any, Final, final

import attrs

from poltech.consent._model import ConsentRecord, Evidence
from poltech.consent.errors import UnreadableEntryError
from poltech.ids import ContactId, Id, NoticeId, RecordId, SourceId
from poltech.law import Statement
from poltech.profile import Actor
from poltech.vault import SubjectKey

__all__ = [
    "VEIL",
    "Opened",
    "canonical",
    "commits",
    "disclose",
    "open_entry",
    "owner_of",
    "read_text",
    "seal_records",
]

VEIL: Final = "consent.veil"
"""Use that the veil's key is derived for."""

_DOMAIN: Final = b"poltech.consent/1\n"
_SALT_BYTES = 16
_SUBJECT_BYTES = 16
_NONCE = len(_DOMAIN)
_SUBJECT = _NONCE + _SALT_BYTES
_COMMITMENT = _SUBJECT + _SUBJECT_BYTES
_SEALED = _COMMITMENT + sha256().digest_size


def seal_records(
    records: Sequence[ConsentRecord], keys: Mapping[Id, SubjectKey], veil: bytes
) -> list[bytes]:
    """Seal records as entries, each under the key of its contact.

    Args:
        records: what to seal.
        keys: the keys of their contacts.
        veil: secret of the workspace, `Vault.derive(VEIL)`.

    Raises:
        KeyError: a contact has no key.
    """
    write = _Writer().write
    mask = _masker(veil)
    drawn = os.urandom(2 * _SALT_BYTES * len(records))
    entries: list[bytes] = []
    at = 0
    for record in records:
        middle, end = at + _SALT_BYTES, at + 2 * _SALT_BYTES
        nonce, salted = drawn[at:middle], drawn[middle:end] + _bytes(write(record))
        contact, at = record.contact, end
        hidden = _veiled(contact.int, mask(nonce))
        sealed = keys[contact].seal(_place(nonce), salted)
        entries.append(_DOMAIN + nonce + hidden + _commitment(salted) + sealed)
    return entries


def owner_of(entry: bytes, veil: bytes) -> ContactId | None:
    """Tell whose record an entry holds; `None` if it holds something else."""
    if not entry.startswith(_DOMAIN) or len(entry) <= _SEALED:
        return None
    hidden = int.from_bytes(entry[_SUBJECT:_COMMITMENT])
    mask = _masker(veil)(entry[_NONCE:_SUBJECT])
    return ContactId.unpack(_veiled(hidden, mask))


def open_entry(key: SubjectKey, entry: bytes) -> ConsentRecord:
    """Open an entry with the key of the person it is of.

    Raises:
        SealBrokenError: the key is another's, or the entry was changed.
        UnreadableEntryError: it is no record of consent.
    """
    return read_text(disclose(key, entry).text)


def read_text(text: bytes) -> ConsentRecord:
    """Read what `canonical` wrote.

    Raises:
        UnreadableEntryError: it is no record of consent.
    """
    try:
        return _read(json.loads(text.decode("utf-8", "surrogatepass")))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise UnreadableEntryError from None


@final
@attrs.frozen
class Opened:
    """What is handed to somebody so that they can check an entry without a key."""

    salt: bytes
    text: bytes = attrs.field(repr=False)


def disclose(key: SubjectKey, entry: bytes) -> Opened:
    """Open an entry as far as its salt and text.

    Raises:
        SealBrokenError: the key is another's, or the entry was changed.
        UnreadableEntryError: it is no record of consent.
    """
    if not entry.startswith(_DOMAIN):
        raise UnreadableEntryError
    salted = key.unseal(_place(entry[_NONCE:_SUBJECT]), entry[_SEALED:])
    opened = Opened(salted[:_SALT_BYTES], salted[_SALT_BYTES:])
    if not commits(entry, opened):
        raise UnreadableEntryError
    return opened


def commits(entry: bytes, opened: Opened) -> bool:
    """Tell whether an entry is the entry of a text and its salt; needs no key."""
    return entry.startswith(_DOMAIN) and compare_digest(
        entry[_COMMITMENT:_SEALED], _commitment(opened.salt + opened.text)
    )


def canonical(record: ConsentRecord) -> str:
    """Write a record as canonical JSON (RFC 8785); what is unset is left out."""
    return _Writer().write(record)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _place(nonce: bytes) -> str:
    """Name the place an entry is sealed for: it opens nowhere else."""
    return f"ledger.consent:{nonce.hex()}"


def _commitment(salted: bytes) -> bytes:
    """Bind a text and its salt without showing them."""
    return sha256(_DOMAIN + salted).digest()


def _masker(veil: bytes) -> Callable[[bytes], bytes]:
    """Give the verb that makes a salt's mask."""
    keyed = blake2b(key=veil, digest_size=_SUBJECT_BYTES)

    def mask(salt: bytes) -> bytes:
        hashed = keyed.copy()
        hashed.update(salt)
        return hashed.digest()

    return mask


def _veiled(subject: int, mask: bytes) -> bytes:
    """Hide a subject under a mask, or show it again."""
    return (subject ^ int.from_bytes(mask)).to_bytes(_SUBJECT_BYTES)


@final
class _Writer:
    """Writes the records of one batch; what they share is written once.

    Parts are remembered by the identity of what they hold, which the batch keeps
    alive.
    """

    __slots__ = ("_actors", "_evidence", "_tails", "_times")

    def __init__(self) -> None:
        self._actors: dict[int, str] = {}
        self._times: dict[tuple[int, int], str] = {}
        self._evidence: dict[tuple[int, ...], str] = {}
        self._tails: dict[tuple[object, ...], str] = {}

    def write(self, record: ConsentRecord) -> str:
        """Write one record, its members in the order of their names."""
        actor, times = id(record.actor), (id(record.at), id(record.categories))
        said = (id(record.controller), id(record.evidence), id(record.follows))
        tail = (
            record.medium,
            id(record.notice),
            record.purpose,
            id(record.recorded_at),
            id(record.source),
            record.statement,
            record.wording,
        )
        return (
            f"{self._actors.get(actor) or self._keep(self._actors, actor, _by(record))}"
            f"{self._times.get(times) or self._keep(self._times, times, _when(record))}"
            f"{record.contact.int:032x}"
            f"{self._evidence.get(said) or self._keep(self._evidence, said, _how(record))}"
            f"{record.id.int:032x}"
            f"{self._tails.get(tail) or self._keep(self._tails, tail, _what(record))}"
        )

    @staticmethod
    def _keep(parts: dict[Any, str], key: object, text: str) -> str:
        parts[key] = text
        return text


def _by(record: ConsentRecord) -> str:
    """Write up to where the instant begins."""
    return f'{{"actor":{_text(str(record.actor))},"at":"'


def _when(record: ConsentRecord) -> str:
    """Write the instant and the categories, up to where the contact begins."""
    text = f'{_instant(record.at)}"'
    if record.categories:
        listed = ",".join(map(_text, sorted(record.categories)))
        text += f',"categories":[{listed}]'
    return f'{text},"contact":"'


def _how(record: ConsentRecord) -> str:
    """Write the controller and the evidence, up to where the id begins."""
    text = f'","controller":{_text(record.controller)}'
    text += f',"evidence":{{{_evidence(record.evidence)}}}'
    if record.follows is not None:
        text += f',"follows":"{record.follows.int:032x}"'
    return f'{text},"id":"'


def _what(record: ConsentRecord) -> str:
    """Write the rest, from the medium to the wording."""
    text = f'","medium":{_text(record.medium)}'
    if record.notice is not None:
        text += f',"notice":"{record.notice.int:032x}"'
    text += f',"purpose":{_text(record.purpose)}'
    text += f',"recorded_at":"{_instant(record.recorded_at)}"'
    if record.source is not None:
        text += f',"source":"{record.source.int:032x}"'
    text += f',"statement":"{record.statement.value}"'
    if record.wording is not None:
        text += f',"wording":{_text(record.wording)}'
    return f"{text}}}"


def _evidence(evidence: Evidence) -> str:
    """Write the members of the evidence, in the order of their names."""
    text = ""
    if evidence.agent is not None:
        text += f'"agent":{_text(evidence.agent)},'
    if evidence.conditional:
        text += '"conditional":true,'
    if evidence.confirmed_at is not None:
        text += f'"confirmed_at":"{_instant(evidence.confirmed_at)}",'
    if not evidence.dated:
        text += '"dated":false,'
    return text + _later_evidence(evidence)


def _later_evidence(evidence: Evidence) -> str:
    """Write the members from the document on."""
    text = ""
    if evidence.document is not None:
        text += f'"document":{_text(evidence.document)},'
    if evidence.guardian:
        text += '"guardian":true,'
    if evidence.ip is not None:
        text += f'"ip":{_text(evidence.ip)},'
    text += f'"mechanism":{_text(evidence.mechanism)}'
    if evidence.together != 1:
        text += f',"together":{evidence.together}'
    return text


def _instant(instant: datetime) -> str:
    """Write an instant in UTC."""
    return instant.astimezone(UTC).isoformat()


def _read(said: Mapping[str, Any]) -> ConsentRecord:
    return ConsentRecord(
        id=RecordId.parse(said["id"]),
        contact=ContactId.parse(said["contact"]),
        statement=Statement(said["statement"]),
        purpose=said["purpose"],
        medium=said["medium"],
        controller=said["controller"],
        notice=_optional(NoticeId.parse, said.get("notice")),
        wording=said.get("wording"),
        source=_optional(SourceId.parse, said.get("source")),
        evidence=_read_evidence(said["evidence"]),
        at=datetime.fromisoformat(said["at"]),
        recorded_at=datetime.fromisoformat(said["recorded_at"]),
        actor=Actor.parse(said["actor"]),
        categories=frozenset(said.get("categories", ())),
        follows=_optional(RecordId.parse, said.get("follows")),
    )


def _read_evidence(said: Mapping[str, Any]) -> Evidence:
    confirmed = _optional(datetime.fromisoformat, said.get("confirmed_at"))
    return Evidence(**{**said, "confirmed_at": confirmed})


def _optional(read: Callable[[str], Any], text: str | None) -> Any:  # noqa: ANN401 - the type is the reader's
    return None if text is None else read(text)
