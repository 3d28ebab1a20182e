"""listmonk: the subscriber export, which carries no list and no withdrawal."""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

PRESET = Preset(
    code="listmonk",
    name="listmonk",
    signatures=(frozenset({"uuid", "email", "attributes", "status"}),),
    columns={
        "uuid": "external:listmonk",
        "email": "email",
        "name": "display_name",
        "attributes": "custom:attributes",
        "status": "unsubscribed",
        "created_at": "source_date",
        "updated_at": "ignore",
    },
)
