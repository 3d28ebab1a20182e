"""Sealing what tells who somebody is; leaving open what people are selected on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import final

from poltech.contacts._model import (
    Contact,
    ContactPoint,
    Draft,
    FieldDefinition,
    FieldValue,
    PointKind,
    Reach,
    StoredContact,
)
from poltech.contacts._normalize import name_tokens
from poltech.contacts._sealing._payload import decode, dump, encode, load
from poltech.ids import SourceId
from poltech.law import Sensitivity
from poltech.vault import SubjectKey, Vault

__all__ = ["ContactSealer"]

PLACE = "contacts.sealed"
_REACHES = [Reach(flags) for flags in range(2 * Reach.SOCIAL)]
_EMAIL, _PHONE = Reach.EMAIL.value, Reach.PHONE.value
_MOBILE = Reach.PHONE.value | Reach.MOBILE.value
_ADDRESS, _SOCIAL = Reach.ADDRESS.value, Reach.SOCIAL.value


@final
class ContactSealer:
    """Turns contacts into what a storage keeps, and back.

    Ordinary custom fields stay in the clear; those of any other sensitivity, and
    those that are not defined, are sealed with the identity.
    """

    def __init__(
        self, vault: Vault, definitions: Mapping[str, FieldDefinition] | None = None
    ) -> None:
        self._digest: Callable[[str, str], bytes] = vault.digest
        self._token = partial(vault.digest, "name")
        self._open_keys = frozenset(
            key
            for key, definition in (definitions or {}).items()
            if definition.sensitivity is Sensitivity.ORDINARY
        )

    def seal(
        self,
        contact: Contact,
        key: SubjectKey,
        identifiers: Sequence[bytes] | None = None,
    ) -> StoredContact:
        """Seal a contact under its own key.

        Args:
            contact: what to seal.
            key: its key.
            identifiers: the digests that `identifiers` gave of it, if it was asked.
        """
        first = contact.addresses[0] if contact.addresses else None
        open_fields, sealed_fields = self._part(contact.fields)
        return StoredContact(
            id=contact.id,
            kind=contact.kind,
            subject=contact.subject,
            standing=contact.standing,
            reach=_reach(contact),
            postcode=first and first.postcode,
            commune=first and first.commune,
            insee=first and first.insee,
            country=first and first.country,
            language=contact.language,
            birth_year=contact.birth_year,
            household=contact.household,
            source=contact.source,
            merged_into=contact.merged_into,
            version=contact.version,
            created_at=contact.created_at,
            updated_at=contact.updated_at,
            sealed=key.seal(PLACE, encode(dump(contact, sealed_fields))),
            digests=self.digests(contact, identifiers),
            sources=_sources(contact),
            tags=contact.tags,
            divisions=contact.divisions,
            open_fields=open_fields,
        )

    def unseal(self, stored: StoredContact, key: SubjectKey) -> Contact:
        """Open a contact.

        Raises:
            SealBrokenError: it was changed, or is not of this key.
            UnsupportedError: a later version of this library wrote it.
        """
        identity = load(decode(key.unseal(PLACE, stored.sealed)))
        return Contact(
            id=stored.id,
            kind=stored.kind,
            name=identity.name,
            points=identity.points,
            addresses=identity.addresses,
            birth_date=identity.birth_date,
            birth_year=stored.birth_year,
            language=stored.language,
            divisions=stored.divisions,
            tags=stored.tags,
            fields={**stored.open_fields, **identity.fields},
            external_ids=identity.external_ids,
            household=stored.household,
            standing=stored.standing,
            source=stored.source,
            sources=identity.sources,
            subject=stored.subject,
            merged_into=stored.merged_into,
            version=stored.version,
            created_at=stored.created_at,
            updated_at=stored.updated_at,
        )

    def digests(
        self, contact: Contact, identifiers: Sequence[bytes] | None = None
    ) -> frozenset[bytes]:
        """Give every keyed digest that a contact is found by."""
        found = [*(self.identifiers(contact) if identifiers is None else identifiers)]
        token = self._token
        found += [token(word) for word in name_tokens(contact.name)]
        return frozenset(found)

    def identifiers(self, who: Contact | Draft) -> list[bytes]:
        """Give the digests of external identifiers and contact points."""
        found = [self.point(point) for point in who.points]
        for scheme, value in who.external_ids.items():
            found.append(self.external(scheme, value))
        return found

    def point(self, point: ContactPoint) -> bytes:
        """Give the digest of a contact point, the same that suppressions know."""
        kind = point.kind
        if kind is PointKind.EMAIL:
            return self._digest("email", point.value)
        if kind is PointKind.PHONE:
            return self._digest("phone", point.value)
        return self._digest(f"social:{point.network}", point.value)

    def external(self, scheme: str, value: str) -> bytes:
        """Give the digest of an identifier in another system."""
        return self._digest("external:" + scheme, value)

    def tokens(self, words: Iterable[str]) -> list[bytes]:
        """Give the digests of words of names."""
        return [self._token(word) for word in words]

    def _part(
        self, fields: Mapping[str, FieldValue]
    ) -> tuple[dict[str, FieldValue], dict[str, FieldValue]]:
        """Part custom fields into those that stay open and those that are sealed."""
        if not fields:
            return {}, {}
        keys = self._open_keys
        opened = {key: value for key, value in fields.items() if key in keys}
        sealed = {key: value for key, value in fields.items() if key not in keys}
        return opened, sealed


def _sources(contact: Contact) -> frozenset[SourceId]:
    """Name every source that something came from."""
    if not contact.sources:
        return frozenset((contact.source,))
    return frozenset((contact.source, *contact.sources.values()))


def _reach(contact: Contact) -> Reach:
    """Tell by what a contact is reached; by letter only with a street."""
    flags = 0
    for point in contact.points:
        kind = point.kind
        if kind is PointKind.EMAIL:
            flags |= _EMAIL
        elif kind is PointKind.PHONE:
            flags |= _MOBILE if point.mobile else _PHONE
        else:
            flags |= _SOCIAL
    if contact.addresses and contact.addresses[0].lines:
        flags |= _ADDRESS
    return _REACHES[flags]
