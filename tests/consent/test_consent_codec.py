"""Entries of the ledger: canonical, sealed, veiled, and provable without a key."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.consent import (
    ConsentRecord,
    Evidence,
    UnreadableEntryError,
    open_entry,
    seal_records,
)
from poltech.consent._codec import VEIL, Opened, canonical, commits, disclose, owner_of
from poltech.consent.testing import records
from poltech.ids import ContactId, FrozenIds, RecordId, WorkspaceId
from poltech.law import Statement
from poltech.profile import Actor
from poltech.vault import SealBrokenError, Vault
from poltech.vault.testing import MATERIAL

VAULT = Vault(MATERIAL, WorkspaceId(int=1))
SECRET = VAULT.derive(VEIL)
PEOPLE = FrozenIds().batch(ContactId, 5)
KEYS = {person: VAULT.fresh(person) for person in PEOPLE}
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def record(**changes: object) -> ConsentRecord:
    """Make a record of the first person."""
    usual = {
        "id": RecordId(int=7),
        "contact": PEOPLE[0],
        "statement": Statement.GIVEN,
        "purpose": "newsletter",
        "medium": "email",
        "controller": "Lens Demain",
        "evidence": Evidence(mechanism="unticked_box", ip="192.0.2.1"),
        "at": NOON,
        "recorded_at": NOON,
        "actor": Actor.user("7"),
    }
    return ConsentRecord(**(usual | changes))


def seal(one: ConsentRecord) -> bytes:
    """Seal one record."""
    return seal_records([one], KEYS, SECRET)[0]


@given(st.lists(records(PEOPLE), min_size=1, max_size=8))
def test_entries_open_to_what_was_sealed(said: list[ConsentRecord]) -> None:
    """Every field of every record comes back, whatever the batch shares."""
    entries = seal_records(said, KEYS, SECRET)
    assert [
        open_entry(KEYS[one.contact], entry)
        for one, entry in zip(said, entries, strict=True)
    ] == said
    assert [owner_of(entry, SECRET) for entry in entries] == [r.contact for r in said]


@given(records())
def test_the_text_is_canonical_json(said: ConsentRecord) -> None:
    """RFC 8785: members sorted by name, no blanks, nothing escaped without need."""
    text = canonical(said)
    again = json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert text == again


def test_the_text_says_everything() -> None:
    """The text of a full record, to the letter."""
    assert canonical(record()) == (
        '{"actor":"user:7","at":"2026-11-23T11:00:00+00:00",'
        '"contact":"00000000000070008000000000000001","controller":"Lens Demain",'
        '"evidence":{"ip":"192.0.2.1","mechanism":"unticked_box"},'
        '"id":"00000000000000000000000000000007","medium":"email",'
        '"purpose":"newsletter","recorded_at":"2026-11-23T11:00:00+00:00",'
        '"statement":"given"}'
    )


def test_an_entry_reveals_nothing() -> None:
    """K02: neither a name, an address nor an identifier stands in the clear."""
    entry = seal(record())
    assert entry != seal(record())
    for secret in (b"192.0.2.1", PEOPLE[0].bytes, b"newsletter", b"given"):
        assert secret not in entry


def test_only_the_workspace_lifts_the_veil() -> None:
    """Without the workspace's secret an entry names another, random contact."""
    entry = seal(record())
    assert owner_of(entry, SECRET) == PEOPLE[0]
    assert owner_of(entry, bytes(32)) != PEOPLE[0]


@pytest.mark.parametrize("entry", [b"", b"contacts.access/1\n{}", b"poltech.consent/1"])
def test_what_others_wrote_into_the_ledger_is_passed_over(entry: bytes) -> None:
    """The log is shared: an entry of another room belongs to nobody here."""
    assert owner_of(entry, SECRET) is None
    with pytest.raises(UnreadableEntryError):
        open_entry(KEYS[PEOPLE[0]], entry)


def test_an_entry_opens_with_its_owner_s_key_only() -> None:
    """Another person's key opens nothing."""
    with pytest.raises(SealBrokenError):
        open_entry(KEYS[PEOPLE[1]], seal(record()))


def test_every_flipped_bit_is_noticed() -> None:
    """A changed entry does not open, or names somebody else."""
    entry = seal(record())
    key = KEYS[PEOPLE[0]]
    for place in range(len(entry) * 8):
        changed = bytearray(entry)
        changed[place // 8] ^= 1 << (place % 8)
        if owner_of(bytes(changed), SECRET) == PEOPLE[0]:
            with pytest.raises((SealBrokenError, UnreadableEntryError)):
                open_entry(key, bytes(changed))


def test_a_disclosed_text_is_checked_without_a_key() -> None:
    """Salt and text match their entry, and no other text does."""
    entry = seal(record())
    opened = disclose(KEYS[PEOPLE[0]], entry)
    assert commits(entry, opened)
    lie = opened.text.replace(b"newsletter", b"fundraising")
    assert not commits(entry, Opened(opened.salt, lie))
    assert not commits(entry, attrs.evolve(opened, salt=bytes(16)))
    assert not commits(b"other", opened)


def test_equal_records_have_different_commitments() -> None:
    """Nobody who lacks the salt can guess a record from its commitment."""
    same = record()
    one, two = seal_records([same, same], KEYS, SECRET)
    assert not commits(two, disclose(KEYS[PEOPLE[0]], one))


def test_another_process_can_seal_a_batch() -> None:
    """Sealing needs no storage and no service: keys and a secret are enough."""
    code = """
import sys
from poltech.consent import ConsentRecord, seal_records
assert "sqlalchemy" not in sys.modules
print(seal_records([], {}, bytes(32)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
