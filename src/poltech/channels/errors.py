"""What can go wrong with a channel before a message is handed over.

What goes wrong while handing over is an outcome, not an error: see `Outcome`.
"""

from typing import final

from poltech.errors import ConfigurationError, InvalidInputError, msg

__all__ = [
    "ChannelConfigurationError",
    "InvalidOutgoingError",
    "UnknownChannelError",
]


@final
class InvalidOutgoingError(InvalidInputError):
    """A message that must not be handed over in this form."""


@final
class ChannelConfigurationError(ConfigurationError):
    """A channel was described so that it cannot work."""


@final
class UnknownChannelError(ConfigurationError):
    """No installed channel bears that name."""

    subject: str = msg("The channel")
    problem: str = msg("no such channel is installed")
    remedy: str = msg("Use folder:PATH, smtp://HOST:PORT or smtps://HOST.")
