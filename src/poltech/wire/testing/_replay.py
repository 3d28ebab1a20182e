"""Clients without a wire, and strategies for what goes over it."""

from collections.abc import Callable, Iterable
from typing import TypeAlias, final

from hypothesis import strategies as st

from poltech.errors import PoltechError
from poltech.wire._model import Call, Reply

__all__ = ["Answer", "AsyncReplayClient", "ReplayClient", "calls", "replies"]

Answer: TypeAlias = Reply | PoltechError | Callable[[Call], Reply]
"""What a replaying client does with a call: reply, fail, or look at it first."""


@final
class ReplayClient:
    """Answers calls from a list, in order, and records them.

    Attributes:
        calls: what was sent, in order.
    """

    def __init__(self, *answers: Answer) -> None:
        self.calls: list[Call] = []
        self._answers = list(answers)

    def send(self, call: Call, /) -> Reply:
        """Record a call and give the next answer."""
        self.calls.append(call)
        assert self._answers, "more calls than answers"
        answer = self._answers.pop(0)
        if isinstance(answer, PoltechError):
            raise answer
        return answer if isinstance(answer, Reply) else answer(call)


@final
class AsyncReplayClient:
    """The same for `adrive`.

    Attributes:
        calls: what was sent, in order.
    """

    def __init__(self, *answers: Answer) -> None:
        self._client = ReplayClient(*answers)
        self.calls = self._client.calls

    async def send(self, call: Call, /) -> Reply:
        """Record a call and give the next answer."""
        return self._client.send(call)


_NAMES = st.from_regex("[a-z][a-z0-9-]{0,15}", fullmatch=True)
_VALUES = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=30
).map(str.strip)


def _headers() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(_NAMES.map("x-{}".format), _VALUES, max_size=4)


def calls(
    methods: Iterable[str] = ("GET", "POST", "PUT", "PATCH", "DELETE"),
) -> st.SearchStrategy[Call]:
    """Draw calls that can be put on the wire."""
    paths = st.from_regex("(/[a-z0-9._~-]{0,8}){0,3}", fullmatch=True)
    return st.builds(
        Call,
        method=st.sampled_from(list(methods)),
        url=paths.map("https://api.example.org{}".format),
        headers=_headers(),
        body=st.binary(max_size=200),
        idempotency_key=st.none() | _NAMES,
    )


def replies(statuses: Iterable[int] = range(200, 600)) -> st.SearchStrategy[Reply]:
    """Draw replies, sensible and not."""
    bodies = st.binary(max_size=200) | st.sampled_from(
        [b"", b"{}", b"null", b"<html>", b"{", b"\xff\xfe", b"[" * 2000]
    )
    return st.builds(
        Reply,
        status=st.sampled_from(list(statuses)),
        headers=_headers(),
        body=bodies,
    )
