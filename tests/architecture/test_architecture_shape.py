"""The shape of the house, held by reading its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import poltech

SOURCE = Path(poltech.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted(door.parent for door in SOURCE.glob("*/__init__.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "misc"}
IMPURE = {
    "asyncio",
    "cattrs",
    "httpx",
    "io",
    "logging",
    "os",
    "pathlib",
    "secrets",
    "smtplib",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
}
MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 40


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 1
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_files_are_short(path: Path) -> None:
    """A file holds at most 500 lines; past 400 it becomes a folder."""
    assert len(path.read_text().splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_functions_are_short(path: Path) -> None:
    """A function holds at most 40 lines besides its docstring."""
    functions = (
        node
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = {f.name: _code_lines(f) for f in functions}
    assert not {n: count for n, count in long.items() if count > MAX_FUNCTION_LINES}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_file_names_say_what_they_hold(path: Path) -> None:
    """No file is a drawer for whatever fits nowhere."""
    assert path.stem.strip("_") not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_rooms_meet_at_their_doors(path: Path) -> None:
    """No room imports a private file of another."""
    room = path.relative_to(SOURCE).parts[0]
    for module in _imports(path):
        parts = module.split(".")
        if parts[0] == "poltech" and any(part.startswith("_") for part in parts):
            assert parts[1] == room, f"{_name(path)} imports {module}"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem in {"_model", "_rules"}],
    ids=_name,
)
def test_values_and_judgements_are_pure(path: Path) -> None:
    """Values and pure verbs touch no clock, file, network or converter."""
    assert not {module.split(".")[0] for module in _imports(path)} & IMPURE


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_doors_only_hand_on(room: Path) -> None:
    """A door is a glossary and re-exports, with a sorted `__all__`; no logic."""
    tree = _tree(room / "__init__.py")
    assert ast.get_docstring(tree)
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
    exported: list[str] = []
    for node in tree.body:
        assert isinstance(node, allowed), ast.unparse(node)
        if isinstance(node, ast.Assign):
            assert ast.unparse(node.targets[0]) == "__all__"
            exported = ast.literal_eval(node.value)
    assert exported == sorted(exported)
