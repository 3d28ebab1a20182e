"""Typed identifiers: UUID version 7, one class for each thing that is named.

An identifier is a `uuid.UUID`, so hosts store it as they store their own; its
class says what it names, so a contact's cannot be passed where a mailing's is
asked. Values sort by the moment they were made (RFC 9562, section 5.7).

>>> from poltech.ids import ContactId, FrozenIds
>>> FrozenIds().new(ContactId)
ContactId('00000000-0000-7000-8000-000000000001')
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Protocol, Self, TypeVar, final
from uuid import UUID, SafeUUID

import attrs

from poltech.errors import InvalidInputError, msg

__all__ = [
    "ActivityId",
    "AttemptId",
    "ContactId",
    "FrozenIds",
    "Id",
    "IdSource",
    "ImportId",
    "InvalidIdError",
    "MailingId",
    "MergeId",
    "NoticeId",
    "RecordId",
    "SegmentId",
    "SourceId",
    "SystemIds",
    "WorkspaceId",
]

_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_RANDOM_BITS = 74
_POOL_SIZE = 512
_SET_INT: Callable[[UUID, int], None] = vars(UUID)["int"].__set__
_SET_IS_SAFE: Callable[[UUID, SafeUUID], None] = vars(UUID)["is_safe"].__set__


@final
class InvalidIdError(InvalidInputError):
    """A text that is not an identifier."""


class Id(UUID):
    """What every identifier is; make one with `parse`, `of` or an `IdSource`."""

    __slots__ = ()

    @classmethod
    def of(cls, value: UUID) -> Self:
        """Give an untyped UUID its type."""
        return cls(int=value.int)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the usual text form.

        Raises:
            InvalidIdError: the text is not a UUID.
        """
        try:
            return cls(text)
        except ValueError:
            raise InvalidIdError(
                field=cls.__name__, problem=msg("not a UUID")
            ) from None

    @classmethod
    def unpack(cls, raw: bytes) -> Self:
        """Read sixteen bytes, as storages keep them; several times `UUID(bytes=…)`."""
        self = object.__new__(cls)
        _SET_INT(self, int.from_bytes(raw))
        _SET_IS_SAFE(self, SafeUUID.unknown)
        return self

    @classmethod
    def unpack_all(cls, raws: Sequence[bytes]) -> list[Self]:
        """Read many at once, without a step of Python for each.

        >>> ContactId.unpack_all([bytes(15) + b"1"])
        [ContactId('00000000-0000-0000-0000-000000000031')]
        """
        made = [*map(object.__new__, repeat(cls, len(raws)))]
        deque(map(_SET_INT, made, map(int.from_bytes, raws)), maxlen=0)
        deque(map(_SET_IS_SAFE, made, repeat(SafeUUID.unknown)), maxlen=0)
        return made


@final
class WorkspaceId(Id):
    """Names a client's walled data."""


@final
class ContactId(Id):
    """Names a contact, and says nothing else about it."""


@final
class SourceId(Id):
    """Names where a datum came from."""


@final
class ActivityId(Id):
    """Names a dated act by or with a contact."""


@final
class MergeId(Id):
    """Names a merge, so that it can be undone."""


@final
class NoticeId(Id):
    """Names one version of a wording."""


@final
class RecordId(Id):
    """Names one statement of consent."""


@final
class SegmentId(Id):
    """Names a saved question about contacts."""


@final
class ImportId(Id):
    """Names one import of a file."""


@final
class MailingId(Id):
    """Names one message to one audience."""


@final
class AttemptId(Id):
    """Names one hand-off of one message."""


AnyId = TypeVar("AnyId", bound=Id)


class IdSource(Protocol):
    """Where new identifiers come from."""

    def new(self, kind: type[AnyId]) -> AnyId:
        """Make one identifier."""
        ...

    def batch(self, kind: type[AnyId], count: int) -> list[AnyId]:
        """Make `count` identifiers, in ascending order."""
        ...


@final
class SystemIds:
    """Identifiers from the machine's clock and its random source.

    Within one process they ascend, also when the clock stands still or steps back
    (RFC 9562, section 6.2, method 2: the random part counts on).
    """

    def __init__(
        self,
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._milliseconds = milliseconds
        self._entropy = entropy
        self._lock = threading.Lock()
        self._last = 0
        self._process = os.getpid()
        self._pool: Iterator[int] = iter(())

    def new(self, kind: type[AnyId]) -> AnyId:
        """Make one identifier."""
        with self._lock:
            return kind(int=self._next())

    def batch(self, kind: type[AnyId], count: int) -> list[AnyId]:
        """Make `count` identifiers, in ascending order."""
        with self._lock:
            return [kind(int=self._next()) for _ in range(count)]

    def _next(self) -> int:
        fresh = _stamp(self._milliseconds(), self._random())
        if fresh <= self._last:
            fresh = _after(self._last, self._random())
        self._last = fresh
        return fresh

    def _random(self) -> int:
        if self._process != os.getpid():
            # a forked child must not draw what its parent draws
            self._process, self._pool = os.getpid(), iter(())
        for value in self._pool:
            return value
        raw = self._entropy(10 * _POOL_SIZE)
        self._pool = iter(
            [int.from_bytes(raw[at : at + 10]) >> 6 for at in range(0, len(raw), 10)]
        )
        return self._random()


def _stamp(milliseconds: int, random: int) -> int:
    """Lay out time, version, variant and 74 random bits as RFC 9562 does."""
    high, low = random >> 62, random & ((1 << 62) - 1)
    return (milliseconds << 80) | _VERSION_AND_VARIANT | (high << 64) | low


def _after(last: int, random: int) -> int:
    """Take a random step up from `last` that keeps version and variant."""
    step = (random >> (_RANDOM_BITS - 32)) + 1
    milliseconds = last >> 80
    value = ((last >> 64) & 0xFFF) << 62 | (last & ((1 << 62) - 1))
    value += step
    if value >> _RANDOM_BITS:
        return _stamp(milliseconds + 1, value & ((1 << _RANDOM_BITS) - 1))
    return _stamp(milliseconds, value)


@final
@attrs.define
class FrozenIds:
    """Identifiers that count from one, the same at every run: for tests."""

    last: int = 0

    def new(self, kind: type[AnyId]) -> AnyId:
        """Make the next identifier."""
        self.last += 1
        return kind(int=_VERSION_AND_VARIANT | self.last)

    def batch(self, kind: type[AnyId], count: int) -> list[AnyId]:
        """Make the next `count` identifiers."""
        return [self.new(kind) for _ in range(count)]
