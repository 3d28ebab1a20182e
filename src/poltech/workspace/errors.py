"""What can go wrong when a workspace is opened."""

from typing import final

from poltech.errors import ConfigurationError, InvalidInputError, NotFoundError, msg

__all__ = [
    "AmbiguousWorkspaceError",
    "KeyringNotFoundError",
    "NoWorkspaceError",
    "UnknownPlaceError",
]


@final
class NoWorkspaceError(NotFoundError):
    """The database holds no workspace yet."""

    message = msg(
        "The database holds no workspace. Make one with poltech.create or poltech init."
    )
    kind: str = msg("workspace")
    reference: str = ""


@final
class AmbiguousWorkspaceError(InvalidInputError):
    """The database holds several workspaces: say which."""

    message = msg("The database holds several workspaces; name one of: {names}.")
    names: str
    field: str = "workspace"
    problem: str = msg("several")


@final
class KeyringNotFoundError(ConfigurationError):
    """There are no secrets to open the database with."""

    subject: str = msg("The key ring")
    problem: str = msg("nobody said where it is")
    remedy: str = msg("Set POLTECH_KEYRING or POLTECH_KEYRING_FILE, or pass keyring=…")


@final
class UnknownPlaceError(InvalidInputError):
    """An address that names no database of a kind we speak."""

    message = msg(
        "The address of the database is not one we know; try sqlite:///office.db or "
        "postgresql+psycopg://user@host/name."
    )
    field: str = "url"
    problem: str = msg("unknown kind of database")
