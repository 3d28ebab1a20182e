"""Everything about a new contact that needs no storage: fit for another process."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeAlias, final

import attrs

from poltech.contacts._model import (
    Contact,
    ContactKind,
    Division,
    Draft,
    FieldDefinition,
    Reach,
    Standing,
    StoredContact,
)
from poltech.contacts._rules import begin, check_fields
from poltech.contacts._sealing._sealer import ContactSealer
from poltech.ids import ContactId, IdSource, SourceId, WorkspaceId
from poltech.law import Subject
from poltech.vault import KeyMaterial, SubjectKey, Vault, WrappedKey

__all__ = ["Prepared", "Preparer"]

_Parcel: TypeAlias = tuple[Any, ...]
"""Plain values only: they travel between processes several times as fast."""


@final
@attrs.frozen(kw_only=True)
class Prepared:
    """A draft, sealed as the contact it would become if it is about somebody new.

    Attributes:
        stored: that contact.
        key: its key.
        identifiers: keyed digests of its points and external identifiers.
        fields: keys of its custom fields.
    """

    stored: StoredContact
    key: WrappedKey
    identifiers: tuple[bytes, ...]
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> ContactKind:
        """Person or organisation."""
        return self.stored.kind

    @property
    def source(self) -> SourceId:
        """Where it comes from."""
        return self.stored.source

    def __reduce__(self) -> tuple[Callable[[_Parcel], "Prepared"], tuple[_Parcel]]:
        return _unpack, (_pack(self),)


def _pack(prepared: Prepared) -> _Parcel:
    """Lay a prepared row out in plain values."""
    stored, key = prepared.stored, prepared.key
    return (
        stored.id.int,
        stored.kind.value,
        stored.reach.value,
        stored.postcode,
        stored.commune,
        stored.insee,
        stored.country,
        stored.language,
        stored.birth_year,
        stored.source.int,
        stored.created_at,
        stored.sealed,
        tuple(stored.digests),
        tuple(stored.tags),
        tuple([(division.scheme, division.code) for division in stored.divisions]),
        dict(stored.open_fields),
        key.version,
        key.wrapped,
        prepared.identifiers,
        prepared.fields,
    )


def _unpack(parcel: _Parcel) -> Prepared:
    """Read what `_pack` laid out. A new contact is nobody's household and no marker."""
    name, kind, reach, *place, language, year, source, at, sealed = parcel[:12]
    digests, tags, divisions, opened, version, wrapped, identifiers, fields = parcel[
        12:
    ]
    contact, origin = ContactId(int=name), SourceId(int=source)
    postcode, commune, insee, country = place
    stored = StoredContact(
        id=contact,
        kind=ContactKind(kind),
        subject=Subject.ACTIVE,
        standing=Standing.NONE,
        reach=Reach(reach),
        postcode=postcode,
        commune=commune,
        insee=insee,
        country=country,
        language=language,
        birth_year=year,
        household=None,
        source=origin,
        merged_into=None,
        version=1,
        created_at=at,
        updated_at=at,
        sealed=sealed,
        digests=frozenset(digests),
        sources=frozenset((origin,)),
        tags=frozenset(tags),
        divisions=frozenset([Division(*division) for division in divisions]),
        open_fields=opened,
    )
    return Prepared(
        stored=stored,
        key=WrappedKey(contact, version, wrapped),
        identifiers=identifiers,
        fields=fields,
    )


@final
@attrs.frozen(kw_only=True)
class Preparer:
    """Prepares drafts; it travels to other processes, and so do its answers.

    Attributes:
        material: the secrets of the installation.
        workspace: the workspace they are for.
        definitions: its custom fields.
    """

    material: KeyMaterial
    workspace: WorkspaceId
    definitions: Mapping[str, FieldDefinition] = attrs.field(
        factory=dict[str, FieldDefinition]
    )

    @cached_property
    def _vault(self) -> Vault:
        return Vault(self.material, self.workspace)

    @cached_property
    def _sealer(self) -> ContactSealer:
        return ContactSealer(self._vault, self.definitions)

    def prepare(
        self, drafts: Sequence[Draft], ids: IdSource, now: datetime
    ) -> list[Prepared]:
        """Seal drafts as the new contacts they would become.

        Raises:
            SourceRequiredError: nobody said where one comes from.
            InvalidContactError: one says nothing of anybody, or a custom field holds
                what it may not.
            UnknownFieldError: a custom field is not defined.
        """
        names = ids.batch(ContactId, len(drafts))
        keys = self._vault.fresh_many(names)
        return [
            self._prepare(begin(draft, name, now), key)
            for draft, name, key in zip(drafts, names, keys, strict=True)
        ]

    def _prepare(self, contact: Contact, key: SubjectKey) -> Prepared:
        """Prepare one draft."""
        if contact.fields:
            check_fields(contact.fields, self.definitions)
        identifiers = tuple(self._sealer.identifiers(contact))
        return Prepared(
            stored=self._sealer.seal(contact, key, identifiers),
            key=key.wrapped,
            identifiers=identifiers,
            fields=tuple(contact.fields),
        )
