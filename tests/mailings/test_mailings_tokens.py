"""Opaque words for links."""

from base64 import urlsafe_b64decode

import attrs
import pytest

from poltech.ids import ContactId, MailingId, WorkspaceId
from poltech.mailings import (
    InvalidTokenError,
    Link,
    MessageError,
    Tokens,
    Use,
)

TOKENS = Tokens(b"s" * 32)
LINK = Link(
    workspace=WorkspaceId(int=1),
    contact=ContactId(int=2),
    purpose="newsletter",
    medium="email",
    mailing=MailingId(int=3),
)


def test_a_token_gives_back_what_it_says() -> None:
    """Workspace, contact, purpose, medium and mailing are bound together."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    assert TOKENS.read(Use.UNSUBSCRIBE, token) == LINK
    without = attrs.evolve(LINK, mailing=None)
    assert TOKENS.read(Use.CONFIRM, TOKENS.issue(Use.CONFIRM, without)) == without


def test_a_token_is_the_same_every_time() -> None:
    """Invariant 16: a message rendered again has the same link."""
    assert TOKENS.issue(Use.CONFIRM, LINK) == Tokens(b"s" * 32).issue(Use.CONFIRM, LINK)


@pytest.mark.parametrize("other", sorted(set(Use) - {Use.UNSUBSCRIBE}))
def test_a_token_for_one_use_is_worth_nothing_for_another(other: Use) -> None:
    """Who may leave may not thereby confirm."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    with pytest.raises(InvalidTokenError):
        TOKENS.read(other, token)


def test_another_installation_takes_no_token_of_ours() -> None:
    """The proof hangs on the secret."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    with pytest.raises(InvalidTokenError):
        Tokens(b"t" * 32).read(Use.UNSUBSCRIBE, token)


def test_a_retired_secret_still_reads() -> None:
    """Links in mails of years ago go on working after a new secret."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    renewed = Tokens(b"n" * 32, retired=[b"s" * 32])
    assert renewed.read(Use.UNSUBSCRIBE, token) == LINK
    assert renewed.issue(Use.UNSUBSCRIBE, LINK) != token


def test_the_proof_is_long_enough() -> None:
    """OWASP ASVS 9.1.1, safety invariant 9: at least 128 bits; ours are 256."""
    _, _, proof = TOKENS.issue(Use.UNSUBSCRIBE, LINK).rpartition(".")
    assert len(urlsafe_b64decode(proof + "=")) == 32


def test_one_token_has_one_spelling() -> None:
    """Base64 has spare bits at its end; changing them does not give a second token."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
    spelled = [token[:-1] + letter for letter in letters] + [token + "=", token + "=="]
    accepted: list[str] = []
    for candidate in spelled:
        try:
            TOKENS.read(Use.UNSUBSCRIBE, candidate)
        except InvalidTokenError:
            continue
        accepted.append(candidate)
    assert accepted == [token]


def test_a_token_fits_a_url() -> None:
    """Letters that no URL, header or mail address needs to escape."""
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    assert token.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert len(token) < 150


@pytest.mark.parametrize("token", ["", ".", "x", "é" * 50, "a.b", "." * 100, "x" * 500])
def test_strangers_words_are_refused(token: str) -> None:
    """And the error repeats nothing of them."""
    with pytest.raises(InvalidTokenError) as caught:
        TOKENS.read(Use.UNSUBSCRIBE, token)
    assert str(caught.value) == (
        "The link cannot be trusted: it was not made here, or not for this."
    )


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 31])
def test_a_short_secret_is_refused(secret: bytes) -> None:
    """Invariant 39: never a fallback."""
    with pytest.raises(MessageError):
        Tokens(secret)
    with pytest.raises(MessageError):
        Tokens(b"x" * 32, retired=[secret])


def test_codes_too_long_for_a_url_are_refused() -> None:
    """A token that would not fit is not made."""
    with pytest.raises(MessageError):
        TOKENS.issue(Use.UNSUBSCRIBE, attrs.evolve(LINK, purpose="x" * 400))


def test_secrets_are_not_printed() -> None:
    """Neither the secret nor whose link it is."""
    assert repr(TOKENS) == "<Tokens>"
