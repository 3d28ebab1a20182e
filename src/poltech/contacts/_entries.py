"""What this room writes into the ledger.

An access entry says that identities were read: by whom, what, why; in the clear, as
it holds no identity. An entry of an administrative act says in the clear only which
contact it is of, and is sealed under that contact's key: once the key is destroyed it
still verifies, and reveals nothing.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from poltech.contacts._model import Access, Merge
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg
from poltech.ids import ContactId
from poltech.profile import Actor
from poltech.vault import SubjectKey

__all__ = [
    "access_entry",
    "act_subject",
    "merge_entry",
    "open_act",
    "read_access",
    "require_reason",
]

_ACCESS: Final = b"poltech.access/1\n"
_ACT: Final = b"poltech.contacts/1\n"
_PLACE: Final = "ledger.contacts"
_SEALED: Final = len(_ACT) + 16
_WORD = re.compile("[a-z][a-z0-9_]{0,63}").fullmatch

_to_json = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def require_reason(reason: str) -> str:
    """Go on only if a reason is a word: free text might name somebody.

    Raises:
        InvalidContactError: it is not a word in lower case.
    """
    if not _WORD(reason):
        raise InvalidContactError(
            field="reason",
            problem=msg("give a word in lower case, such as door_canvass"),
        )
    return reason


def access_entry(access: Access) -> bytes:
    """Write down that identities were read."""
    return _ACCESS + _text(
        {
            "actor": str(access.actor),
            "at": access.at.astimezone(UTC).isoformat(),
            "contacts": [contact.hex for contact in access.contacts],
            "reason": access.reason,
            "verb": access.verb,
        }
    )


def read_access(entry: bytes) -> Access | None:
    """Read an entry of the ledger; `None` if it says something else."""
    if not entry.startswith(_ACCESS):
        return None
    said = json.loads(entry[len(_ACCESS) :])
    return Access(
        at=datetime.fromisoformat(said["at"]),
        actor=Actor.parse(said["actor"]),
        verb=said["verb"],
        reason=said["reason"],
        contacts=tuple(ContactId(text) for text in said["contacts"]),
    )


def merge_entry(
    verb: str, merge: Merge, at: datetime, actor: Actor, key: SubjectKey
) -> bytes:
    """Write down that two contacts were made one, or two again."""
    said = {
        "actor": str(actor),
        "at": at.astimezone(UTC).isoformat(),
        "loser": merge.loser.hex,
        "merge": merge.id.hex,
        "survivor": merge.survivor.hex,
        "verb": verb,
    }
    return _ACT + merge.survivor.bytes + key.seal(_PLACE, _text(said))


def act_subject(entry: bytes) -> ContactId | None:
    """Tell which contact an administrative act is of; `None` if it is no such entry."""
    if not entry.startswith(_ACT):
        return None
    return ContactId.unpack(entry[len(_ACT) : _SEALED])


def open_act(entry: bytes, key: SubjectKey) -> Mapping[str, str]:
    """Open an administrative act with the key of the contact it is of.

    Raises:
        SealBrokenError: the key is another's, or the entry was changed.
    """
    said: Mapping[str, str] = json.loads(key.unseal(_PLACE, entry[_SEALED:]))
    return said


def _text(said: Mapping[str, object]) -> bytes:
    """Write JSON, sorted and without spaces."""
    return _to_json(said).encode()
