"""The registry of workspaces, and what each of them is."""

from typing import final

from poltech.storage.sql._shape import Shape, instant, word

__all__ = ["RegistryTables"]


@final
class RegistryTables:
    """Tables of the registry.

    `workspace` belongs to the installation and is behind no wall: it lists names that
    the host chose and no personal data. `profile` is behind the wall.
    """

    def __init__(self, shape: Shape) -> None:
        self.workspace = shape.registry(
            "workspace", word("name"), instant("created_at"), unique="name"
        )
        self.profile = shape.table(
            "profile",
            word("document"),
            key=(),
            references=[("workspace_id", "workspace")],
        )
