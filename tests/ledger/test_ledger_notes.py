"""What is a signed note, a checkpoint or a receipt, and what is not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.i18n import explain
from poltech.ledger import (
    Checkpoint,
    InvalidCheckpointError,
    InvalidNoteError,
    InvalidSigningKeyError,
    NoteSignature,
    Receipt,
    SignedNote,
    Signer,
    UntrustedNoteError,
    VerifierKey,
    open_checkpoint,
    verify_note,
)

LENS = Signer("poltech.example/lens", bytes(range(32)))
WITNESS = Signer("witness.example", bytes(range(1, 33)))
TEXT = "poltech.example/lens\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
SIGNED = SignedNote(TEXT, (LENS.sign(TEXT),))
LINE = f"{LENS.sign(TEXT)}\n"

texts = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40
)


@given(texts, st.integers(1, 20))
@pytest.mark.property
def test_a_note_reads_back_as_written(text: str, count: int) -> None:
    """C2SP `signed-note`: any text of whole lines, and at least sixteen signatures."""
    signers = [Signer(f"signer{n}", bytes([n] * 32)) for n in range(count)]
    note = SignedNote(f"{text}\n", tuple(one.sign(f"{text}\n") for one in signers))
    assert SignedNote.parse(str(note)) == note == SignedNote.parse(str(note).encode())
    keys = [signer.key for signer in signers]
    assert verify_note(note, keys) == tuple(keys)


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{LINE[:-1]}",
        f"{TEXT}{LINE}",
        f"\x01{TEXT}\n{LINE}",
        f"tab\there\n\n{LINE}",
        f"return\r\n\n{LINE}",
        f"{TEXT}\n{LINE}Unexpected line.\n",
        f"{TEXT}\n— bad name {LINE.split()[2]}\n",
        f"{TEXT}\n— bad+name {LINE.split()[2]}\n",
        f"{TEXT}\n—  {LINE.split()[2]}\n",
        f"{TEXT}\n- name {LINE.split()[2]}\n",
        f"{TEXT}\n— name\n",
        f"{TEXT}\n— name AAAA\n",
        f"{TEXT}\n— name AAAAAAB=\n",
        f"{TEXT}\n— name AAAA_-8A\n",
        f"{TEXT}\n{LINE * 101}",
        f"{'x' * 1_000_000}\n\n{LINE}",
        "\ud800\n\n" + LINE,
        b"\xff\n\n" + LINE.encode(),
    ],
)
def test_what_is_no_note_is_refused(note: str | bytes) -> None:
    """Neither control characters nor loose base64 nor a line too many pass."""
    with pytest.raises(InvalidNoteError):
        SignedNote.parse(note)


@pytest.mark.parametrize(
    "name", ["", "two words", "a+b", "a\u00a0b", "a\tb", "a\x00", "\ud800"]
)
def test_a_key_has_a_name_without_spaces_or_plus(name: str) -> None:
    """C2SP `signed-note`: the name must stand in one piece on its line."""
    with pytest.raises(InvalidSigningKeyError):
        Signer(name, bytes(32))


def test_a_key_has_32_bytes() -> None:
    """RFC 8032 section 5.1.5: shorter or longer is no key."""
    for size in (0, 31, 33):
        with pytest.raises(InvalidSigningKeyError):
            Signer("name", bytes(size))
        with pytest.raises(InvalidSigningKeyError):
            VerifierKey("name", bytes(size))


def test_a_signer_does_not_show_its_secret() -> None:
    """Invariant 40: neither in repr nor in str."""
    for shown in (repr(LENS), str(LENS), repr(SIGNED)):
        assert bytes(range(32)).hex()[:16] not in shown
        assert repr(bytes(range(32)))[4:20] not in shown


@given(st.integers(0, len(TEXT.encode()) * 8 - 1))
@pytest.mark.property
def test_a_changed_text_is_not_signed(bit: int) -> None:
    """Flip any bit of the text: no note, or not a trusted one."""
    raw = bytearray(str(SIGNED).encode())
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises((InvalidNoteError, UntrustedNoteError)):
        verify_note(SignedNote.parse(bytes(raw)), [LENS.key])


ANY = st.text(st.characters(exclude_categories=[])) | st.text("— +\n0123AB=/")


@given(ANY | st.binary())
@pytest.mark.property
def test_any_input_is_read_or_refused(given_: str | bytes) -> None:
    """Invariant 24: parsers of outside texts raise nothing but what they promise."""
    text = given_ if isinstance(given_, str) else given_.decode("latin-1")
    for parse, raised in (
        (lambda: SignedNote.parse(given_), InvalidNoteError),
        (lambda: SignedNote.parse(f"{text}\n\n{LINE}"), InvalidNoteError),
        (lambda: SignedNote(text, SIGNED.signatures), InvalidNoteError),
        (lambda: Receipt.parse(given_), InvalidCheckpointError),
        (lambda: Checkpoint.parse(text), InvalidCheckpointError),
        (lambda: VerifierKey.parse(text), InvalidSigningKeyError),
    ):
        with suppress(raised):
            parse()


def test_keys_that_cannot_be_told_apart_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two keys of one name and one hash leave open who signed."""
    twin = VerifierKey(LENS.key.name, WITNESS.key.public)
    monkeypatch.setattr(VerifierKey, "key_id", b"same")
    with pytest.raises(UntrustedNoteError):
        verify_note(SIGNED, [LENS.key, twin])


def test_a_checkpoint_with_a_witness_is_trusted_by_both() -> None:
    """Several keys may sign one checkpoint; unknown ones are ignored."""
    note = SignedNote(TEXT, (LENS.sign(TEXT), WITNESS.sign(TEXT)))
    for keys in ([LENS.key], [WITNESS.key], [WITNESS.key, LENS.key]):
        assert open_checkpoint(note, keys, LENS.key.name).size == 0


def test_a_key_signs_a_checkpoint_once() -> None:
    """C2SP `tlog-checkpoint`: never two signatures of one name and one hash."""
    note = SignedNote(TEXT, (LENS.sign(TEXT),) * 2)
    with pytest.raises(UntrustedNoteError):
        open_checkpoint(note, [LENS.key], LENS.key.name)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    """The same key may serve several logs; their checkpoints do not mix."""
    with pytest.raises(UntrustedNoteError) as caught:
        open_checkpoint(SIGNED, [LENS.key], "poltech.example/arras")
    assert explain(caught.value, "fr") == (
        "La note signée n'est pas digne de confiance : elle est celle d'un autre "
        "registre."
    )


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    """A good signature does not make a checkpoint of any text."""
    note = SignedNote("hello\n", (LENS.sign("hello\n"),))
    with pytest.raises(InvalidCheckpointError):
        open_checkpoint(note, [LENS.key], LENS.key.name)


ROOT = TEXT.split("\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "origin\n",
        f"origin\n1\n{ROOT}",
        f"\n1\n{ROOT}\n",
        f"origin\n01\n{ROOT}\n",
        f"origin\n+1\n{ROOT}\n",
        f"origin\n-1\n{ROOT}\n",
        f"origin\n 1\n{ROOT}\n",
        f"origin\n1_0\n{ROOT}\n",
        f"origin\n\u0663\n{ROOT}\n",
        f"origin\n{'9' * 20}\n{ROOT}\n",
        f"origin\n\n{ROOT}\n",
        f"origin\n1\n{ROOT[:-1]}\n",
        "origin\n1\nAAAA\n",
        f"origin\n1\n{ROOT[:-2]}V=\n",
        f"origin\n1\n{ROOT}\n\n",
        f"origin\n1\n{ROOT}\nextension\n\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """C2SP `tlog-checkpoint`: three lines or more, none empty, one way to write each."""
    with pytest.raises(InvalidCheckpointError):
        Checkpoint.parse(text)


@given(
    texts, st.integers(0, 2**62), st.binary(min_size=32, max_size=32), st.lists(texts)
)
@pytest.mark.property
def test_a_checkpoint_reads_back_as_written(
    origin: str, size: int, root: bytes, extensions: list[str]
) -> None:
    """Origin, size, root and extension lines survive the text."""
    stated = Checkpoint(
        origin=origin, size=size, root=root, extensions=tuple(extensions)
    )
    assert Checkpoint.parse(stated.text) == stated


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": ""},
        {"origin": "two\nlines"},
        {"size": -1},
        {"size": 10**19},
        {"root": bytes(31)},
        {"extensions": ("",)},
        {"extensions": ("two\nlines",)},
    ],
)
def test_a_checkpoint_that_cannot_be_written_is_refused(
    changed: dict[str, object],
) -> None:
    """No value exists that would read back as another."""
    given_: dict[str, object] = {"origin": "o", "size": 1, "root": bytes(32)}
    with pytest.raises(InvalidCheckpointError):
        Checkpoint(**(given_ | changed))


@given(
    st.integers(0, 2**62),
    st.lists(st.binary(min_size=1, max_size=40), max_size=63),
    st.none() | st.binary(max_size=40),
)
@pytest.mark.property
def test_a_receipt_reads_back_as_written(
    index: int, path: list[bytes], extra: bytes | None
) -> None:
    """C2SP `tlog-proof`: index, path, checkpoint and extra survive the text."""
    receipt = Receipt(index=index, path=tuple(path), checkpoint=SIGNED, extra=extra)
    assert (
        Receipt.parse(str(receipt)) == receipt == Receipt.parse(str(receipt).encode())
    )


GOOD = str(Receipt(index=3, path=(bytes(32),), checkpoint=SIGNED))


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD.replace("@v1", "@v2"),
        GOOD.replace("index 3", "index 03"),
        GOOD.replace("index 3", "index -3"),
        GOOD.replace("index 3\n", ""),
        GOOD.replace("index 3", "extra !\nindex 3"),
        GOOD.replace("index 3", "extra AA==\nextra AA==\nindex 3"),
        GOOD.replace("AAAA", "AAA!"),
        GOOD.replace("index 3\n", "index 3\n" + "AA==\n" * 63),
        b"\xff" + GOOD.encode(),
    ],
)
def test_what_is_no_receipt_is_refused(text: str | bytes) -> None:
    """C2SP `tlog-proof`: one header, one index, canonical hashes, at most 63."""
    with pytest.raises(InvalidCheckpointError):
        Receipt.parse(text)


def test_a_receipt_without_its_note_is_refused() -> None:
    """What follows the proof must be a signed note."""
    with pytest.raises(InvalidNoteError):
        Receipt.parse(GOOD.replace("\n\n— ", "\n— "))


def test_signatures_compare_as_values() -> None:
    """The same line is the same signature."""
    assert LENS.sign(TEXT) == LENS.sign(TEXT)
    assert isinstance(LENS.sign(TEXT), NoteSignature)
    assert LENS.sign(TEXT) != WITNESS.sign(TEXT)
