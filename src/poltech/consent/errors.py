"""What can go wrong with consent."""

from typing import final

from poltech.errors import InvalidInputError, NotFoundError, UntrustedError, msg

__all__ = [
    "InvalidConsentError",
    "NoticeNotFoundError",
    "PersonNotFoundError",
    "UnreadableEntryError",
]


@final
class InvalidConsentError(InvalidInputError):
    """A statement, notice or permit cannot be so."""


@final
class NoticeNotFoundError(NotFoundError):
    """No notice bears that name or identifier."""

    kind: str = msg("notice")


@final
class PersonNotFoundError(NotFoundError):
    """No contact bears that identifier, or they were erased."""

    kind: str = msg("contact")


@final
class UnreadableEntryError(UntrustedError):
    """An entry of the ledger holds no record of consent that can be read."""

    subject: str = msg("entry of the ledger")
    problem: str = msg("it holds no record of consent")
