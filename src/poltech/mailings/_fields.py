"""What a template may say of a person: declared, typed merge fields."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias, final

import attrs

from poltech.contacts import FieldDefinition, FieldType
from poltech.errors import msg
from poltech.law import Sensitivity
from poltech.mailings.errors import MessageError

__all__ = ["MergeField", "MergeFields", "MergeValue"]

MergeValue: TypeAlias = str | int | Decimal | bool | date | None
"""What a merge field holds; `None` where the person has none."""


@final
@attrs.frozen(kw_only=True)
class MergeField:
    """One thing that a template may say.

    Attributes:
        name: how templates write it, such as `contact.given_name`.
        type: what it holds.
        always: whether everybody has one, so that no `default` is asked for.
        url: whether it is an address of ours, the only thing a link may hold.
        example: what lint and samples show in its place.
    """

    name: str
    type: FieldType = FieldType.TEXT
    always: bool = False
    url: bool = False
    example: MergeValue = "x"


@final
class MergeFields:
    """The fields that templates of one workspace may say.

    >>> "contact.given_name" in MergeFields.BUILT_IN
    True
    """

    BUILT_IN: ClassVar["MergeFields"]

    def __init__(self, fields: Iterable[MergeField]) -> None:
        """Take each field under its name; a later one of the same name stands."""
        self._fields = {field.name: field for field in fields}

    def with_custom(self, definitions: Iterable[FieldDefinition]) -> "MergeFields":
        """Add the custom fields of a workspace, as `custom.KEY`.

        Raises:
            MessageError: one is of a special category (GDPR article 9): it must not
                be written into a message.
        """
        added: list[MergeField] = []
        for definition in definitions:
            if definition.sensitivity is Sensitivity.SPECIAL:
                raise MessageError(
                    field=definition.key,
                    problem=msg("a special category is not written into messages"),
                )
            name = f"custom.{definition.key}"
            example = _EXAMPLES[definition.type]
            added.append(MergeField(name=name, type=definition.type, example=example))
        return MergeFields((*self._fields.values(), *added))

    def get(self, name: str) -> MergeField | None:
        """Find a field by its name."""
        return self._fields.get(name)

    def examples(self) -> Mapping[str, MergeValue]:
        """Give an example for every field."""
        return {field.name: field.example for field in self._fields.values()}

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[MergeField]:
        return iter(self._fields.values())


_EXAMPLES: Mapping[FieldType, MergeValue] = {
    FieldType.TEXT: "exemple",
    FieldType.INTEGER: 3,
    FieldType.DECIMAL: Decimal("2.5"),
    FieldType.BOOLEAN: True,
    FieldType.DATE: date(2026, 11, 23),
}

MergeFields.BUILT_IN = MergeFields(
    (
        MergeField(name="contact.given_name", example="Zoé"),
        MergeField(name="contact.family_name", example="Lefèvre"),
        MergeField(name="contact.full_name", example="Zoé Lefèvre"),
        MergeField(name="contact.civility", example="Mme"),
        MergeField(name="contact.salutation", always=True, example="Madame"),
        MergeField(name="contact.gender", example="f"),
        MergeField(name="contact.commune", example="Lens"),
        MergeField(name="contact.postcode", example="62300"),
        MergeField(name="source.label", always=True, example="marché de Lens"),
        MergeField(name="source.date", type=FieldType.DATE, example=date(2026, 5, 12)),
        MergeField(name="office.name", always=True, example="Permanence"),
        MergeField(name="office.email", always=True, example="office@example.org"),
        MergeField(
            name="office.postal_address", always=True, example="1 place du Marché"
        ),
        MergeField(
            name="unsubscribe_url",
            always=True,
            url=True,
            example="https://example.org/u/token",
        ),
        MergeField(
            name="preferences_url", url=True, example="https://example.org/p/token"
        ),
    )
)
