"""What each column of a file holds, how sure that is, and why."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import final

import attrs
from babel.numbers import format_percent

from poltech.contacts import FieldDefinition
from poltech.errors import msg
from poltech.exchange._findings import Finding
from poltech.exchange._mapping._fields import Field, Target
from poltech.exchange._mapping._presets import preset_by_code
from poltech.i18n import translate

__all__ = ["Column", "ColumnMapping", "DateOrder", "Why"]


class Why(StrEnum):
    """Why a column was taken for what it is; each is a sentence to translate."""

    TOLD = msg("you said so")
    PRESET = msg("exports of this tool call it so")
    NAME = msg("its name says so")
    LIKE = msg("its name is like one that is known")
    VALUES = msg("its values look so")
    DISAGREE = msg("its values look so, though its name says otherwise")
    TAKEN = msg("another column already holds that")
    BESIDE = msg("rows name persons; it is kept as a field of your own")
    SPECIAL = msg("its name tells of a special category of data")
    FORBIDDEN = msg("such data is never read")
    VAGUE = msg("it does not say what was agreed to")
    OURS = msg("an earlier import wrote it")
    UNKNOWN = msg("nothing is known of it: kept as a field of your own")


class DateOrder(StrEnum):
    """Which of day and month is written first where figures leave it open."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@final
@attrs.frozen(kw_only=True)
class Column:
    """One column of a file and what it holds.

    Attributes:
        index: its place, from 0.
        header: its name in the file.
        target: what it holds.
        confidence: how sure that is, from 0 to 1.
        why: what that rests on.
        definition: the field of one's own that would keep it.
        dates: how its dates are written.
    """

    index: int
    header: str
    target: Target
    confidence: float
    why: Why
    definition: FieldDefinition | None = None
    dates: DateOrder = DateOrder.DAY_FIRST

    @property
    def category(self) -> str | None:
        """The special category that it tells of (GDPR article 9), if any."""
        return self.definition.category if self.definition else None


@final
@attrs.frozen(kw_only=True)
class ColumnMapping:
    """What every column of a file holds.

    Attributes:
        columns: in the order of the file.
        preset: code of the vendor whose export it is.
        findings: what the user should know before going on.
    """

    columns: tuple[Column, ...]
    preset: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether cells may begin with an apostrophe that means nothing."""
        preset = preset_by_code(self.preset)
        return preset is not None and preset.marked

    def of(self, *fields: Field) -> tuple[Column, ...]:
        """Give the columns that hold any of some fields."""
        return tuple(column for column in self.columns if column.target.field in fields)

    @property
    def targets(self) -> Mapping[str, str]:
        """The targets by header, as `COLUMN=FIELD` would write them."""
        return {column.header: str(column.target) for column in self.columns}

    def lines(self, locale: str = "en") -> Iterator[tuple[str, str, str, str]]:
        """Give a table for people: column, field, confidence, why."""
        for column in self.columns:
            yield (
                column.header,
                str(column.target),
                format_percent(column.confidence, locale=locale),
                translate(column.why, locale),
            )

    def table(self, locale: str = "en") -> str:
        """Draw that table as plain text."""
        heads = (msg("column"), msg("field"), msg("sure"), msg("why"))
        rows = [tuple(translate(head, locale) for head in heads), *self.lines(locale)]
        widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows
        )
