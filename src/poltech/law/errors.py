"""What can go wrong when the law is asked."""

from typing import final

from poltech.errors import ConfigurationError, InvalidInputError, msg

__all__ = [
    "HouseRuleError",
    "UnknownJurisdictionError",
    "UnknownTermError",
    "UnsettledDateError",
]


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
class HouseRuleError(InvalidInputError):
    """Only a house rule can be switched off; the law cannot."""


@final
class UnknownJurisdictionError(ConfigurationError):
    """No law module bears that code."""

    message = msg("There is no jurisdiction {code}. Known: {known}. {remedy}")
    code: str
    known: str
    subject: str = msg("the jurisdiction")
    problem: str = msg("no law module bears that code")
    remedy: str = msg("Choose one of them, or install the package that brings it.")
