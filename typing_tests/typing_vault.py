"""What the vault's door lets pass, and what it does not."""

from typing import assert_type

from poltech.ids import ContactId, Id, WorkspaceId
from poltech.vault import (
    EnvironmentKeyring,
    FileKeyring,
    KeyMaterial,
    Keyring,
    KeyStore,
    SubjectKey,
    Vault,
    WrappedKey,
    rotate,
)


def keyrings(file: FileKeyring, variable: EnvironmentKeyring) -> list[Keyring]:
    """Both are key rings; only the file can be rotated here."""
    assert_type(rotate(file), KeyMaterial)
    rotate(variable)  # type: ignore[arg-type]
    return [file, variable]


def sealing(
    vault: Vault, store: KeyStore, contact: ContactId, workspace: WorkspaceId
) -> None:
    """Keys are opened before they seal; a wrapped one cannot."""
    key = vault.fresh(contact)
    assert_type(key, SubjectKey)
    assert_type(key.wrapped, WrappedKey)
    assert_type(key.seal("contacts.sealed", b"x"), bytes)
    assert_type(vault.keys(store, [contact]), dict[Id, SubjectKey])
    assert_type(vault.ensure(store, workspace), SubjectKey)
    key.seal("contacts.sealed", "text")  # type: ignore[arg-type]
    key.wrapped.seal("contacts.sealed", b"x")  # type: ignore[attr-defined]
    store.put([key])  # type: ignore[list-item]
    vault.open(key)  # type: ignore[arg-type]
    vault.digest("email", b"bytes")  # type: ignore[arg-type]


def construction(material: KeyMaterial, contact: ContactId) -> None:
    """A vault is a workspace's, never a contact's."""
    Vault(material, contact)  # type: ignore[arg-type]
    Vault(b"k" * 32, WorkspaceId.of(contact))  # type: ignore[arg-type]
    material.keys[1] = b""  # type: ignore[index]
