"""What can go wrong when the law is asked."""

from typing import final

from poltech.errors import ConfigurationError, InvalidInputError, msg

__all__ = ["UnknownJurisdictionError", "UnknownTermError", "UnsettledDateError"]


@final
class UnknownTermError(InvalidInputError):
    """A word that is neither built in nor registered by the host."""

    message = msg("{term} is no {field} known here. Known: {known}.")
    term: str
    known: str
    problem: str = msg("unknown word")


@final
class UnsettledDateError(InvalidInputError):
    """No row of the law covers that day."""


@final
class UnknownJurisdictionError(ConfigurationError):
    """No law module bears that code."""
