"""One client's walled data, opened: the front door of the library.

Office
:   an opened workspace, bound to one actor; its rooms are its attributes.

Words
:   a host's own purposes, media and kinds, each with its legal meaning.

Options
:   how an office is opened, besides where its database is.
"""

from poltech.workspace._keyrings import KeyringPlace
from poltech.workspace._office import Office
from poltech.workspace._opening import Options, create, open_office, workspaces
from poltech.workspace._places import AnyPlace
from poltech.workspace._words import Words
from poltech.workspace.errors import (
    AmbiguousWorkspaceError,
    KeyringNotFoundError,
    NoWorkspaceError,
    UnknownPlaceError,
)

__all__ = [
    "AmbiguousWorkspaceError",
    "AnyPlace",
    "KeyringNotFoundError",
    "KeyringPlace",
    "NoWorkspaceError",
    "Office",
    "Options",
    "UnknownPlaceError",
    "Words",
    "create",
    "open_office",
    "workspaces",
]
