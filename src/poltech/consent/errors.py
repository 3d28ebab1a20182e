"""What can go wrong with consent."""

from typing import final

from poltech.errors import InvalidInputError, NotFoundError, msg

__all__ = ["InvalidConsentError", "NoticeNotFoundError"]


@final
class InvalidConsentError(InvalidInputError):
    """A statement, notice or permit cannot be so."""


@final
class NoticeNotFoundError(NotFoundError):
    """No notice bears that name or identifier."""

    kind: str = msg("notice")
