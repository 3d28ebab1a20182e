"""What is sealed opens at its place for its owner, and nowhere else."""

import logging
import subprocess
import sys
import traceback
from itertools import product

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from hypothesis import given
from hypothesis import strategies as st

from poltech.errors import ConfigurationError, UntrustedError
from poltech.i18n import explain
from poltech.ids import ContactId, FrozenIds, WorkspaceId
from poltech.vault import (
    SealBrokenError,
    UnknownKeyError,
    UnsupportedCipherError,
    Vault,
    WrappedKey,
    _seal,
)
from poltech.vault.testing import MATERIAL, ROTATED

IDS = FrozenIds()
OURS, THEIRS = IDS.batch(WorkspaceId, 2)
JEANNE, PAUL = IDS.batch(ContactId, 2)
VAULT = Vault(MATERIAL, OURS)


@given(st.binary(max_size=500), st.text(max_size=30))
@pytest.mark.property
def test_what_is_sealed_opens(plain: bytes, place: str) -> None:
    """Sealing loses nothing, whatever the bytes and the place."""
    key = VAULT.fresh(JEANNE)
    assert VAULT.open(key.wrapped).unseal(place, key.seal(place, plain)) == plain


def test_the_same_bytes_never_look_the_same() -> None:
    """RFC 8452: a fresh nonce each time, so equal contents cannot be told."""
    key = VAULT.fresh(JEANNE)
    sealed = {key.seal("contacts.sealed", b"Jeanne") for _ in range(2000)}
    assert len(sealed) == 2000
    assert len({one[1:13] for one in sealed}) == 2000
    assert not any(b"Jeanne" in one for one in sealed)


def test_a_seal_opens_only_where_it_belongs() -> None:
    """Invariant 45: in another column, person or workspace it fails to decrypt.

    Every owner here bears the same secret key, so only the binding tells them apart.
    """
    secret = b"k" * 32
    owners = {
        (workspace, subject, place): Vault(MATERIAL, workspace)._wrapped(
            subject, secret
        )
        for workspace, subject, place in product(
            (OURS, THEIRS), (JEANNE, PAUL), ("contacts.sealed", "activities.sealed")
        )
    }
    sealed = {at: key.seal(at[2], b"plain") for at, key in owners.items()}
    for (here, key), there in product(owners.items(), sealed):
        if here == there:
            assert key.unseal(here[2], sealed[there]) == b"plain"
        else:
            with pytest.raises(SealBrokenError):
                key.unseal(here[2], sealed[there])


def test_a_place_is_not_glued_to_what_precedes_it() -> None:
    """No longer place can stand in for a shorter one."""
    key = VAULT.fresh(JEANNE)
    for place in ("", "contacts", "contacts.sealed2", "\x01contacts.sealed"):
        with pytest.raises(SealBrokenError):
            key.unseal("contacts.sealed", key.seal(place, b"plain"))


def test_a_wrapped_key_opens_only_for_its_owner() -> None:
    """Invariant 45: a wrapped key moved to a person or workspace does not open."""
    wrapped = VAULT.fresh(JEANNE).wrapped
    with pytest.raises(SealBrokenError):
        VAULT.open(WrappedKey(PAUL, wrapped.version, wrapped.wrapped))
    with pytest.raises(SealBrokenError):
        Vault(MATERIAL, THEIRS).open(wrapped)


def test_a_wrapped_key_opens_only_under_its_version() -> None:
    """A key that is said to be of another version does not open."""
    wrapped = VAULT.fresh(JEANNE).wrapped
    with pytest.raises(SealBrokenError):
        Vault(ROTATED, OURS).open(WrappedKey(JEANNE, 2, wrapped.wrapped))


def test_every_changed_bit_is_noticed() -> None:
    """Flip any bit of a sealed value or a wrapped key: it fails, never opens."""
    key = VAULT.fresh(JEANNE)
    sealed = key.seal("contacts.sealed", b"Jeanne")
    for bit in range(len(sealed) * 8):
        broken = _flipped(sealed, bit)
        with pytest.raises(SealBrokenError):
            key.unseal("contacts.sealed", broken)
    for bit in range(len(key.wrapped.wrapped) * 8):
        broken = _flipped(key.wrapped.wrapped, bit)
        with pytest.raises(SealBrokenError):
            VAULT.open(WrappedKey(JEANNE, 1, broken))


def _flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_cut_is_noticed() -> None:
    """A seal that lost its end, or all of itself, fails as a broken one."""
    key = VAULT.fresh(JEANNE)
    sealed = key.seal("contacts.sealed", b"Jeanne")
    for end in range(len(sealed)):
        with pytest.raises(SealBrokenError):
            key.unseal("contacts.sealed", sealed[:end])


def test_a_broken_seal_is_an_untrusted_thing() -> None:
    """Hosts catch it with the family, and read it in French."""
    assert issubclass(SealBrokenError, UntrustedError)
    said = explain(SealBrokenError(), "fr")
    assert said == (
        "Le contenu scellé n'est pas digne de confiance : il a été modifié, déplacé, "
        "ou scellé sous une autre clé."
    )


def test_a_key_of_an_unknown_version_says_what_to_do() -> None:
    """A process with an old key ring is told to read it again, not to give up data."""
    wrapped = Vault(ROTATED, OURS).fresh(JEANNE).wrapped
    with pytest.raises(UnknownKeyError) as caught:
        VAULT.open(wrapped)
    assert isinstance(caught.value, ConfigurationError)
    assert caught.value.version == 2


def test_many_keys_are_as_good_as_one_by_one() -> None:
    """Keys made in a batch differ, keep their order, and open."""
    subjects = FrozenIds().batch(ContactId, 300)
    keys = VAULT.fresh_many(subjects)
    assert [key.wrapped.subject for key in keys] == subjects
    assert len({key.reveal() for key in keys}) == 300
    for key in keys:
        sealed = key.seal("contacts.sealed", b"x")
        assert VAULT.open(key.wrapped).unseal("contacts.sealed", sealed) == b"x"
    assert VAULT.fresh_many([]) == []


def test_no_text_shows_a_key(caplog: pytest.LogCaptureFixture) -> None:
    """Invariant 40: neither repr, str, log nor traceback carries a secret."""
    key = VAULT.fresh(JEANNE)
    shown: list[object] = [MATERIAL, VAULT, key, key.wrapped, SealBrokenError()]
    texts = [text for thing in shown for text in (repr(thing), str(thing))]
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").warning("%r %s", shown, shown)
    texts.append(caplog.text)
    try:
        VAULT.open(WrappedKey(PAUL, 1, key.wrapped.wrapped))
    except SealBrokenError:
        texts.append(traceback.format_exc())
    for secret in (*MATERIAL.keys.values(), MATERIAL.anchor, key.reveal()):
        for form in (repr(secret)[2:-1], secret.hex()):
            assert not any(form[:12] in text for text in texts)


def test_a_machine_without_the_cipher_is_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An old OpenSSL stops the start, and says what to install."""

    def missing(key: bytes) -> None:
        raise UnsupportedAlgorithm(repr(len(key)))

    monkeypatch.setattr(_seal, "AESGCMSIV", missing)
    with pytest.raises(UnsupportedCipherError) as caught:
        Vault(MATERIAL, OURS)
    assert "pip install" in str(caught.value)


def test_a_forked_process_draws_other_nonces() -> None:
    """A child that shared its parent's pool would reuse nonces: it draws anew."""
    code = (
        "import os\n"
        "from poltech.vault._entropy import nonce\n"
        "nonce()\n"
        "reader, writer = os.pipe()\n"
        "child = os.fork()\n"
        "drawn = b''.join(nonce() for _ in range(100))\n"
        "if not child:\n"
        "    os.write(writer, drawn)\n"
        "    os._exit(0)\n"
        "os.waitpid(child, 0)\n"
        "theirs = os.read(reader, 1200)\n"
        "ours = {drawn[at:at + 12] for at in range(0, 1200, 12)}\n"
        "assert len(ours) == 100 and len(theirs) == 1200\n"
        "assert ours.isdisjoint(theirs[at:at + 12] for at in range(0, 1200, 12))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
