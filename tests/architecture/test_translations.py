"""French and English are complete."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import poltech

SOURCE = Path(poltech.__file__).parent


def _marked() -> dict[str, str]:
    """Collect every sentence marked with `msg("…")`, with the file that marks it."""
    found: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "msg"
            ):
                found[ast.literal_eval(node.args[0])] = str(path.relative_to(SOURCE))
    return found


def _french() -> dict[str, str]:
    messages: dict[str, str] = {}
    for path in (SOURCE / "locale" / "fr").glob("*.po"):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale="fr", abort_invalid=True)
        messages |= {str(m.id): str(m.string) for m in catalogue if m.id}
    return messages


MARKED = _marked()
FRENCH = _french()


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("sentence", sorted(MARKED), ids=lambda text: text[:40])
def test_every_sentence_is_said_in_french(sentence: str) -> None:
    """Each marked sentence has a French form with the same places."""
    assert FRENCH.get(sentence), f"marked in {MARKED[sentence]}"
    assert _places(FRENCH[sentence]) <= _places(sentence)


def test_no_translation_is_left_over() -> None:
    """A sentence that nobody says any more leaves the catalogues."""
    assert not set(FRENCH) - set(MARKED)
