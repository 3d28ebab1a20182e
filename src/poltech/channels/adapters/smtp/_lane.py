"""One connection working through a batch that several may share."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import final

from poltech.channels._model import HandOff, Outcome
from poltech.channels.adapters.smtp._frame import Letter
from poltech.channels.adapters.smtp._pool import Pool
from poltech.channels.adapters.smtp._session import Session
from poltech.channels.adapters.smtp._wire import LostError
from poltech.errors import msg

__all__ = ["Lane", "Letters"]

_MOST_TRIES = 2


@final
class Letters:
    """What is left of a batch; lanes take from it and put back what did not leave."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        """Start with a whole batch."""
        self._left = deque(letters)

    def take(self) -> Letter | None:
        """Give the next letter, if there is one."""
        try:
            return self._left.popleft()
        except IndexError:
            return None

    def put_back(self, letter: Letter) -> None:
        """Let the letter be taken again, first."""
        self._left.appendleft(letter)

    def clear(self) -> None:
        """Forget what is left."""
        self._left.clear()

    def drain(self) -> Iterator[Letter]:
        """Give everything that is left."""
        while (letter := self.take()) is not None:
            yield letter

    def __bool__(self) -> bool:
        return bool(self._left)


@final
class Lane:
    """Works through letters on one connection after the other."""

    def __init__(self, pool: Pool, letters: Letters, recycle: int) -> None:
        """Share a pool and a batch with other lanes."""
        self._pool = pool
        self._letters = letters
        self._recycle = recycle

    def run(self) -> Iterator[HandOff]:
        """Hand letters over until none is left.

        Raises:
            UnopenedError: no connection can be had; what is left stays in the batch.
        """
        while self._letters:
            session = self._pool.take()
            whole = False
            try:
                whole = yield from self._converse(session)
            finally:
                if whole:
                    self._pool.give_back(session)
                else:
                    self._pool.drop(session)

    def _converse(self, session: Session) -> Generator[HandOff, None, bool]:
        """Hand letters over on one connection; tell whether it is still whole."""
        letter = yield from self._next(session)
        following: Letter | None = None
        try:
            if letter is not None:
                session.offer(letter.out)
            while letter is not None:
                refusal = session.answer(letter.out)
                following = yield from self._next(session)
                if refusal is None:
                    upcoming = following.out if following else None
                    handoff = session.hand_over(letter.out, upcoming)
                    letter, following = following, None
                    yield handoff
                else:
                    letter, following = following, None
                    yield refusal
                    if letter is not None:
                        session.offer(letter.out)
        except LostError as lost:
            yield from self._after_loss(session, letter, following, lost)
            return False
        return True

    def _next(self, session: Session) -> Generator[HandOff, None, Letter | None]:
        """Take the next letter that this server can take, refusing those before it."""
        while session.used < self._recycle:
            letter = self._letters.take()
            if letter is None:
                return None
            refusal = session.fits(letter.out)
            if refusal is None:
                return letter
            yield refusal
        return None

    def _after_loss(
        self,
        session: Session,
        letter: Letter | None,
        following: Letter | None,
        lost: LostError,
    ) -> Iterator[HandOff]:
        """Say what a lost connection means for the letters in hand.

        Content that may have left is unknown for good. What surely did not leave is
        tried once more on a new connection: servers close kept ones at will.
        """
        if following is not None:
            self._letters.put_back(following)
        if letter is None:
            return
        letter.tries += 1
        if session.committed:
            yield HandOff(
                reference=letter.out.reference,
                outcome=Outcome.UNKNOWN,
                code=lost.code,
                detail=msg("The connection ended before the server's answer."),
            )
        elif letter.tries < _MOST_TRIES:
            self._letters.put_back(letter)
        else:
            yield HandOff(
                reference=letter.out.reference,
                outcome=Outcome.NOT_ACCEPTED,
                code=lost.code,
                detail=msg("The connection ended before the message was sent."),
            )
