"""What a workbook would cost, found before it is loaded.

A workbook is a zip of XML. A few kilobytes can claim a sheet of seventeen billion
cells, a gigabyte of nothing, or one long text a million times over; the library that
reads it would try to hold all that. So every part is unpacked once in a stream, which
trusts no size that the file states, and counted.
"""

import re
import zipfile
import zlib
from functools import cache, partial
from typing import BinaryIO, final
from xml.parsers import expat

from poltech.errors import msg
from poltech.exchange._model import Budget
from poltech.exchange.errors import BudgetExceededError, UnreadableFileError

__all__ = ["require_modest"]

_BLOCK = 1 << 20
_PARTS = 10_000
_LETTERS = 26
_ANY_SIZE = 1 << 62
"""What a part is taken to state, so that it is unpacked to its true end."""

_UNPACKED = msg("bytes once unpacked")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})").fullmatch
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # locked by a password, or packed in a way that is not known
)


def require_modest(stream: BinaryIO, budget: Budget) -> None:
    """Refuse a workbook that would cost too much to load.

    Raises:
        UnreadableFileError: it is damaged, locked, or no workbook.
        BudgetExceededError: it would unpack to more than allowed.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            _require_modest(archive, budget)
    except BudgetExceededError:
        raise
    except _DAMAGED:
        raise UnreadableFileError(
            problem=msg("the workbook is damaged or locked; save it again")
        ) from None


def _require_modest(archive: zipfile.ZipFile, budget: Budget) -> None:
    parts = archive.infolist()
    _require(len(parts), _PARTS, msg("parts"))
    scan = _Scan(budget)
    for part in parts:
        scan.read(archive, part)
    if scan.longest * scan.texts <= budget.expanded:
        return
    exact = _Scan(budget, scan.lengths)
    for part in parts:
        exact.read(archive, part)


def _require(found: int, limit: int, what: str) -> None:
    if found > limit:
        raise BudgetExceededError(what=what, limit=limit)


@final
class _Scan:
    """Counts what the parts of a workbook hold, whatever they are called.

    With the lengths of the shared texts it also adds up what the cells that use them
    would take, each with a copy of its own.
    """

    def __init__(self, budget: Budget, shared: list[int] | None = None) -> None:
        self.lengths: list[int] = []
        self.longest = 0
        self.texts = 0
        self._budget = budget
        self._shared = shared
        self._unpacked = self._copied = 0
        self._begin()

    def _begin(self) -> None:
        """Forget the place in the part before."""
        self._row = self._column = -1
        self._last_row = self._last_column = -1
        self._reference: str | None = None
        self._textual = self._in_item = self._in_value = False
        self._index = ""

    def read(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Unpack a part in a stream and count what it holds.

        Raises:
            BudgetExceededError: it is more than allowed.
        """
        self._begin()
        parser = self._parser()
        part.file_size = _ANY_SIZE
        with archive.open(part) as stream:
            block = stream.read(_BLOCK)
            is_xml = block.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")
            while block:
                self._unpacked += len(block)
                _require(self._unpacked, self._budget.expanded, _UNPACKED)
                if is_xml:
                    parser.Parse(block, False)  # noqa: FBT003 - positional in C
                block = stream.read(_BLOCK)

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EntityDeclHandler = _refuse_entity
        self._listen = partial(self._hear, parser)
        if self._shared is not None:
            self._listen()
        return parser

    def _hear(self, parser: expat.XMLParserType) -> None:
        """Listen to texts too, which costs time: only where texts are counted."""
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag == "c":
            self._reference = attributes.get("r")
            self._column += 1
            self._textual = attributes.get("t") == "s"
        elif tag in {"v", "is"}:
            self._cell()
            self._in_value = True
        elif tag == "row":
            self._column = -1
            told = attributes.get("r", "")
            self._row = int(told) - 1 if told else self._row + 1
        elif tag == "si":
            _require(len(self.lengths), self._budget.cells, msg("texts"))
            self.lengths.append(0)
            self._in_item = True
            self._listen()

    def _cell(self) -> None:
        """Count a cell that holds something, at the place it claims."""
        found = _REFERENCE(self._reference or "")
        if found:
            self._row, self._column = int(found[2]) - 1, _column(found[1])
        self.texts += self._textual
        if self._row > self._last_row or self._column > self._last_column:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            area = (self._last_row + 1) * (self._last_column + 1)
            _require(area, self._budget.cells, msg("cells"))

    def _text(self, data: str) -> None:
        if self._in_item:
            self.lengths[-1] += len(data)
        elif self._in_value and self._shared is not None:
            self._index += data

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "si":
            self._in_item = False
            self.longest = max(self.longest, self.lengths[-1])
        elif tag == "v":
            self._in_value = False
            if self._shared is not None and self._textual:
                self._copy(self._shared)
            self._index = ""

    def _copy(self, shared: list[int]) -> None:
        """Add up the copy of a shared text that a cell would hold."""
        index = self._index.strip()
        if index.isdecimal() and int(index) < len(shared):
            self._copied += shared[int(index)]
            _require(self._copied, self._budget.expanded, _UNPACKED)


@cache
def _column(letters: str) -> int:
    """Count a column from its letters, from 0."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _refuse_entity(*_: object) -> None:
    """Refuse a document that defines entities: no workbook does."""
    problem = "entity"
    raise ValueError(problem)
