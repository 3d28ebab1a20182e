"""Mail handed to a server by SMTP (RFC 5321), over TLS, on connections that are kept.

The standard library opens a connection, secures and authenticates it; from there on
messages are pipelined (RFC 2920), which is several times faster. Signing (DKIM) and
limits per domain have their place before and after `_frame`; they come later.
"""

from poltech.channels.adapters.smtp._channel import SmtpChannel
from poltech.channels.adapters.smtp._settings import Security, SmtpSettings

__all__ = ["Security", "SmtpChannel", "SmtpSettings"]
