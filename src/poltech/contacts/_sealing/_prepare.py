"""Everything about a new contact that needs no storage: fit for another process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import final

import attrs

from poltech.contacts._model import Contact, Draft, FieldDefinition, StoredContact
from poltech.contacts._rules import begin
from poltech.contacts._sealing._sealer import ContactSealer
from poltech.ids import ContactId, IdSource, WorkspaceId
from poltech.vault import KeyMaterial, SubjectKey, Vault, WrappedKey

__all__ = ["Prepared", "Preparer"]


@final
@attrs.frozen(kw_only=True)
class Prepared:
    """A draft, with what would be stored if it were about somebody new.

    Attributes:
        draft: what is said.
        identifiers: keyed digests of its points and external identifiers.
        stored: the contact it would become.
        key: that contact's key.
    """

    draft: Draft
    identifiers: tuple[bytes, ...]
    stored: StoredContact
    key: WrappedKey


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
            InvalidContactError: one says nothing of anybody.
        """
        names = ids.batch(ContactId, len(drafts))
        keys = self._vault.fresh_many(names)
        return [
            self._prepare(draft, begin(draft, name, now), key)
            for draft, name, key in zip(drafts, names, keys, strict=True)
        ]

    def _prepare(self, draft: Draft, contact: Contact, key: SubjectKey) -> Prepared:
        """Prepare one draft."""
        identifiers = tuple(self._sealer.identifiers(draft))
        return Prepared(
            draft=draft,
            identifiers=identifiers,
            stored=self._sealer.seal(contact, key, identifiers),
            key=key.wrapped,
        )
