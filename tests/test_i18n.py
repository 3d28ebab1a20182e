"""Sentences are said in the reader's language."""

import pytest

from poltech.errors import NotFoundError
from poltech.i18n import UnknownLanguageError, explain, language_of, translate
from poltech.ids import ContactId, InvalidIdError


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr", "fr"), ("fr-CA", "fr"), ("fr_FR", "fr"), ("en-GB", "en"), ("de", "en")],
)
def test_a_locale_is_served_by_a_language_of_ours(locale: str, language: str) -> None:
    """A language that is not ours is answered in English."""
    assert language_of(locale) == language


@pytest.mark.parametrize("locale", ["", "xx-YY-ZZ", "klingon"])
def test_an_unknown_locale_is_refused(locale: str) -> None:
    """A mistyped locale is an error, not silently English."""
    with pytest.raises(UnknownLanguageError):
        language_of(locale)


def test_errors_are_explained_in_french() -> None:
    """The sentence and the marked texts inside it are both translated."""
    with pytest.raises(InvalidIdError) as caught:
        ContactId.parse("x")
    assert explain(caught.value, "fr") == (
        "La valeur de ContactId n'est pas valable : ce n'est pas un UUID."
    )
    assert explain(NotFoundError(kind="x", reference="7"), "en") == "There is no x 7."


def test_an_untranslated_sentence_is_said_as_it_is() -> None:
    """A host's own sentence passes through."""
    assert translate("Hello {name}", "fr", name="you") == "Hello you"
