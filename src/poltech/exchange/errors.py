"""What can go wrong when files come in or go out."""

from typing import final

from poltech.errors import ConflictError, InvalidInputError, msg

__all__ = [
    "BudgetExceededError",
    "FileChangedError",
    "UnknownColumnError",
    "UnknownTargetError",
    "UnreadableFileError",
    "UnusableMappingError",
]


@final
class UnreadableFileError(InvalidInputError):
    """A file that holds no table that can be read."""

    field: str = msg("file")


@final
class BudgetExceededError(InvalidInputError):
    """A file that would cost more time or memory than it may."""

    message = msg("The file has more than {limit} {what}, which is the most allowed.")
    field: str = msg("file")
    problem: str = msg("it is too large")
    what: str
    limit: int


@final
class UnknownTargetError(InvalidInputError):
    """A column was mapped to a field that does not exist."""

    message = msg("{target} is no field that a column can be mapped to: {problem}.")
    field: str = msg("mapping")
    target: str


@final
class UnknownColumnError(InvalidInputError):
    """A mapping names a column that the file does not have."""

    message = msg("The file has no column {column}. Its columns: {known}.")
    field: str = msg("mapping")
    problem: str = msg("no such column")
    column: str
    known: str


@final
class UnusableMappingError(InvalidInputError):
    """A mapping by which no row could ever name anybody."""

    field: str = msg("mapping")


@final
class FileChangedError(ConflictError):
    """The file is not the one that the import began with."""

    kind: str = msg("file")
    problem: str = msg("its content differs from the one that was begun")
