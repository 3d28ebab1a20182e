"""The first tables: registry, contacts, consent, ledger, events, idempotency."""

from collections.abc import Sequence

from poltech.storage.sql.migrations._operations import (
    BIG,
    BYTES,
    DAY,
    ID,
    INSTANT,
    NUMBER,
    WHOLE,
    WORD,
    Operations,
    column,
)

revision = "poltech_0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = ("poltech",)
depends_on: str | None = None


_OPEN = [
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


def upgrade() -> None:
    """Make the tables."""
    make = Operations()
    _registry(make)
    _contacts(make)
    _around(make)
    _fields(make)
    _records(make)
    _acts(make)
    _consent(make)
    _states(make)
    _said(make)
    _notices(make)
    _segments(make)
    _ledger(make)
    _events(make)
    _idempotency(make)


def _registry(make: Operations) -> None:
    """Make the registry of workspaces."""
    make.registry(
        "workspace", column("name", WORD), column("created_at", INSTANT), unique="name"
    )
    make.table(
        "profile",
        column("document", WORD),
        key=[],
        references=[("workspace_id", "workspace")],
    )


def _contacts(make: Operations) -> None:
    """Make what a workspace knows of contacts."""
    make.table(
        "contact",
        column("id", ID),
        column("kind", WORD),
        column("subject", WORD),
        column("standing", WORD),
        column("reach", WHOLE),
        column("postcode", WORD, null=True),
        column("commune", WORD, null=True),
        column("insee", WORD, null=True),
        column("country", WORD, null=True),
        column("territory", WORD, null=True),
        column("language", WORD, null=True),
        column("birth_year", WHOLE, null=True),
        column("household", ID, null=True),
        column("source_id", ID),
        column("merged_into", ID, null=True),
        column("version", WHOLE),
        column("created_at", INSTANT),
        column("updated_at", INSTANT),
        column("digests", BYTES),
        column("attributes", WORD, null=True),
        column("sealed", BYTES),
        key=["id"],
    )
    make.index("contact", "open", _OPEN)
    make.index("contact", "inactive", ["id", "subject"], where="subject != 'active'")
    make.index("contact", "postcode", ["postcode", "id"])
    make.index("contact", "source", ["source_id", "id"])


def _around(make: Operations) -> None:
    """Make the tables that contacts are looked up by."""
    make.table(
        "contact_key",
        column("digest", BYTES),
        column("contact_id", ID),
        key=["digest", "contact_id"],
    )
    make.table(
        "contact_source",
        column("source_id", ID),
        column("contact_id", ID),
        key=["source_id", "contact_id"],
    )
    make.table(
        "contact_tag",
        column("tag", WORD),
        column("contact_id", ID),
        key=["tag", "contact_id"],
    )
    make.table(
        "contact_division",
        column("scheme", WORD),
        column("code", WORD),
        column("contact_id", ID),
        key=["scheme", "code", "contact_id"],
    )


def _fields(make: Operations) -> None:
    """Make the custom fields that may be selected on."""
    make.table(
        "contact_field",
        column("key", WORD),
        column("contact_id", ID),
        column("text_value", WORD, null=True),
        column("number_value", NUMBER, null=True),
        column("date_value", DAY, null=True),
        key=["key", "contact_id"],
    )
    make.index(
        "contact_field",
        "date",
        ["key", "date_value", "contact_id"],
        where="date_value IS NOT NULL",
    )
    make.index(
        "contact_field",
        "number",
        ["key", "number_value", "contact_id"],
        where="number_value IS NOT NULL",
    )
    make.index(
        "contact_field",
        "text",
        ["key", "text_value", "contact_id"],
        where="text_value IS NOT NULL",
    )


def _records(make: Operations) -> None:
    """Make sources and definitions of fields."""
    make.table(
        "source",
        column("id", ID),
        column("kind", WORD),
        column("origin", WORD),
        column("label", WORD),
        column("collected", DAY, null=True),
        column("evidence", WORD, null=True),
        key=["id"],
        references=[("workspace_id", "workspace")],
    )
    make.table(
        "field_definition",
        column("key", WORD),
        column("label", WORD),
        column("type", WORD),
        column("sensitivity", WORD),
        column("category", WORD, null=True),
        key=["key"],
        references=[("workspace_id", "workspace")],
    )


def _acts(make: Operations) -> None:
    """Make activities and merges."""
    make.table(
        "activity",
        column("id", ID),
        column("contact_id", ID),
        column("kind", WORD),
        column("at", INSTANT),
        column("subject", WORD, null=True),
        column("amount", BIG, null=True),
        column("currency", WORD, null=True),
        column("sealed", BYTES, null=True),
        key=["id"],
    )
    make.index(
        "activity",
        "act",
        ["kind", "subject", "at", "contact_id", "currency", "amount"],
    )
    make.index(
        "activity",
        "kind",
        ["kind", "contact_id", "at", "subject", "currency", "amount"],
    )
    make.index("activity", "contact", ["contact_id", "at"])
    make.table(
        "merge",
        column("id", ID),
        column("survivor", ID),
        column("loser", ID),
        column("at", INSTANT),
        column("actor", WORD),
        column("undone_at", INSTANT, null=True),
        column("sealed", BYTES),
        key=["id"],
        references=[("loser", "contact"), ("survivor", "contact")],
    )
    make.index("merge", "loser", ["loser"])
    make.index("merge", "survivor", ["survivor"])


def _consent(make: Operations) -> None:
    """Make what people said."""
    make.table(
        "consent_record",
        column("contact_id", ID),
        column("entry", BIG),
        column("id", ID),
        column("statement", WORD),
        column("purpose", WORD),
        column("medium", WORD),
        column("notice_id", ID, null=True),
        column("at", INSTANT),
        column("recorded_at", INSTANT),
        column("categories", WORD),
        key=["contact_id", "entry"],
        is_append_only=True,
    )


def _states(make: Operations) -> None:
    """Make where people stand."""
    make.table(
        "consent_state",
        column("contact_id", ID),
        column("purpose", WORD),
        column("medium", WORD),
        column("statement", WORD),
        column("notice_id", ID, null=True),
        column("at", INSTANT),
        column("record_id", ID),
        column("entry", BIG),
        column("categories", WORD),
        key=["contact_id", "purpose", "medium"],
    )
    make.index(
        "consent_state", "stated", ["purpose", "medium", "statement", "contact_id"]
    )


def _said(make: Operations) -> None:
    """Make suppressions."""
    make.table(
        "suppression",
        column("digest", BYTES),
        column("cause", WORD),
        column("medium", WORD),
        column("purpose", WORD),
        column("at", INSTANT),
        column("lifted_at", INSTANT, null=True),
        key=["digest", "cause", "medium", "purpose", "at"],
    )
    make.index(
        "suppression",
        "standing",
        ["digest", "cause", "medium", "purpose"],
        unique=True,
        where="lifted_at IS NULL",
    )


def _notices(make: Operations) -> None:
    """Make notices and elections."""
    make.table(
        "notice",
        column("id", ID),
        column("name", WORD),
        column("version", WHOLE),
        column("locale", WORD),
        column("text", WORD),
        column("purposes", WORD),
        column("media", WORD),
        column("categories", WORD),
        column("since", INSTANT),
        key=["id"],
        unique=[["name", "version"]],
        references=[("workspace_id", "workspace")],
    )
    make.table(
        "election",
        column("name", WORD),
        column("kind", WORD),
        column("territory", WORD, null=True),
        column("days", WORD),
        column("time_zone", WORD),
        key=["name"],
        references=[("workspace_id", "workspace")],
    )


def _segments(make: Operations) -> None:
    """Make saved segments."""
    make.table(
        "segment",
        column("id", ID),
        column("name", WORD),
        column("version", WHOLE),
        column("document", WORD),
        column("created_at", INSTANT),
        column("updated_at", INSTANT),
        key=["id"],
        unique=[["name"]],
        references=[("workspace_id", "workspace")],
    )


def _ledger(make: Operations) -> None:
    """Make the log."""
    make.table(
        "ledger_head",
        column("size", BIG),
        column("peaks", BYTES),
        key=[],
        references=[("workspace_id", "workspace")],
    )
    make.table(
        "ledger_batch",
        column("first", BIG),
        column("size", WHOLE),
        column("entries", BYTES),
        key=["first"],
        is_append_only=True,
    )
    make.table(
        "ledger_node",
        column("level", WHOLE),
        column("index", BIG),
        column("hash", BYTES),
        key=["level", "index"],
        is_append_only=True,
    )


def _events(make: Operations) -> None:
    """Make the feed."""
    make.table(
        "event_head",
        column("position", BIG),
        key=[],
        references=[("workspace_id", "workspace")],
    )
    make.table(
        "event",
        column("position", BIG),
        column("word", WORD),
        column("at", INSTANT),
        column("actor", WORD),
        column("document", WORD),
        key=["position"],
    )


def _idempotency(make: Operations) -> None:
    """Make the answered requests."""
    make.table(
        "idempotency",
        column("key", WORD),
        column("fingerprint", BYTES),
        column("result", WORD, null=True),
        column("claimed_at", INSTANT),
        key=["key"],
    )
    make.index("idempotency", "claimed", ["claimed_at"])
