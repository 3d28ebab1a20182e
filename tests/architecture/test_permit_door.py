"""Only the consent room's service can issue a permit."""

import ast
from pathlib import Path

import poltech

SOURCE = Path(poltech.__file__).parent
DOOR = "consent/_permit.py"
ISSUER = "consent/_service/_judging.py"


def _importers(name: str) -> set[str]:
    """Give the files that import a name from the permit's module, or the module."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {alias.name for alias in node.names}
                whole = node.module == "poltech.consent" and "_permit" in names
                part = node.module.endswith("consent._permit") and name in names
                if whole or part:
                    found.add(path.relative_to(SOURCE).as_posix())
    return found


def test_only_the_judge_issues_permits() -> None:
    """`issue` is imported by the one file that has asked the law."""
    assert _importers("issue") == {ISSUER}


def test_nobody_imports_the_seal() -> None:
    """What `issue` shows to the permit never leaves its module."""
    assert _importers("_SEAL") | _importers("_Seal") == set()


def test_nobody_reaches_the_module_by_name() -> None:
    """No file imports the permit's module as a whole, or by a string."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        assert "import poltech.consent._permit" not in text
        assert '"poltech.consent._permit"' not in text
