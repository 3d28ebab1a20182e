"""What can go wrong when a message is made."""

from typing import final

from poltech.errors import ConfigurationError, InvalidInputError, UntrustedError, msg

__all__ = [
    "InvalidTokenError",
    "MalformedMessageError",
    "MessageError",
    "MissingExtraError",
    "TemplateError",
]


@final
class TemplateError(InvalidInputError):
    """A template says something that it may not; says where, and quotes one word.

    Attributes:
        code: stable word of the rule that it breaks.
        line: counted from 1.
        column: counted from 1.
        word: the tag, filter, field, element or scheme that is meant.
    """

    message = msg("{field}, line {line}, column {column}: {problem} ({word}).")
    code: str
    line: int
    column: int
    word: str


@final
class MessageError(InvalidInputError):
    """A message, or what it is to hold for one person, cannot be so."""


@final
class MalformedMessageError(InvalidInputError):
    """The bytes that were made are not the message that was meant; none may leave."""


@final
class InvalidTokenError(UntrustedError):
    """A link's token was not made here, or was made for something else."""

    subject: str = msg("link")
    problem: str = msg("it was not made here, or not for this")


@final
class MissingExtraError(ConfigurationError):
    """A library that messages need is not installed."""

    subject: str = msg("The making of messages")
    problem: str = msg("a library is missing")
    remedy: str = msg("Run: pip install 'poltech[email]'")
