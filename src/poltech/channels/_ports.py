"""What a channel and an inbox are."""

from collections.abc import Iterator, Sequence
from typing import Protocol, Self

from poltech.channels._model import HandOff, Manifest, Outgoing, Returned
from poltech.law import Decision

__all__ = ["Channel", "ChannelKind", "Inbox"]


class Channel(Protocol):
    """Hands messages to a provider."""

    @property
    def manifest(self) -> Manifest:
        """Say what this adapter is and can do."""
        ...

    def send(self, batch: Sequence[Outgoing]) -> Iterator[HandOff]:
        """Hand messages over; give exactly one outcome for each, in any order.

        What a vendor or the network does wrong is an outcome and never raises. A
        caller who stops listening must take every outcome it has not seen for
        `UNKNOWN`.

        Raises:
            InvalidOutgoingError: a message cannot go by this channel at all; then
                none of the batch was handed over.
        """
        ...

    def check(self) -> Decision:
        """Look whether it would work now, without sending anything."""
        ...

    def close(self) -> None:
        """Give back connections; the channel may be used again afterwards."""
        ...


class ChannelKind(Protocol):
    """A class of channels that can be made from a URL."""

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Make the channel that a URL describes.

        Raises:
            ChannelConfigurationError: the URL says something it must not.
        """
        ...


class Inbox(Protocol):
    """Reads what a provider sends back."""

    def read(self) -> Iterator[Returned]:
        """Give what came back since it was last read.

        One thing counts as read when the next one is asked for: after a crash it is
        given again, so the reader must not mind seeing it twice.
        """
        ...
