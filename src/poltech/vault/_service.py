"""The vault of one workspace: keys for subjects, digests for values, secrets for uses."""

import os
from collections.abc import Sequence
from hashlib import blake2b
from typing import final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from poltech.ids import Id, WorkspaceId
from poltech.vault._model import KeyMaterial, WrappedKey
from poltech.vault._ports import KeyStore
from poltech.vault._rules import SECRET_BYTES
from poltech.vault._seal import SubjectKey, cipher_of, seal, unseal
from poltech.vault.errors import KeyConflictError, SealBrokenError, UnknownKeyError

__all__ = ["Vault"]

_DIGEST_BYTES = 16
_WRAPPING, _INDEX, _USE = b"wrap", b"index", b"use"


@final
class Vault:
    """Seals the personal data of one workspace.

    >>> from poltech.ids import ContactId, FrozenIds, WorkspaceId
    >>> from poltech.vault.testing import MATERIAL
    >>> ids = FrozenIds()
    >>> vault = Vault(MATERIAL, ids.new(WorkspaceId))
    >>> key = vault.fresh(ids.new(ContactId))
    >>> sealed = key.seal("contacts.sealed", b"Jeanne")
    >>> vault.open(key.wrapped).unseal("contacts.sealed", sealed)
    b'Jeanne'

    Raises:
        UnsupportedCipherError: the machine's OpenSSL is too old.
    """

    def __init__(self, material: KeyMaterial, workspace: WorkspaceId) -> None:
        self._workspace = workspace.bytes
        self._anchor = material.anchor
        self._current = material.current
        self._wrappers = {
            version: cipher_of(self._expand(secret, _WRAPPING))
            for version, secret in material.keys.items()
        }
        self._indexes: dict[str, blake2b] = {}

    @property
    def version(self) -> int:
        """The version that new keys are wrapped under."""
        return self._current

    def fresh(self, subject: Id) -> SubjectKey:
        """Make a subject's key; keep its `wrapped` form in a key store."""
        return self._wrapped(subject, os.urandom(SECRET_BYTES))

    def fresh_many(self, subjects: Sequence[Id]) -> list[SubjectKey]:
        """Make a key for each subject, in the order given."""
        raw = os.urandom(SECRET_BYTES * len(subjects))
        starts = range(0, len(raw), SECRET_BYTES)
        return [
            self._wrapped(subject, raw[at : at + SECRET_BYTES])
            for subject, at in zip(subjects, starts, strict=True)
        ]

    def open(self, wrapped: WrappedKey) -> SubjectKey:
        """Open a wrapped key.

        Raises:
            SealBrokenError: it was changed, or belongs to another subject,
                workspace or key ring.
            UnknownKeyError: the key ring does not hold the key that wraps it.
        """
        wrapper = self._wrappers.get(wrapped.version)
        if wrapper is None:
            raise UnknownKeyError(version=wrapped.version)
        owner = self._owner(wrapped.subject)
        key = unseal(wrapper, wrapped.wrapped, owner + wrapped.version.to_bytes(4))
        return SubjectKey(wrapped, key, owner)

    def rewrap(self, wrapped: WrappedKey) -> WrappedKey:
        """Wrap the same key under the current version.

        Raises:
            SealBrokenError: it does not open.
            UnknownKeyError: the key ring does not hold the key that wraps it.
        """
        return self._wrapped(wrapped.subject, self.open(wrapped).reveal()).wrapped

    def keys(self, store: KeyStore, subjects: Sequence[Id]) -> dict[Id, SubjectKey]:
        """Read and open the keys of subjects; who has none is absent.

        Raises:
            SealBrokenError: one does not open, or is somebody else's.
            UnknownKeyError: the key ring does not hold the key that wraps one.
        """
        found = store.get(subjects)
        if any(subject != wrapped.subject for subject, wrapped in found.items()):
            raise SealBrokenError
        return {subject: self.open(wrapped) for subject, wrapped in found.items()}

    def ensure(self, store: KeyStore, subject: Id) -> SubjectKey:
        """Read a subject's key, or make it: for what belongs to the workspace itself.

        Of two who make it at once the first wins, and both get that one.

        Raises:
            KeyConflictError: another made it first, out of sight of this unit of work.
            SealBrokenError: it does not open.
            UnknownKeyError: the key ring does not hold the key that wraps it.
        """
        if found := self.keys(store, [subject]):
            return found[subject]
        store.add([self.fresh(subject).wrapped])
        if found := self.keys(store, [subject]):
            return found[subject]
        raise KeyConflictError(reference=str(subject))

    def digest(self, kind: str, value: str) -> bytes:
        """Give the blind index of a value: equal for equal values of one kind.

        Sixteen bytes that say nothing to whoever lacks the key ring. Normalise the
        value first; each kind has a key of its own.
        """
        index = self._indexes.get(kind)
        if index is None:
            key = self._expand(self._anchor, _INDEX, kind)
            index = self._indexes[kind] = blake2b(key=key, digest_size=_DIGEST_BYTES)
        hashed = index.copy()
        hashed.update(value.encode("utf-8", "surrogatepass"))
        return hashed.digest()

    def derive(self, use: str) -> bytes:
        """Give 32 secret bytes for one use, such as `ledger` or `unsubscribe`.

        They are the same as long as the anchor of the key ring stays.
        """
        return self._expand(self._anchor, _USE, use)

    def _wrapped(self, subject: Id, key: bytes) -> SubjectKey:
        version, owner = self._current, self._owner(subject)
        wrapper = self._wrappers[version]
        sealed = seal(wrapper, key, owner + version.to_bytes(4))
        return SubjectKey(WrappedKey(subject, version, sealed), key, owner)

    def _owner(self, subject: Id) -> bytes:
        """Name a subject of this workspace, in 32 bytes."""
        return self._workspace + subject.int.to_bytes(16)

    def _expand(self, secret: bytes, label: bytes, use: str = "") -> bytes:
        """Derive a key of this workspace for one use (HKDF-SHA256, RFC 5869)."""
        info = b"poltech\x00" + label + b"\x00" + self._workspace + use.encode()
        return HKDF(SHA256(), SECRET_BYTES, salt=None, info=info).derive(secret)

    def __repr__(self) -> str:
        return f"<Vault: key version {self._current}>"
