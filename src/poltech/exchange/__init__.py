"""Files in and out: read, mapped, made normal and lawful, row by row.

Reader
:   a file that gives its rows in constant memory; encoding, delimiter, header and
    preamble are found, reported, and overridable.

Layout
:   how a file is laid out, as it was found or told.

Mapping
:   what each column holds, how sure that is, and why. Unknown columns become custom
    fields; special categories are marked.

Candidate
:   what one row says, normalised: a draft of a contact, what was agreed or refused.

Screening
:   what the law says of a row before anything of it is stored.

Finding
:   one thing that was noticed, with its place, a stable code and a sentence.

Outcome
:   added, updated, unchanged, refused or rejected; the five add up to the rows.

Rejects file
:   the rows that were not taken, to be mended and imported again.
"""

from poltech.exchange._export import guarded, restored
from poltech.exchange._findings import Finding, FindingKind, Level, found
from poltech.exchange._mapping import (
    Column,
    ColumnMapping,
    DateOrder,
    Field,
    Target,
    Why,
    guess_mapping,
    parse_overrides,
    presets,
)
from poltech.exchange._model import (
    Batch,
    Budget,
    Cells,
    Dialect,
    FileKind,
    Layout,
    Overrides,
    Row,
)
from poltech.exchange._outcome import RowOutcome, RowReport, Tally
from poltech.exchange._ports import Law, Reader
from poltech.exchange._preset import Preset
from poltech.exchange._rejects import RejectsWriter
from poltech.exchange._rows import (
    Candidate,
    Normalized,
    Plan,
    Rejection,
    RowSource,
    RowStatement,
    RowSuppression,
    Setting,
    normalize_batch,
    plan_of,
)
from poltech.exchange._screen import Screened, Screener, Terms
from poltech.exchange.errors import (
    BudgetExceededError,
    FileChangedError,
    UnknownColumnError,
    UnknownTargetError,
    UnreadableFileError,
    UnusableMappingError,
)
from poltech.exchange.readers import open_table

__all__ = [
    "Batch",
    "Budget",
    "BudgetExceededError",
    "Candidate",
    "Cells",
    "Column",
    "ColumnMapping",
    "DateOrder",
    "Dialect",
    "Field",
    "FileChangedError",
    "FileKind",
    "Finding",
    "FindingKind",
    "Law",
    "Layout",
    "Level",
    "Normalized",
    "Overrides",
    "Plan",
    "Preset",
    "Reader",
    "Rejection",
    "RejectsWriter",
    "Row",
    "RowOutcome",
    "RowReport",
    "RowSource",
    "RowStatement",
    "RowSuppression",
    "Screened",
    "Screener",
    "Setting",
    "Tally",
    "Target",
    "Terms",
    "UnknownColumnError",
    "UnknownTargetError",
    "UnreadableFileError",
    "UnusableMappingError",
    "Why",
    "found",
    "guarded",
    "guess_mapping",
    "normalize_batch",
    "open_table",
    "parse_overrides",
    "plan_of",
    "presets",
    "restored",
]
