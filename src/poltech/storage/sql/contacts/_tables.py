"""Tables of contacts."""

from typing import Final, final

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    LargeBinary,
    Table,
    literal_column,
)

from poltech.ids import ActivityId, ContactId, MergeId, SourceId
from poltech.storage.sql._shape import Shape, column, identifier, instant, word
from poltech.storage.sql._types import Number

__all__ = ["ContactTables"]


_OPEN: Final = [
    "id",
    "subject",
    "kind",
    "standing",
    "reach",
    "postcode",
    "commune",
    "insee",
    "country",
    "language",
    "birth_year",
    "household",
    "source_id",
    "created_at",
]
"""All that segments ask of a contact: so they never read the wide rows."""


@final
class ContactTables:
    """What a workspace knows of contacts.

    A row of `contact` holds the whole value: attributes in the clear, the identity in
    `sealed`, and in `digests` and `attributes` what the tables around it repeat, each
    in the order that it is looked up by. Those are never read back.
    """

    def __init__(self, shape: Shape) -> None:
        self.contact = _contact(shape)
        self.key = _key(shape)
        self.contact_source = _contact_source(shape)
        self.tag = _tag(shape)
        self.division = _division(shape)
        self.field = _field(shape)
        self.source = _source(shape)
        self.definition = _definition(shape)
        self.activity = _activity(shape)
        self.merge = _merge(shape)


def _contact(shape: Shape) -> Table:
    table = shape.table(
        "contact",
        identifier("id", ContactId),
        word("kind"),
        word("subject"),
        word("standing"),
        column("reach", Integer()),
        word("postcode", null=True),
        word("commune", null=True),
        word("insee", null=True),
        word("country", null=True),
        word("territory", null=True),
        word("language", null=True),
        column("birth_year", Integer(), null=True),
        identifier("household", ContactId, null=True),
        identifier("source_id", SourceId),
        identifier("merged_into", ContactId, null=True),
        column("version", Integer()),
        instant("created_at"),
        instant("updated_at"),
        column("digests", LargeBinary()),
        word("attributes", null=True),
        column("sealed", LargeBinary()),
        key=["id"],
        indexes={
            "open": _OPEN,
            "postcode": ["postcode", "id"],
            "source": ["source_id", "id"],
        },
        points=[("source_id", "source")],
    )
    inactive = table.c.subject != literal_column("'active'")
    shape.index(table, "inactive", ["id", "subject"], where=inactive)
    return table


def _key(shape: Shape) -> Table:
    return shape.table(
        "contact_key",
        column("digest", LargeBinary()),
        identifier("contact_id", ContactId),
        key=["digest", "contact_id"],
        points=[("contact_id", "contact")],
    )


def _contact_source(shape: Shape) -> Table:
    return shape.table(
        "contact_source",
        identifier("source_id", SourceId),
        identifier("contact_id", ContactId),
        key=["source_id", "contact_id"],
        points=[("contact_id", "contact"), ("source_id", "source")],
    )


def _tag(shape: Shape) -> Table:
    return shape.table(
        "contact_tag",
        word("tag"),
        identifier("contact_id", ContactId),
        key=["tag", "contact_id"],
        points=[("contact_id", "contact")],
    )


def _division(shape: Shape) -> Table:
    return shape.table(
        "contact_division",
        word("scheme"),
        word("code"),
        identifier("contact_id", ContactId),
        key=["scheme", "code", "contact_id"],
        points=[("contact_id", "contact")],
    )


def _field(shape: Shape) -> Table:
    table = shape.table(
        "contact_field",
        word("key"),
        identifier("contact_id", ContactId),
        word("text_value", null=True),
        column("number_value", Number(), null=True),
        column("date_value", Date(), null=True),
        key=["key", "contact_id"],
        points=[("contact_id", "contact")],
    )
    for kind in ("text", "number", "date"):
        value = f"{kind}_value"
        kept = table.c[value].is_not(None)
        shape.index(table, kind, ["key", value, "contact_id"], where=kept)
    return table


def _source(shape: Shape) -> Table:
    return shape.table(
        "source",
        identifier("id", SourceId),
        word("kind"),
        word("origin"),
        word("label"),
        column("collected", Date(), null=True),
        word("evidence", null=True),
        key=["id"],
        references=[("workspace_id", "workspace")],
    )


def _definition(shape: Shape) -> Table:
    return shape.table(
        "field_definition",
        word("key"),
        word("label"),
        word("type"),
        word("sensitivity"),
        word("category", null=True),
        key=["key"],
        references=[("workspace_id", "workspace")],
    )


def _activity(shape: Shape) -> Table:
    return shape.table(
        "activity",
        identifier("id", ActivityId),
        identifier("contact_id", ContactId),
        word("kind"),
        instant("at"),
        word("subject", null=True),
        column("amount", BigInteger(), null=True),
        word("currency", null=True),
        column("sealed", LargeBinary(), null=True),
        key=["id"],
        indexes={
            "act": ["kind", "subject", "at", "contact_id", "currency", "amount"],
            "kind": ["kind", "contact_id", "at", "subject", "currency", "amount"],
            "contact": ["contact_id", "at"],
        },
        points=[("contact_id", "contact")],
    )


def _merge(shape: Shape) -> Table:
    return shape.table(
        "merge",
        identifier("id", MergeId),
        identifier("survivor", ContactId),
        identifier("loser", ContactId),
        instant("at"),
        word("actor"),
        instant("undone_at", null=True),
        column("sealed", LargeBinary()),
        key=["id"],
        indexes={"survivor": ["survivor"], "loser": ["loser"]},
        references=[("survivor", "contact"), ("loser", "contact")],
    )
