"""Invariant 39: a missing, short, default or reused secret is a start-up error."""

import json
import os
import stat
import subprocess
import sys
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.errors import ConfigurationError
from poltech.ids import ContactId, FrozenIds, WorkspaceId
from poltech.vault import (
    EnvironmentKeyring,
    FileKeyring,
    KeyInUseError,
    KeyMaterial,
    KeyringError,
    KeyringExistsError,
    UnknownKeyError,
    Vault,
    WeakSecretError,
    retire,
    rotate,
)
from poltech.vault import _files as files
from poltech.vault._format import parse, render
from poltech.vault.testing import MATERIAL, key_materials

STRONG = [sha256(bytes([n])).digest() for n in range(4)]


def _document(**changed: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "format": "poltech-keyring/1",
        "current": 1,
        "keys": {"1": b64encode(STRONG[0]).decode()},
        "anchor": b64encode(STRONG[1]).decode(),
    }
    return {name: value for name, value in (whole | changed).items() if value != ...}


def _encoded(secret: bytes) -> str:
    return b64encode(secret).decode()


@pytest.fixture
def keyring(tmp_path: Path) -> FileKeyring:
    """Make a key ring in a new file."""
    return FileKeyring.create(tmp_path / "keyring.json")


def test_a_new_key_ring_can_be_read(keyring: FileKeyring) -> None:
    """What `create` writes, `material` reads: one key, and an anchor apart."""
    material = keyring.material()
    assert material.current == 1
    assert len(material.keys[1]) == len(material.anchor) == 32
    assert material.keys[1] != material.anchor


def test_a_key_ring_is_its_owners_alone(keyring: FileKeyring) -> None:
    """The file is made with mode 0600, whatever the habits of the process."""
    assert stat.S_IMODE(keyring.path.stat().st_mode) == 0o600


def test_a_wide_umask_changes_nothing(tmp_path: Path) -> None:
    """With umask 000 the file is still for its owner alone."""
    before = os.umask(0)
    try:
        keyring = FileKeyring.create(tmp_path / "keyring.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE(keyring.path.stat().st_mode) == 0o600


def test_two_key_rings_share_no_secret(tmp_path: Path) -> None:
    """Every secret is drawn, none is built in."""
    made = [FileKeyring.create(tmp_path / name).material() for name in "abc"]
    assert len({s for m in made for s in (*m.keys.values(), m.anchor)}) == 6


def test_a_weak_draw_is_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret that would be taken for a weak one never enters a key ring."""
    draws = iter([bytes(32), STRONG[0], b"x" * 32, STRONG[1]])
    monkeypatch.setattr(files.os, "urandom", lambda _size: next(draws))
    material = FileKeyring.create(tmp_path / "keyring.json").material()
    assert {*material.keys.values(), material.anchor} == {STRONG[0], STRONG[1]}


def test_a_key_ring_is_never_written_over(keyring: FileKeyring) -> None:
    """Creating where there is one refuses, and leaves it as it is."""
    before = keyring.path.read_bytes()
    with pytest.raises(KeyringExistsError):
        FileKeyring.create(keyring.path)
    assert keyring.path.read_bytes() == before


def test_an_unwritable_place_is_said_so(tmp_path: Path) -> None:
    """A folder that is not there is a configuration error, not an OSError."""
    with pytest.raises(KeyringError):
        FileKeyring.create(tmp_path / "nowhere" / "keyring.json")


def test_a_disk_that_is_full_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key ring that could not be brought to the disk does not half exist."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(KeyringError):
        FileKeyring.create(tmp_path / "keyring.json")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """There is no fallback: no key ring, no start."""
    with pytest.raises(KeyringError) as caught:
        FileKeyring(tmp_path / "keyring.json").material()
    assert "FileKeyring.create" in str(caught.value)


def test_a_folder_is_no_key_ring(tmp_path: Path) -> None:
    """Neither a folder nor anything else that is not a file is read."""
    with pytest.raises(KeyringError):
        FileKeyring(tmp_path).material()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o606, 0o610, 0o601, 0o777])
def test_a_file_that_others_reach_is_refused(keyring: FileKeyring, mode: int) -> None:
    """Any right of the group or of others stops the start."""
    keyring.path.chmod(mode)
    with pytest.raises(KeyringError) as caught:
        keyring.material()
    assert "0600" in str(caught.value)


def test_a_file_of_another_user_is_refused(
    keyring: FileKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who owns the file can change it: it must be ours or root's."""
    theirs = list(keyring.path.stat())
    theirs[4] = 12_345
    monkeypatch.setattr(files.os, "fstat", lambda _: os.stat_result(theirs))
    with pytest.raises(KeyringError):
        keyring.material()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        "\x00",
        "[" * 50_000,
        json.dumps(_document(format=...)),
        json.dumps(_document(format="poltech-keyring/2")),
        json.dumps(_document(current=...)),
        json.dumps(_document(current="1")),
        json.dumps(_document(current=True)),
        json.dumps(_document(keys=...)),
        json.dumps(_document(keys=[])),
        json.dumps(_document(keys={"01": _encoded(STRONG[0])})),
        json.dumps(_document(keys={"-1": _encoded(STRONG[0])})),
        json.dumps(_document(keys={"x": _encoded(STRONG[0])})),
        json.dumps(_document(keys={"1": None})),
        json.dumps(_document(keys={"1": "not base64!"})),
        json.dumps(_document(keys={"1": "é"})),
        json.dumps(_document(anchor=...)),
        json.dumps(_document(anchor=7)),
        json.dumps(_document(extra=1)),
        json.dumps(_document())[:-1] + ', "anchor": "AAAA"}',
    ],
)
def test_what_is_no_key_ring_is_refused(tmp_path: Path, text: str) -> None:
    """Anything but the documented form, to the letter, is an error."""
    path = tmp_path / "keyring.json"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(KeyringError):
        FileKeyring(path).material()


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, and files without end, are errors as well."""
    path = tmp_path / "keyring.json"
    path.touch(mode=0o600)
    for raw in (b"\xff\xfe", b" " * 100_000):
        path.write_bytes(raw)
        with pytest.raises(KeyringError):
            FileKeyring(path).material()


WEAK = {
    "empty": b"",
    "short": STRONG[2][:31],
    "long": STRONG[2] + b"x",
    "zeros": bytes(32),
    "one byte": b"\xa7" * 32,
    "a pattern": b"\x00\xff\x80\x01" * 8,
    "counting": bytes(range(200, 232)),
    "counting down": bytes(range(32, 0, -1)),
    "text": b"correct horse battery staple 123",
    "hexadecimal": STRONG[2].hex()[:32].encode(),
}
KNOWN = {
    "nothing": sha256(b"").digest(),
    "secret": sha256(b"secret").digest(),
    "changeme": sha256(b"changeme").digest(),
    "the tests' key": MATERIAL.keys[1],
    "the tests' anchor": MATERIAL.anchor,
}


@pytest.mark.parametrize("secret", WEAK.values(), ids=WEAK.keys())
def test_a_weak_secret_is_refused_wherever_it_comes_from(secret: bytes) -> None:
    """Also a key-management adapter cannot hand a weak secret to the vault."""
    with pytest.raises(WeakSecretError) as caught:
        KeyMaterial(current=1, keys={1: secret}, anchor=STRONG[1])
    assert caught.value.secret == "1"
    with pytest.raises(WeakSecretError) as caught:
        KeyMaterial(current=1, keys={1: STRONG[1]}, anchor=secret)
    assert caught.value.secret == "anchor"


@pytest.mark.parametrize("secret", [*WEAK.values(), *KNOWN.values()])
def test_a_weak_or_known_secret_in_a_key_ring_is_refused(secret: bytes) -> None:
    """Short, patterned or known by everybody: the start stops."""
    for changed in ({"keys": {"1": _encoded(secret)}}, {"anchor": _encoded(secret)}):
        text = json.dumps(_document(**changed))
        with pytest.raises(WeakSecretError):
            parse(text, "here")


@pytest.mark.parametrize(
    "changed",
    [
        {"keys": {"1": _encoded(STRONG[0]), "2": _encoded(STRONG[0])}},
        {"anchor": _encoded(STRONG[0])},
        {"current": 2},
        {"keys": {}},
        {"keys": {"9999999999": _encoded(STRONG[0])}, "current": 9_999_999_999},
    ],
    ids=["twice", "anchor is a key", "no current", "no key", "too high"],
)
def test_secrets_serve_once_and_the_current_one_is_there(changed: Any) -> None:
    """Two names for one secret, or none for the current one, is an error."""
    with pytest.raises(WeakSecretError):
        parse(json.dumps(_document(**changed)), "here")


@given(st.binary(min_size=32, max_size=32))
@pytest.mark.property
def test_errors_never_quote_a_secret(secret: bytes) -> None:
    """The error names the secret by its version and shows nothing of it."""
    text = json.dumps(_document(keys={"1": _encoded(secret)}, current=2))
    try:
        parse(text, "here")
    except ConfigurationError as error:
        shown = repr(error) + str(error)
        assert _encoded(secret)[:10] not in shown
        assert repr(secret)[2:12] not in shown


@given(key_materials())
@pytest.mark.property
def test_the_text_form_loses_nothing(material: KeyMaterial) -> None:
    """A key ring that is written down reads back the same."""
    assert parse(render(material), "here") == material


@given(st.text() | st.text('{}[]",:0123456789AB= \n'))
@pytest.mark.property
def test_any_text_is_a_key_ring_or_is_not(text: str) -> None:
    """Invariant 24: nothing but a configuration error comes of any text."""
    with suppress(ConfigurationError):
        parse(text, "here")


def test_a_variable_holds_the_same_text(
    keyring: FileKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of the file can be given by the environment."""
    monkeypatch.setenv("POLTECH_KEYRING", keyring.path.read_text())
    assert EnvironmentKeyring().material() == keyring.material()


@pytest.mark.parametrize("value", [None, "", "  \n", "changeme"])
def test_a_variable_without_a_key_ring_is_an_error(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    """A secret that is silently empty stopped a petition platform in 2021; not here."""
    monkeypatch.delenv("OFFICE_KEYS", raising=False)
    if value is not None:
        monkeypatch.setenv("OFFICE_KEYS", value)
    with pytest.raises(KeyringError) as caught:
        EnvironmentKeyring("OFFICE_KEYS").material()
    assert caught.value.subject == "OFFICE_KEYS"


def test_rotation_adds_a_key_and_loses_none(keyring: FileKeyring) -> None:
    """After a rotation the former keys and the anchor are still there."""
    before = keyring.material()
    after = rotate(keyring)
    assert after == keyring.material()
    assert after.current == 2
    assert after.anchor == before.anchor
    assert dict(after.keys) == {1: before.keys[1], 2: after.keys[2]}
    assert stat.S_IMODE(keyring.path.stat().st_mode) == 0o600
    assert [path.name for path in keyring.path.parent.iterdir()] == ["keyring.json"]


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_rotation_cut_off_leaves_the_old_key_ring(
    keyring: FileKeyring, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever call of the system fails, the file holds what it held."""
    before = keyring.material()

    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(files.os, step, refuse)
        with pytest.raises(KeyringError):
            rotate(keyring)
    assert keyring.material() == before
    assert rotate(keyring).current == 2


def test_a_left_over_draft_does_not_stop_the_next_rotation(
    keyring: FileKeyring,
) -> None:
    """What a killed rotation left beside the file is cleared away."""
    draft = keyring.path.with_name(".keyring.json.new")
    draft.write_text("half a key r")
    assert rotate(keyring).current == 2
    assert not draft.exists()


@pytest.mark.siege
def test_rotations_killed_at_any_moment_lose_no_key(tmp_path: Path) -> None:
    """Kill -9 a process that rotates without end: what was once read stays."""
    code = """
import os, signal, sys, time
from pathlib import Path
from poltech.vault import FileKeyring, rotate

known = {}
for turn in range(150):
    if turn % 30 == 0:
        path = Path(sys.argv[1]) / f"{turn}.json"
        keyring, known = FileKeyring.create(path), {}
    child = os.fork()
    while not child:
        rotate(keyring)
    time.sleep(turn * 37 % 50 / 10_000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = dict(keyring.material().keys)
    assert known.items() <= found.items()
    known = found
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


def test_a_key_is_retired_when_nothing_is_under_it(keyring: FileKeyring) -> None:
    """After the last key was re-wrapped the former secret leaves the key ring."""
    rotate(keyring)
    after = retire(keyring, 1, [])
    assert set(after.keys) == {2}
    assert keyring.material() == after


def test_the_current_key_is_never_retired(keyring: FileKeyring) -> None:
    """New keys are wrapped under it."""
    with pytest.raises(KeyInUseError):
        retire(keyring, 1, [])


def test_a_key_in_use_is_never_retired(
    keyring: FileKeyring, open_workspace: Any
) -> None:
    """While one workspace holds keys under a former version, all stay."""
    ids, begin = FrozenIds(), open_workspace()
    key = Vault(keyring.material(), ids.new(WorkspaceId)).fresh(ids.new(ContactId))
    with begin() as work:
        work.keys.add([key.wrapped])
    rotate(keyring)
    with begin() as work, pytest.raises(KeyInUseError):
        retire(keyring, 1, [work.keys])
    assert set(keyring.material().keys) == {1, 2}


def test_a_retired_key_opens_nothing_any_more(keyring: FileKeyring) -> None:
    """What was left under it is lost, and says so."""
    ids = FrozenIds()
    workspace = ids.new(WorkspaceId)
    wrapped = Vault(keyring.material(), workspace).fresh(ids.new(ContactId)).wrapped
    rotate(keyring)
    after = Vault(retire(keyring, 1, []), workspace)
    with pytest.raises(UnknownKeyError):
        after.open(wrapped)


def test_key_material_is_copied() -> None:
    """Changing the mapping that was handed in changes no secret."""
    keys = {1: STRONG[0]}
    material = KeyMaterial(current=1, keys=keys, anchor=STRONG[1])
    keys[1] = STRONG[2]
    assert material.keys[1] == STRONG[0]
    assert attrs.evolve(material, current=1) == material
