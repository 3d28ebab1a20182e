"""From bytes to lines, block by block, in constant memory."""

import codecs
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, final

from poltech.exchange._detect import reversible

__all__ = ["Lines"]

_BLOCK = 1 << 18
_END = re.compile("[\\r\\n]")


@final
class Lines:
    """The lines of a text, decoded as they are asked for.

    A byte that cannot be decoded stops nothing: it stays in the text in a form that
    can be mended, and the block is marked as tainted. So does a line longer than
    the limit: its end is left out.

    Attributes:
        bytes_read: number of bytes taken from the file.
        taints: number of blocks so far with bytes that could not be decoded.
        tainted: whether the latest block is one of them.
        nuls: whether NUL characters were left out.
        told: whether the user was told so.
        cut: whether the end of a long line was left out.
    """

    def __init__(self, stream: BinaryIO, encoding: str, limit: int) -> None:
        self.bytes_read = 0
        self.taints = 0
        self.tainted = False
        self.nuls = False
        self.told = False
        self.cut = False
        self._stream = stream
        self._limit = limit
        self._strict = codecs.getincrementaldecoder(encoding)()
        self._loose = codecs.getincrementaldecoder(encoding)(reversible(encoding))

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._blocks())

    def _blocks(self) -> Iterator[io.StringIO]:
        """Give whole lines, each block as an iterator of them."""
        carry, skipping = "", False
        for fresh in self._texts():
            rest = fresh
            if skipping:
                rest = _from_end(fresh)
                skipping = not rest
            text = carry + rest
            end = _last_end(text)
            carry = text[end:]
            if len(carry) > self._limit:
                carry, skipping, self.cut = carry[: self._limit], True, True
            if end:
                yield io.StringIO(text[:end], newline="")
        yield io.StringIO(carry, newline="")

    def _texts(self) -> Iterator[str]:
        """Decode block by block; the strict way first, as it costs nothing."""
        for block in iter(lambda: self._stream.read(_BLOCK), b""):
            self.bytes_read += len(block)
            yield self._clean(self._decode(block))
        yield self._clean(self._decode(b"", final=True))

    def _decode(self, block: bytes, *, final: bool = False) -> str:
        state = self._strict.getstate()
        try:
            text = self._strict.decode(block, final)
        except UnicodeError:
            self._loose.setstate(state)
            text = self._loose.decode(block, final)
            self._strict.setstate(self._loose.getstate())
            self._taint()
        else:
            self.tainted = False
        return text

    def _taint(self) -> None:
        self.tainted = True
        self.taints += 1

    def _clean(self, text: str) -> str:
        """Leave out NUL characters, which no table means."""
        if "\0" not in text:
            return text
        self.nuls = True
        return text.replace("\0", "")


def _last_end(text: str) -> int:
    r"""Find where the last whole line ends; a last `\r` may be half of `\r\n`."""
    return text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1


def _from_end(text: str) -> str:
    """Give a text from its first line end on."""
    found = _END.search(text)
    return text[found.start() :] if found else ""
