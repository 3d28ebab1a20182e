"""Calls and replies are values that tell no secret."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.i18n import explain
from poltech.wire import Call, InvalidCallError, Reply
from poltech.wire.testing import calls, replies

URL = "https://api.example.org/v1/send"


@given(calls(), replies())
@pytest.mark.property
def test_nothing_secret_is_printed(call: Call, reply: Reply) -> None:
    """Invariant 40: neither path, query, header values nor bodies are shown."""
    secret = "s3cret-t0ken"
    call = attrs.evolve(
        call,
        url=f"{call.url}/{secret}?key={secret}",
        headers={"Authorization": f"Bearer {secret}"},
        body=secret.encode(),
        idempotency_key=secret,
    )
    reply = attrs.evolve(reply, headers={"Set-Cookie": secret}, body=secret.encode())
    for shown in (repr(call), str(call), repr(reply), str(reply), repr([call, reply])):
        assert secret not in shown
    assert "api.example.org" in repr(call)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("method", {"method": "get"}),
        ("method", {"method": "GET /x HTTP/1.1\r\nHost:"}),
        ("method", {"method": ""}),
        ("url", {"url": ""}),
        ("url", {"url": "api.example.org"}),
        ("url", {"url": "//api.example.org"}),
        ("url", {"url": "ftp://api.example.org/"}),
        ("url", {"url": "file:///etc/passwd"}),
        ("url", {"url": "javascript:alert(1)"}),
        ("url", {"url": "https://"}),
        ("url", {"url": "https:///path"}),
        ("url", {"url": "https://user:pass@api.example.org/"}),
        ("url", {"url": "https://good.example\\@evil.example/"}),
        ("url", {"url": "https://good.example\\evil.example/"}),
        ("url", {"url": "https://api.example.org/a b"}),
        ("url", {"url": "https://api.example.org/\r\nHost: evil.example"}),
        ("url", {"url": "https://api.example.org/é"}),
        ("url", {"url": "https://api.example.org\u2044evil/"}),
        ("url", {"url": "https://api.example.org:99999/"}),
        ("url", {"url": "https://api.example.org:0/"}),
        ("url", {"url": "https://api.example.org:x/"}),
        ("url", {"url": "https://[::1/"}),
        ("headers", {"headers": {"X-A": "a\r\nX-B: b"}}),
        ("headers", {"headers": {"X-A": "a\nb"}}),
        ("headers", {"headers": {"X-A": "a\x00b"}}),
        ("headers", {"headers": {"X-A": "\u0100"}}),
        ("headers", {"headers": {"X A": "a"}}),
        ("headers", {"headers": {"X-A:": "a"}}),
        ("headers", {"headers": {"": "a"}}),
        ("headers", {"idempotency_key": "a\r\nX-B: b"}),
        ("timeout", {"connect_timeout": 0.0}),
        ("timeout", {"read_timeout": -1.0}),
        ("timeout", {"deadline": 0.0}),
    ],
)
def test_what_cannot_be_sent_cannot_be_said(
    field: str, changed: dict[str, object]
) -> None:
    """No header, line or scheme comes in by a value (invariant 17, for HTTP)."""
    given_: dict[str, object] = {"method": "POST", "url": URL}
    with pytest.raises(InvalidCallError) as caught:
        Call(**(given_ | changed))
    assert caught.value.field == field
    assert "n'est pas valable" in explain(caught.value, "fr")


def test_header_names_have_no_case() -> None:
    """RFC 9110 section 5.1: `Retry-After` and `retry-after` are one header."""
    reply = Reply(status=429, headers={"Retry-After": "1"})
    assert reply.header("RETRY-AFTER") == "1"
    assert reply.header("x-none") is None
    call = Call(method="GET", url=URL, headers={"X-A": "1"}, idempotency_key="k")
    assert call.sent_headers == {"x-a": "1", "idempotency-key": "k"}
    assert call.host == "api.example.org"


@given(st.integers(100, 599))
@pytest.mark.property
def test_only_2xx_is_a_yes(status: int) -> None:
    """RFC 9110 section 15.3: success is 200 to 299."""
    assert Reply(status=status).ok == (status // 100 == 2)
