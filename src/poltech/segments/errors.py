"""What can go wrong with segments."""

from typing import final

from poltech.errors import ConflictError, InvalidInputError, NotFoundError, msg

__all__ = [
    "InvalidSegmentError",
    "SegmentCycleError",
    "SegmentFormError",
    "SegmentInUseError",
    "SegmentNameTakenError",
    "SegmentNotFoundError",
    "SegmentSyntaxError",
    "SegmentTooLargeError",
]


@final
class InvalidSegmentError(InvalidInputError):
    """A criterion cannot ask for that value."""


@final
class SegmentTooLargeError(InvalidInputError):
    """A question is deeper or longer than a storage will answer."""

    message = msg("The segment is too large: {problem} (at most {limit}).")
    limit: int
    field: str = "segment"


@final
class SegmentFormError(InvalidInputError):
    """A document is no segment; `path` says where, never what stood there."""

    message = msg("The segment cannot be read at {path}: {problem}.")
    path: str
    field: str = "segment"
    problem: str = msg("not what is expected there")


@final
class SegmentSyntaxError(InvalidInputError):
    """A text is no segment; says where, and what would have been read there.

    Attributes:
        line: line of the text, from 1.
        column: column of that line, from 1.
        expected: what could stand there.
    """

    message = msg("Line {line}, column {column}: {problem}. Expected: {expected}.")
    line: int
    column: int
    expected: str
    field: str = "segment"
    problem: str = msg("this cannot be read")


@final
class SegmentCycleError(InvalidInputError):
    """A segment would ask for itself, directly or through others."""

    field: str = "segment"
    problem: str = msg("it would ask for itself")


@final
class SegmentNotFoundError(NotFoundError):
    """No saved segment bears that identifier or name."""

    kind: str = msg("segment")


@final
class SegmentNameTakenError(ConflictError):
    """Another saved segment bears that name."""

    kind: str = msg("segment")
    problem: str = msg("another one bears its name")


@final
class SegmentInUseError(ConflictError):
    """Other saved segments ask for this one."""

    kind: str = msg("segment")
    problem: str = msg("other segments ask for it")
