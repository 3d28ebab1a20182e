"""The vault seals personal data.

Key ring
:   the secrets of the installation, kept outside the database: in a file, in an
    environment variable, or with a key-management service.

Subject key
:   a random key of one contact, or the workspace's own; destroying it erases what
    it sealed.

Wrapped key
:   a subject's key, sealed under the key ring's current key.

Place
:   the table and column a sealed value belongs to; it does not open elsewhere.

Blind index
:   a keyed digest by which a value is found without being stored.

Rotation
:   a fresh current key in the key ring, after which every wrapped key is wrapped
    again, and the former key retired.

Sources: AES-GCM-SIV is RFC 8452, HKDF is RFC 5869, keyed BLAKE2b is RFC 7693.
"""

from poltech.vault._keyring import EnvironmentKeyring, FileKeyring, retire, rotate
from poltech.vault._model import KeyMaterial, Progress, WrappedKey
from poltech.vault._ports import Keyring, KeyStore, KeyWork
from poltech.vault._rotation import BeginKeyWork, rewrap
from poltech.vault._seal import SubjectKey
from poltech.vault._service import Vault
from poltech.vault.errors import (
    KeyConflictError,
    KeyInUseError,
    KeyringError,
    KeyringExistsError,
    SealBrokenError,
    UnknownKeyError,
    UnsupportedCipherError,
    WeakSecretError,
)

__all__ = [
    "BeginKeyWork",
    "EnvironmentKeyring",
    "FileKeyring",
    "KeyConflictError",
    "KeyInUseError",
    "KeyMaterial",
    "KeyStore",
    "KeyWork",
    "Keyring",
    "KeyringError",
    "KeyringExistsError",
    "Progress",
    "SealBrokenError",
    "SubjectKey",
    "UnknownKeyError",
    "UnsupportedCipherError",
    "Vault",
    "WeakSecretError",
    "WrappedKey",
    "retire",
    "rewrap",
    "rotate",
]
