"""The wrapped keys."""

from collections.abc import Sequence

from poltech.storage.sql.migrations._operations import (
    BYTES,
    ID,
    WHOLE,
    Operations,
    column,
)

revision = "poltech_keys_0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = ("poltech_keys",)
depends_on: str | None = None


def upgrade() -> None:
    """Make the table."""
    make = Operations()
    make.table(
        "vault_key",
        column("subject", ID),
        column("version", WHOLE),
        column("wrapped", BYTES),
        key=["subject"],
    )
    make.index("vault_key", "version", ["version", "subject"])
