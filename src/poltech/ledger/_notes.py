"""Signed notes (C2SP `signed-note`) with Ed25519 keys (RFC 8032).

A note is a text, an empty line, and a line for each signature:

```text
poltech.example/lens
3
rrDLyihVJsdRGohPY2qs8YaBWMZGJ4kzQMpQTpdMLCo=

— poltech.example/lens WpzrPzpm4JvV…
```

Nobody may act on a text before `verify_note` said who signed it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Self, final

import attrs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from poltech.errors import msg
from poltech.ledger.errors import (
    InvalidNoteError,
    InvalidSigningKeyError,
    UntrustedNoteError,
)

__all__ = [
    "NoteSignature",
    "SignedNote",
    "Signer",
    "VerifierKey",
    "decode_base64",
    "encode_base64",
    "verify_note",
]

_ED25519 = b"\x01"
_KEY_BYTES = 32
_ID_BYTES = 4
_MAX_SIGNATURES = 100
_MAX_CHARACTERS = 1_000_000
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_HALVES = re.compile(r"[\ud800-\udfff]")


def encode_base64(raw: bytes) -> str:
    """Write bytes as RFC 4648, section 4, padded."""
    return b64encode(raw).decode()


def decode_base64(text: str) -> bytes | None:
    """Read what `encode_base64` wrote, and no other way of writing it."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if encode_base64(raw) == text else None


def _is_name(name: str) -> bool:
    barred = "+" in name or any(map(str.isspace, name)) or not _is_plain(name)
    return bool(name) and not barred


def _is_plain(text: str) -> bool:
    """Tell if a text can be written in UTF-8, without control characters."""
    return not _CONTROL.search(text) and not _HALVES.search(text)


@final
@attrs.frozen
class NoteSignature:
    """A signature as a note carries it.

    Attributes:
        name: name of the key.
        key_id: four bytes that tell keys of one name apart.
        signature: what the key made of the text.
    """

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {encode_base64(self.key_id + self.signature)}"


@final
@attrs.frozen
class VerifierKey:
    """A public key under a name; its text form is `name+hash+base64`.

    >>> print(Signer("poltech.example/lens", bytes(32)).key)
    poltech.example/lens+49503994+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop

    Raises:
        InvalidSigningKeyError: the name has spaces or a plus, or it is no key.
    """

    name: str
    public: bytes

    def __attrs_post_init__(self) -> None:
        if not _is_name(self.name):
            raise InvalidSigningKeyError(problem=msg("a name has neither spaces nor +"))
        if len(self.public) != _KEY_BYTES:
            raise InvalidSigningKeyError(problem=msg("an Ed25519 key has 32 bytes"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form.

        Raises:
            InvalidSigningKeyError: it is not such a text, or of another algorithm.
        """
        name, _, rest = text.partition("+")
        hashed, _, encoded = rest.partition("+")
        raw = decode_base64(encoded)
        if raw is None or not raw.startswith(_ED25519):
            raise InvalidSigningKeyError(problem=msg("it is not name+hash+base64"))
        key = cls(name, raw[1:])
        if key.key_id.hex() != hashed:
            raise InvalidSigningKeyError(problem=msg("its hash is not its own"))
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public
        return sha256(named).digest()[:_ID_BYTES]

    def signed(self, text: str, signature: bytes) -> bool:
        """Tell if the key made a signature of a text."""
        try:
            key = Ed25519PublicKey.from_public_bytes(self.public)
            key.verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True

    def __str__(self) -> str:
        encoded = encode_base64(_ED25519 + self.public)
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@final
class Signer:
    """A secret key under a name.

    Attributes:
        key: the public key that verifies what it signs.

    Raises:
        InvalidSigningKeyError: the seed is not 32 bytes, or the name is none.
    """

    __slots__ = ("_secret", "key")

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != _KEY_BYTES:
            raise InvalidSigningKeyError(problem=msg("an Ed25519 key has 32 bytes"))
        self._secret = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._secret.public_key()
        self.key = VerifierKey(
            name, public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        )

    def sign(self, text: str) -> NoteSignature:
        """Sign a text."""
        signature = self._secret.sign(text.encode())
        return NoteSignature(self.key.name, self.key.key_id, signature)

    def __repr__(self) -> str:
        return f"<Signer {self.key.name}>"


@final
@attrs.frozen
class SignedNote:
    """A text with the signatures under it; `str` gives the whole note.

    Attributes:
        text: lines, each with its end.
        signatures: who signed, so they say; `verify_note` says if it is true.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    def __attrs_post_init__(self) -> None:
        if not self.text.endswith("\n") or not _is_plain(self.text):
            raise InvalidNoteError(problem=msg("its text is not made of whole lines"))
        if not 0 < len(self.signatures) <= _MAX_SIGNATURES:
            raise InvalidNoteError(problem=msg("it has no signature, or too many"))

    @classmethod
    def parse(cls, note: str | bytes) -> Self:
        """Read a note.

        Raises:
            InvalidNoteError: it is not one.
        """
        whole = _decoded(note)
        text, gap, lines = whole.rpartition("\n\n")
        if not gap or not lines.endswith("\n") or len(whole) > _MAX_CHARACTERS:
            raise InvalidNoteError(problem=msg("no signatures stand under its text"))
        signatures = tuple(map(_signature, lines[:-1].split("\n")))
        return cls(text + "\n", signatures)

    def __str__(self) -> str:
        lines = "".join(f"{signature}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}"


def _decoded(note: str | bytes) -> str:
    try:
        return note.decode() if isinstance(note, bytes) else note.encode().decode()
    except UnicodeError:
        raise InvalidNoteError(problem=msg("it is not UTF-8")) from None


def _signature(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix("— ").partition(" ")
    raw = decode_base64(encoded) or b""
    if line.startswith("— ") and _is_name(name) and len(raw) > _ID_BYTES:
        return NoteSignature(name, raw[:_ID_BYTES], raw[_ID_BYTES:])
    raise InvalidNoteError(problem=msg("a line under its text is no signature"))


def verify_note(
    note: SignedNote, keys: Iterable[VerifierKey]
) -> tuple[VerifierKey, ...]:
    """Tell which trusted keys signed a note; signatures of others do not count.

    Raises:
        UntrustedNoteError: none did, or a signature under a trusted name and hash is
            not good, or two different keys share them.
    """
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise UntrustedNoteError(problem=msg("two keys cannot be told apart"))
    signers: dict[VerifierKey, None] = {}
    for each in note.signatures:
        signer = known.get((each.name, each.key_id))
        if signer is None:
            continue
        if not signer.signed(note.text, each.signature):
            raise UntrustedNoteError(problem=msg("a signature is not good"))
        signers[signer] = None
    if not signers:
        raise UntrustedNoteError(problem=msg("nobody who is trusted signed it"))
    return tuple(signers)
