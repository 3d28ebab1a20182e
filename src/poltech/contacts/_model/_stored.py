"""What a storage keeps: attributes in the clear, identity sealed."""

from collections.abc import Mapping
from datetime import datetime
from typing import final

import attrs

from poltech.contacts._model._contact import Standing
from poltech.contacts._model._fields import FieldValue
from poltech.contacts._model._identity import ContactKind, Division, Reach
from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.law import Subject
from poltech.money import Money
from poltech.profile import Actor

__all__ = [
    "Merge",
    "StoredActivity",
    "StoredContact",
    "StoredMerge",
]


@final
@attrs.frozen(kw_only=True)
class Merge:
    """That one contact took another's place; it can be undone."""

    id: MergeId
    survivor: ContactId
    loser: ContactId
    at: datetime
    actor: Actor
    undone_at: datetime | None = None


@final
@attrs.frozen(kw_only=True)
class StoredContact:
    """A contact as a storage keeps it: attributes in the clear, identity sealed.

    Attributes:
        reach: by what it can be reached.
        sources: every source that a field came from, the first included.
        digests: keyed digests that it is found by, of points, names and external ids.
        open_fields: the ordinary custom fields.
        sealed: all the rest.
    """

    id: ContactId
    kind: ContactKind
    subject: Subject
    standing: Standing
    reach: Reach
    postcode: str | None
    commune: str | None
    insee: str | None
    country: str | None
    language: str | None
    birth_year: int | None
    household: ContactId | None
    source: SourceId
    merged_into: ContactId | None
    version: int
    created_at: datetime
    updated_at: datetime
    sealed: bytes = attrs.field(repr=False)
    digests: frozenset[bytes] = frozenset()
    sources: frozenset[SourceId] = frozenset()
    tags: frozenset[str] = frozenset()
    divisions: frozenset[Division] = frozenset()
    open_fields: Mapping[str, FieldValue] = attrs.field(
        factory=dict[str, FieldValue], repr=False
    )


@final
@attrs.frozen(kw_only=True)
class StoredActivity:
    """An activity as a storage keeps it: the body sealed."""

    id: ActivityId
    contact: ContactId
    kind: str
    at: datetime
    subject: str | None = None
    amount: Money | None = None
    sealed: bytes | None = attrs.field(default=None, repr=False)


@final
@attrs.frozen(kw_only=True)
class StoredMerge:
    """A merge with what it takes to undo it, sealed."""

    merge: Merge
    sealed: bytes = attrs.field(repr=False)
