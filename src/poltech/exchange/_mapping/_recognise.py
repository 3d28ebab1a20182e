"""One column at a time: what its name says, and what its values say."""

from collections.abc import Sequence
from typing import final

import attrs

from poltech.exchange._mapping._model import Why
from poltech.exchange._mapping._names import fold, variants
from poltech.exchange._mapping._peek import Look
from poltech.exchange._mapping._synonyms import (
    AMBIGUOUS,
    FORBIDDEN,
    VAGUE,
    by_fold,
    folds,
    special_by_fold,
)

__all__ = [
    "OWN",
    "Guess",
    "by_name",
    "by_values",
    "category_of",
    "checked",
    "recognised",
]

OWN = "custom"
"""What stands for a field of one's own until its key is made."""

_EXACT, _LIKE, _SEEN = 0.9, 0.75, 0.6
_MOST = 0.6
_HARDLY = 0.1
_WIDEST = 200
_LONGEST = 120


@final
@attrs.frozen
class Guess:
    """One answer, how sure it is, and what it rests on."""

    target: str
    confidence: float
    why: Why


def recognised(cells: Sequence[str]) -> int:
    """Count the different names of columns that are known among some cells."""
    return len({fold(cell) for cell in cells[:_WIDEST] if _is_known(cell)})


def by_name(name: str) -> Guess | None:
    """Guess a column by its name: the exact one first, then looser readings."""
    for at, folded in enumerate(variants(name)):
        guess = _answer(folded, exact=at == 0)
        if guess is not None:
            return guess
    return None


def category_of(name: str) -> str | None:
    """Name the special category that a column's name tells of, if any."""
    categories = special_by_fold()
    return next(
        (categories[folded] for folded in variants(name) if folded in categories), None
    )


def by_values(name: str, seen: Look, header: Sequence[str]) -> Guess | None:
    """Guess a column whose name says little or nothing by what it holds."""
    for shape in ("email", "phone"):
        if seen.mostly(shape, _MOST):
            return Guess(shape, _SEEN, Why.VALUES)
    if not _is_ambiguous(name):
        return None
    if fold(name).startswith(("adresse", "address")):
        return Guess("street", _LIKE, Why.NAME)
    if fold(name) in {"nom", "noms", "name"} and _has_given_name(header):
        return Guess("family_name", _EXACT, Why.NAME)
    return Guess("display_name", _SEEN, Why.NAME)


def checked(guess: Guess | None, seen: Look) -> Guess | None:
    """Let values overrule a name that they plainly contradict."""
    if guess is None:
        return None
    for field, other in (("email", "phone"), ("phone", "email")):
        if guess.target.startswith(field) and (
            seen.mostly(other, _MOST) and not seen.mostly(field, _HARDLY)
        ):
            return Guess(other, _SEEN, Why.DISAGREE)
    return guess


def _is_known(name: str) -> bool:
    return len(name) <= _LONGEST and (_is_ambiguous(name) or by_name(name) is not None)


def _is_ambiguous(name: str) -> bool:
    return any(folded in folds(AMBIGUOUS) for folded in variants(name))


def _has_given_name(header: Sequence[str]) -> bool:
    guesses = (by_name(name) for name in header)
    return any(guess and guess.target == "given_name" for guess in guesses)


def _answer(folded: str, *, exact: bool) -> Guess | None:
    """Look a folded name up in every table, dangers first."""
    sure = _EXACT if exact else _LIKE
    if folded in folds(FORBIDDEN):
        return Guess("ignore", sure, Why.FORBIDDEN)
    if folded in special_by_fold():
        return Guess(OWN, sure, Why.SPECIAL)
    if folded in folds(VAGUE):
        return Guess(OWN, sure, Why.VAGUE)
    target = None if folded in folds(AMBIGUOUS) else by_fold().get(folded)
    return Guess(target, sure, Why.NAME if exact else Why.LIKE) if target else None
