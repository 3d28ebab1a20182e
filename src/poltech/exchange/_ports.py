"""What the import needs from a file and from the law."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from poltech.exchange._model import Batch, Layout
from poltech.law import ConsentFacts, Decision, FieldFacts, SourceFacts

__all__ = ["Law", "Reader"]


class Reader(Protocol):
    """A file that gives its rows in constant memory, as often as asked."""

    @property
    def layout(self) -> Layout:
        """How the file is laid out."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file's bytes, in hexadecimal."""
        ...

    @property
    def size(self) -> int:
        """Number of bytes of the file."""
        ...

    def batches(self, *, after: int = 0, size: int = 1_000) -> Iterator[Batch]:
        """Give the rows below the header, from the first numbered above `after`."""
        ...


class Law(Protocol):
    """The questions that a row raises; a `poltech.law.Jurisdiction` answers them."""

    def source(self, facts: SourceFacts, day: date) -> Decision:
        """Say whether data may come from there."""
        ...

    def consent(self, facts: ConsentFacts, day: date) -> Decision:
        """Say whether a statement may be recorded."""
        ...

    def field(self, facts: FieldFacts, day: date) -> Decision:
        """Say whether a field may be stored."""
        ...
