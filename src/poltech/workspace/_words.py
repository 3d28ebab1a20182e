"""The words a host adds to the built-in ones."""

from typing import final

import attrs

from poltech.contacts import ActivityKind
from poltech.law import Mechanism, Medium, Purpose, SourceKind, Vocabulary

__all__ = ["Words"]


@final
@attrs.frozen(kw_only=True)
class Words:
    """A host's own purposes, media and kinds, each with its legal meaning.

    >>> words = Words(purposes=[Purpose(code="canvass", label="door to door")])
    >>> words.all_purposes.parse("canvass").label
    'door to door'
    """

    purposes: tuple[Purpose, ...] = attrs.field(default=(), converter=tuple)
    media: tuple[Medium, ...] = attrs.field(default=(), converter=tuple)
    mechanisms: tuple[Mechanism, ...] = attrs.field(default=(), converter=tuple)
    source_kinds: tuple[SourceKind, ...] = attrs.field(default=(), converter=tuple)
    activity_kinds: tuple[ActivityKind, ...] = attrs.field(default=(), converter=tuple)

    @property
    def all_purposes(self) -> Vocabulary[Purpose]:
        """Purposes, the built-in included."""
        return Vocabulary("purpose", (*Purpose.BUILT_IN, *self.purposes))

    @property
    def all_media(self) -> Vocabulary[Medium]:
        """Media, the built-in included."""
        return Vocabulary("medium", (*Medium.BUILT_IN, *self.media))

    @property
    def all_mechanisms(self) -> Vocabulary[Mechanism]:
        """Ways of saying yes or no, the built-in included."""
        return Vocabulary("mechanism", (*Mechanism.BUILT_IN, *self.mechanisms))

    @property
    def all_source_kinds(self) -> Vocabulary[SourceKind]:
        """Kinds of sources, the built-in included."""
        return Vocabulary("source kind", (*SourceKind.BUILT_IN, *self.source_kinds))

    @property
    def all_activity_kinds(self) -> Vocabulary[ActivityKind]:
        """Kinds of activities, the built-in included."""
        return Vocabulary(
            "activity kind", (*ActivityKind.BUILT_IN, *self.activity_kinds)
        )
