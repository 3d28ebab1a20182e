"""Connections that are kept between batches and shared by threads."""

import threading
from typing import final

from poltech.channels.adapters.smtp._session import (
    Session,
    UnopenedError,
    open_session,
)
from poltech.channels.adapters.smtp._settings import SmtpSettings
from poltech.clock import Clock
from poltech.errors import msg

__all__ = ["Pool"]


@final
class Pool:
    """At most so many open conversations; whoever takes one gives it back."""

    def __init__(self, settings: SmtpSettings, clock: Clock) -> None:
        """Start empty."""
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(settings.connections)
        self._idle: list[Session] = []

    def take(self) -> Session:
        """Give an open conversation, a kept one if one still answers.

        Raises:
            UnopenedError: none can be opened, or all are in use for too long.
        """
        if not self._free.acquire(timeout=self._settings.timeout):
            raise UnopenedError(code="busy", detail=msg("All connections are in use."))
        try:
            while (kept := self._kept()) is not None:
                if self._fresh(kept) and kept.ready():
                    return kept
                kept.close()
            return open_session(self._settings, self._clock)
        except BaseException:
            self._free.release()
            raise

    def give_back(self, session: Session) -> None:
        """Keep a conversation that may go on, or end one that was used enough."""
        if session.used < self._settings.recycle:
            session.idle_since = self._clock.monotonic()
            with self._lock:
                self._idle.append(session)
        else:
            session.close()
        self._free.release()

    def drop(self, session: Session) -> None:
        """Let go of a conversation that broke."""
        session.abort()
        self._free.release()

    def close(self) -> None:
        """End every conversation that is not in use."""
        while (kept := self._kept()) is not None:
            kept.close()

    def _kept(self) -> Session | None:
        """Give the conversation that was kept last, if one is."""
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _fresh(self, session: Session) -> bool:
        """Tell whether a kept conversation is too young to have been closed."""
        unused = self._clock.monotonic() - session.idle_since
        return unused < self._settings.idle
