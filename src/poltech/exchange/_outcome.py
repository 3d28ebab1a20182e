"""What became of each row: five outcomes that add up to the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import final

import attrs

from poltech.errors import msg
from poltech.exchange._findings import Finding
from poltech.i18n import translate

__all__ = ["RowOutcome", "RowReport", "Tally"]


class RowOutcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    """The law says no to it."""

    REJECTED = "rejected"
    """It cannot be used as it stands; mended, it can be imported again."""

    def label(self, locale: str = "en") -> str:
        """Say it in a locale."""
        return translate(_LABELS[self], locale)


_LABELS = {
    RowOutcome.ADDED: msg("added"),
    RowOutcome.UPDATED: msg("updated"),
    RowOutcome.UNCHANGED: msg("unchanged"),
    RowOutcome.REFUSED: msg("refused"),
    RowOutcome.REJECTED: msg("rejected"),
}


@final
@attrs.frozen(kw_only=True)
class RowReport:
    """What became of one row, and what was noticed about it."""

    row: int
    outcome: RowOutcome
    findings: tuple[Finding, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Tally:
    """How many rows came to which end, and what was noticed how often.

    >>> tally = Tally.of([RowReport(row=2, outcome=RowOutcome.ADDED)])
    >>> tally.rows, tally.counts()["added"]
    (1, 1)
    """

    outcomes: Mapping[RowOutcome, int] = attrs.field(factory=dict[RowOutcome, int])
    findings: Mapping[str, int] = attrs.field(factory=dict[str, int])

    @classmethod
    def of(cls, reports: Iterable[RowReport]) -> "Tally":
        """Count some rows."""
        outcomes: Counter[RowOutcome] = Counter()
        findings: Counter[str] = Counter()
        for report in reports:
            outcomes[report.outcome] += 1
            findings.update(finding.code for finding in report.findings)
        return cls(outcomes=dict(outcomes), findings=dict(findings))

    @property
    def rows(self) -> int:
        """How many rows there were: the outcomes add up to it."""
        return sum(self.outcomes.values())

    def counts(self) -> dict[str, int]:
        """Give the rows and every outcome by its word, also those of which none is."""
        told = {outcome.value: self.outcomes.get(outcome, 0) for outcome in RowOutcome}
        return {"rows": self.rows, **told}

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            outcomes=dict(Counter(self.outcomes) + Counter(other.outcomes)),
            findings=dict(Counter(self.findings) + Counter(other.findings)),
        )
