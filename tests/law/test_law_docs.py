"""The reference lists every rule, as the register says it."""

from pathlib import Path

import pytest

from poltech.law import RegisterEntry, register
from poltech.law.fr import FR

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "law.md"


def line(entry: RegisterEntry) -> str:
    """Write a rule as a row of the table."""
    binds = f"from {entry.since.isoformat()}" if entry.since else "always"
    cells = (
        f"`{entry.code}`",
        f"{entry.text} {entry.remedy}",
        entry.citation.text,
        entry.citation.mark,
        binds,
    )
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("entry", register(FR), ids=lambda e: f"{e.question} {e.code}")
def test_the_reference_lists_each_rule(entry: RegisterEntry) -> None:
    """No rule binds that the documentation does not show, word for word."""
    assert line(entry) in PAGE.read_text()


def test_the_reference_lists_no_rule_that_is_gone() -> None:
    """A rule that no longer exists leaves the documentation."""
    shown = [row for row in PAGE.read_text().splitlines() if row.startswith("| `")]
    rules = {line(entry) for entry in register(FR)}
    verbs = [row for row in shown if "(" in row.split("`")[1]]
    assert set(shown) - set(verbs) == rules
