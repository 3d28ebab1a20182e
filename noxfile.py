"""Every check of the project, each in an environment of its own.

`nox` runs what a change must pass; `nox -l` lists all, `nox -s NAME` runs one.
"""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_external_run = True
nox.options.sessions = ["lint", "types", "architecture", "tests", "docs", "wheel"]

os.environ["UV_PYTHON_DOWNLOADS"] = "never"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
EVERYTHING = ("-e", ".[all,testing]")
CODE = ("src", "tests", "typing_tests", "benchmarks", "examples", "noxfile.py")


def group(name: str) -> list[str]:
    """Give the requirements of a dependency group."""
    return nox.project.dependency_groups(PROJECT, name)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, names, docstrings and formatting."""
    session.install(*group("lint"))
    session.run("ruff", "check", *CODE)
    session.run("ruff", "format", "--check", *CODE)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the library, and that misuse of it does not type-check."""
    session.install(*EVERYTHING, *group("types"))
    session.run("mypy")
    session.run("basedpyright")


@nox.session
def architecture(session: nox.Session) -> None:
    """Check that imports only go down the floors, and what each room may hold."""
    session.install(*EVERYTHING, *group("architecture"), *group("tests"))
    session.run("lint-imports")
    session.run("pytest", "tests/architecture")


@nox.session
def tests(session: nox.Session) -> None:
    """Run unit, property, conformance and siege tests on every storage."""
    session.install(*EVERYTHING, *group("tests"))
    session.run("pytest", "-n", "2", *(session.posargs or ["tests"]))


@nox.session
def properties(session: nox.Session) -> None:
    """Run the property tests with many more examples than `tests` does."""
    session.install(*EVERYTHING, *group("tests"))
    session.run(
        "pytest", "-n", "2", "--hypothesis-profile=thorough", "-m", "property", "tests"
    )


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure which lines and branches the tests reach."""
    session.install(*EVERYTHING, *group("tests"))
    session.run("coverage", "run", "-m", "pytest", "tests")
    session.run("coverage", "combine")
    session.run("coverage", "report")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, warnings as errors, and run its snippets."""
    session.install(*EVERYTHING, *group("docs"), *group("tests"))
    session.run("pytest", "docs", "README.md", "src")
    session.run(
        "sphinx-build", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html"
    )


@nox.session
def examples(session: nox.Session) -> None:
    """Run every example as a user would."""
    session.install("-e", ".[all]")
    for example in sorted((ROOT / "examples").glob("*.py")):
        session.run("python", "-W", "error", str(example))


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure against peers and limits; prints ratios, asserts none."""
    session.install(*EVERYTHING, *group("benchmarks"))
    for benchmark in session.posargs or sorted((ROOT / "benchmarks").glob("*.py")):
        session.run("python", str(benchmark))


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel and run the main job from it alone."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.install("build")
    session.run("python", "-m", "build", "--wheel", "--outdir", "dist")
    (built,) = (ROOT / "dist").glob("*.whl")
    session.install(f"poltech[demo] @ {built.as_uri()}")
    with session.chdir(session.create_tmp()):
        session.run("python", "-c", "import poltech; print(poltech.__name__)")
        session.run("poltech", "demo", "--out", "office", "--people", "300")


@nox.session(name="lowest-direct")
def lowest_direct(session: nox.Session) -> None:
    """Run the tests with the oldest dependencies that are allowed."""
    session.install("--resolution", "lowest-direct", *EVERYTHING, *group("tests"))
    session.run("pytest", "-n", "2", "tests")
