"""What can go wrong with contacts."""

from collections.abc import Mapping
from typing import final

from poltech.errors import ConflictError, InvalidInputError, NotFoundError, msg

__all__ = [
    "ContactNotFoundError",
    "InvalidContactError",
    "InvalidEmailError",
    "InvalidPhoneError",
    "MergeChoiceError",
    "MergeConflictError",
    "MergeNotFoundError",
    "SourceNotFoundError",
    "SourceRequiredError",
    "UnknownFieldError",
]


@final
class InvalidContactError(InvalidInputError):
    """A contact cannot be so."""


@final
class InvalidEmailError(InvalidInputError):
    """Not an address that mail can be sent to (RFC 5321, RFC 6531)."""

    field: str = "email"


@final
class InvalidPhoneError(InvalidInputError):
    """Not a phone number that exists in its country's plan (ITU-T E.164)."""

    field: str = "phone"


@final
class SourceRequiredError(InvalidInputError):
    """A contact without a source is refused (GDPR article 14(2)(f))."""

    field: str = "source"
    problem: str = msg("say where the data came from")


@final
class UnknownFieldError(InvalidInputError):
    """No custom field of that key is defined."""


@final
class ContactNotFoundError(NotFoundError):
    """No contact bears that identifier."""

    kind: str = msg("contact")


@final
class MergeNotFoundError(NotFoundError):
    """No merge bears that identifier."""

    kind: str = msg("merge")


@final
class SourceNotFoundError(NotFoundError):
    """No source bears that identifier."""

    kind: str = msg("source")


@final
class MergeConflictError(ConflictError):
    """Two contacts cannot be merged, or parted again, as they stand."""

    message = msg("The contact {reference} cannot be merged or parted: {problem}.")
    kind: str = msg("contact")


@final
class MergeChoiceError(ConflictError):
    """Two contacts know different things, and nothing was said of which to keep.

    Attributes:
        words: the fields they differ in, as a `MergeStrategy` names them.
    """

    message = msg("Say which to keep when merging into contact {reference}: {words}.")
    kind: str = msg("contact")
    words: tuple[str, ...]

    @property
    def values(self) -> Mapping[str, object]:
        """The fields' words, listed."""
        return {**self.fields, "words": ", ".join(self.words)}
