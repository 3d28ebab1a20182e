"""Blind indexes and derived secrets: keyed, separate by kind, use and workspace."""

from hashlib import blake2b

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from poltech.ids import FrozenIds, WorkspaceId
from poltech.vault import KeyMaterial, Vault
from poltech.vault.testing import MATERIAL, ROTATED, key_materials

OURS, THEIRS = FrozenIds().batch(WorkspaceId, 2)


def _expanded(label: bytes, workspace: WorkspaceId, use: str) -> bytes:
    info = b"poltech\x00" + label + b"\x00" + workspace.bytes + use.encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(MATERIAL.anchor)


def test_a_digest_is_keyed_blake2b() -> None:
    """RFC 7693 section 2.9: 16 bytes under a key of the workspace and the kind."""
    key = _expanded(b"index", OURS, "email")
    expected = blake2b(b"jeanne@example.fr", key=key, digest_size=16).digest()
    assert Vault(MATERIAL, OURS).digest("email", "jeanne@example.fr") == expected


def test_a_derived_secret_is_hkdf() -> None:
    """RFC 5869: 32 bytes from the anchor for the workspace and the use."""
    assert Vault(MATERIAL, OURS).derive("ledger") == _expanded(b"use", OURS, "ledger")


@given(st.text(max_size=60), st.text(max_size=60))
@pytest.mark.property
def test_equal_values_have_equal_digests_and_others_do_not(a: str, b: str) -> None:
    """Two vaults of one workspace agree; different values never meet."""
    one, other = Vault(MATERIAL, OURS), Vault(MATERIAL, OURS)
    assert one.digest("email", a) == other.digest("email", a)
    assert (one.digest("email", a) == one.digest("email", b)) == (a == b)


def test_kinds_workspaces_and_uses_are_apart() -> None:
    """One value under two kinds, workspaces or uses has nothing in common."""
    ours, theirs = Vault(MATERIAL, OURS), Vault(MATERIAL, THEIRS)
    found = {
        *(vault.digest(kind, "x") for vault in (ours, theirs) for kind in "abc"),
        *(vault.derive(use) for vault in (ours, theirs) for use in "abc"),
    }
    assert len(found) == 12


def test_digests_survive_a_rotation() -> None:
    """Rotating keys leaves the anchor, so people are still found afterwards."""
    before, after = Vault(MATERIAL, OURS), Vault(ROTATED, OURS)
    assert before.digest("email", "x") == after.digest("email", "x")
    assert before.derive("ledger") == after.derive("ledger")


def test_a_half_of_a_broken_pair_is_still_a_value() -> None:
    """A lone surrogate from a damaged file gets a digest instead of an exception."""
    assert len(Vault(MATERIAL, OURS).digest("name", "\ud800")) == 16


@given(key_materials(), key_materials())
@pytest.mark.property
def test_another_anchor_gives_other_digests(a: KeyMaterial, b: KeyMaterial) -> None:
    """Without the anchor a dictionary of addresses says nothing."""
    one, other = Vault(a, OURS), Vault(b, OURS)
    same = one.digest("email", "x") == other.digest("email", "x")
    assert same == (a.anchor == b.anchor)
