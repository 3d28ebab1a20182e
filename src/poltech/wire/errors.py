"""What can go wrong between here and a vendor."""

from typing import final

from poltech.errors import InvalidInputError, PermanentError, TransientError, msg

__all__ = [
    "BrokenOffError",
    "BusyVendorError",
    "EgressRefusedError",
    "InsecurePeerError",
    "InvalidCallError",
    "RejectedCallError",
    "ReplyTooLargeError",
    "UnreachableError",
    "UnreadableReplyError",
]


@final
class InvalidCallError(InvalidInputError):
    """A call cannot be put on the wire as it is."""


@final
class EgressRefusedError(PermanentError):
    """The host's address is not a public one, and nobody allowed it."""

    problem: str = msg("its address is not a public one")
    outcome_known: bool = True


@final
class UnreachableError(TransientError):
    """No connection came about, so nothing was sent."""

    problem: str = msg("no connection came about")
    outcome_known: bool = True


@final
class InsecurePeerError(PermanentError):
    """The other side could not prove who it is, so nothing was sent."""

    problem: str = msg("its certificate does not hold")
    outcome_known: bool = True


@final
class BrokenOffError(TransientError):
    """The connection ended or fell silent after something may have been sent."""

    problem: str = msg("the connection broke off")
    outcome_known: bool = False


@final
class ReplyTooLargeError(PermanentError):
    """The reply is larger than we read."""

    problem: str = msg("its reply is too large")
    outcome_known: bool = False


@final
class UnreadableReplyError(PermanentError):
    """The reply is not what its interface promises."""

    problem: str = msg("its reply cannot be read")
    outcome_known: bool = False


@final
class RejectedCallError(PermanentError):
    """The vendor says that it did not accept the call, and will not."""

    message = msg("{adapter} failed: {problem} (HTTP {status}).")
    status: int
    problem: str = msg("it does not accept the call")
    outcome_known: bool = True


@final
class BusyVendorError(TransientError):
    """The vendor cannot answer now; `outcome_known` says if it told so beforehand."""

    message = msg("{adapter} failed: {problem} (HTTP {status}).")
    status: int
    problem: str = msg("it cannot answer now")
