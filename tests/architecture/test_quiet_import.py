"""`import poltech` stays light."""

import subprocess
import sys

HEAVY = {
    "alembic",
    "altair",
    "calamine",
    "css_inline",
    "cyclopts",
    "httpx",
    "hypothesis",
    "lark",
    "liquid",
    "phonenumbers",
    "psycopg",
    "pytest",
    "rich",
    "sqlalchemy",
}


def test_importing_poltech_loads_no_heavy_library() -> None:
    """Neither a database driver, an HTTP client nor a test library comes along."""
    code = "import poltech, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert not {name.split(".")[0] for name in done.stdout.split()} & HEAVY
