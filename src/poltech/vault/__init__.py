"""The vault seals personal data.

Key ring
:   the secrets of the installation, kept outside the database.

Subject key
:   a random key of one contact; destroying it erases what it sealed.

Wrapped key
:   a subject's key, sealed under the key ring's current key.

Blind index
:   a keyed digest by which a value is found without being stored.
"""

from poltech.vault._model import KeyMaterial, WrappedKey
from poltech.vault._ports import Keyring, KeyStore

__all__ = ["KeyMaterial", "KeyStore", "Keyring", "WrappedKey"]
