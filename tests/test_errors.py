"""Errors are values that say what to do and tell nobody's secrets."""

import copy
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

import pytest

from poltech import errors
from poltech.errors import (
    AdapterError,
    ConfigurationError,
    InvalidInputError,
    NotFoundError,
    PoltechError,
    RefusedError,
    TransientError,
)
from poltech.law import Citation, Decision, Reason

FAMILIES = [getattr(errors, name) for name in errors.__all__ if name.endswith("Error")]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_a_poltech_error(family: type[Exception]) -> None:
    """A host can catch everything of ours with one clause."""
    assert issubclass(family, PoltechError)


def test_families_are_also_what_python_calls_them() -> None:
    """Code that knows only Python's own errors still catches ours."""
    assert issubclass(InvalidInputError, ValueError)
    assert issubclass(NotFoundError, LookupError)
    assert issubclass(TransientError, AdapterError)


def test_errors_compare_by_their_fields() -> None:
    """Two errors with the same fields are the same error."""
    one = NotFoundError(kind="contact", reference="1")
    assert one == NotFoundError(kind="contact", reference="1")
    assert hash(one) == hash(NotFoundError(kind="contact", reference="1"))
    assert one != NotFoundError(kind="contact", reference="2")
    assert one != LookupError()


def test_errors_travel_between_processes() -> None:
    """An error raised in a worker process arrives whole."""
    error = TransientError(adapter="smtp", problem="busy", outcome_known=True)
    assert copy.copy(error) == error
    queue: SimpleQueue[TransientError] = get_context("spawn").SimpleQueue()
    queue.put(error)
    assert queue.get() == error


def test_errors_take_notes_and_tracebacks() -> None:
    """Frozen fields do not stop Python from attaching what it attaches."""
    with pytest.raises(ConfigurationError) as caught:
        raise ConfigurationError(subject="vault", problem="no key", remedy="Make one.")
    caught.value.add_note("seen")
    assert caught.value.__traceback__ is not None
    assert caught.value.__notes__ == ["seen"]


def test_refusals_name_their_reasons() -> None:
    """A refusal prints the codes of the decision it carries."""
    reason = Reason(code="CONSENT_WITHDRAWN", citation=Citation("GDPR 7(3)"), text="x")
    assert str(RefusedError(decision=Decision((reason,)))) == (
        "Refused: CONSENT_WITHDRAWN."
    )
