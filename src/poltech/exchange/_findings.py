"""What was noticed in a file: stable codes, places, and sentences in two languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, final

import attrs

from poltech.errors import msg
from poltech.i18n import translate
from poltech.law import Reason

__all__ = ["Finding", "FindingKind", "Level", "found"]

_IN_COLUMN = msg("Column “{column}”: {said}")


class Level(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    """Said for the record: a choice that was made, and can be overridden."""

    WARNING = "warning"
    """Something was left out or mended; the row stands."""

    ERROR = "error"
    """The row cannot be used: it is rejected, and can be mended."""

    REFUSAL = "refusal"
    """The law says no to a row or a part of it."""


@final
@attrs.frozen(kw_only=True)
class Finding:
    """One thing that was noticed.

    Attributes:
        code: stable word that programs may test.
        level: how much it matters.
        text: English sentence with `{places}`.
        values: what fills the places; never personal data.
        row: number of the row as a spreadsheet shows it; `None` for the whole file.
        column: the column's header.
        cell: what stood there, to be sealed with the journal.
    """

    code: str
    level: Level
    text: str
    values: Mapping[str, object] = attrs.field(factory=dict[str, object], hash=False)
    row: int | None = None
    column: str | None = None
    cell: str | None = attrs.field(default=None, repr=False)

    @classmethod
    def of(cls, reason: Reason, row: int | None = None) -> "Finding":
        """Turn a reason of the law into a finding on a row."""
        return cls(
            code=reason.code,
            level=Level.REFUSAL,
            text=reason.text,
            values=reason.values,
            row=row,
        )

    def say(self, locale: str = "en") -> str:
        """Say the sentence in a locale, the column first where there is one."""
        values = {
            name: translate(value, locale) if isinstance(value, str) else value
            for name, value in self.values.items()
        }
        said = translate(self.text, locale, **values)
        if self.column is None:
            return said
        return translate(_IN_COLUMN, locale, column=self.column, said=said)


@final
@attrs.frozen(kw_only=True)
class FindingKind:
    """A kind of finding: its code, how much it matters, and its sentence."""

    code: str
    level: Level
    text: str

    BUILT_IN: ClassVar[Mapping[str, "FindingKind"]]


def found(
    code: str,
    *,
    row: int | None = None,
    column: str | None = None,
    cell: str | None = None,
    **values: object,
) -> Finding:
    """State that a built-in kind of finding was found, and where."""
    kind = FindingKind.BUILT_IN[code]
    return Finding(
        code=code,
        level=kind.level,
        text=kind.text,
        values=values,
        row=row,
        column=column,
        cell=cell,
    )


FindingKind.BUILT_IN = {
    code: FindingKind(code=code, level=level, text=text)
    for code, level, text in (
        ("encoding", Level.NOTE, msg("The text is encoded in {encoding}.")),
        ("delimiter", Level.NOTE, msg("The columns are parted by {delimiter}.")),
        ("preamble", Level.NOTE, msg("{count} rows stand before the header.")),
        ("no_header", Level.WARNING, msg("The file has no header row.")),
        (
            "other_sheets",
            Level.NOTE,
            msg("Only one sheet is read; these are not: {sheets}."),
        ),
        ("line_ends", Level.NOTE, msg("The lines end in different ways.")),
        ("nul_bytes", Level.WARNING, msg("NUL characters were left out.")),
        (
            "lost_characters",
            Level.WARNING,
            msg("An earlier program lost characters of this file: they are all “�”."),
        ),
        (
            "double_encoded",
            Level.WARNING,
            msg("The text was encoded twice, so accents are wrong; export it again."),
        ),
        (
            "mixed_encoding",
            Level.WARNING,
            msg("The row is not in {encoding}; it was read as cp1252."),
        ),
        (
            "undecodable",
            Level.WARNING,
            msg("The row holds bytes that are not {encoding}; they became “�”."),
        ),
        (
            "stray_quote",
            Level.WARNING,
            msg("A quotation mark is never closed; the row was read without it."),
        ),
        (
            "long_row",
            Level.ERROR,
            msg("The row has {found} cells for {expected} columns."),
        ),
        (
            "short_row",
            Level.NOTE,
            msg("The row has {found} cells for {expected} columns."),
        ),
        (
            "huge_cell",
            Level.ERROR,
            msg("A cell holds more than {limit} characters."),
        ),
        (
            "long_line",
            Level.ERROR,
            msg("A line holds more than {limit} characters; its end was left out."),
        ),
        (
            "special_column",
            Level.WARNING,
            msg(
                "It tells of a special category ({category}); it is refused without "
                "explicit consent (GDPR article 9)."
            ),
        ),
        (
            "forbidden_column",
            Level.WARNING,
            msg("It holds secrets or state identifiers and is never read."),
        ),
        (
            "vague_consent",
            Level.WARNING,
            msg(
                "It does not say what was agreed to; map it yourself if the wording "
                "shown named a purpose and a medium (GDPR article 4(11))."
            ),
        ),
        ("preset", Level.NOTE, msg("It is an export of {tool}.")),
        (
            "no_proof",
            Level.WARNING,
            msg("Exports of {tool} carry no proof of consent (GDPR article 7(1))."),
        ),
        (
            "values_disagree",
            Level.WARNING,
            msg("Its name and what it holds disagree; it was read by what it holds."),
        ),
        (
            "bad_email",
            Level.WARNING,
            msg("It holds no e-mail address: {problem}."),
        ),
        (
            "web_address",
            Level.WARNING,
            msg("It holds a web address where an e-mail address should be."),
        ),
        (
            "placeholder",
            Level.NOTE,
            msg("It holds a word for “nothing”; it was read as empty."),
        ),
        ("bad_social", Level.WARNING, msg("It holds no social account.")),
        ("bad_phone", Level.WARNING, msg("It holds no phone number: {problem}.")),
        (
            "bad_date",
            Level.WARNING,
            msg("It holds no date that can be read."),
        ),
        ("bad_birth", Level.WARNING, msg("It holds no birth date: {problem}.")),
        ("long_name", Level.WARNING, msg("It is longer than any name.")),
        ("bad_ip", Level.WARNING, msg("It holds no IP address.")),
        (
            "mended_postcode",
            Level.NOTE,
            msg("The postcode had lost its leading zero."),
        ),
        ("bad_postcode", Level.WARNING, msg("It holds no postcode of that country.")),
        (
            "bad_insee",
            Level.WARNING,
            msg("It holds no INSEE code of a commune."),
        ),
        (
            "unknown_country",
            Level.WARNING,
            msg("It names no country that is known here."),
        ),
        (
            "unknown_language",
            Level.WARNING,
            msg("It names no language that is known here."),
        ),
        (
            "unreadable_consent",
            Level.WARNING,
            msg("It says neither yes nor no; it was read as silence."),
        ),
        (
            "unreadable_refusal",
            Level.WARNING,
            msg("It says neither yes nor no; in doubt it was read as a refusal."),
        ),
        (
            "bad_field",
            Level.WARNING,
            msg("It does not hold what the field should: {type}."),
        ),
        (
            "no_identity",
            Level.ERROR,
            msg("Nothing in the row names or reaches anybody."),
        ),
        (
            "no_contact_point",
            Level.NOTE,
            msg("The row names somebody but gives no way to reach them."),
        ),
    )
}
