"""How an adapter shows that it keeps the promises of a channel.

`channel_contract(make, claims)` gives a fresh class of tests; `MailServer` is a real
SMTP server on this machine that misbehaves when it is told to.
"""

from poltech.channels.testing._contract import Arrived, Bench, Claims, channel_contract
from poltech.channels.testing._server import Fault, MailServer

__all__ = [
    "Arrived",
    "Bench",
    "Claims",
    "Fault",
    "MailServer",
    "channel_contract",
]
