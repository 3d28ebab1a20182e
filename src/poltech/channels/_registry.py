"""Turning a configured URL into a channel."""

from importlib.metadata import entry_points
from typing import cast
from urllib.parse import urlsplit

from poltech.channels._ports import Channel, ChannelKind
from poltech.channels.errors import UnknownChannelError

__all__ = ["channel_from"]

_GROUP = "poltech.channels"


def channel_from(url: str) -> Channel:
    """Make the channel that a URL describes, such as `folder:outbox`.

    The scheme is a name of the entry-point group `poltech.channels`; a final `s`
    is its secure form, so `smtps://` is made by what is registered as `smtp`. No
    error and no repr shows the URL, for it may hold a password.

    Raises:
        UnknownChannelError: nothing is installed under that scheme.
        ChannelConfigurationError: the URL says something it must not.
    """
    scheme = urlsplit(url).scheme
    names = (scheme, scheme.removesuffix("s"))
    found = [
        entry
        for name in names
        for entry in entry_points(group=_GROUP, name=name)
        if name
    ]
    if not found:
        raise UnknownChannelError
    kind = cast("ChannelKind", found[0].load())
    return cast("Channel", kind.from_url(url))
