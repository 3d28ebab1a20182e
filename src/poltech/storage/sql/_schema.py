"""Where the tables lie, and what they are: one value, and every table from it."""

import re
from functools import cache
from typing import Final, final

import attrs
from sqlalchemy import Column, MetaData, String, Table

from poltech.errors import msg
from poltech.storage.errors import InvalidSchemaError
from poltech.storage.sql._shape import Shape
from poltech.storage.sql.consent import ConsentTables
from poltech.storage.sql.contacts import ContactTables
from poltech.storage.sql.events import EventTables
from poltech.storage.sql.idempotency import IdempotencyTables
from poltech.storage.sql.ledger import LedgerTables
from poltech.storage.sql.registry import RegistryTables
from poltech.storage.sql.segments._tables import SegmentTables
from poltech.storage.sql.vault import KeyTables

__all__ = ["Schema", "Tables"]

_NAME: Final = re.compile("[a-z_][a-z0-9_]{0,15}")


@final
class Tables:
    """The tables of every room; a new room adds its line here.

    Attributes:
        metadata: every table but the wrapped keys.
        key_metadata: the wrapped keys, which may lie in a database of their own.
        version: where Alembic keeps which revisions were run; made by it.
    """

    def __init__(self, prefix: str, namespace: str | None) -> None:
        shape = Shape(prefix, namespace)
        self.registry = RegistryTables(shape)
        self.contacts = ContactTables(shape)
        self.consent = ConsentTables(shape)
        self.segments = SegmentTables(shape)
        self.ledger = LedgerTables(shape)
        self.events = EventTables(shape)
        self.idempotency = IdempotencyTables(shape)
        self.metadata: MetaData = shape.metadata
        apart = Shape(prefix, namespace)
        self.vault = KeyTables(apart)
        self.key_metadata: MetaData = apart.metadata
        self.version = Table(
            f"{prefix}schema_version",
            MetaData(schema=namespace),
            Column("version_num", String(32), primary_key=True),
        )

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table, those that others refer to first."""
        return (*self.metadata.sorted_tables, *self.key_metadata.sorted_tables)


@final
@attrs.frozen(kw_only=True)
class Schema:
    """Where the tables of an installation lie.

    Attributes:
        prefix: what the name of each table begins with.
        namespace: the PostgreSQL schema that they live in; `None` for the default.

    Raises:
        InvalidSchemaError: a name is no plain word, or a long one.

    >>> Schema().tables.contacts.contact.name
    'poltech_contact'
    >>> Schema(prefix="", namespace="crm").tables.contacts.contact.fullname
    'crm.contact'
    """

    prefix: str = "poltech_"
    namespace: str | None = None

    def __attrs_post_init__(self) -> None:
        for field, name in (("prefix", self.prefix), ("namespace", self.namespace)):
            if name and not _NAME.fullmatch(name):
                raise InvalidSchemaError(
                    field=field, problem=msg("not 1 to 16 of a-z, 0-9 and _")
                )

    @property
    def tables(self) -> Tables:
        """The tables: the same objects for the same names."""
        return _tables(self.prefix, self.namespace)

    @property
    def version_table(self) -> Table:
        """Where Alembic keeps which revisions were run."""
        return self.tables.version


@cache
def _tables(prefix: str, namespace: str | None) -> Tables:
    return Tables(prefix, namespace)
