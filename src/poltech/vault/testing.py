"""Secrets, strategies and the contract of key stores, for tests alone."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from poltech.ids import ContactId, FrozenIds
from poltech.vault._model import KeyMaterial, WrappedKey
from poltech.vault._rotation import BeginKeyWork
from poltech.vault._rules import published

__all__ = ["MATERIAL", "ROTATED", "key_materials", "key_store_contract", "secrets"]

MATERIAL = KeyMaterial(
    current=1,
    keys={1: published("poltech test key 1")},
    anchor=published("poltech test anchor"),
)
"""Secrets that everybody knows; every key ring refuses them."""

ROTATED = KeyMaterial(
    current=2,
    keys={**MATERIAL.keys, 2: published("poltech test key 2")},
    anchor=MATERIAL.anchor,
)
"""The same after one rotation."""


def secrets() -> st.SearchStrategy[bytes]:
    """Draw secrets that look random and differ for different seeds."""
    return st.integers(0, 2**64).map(lambda n: sha256(n.to_bytes(9)).digest())


@st.composite
def key_materials(draw: st.DrawFn, keys: int = 3) -> KeyMaterial:
    """Draw the secrets of an installation, with up to `keys` versions."""
    count = draw(st.integers(1, keys))
    anchor, *drawn = draw(
        st.lists(secrets(), min_size=count + 1, max_size=count + 1, unique=True)
    )
    versions = range(1, count + 1)
    return KeyMaterial(
        current=draw(st.sampled_from(versions)),
        keys=dict(zip(versions, drawn, strict=True)),
        anchor=anchor,
    )


def _wrapped(ids: FrozenIds, version: int = 1) -> WrappedKey:
    subject = ids.new(ContactId)
    return WrappedKey(subject, version, b"\x01wrapped" + subject.bytes)


class _KeyStoreContract:
    """What rooms rely on."""

    make: Callable[[], BeginKeyWork]

    def test_reads_what_was_put(self) -> None:
        """A key comes back as it was written; who has none is absent."""
        ids, begin = FrozenIds(), self.make()
        key, other = _wrapped(ids), _wrapped(ids)
        with begin() as work:
            work.keys.put([key])
        with begin() as work:
            found = work.keys.get([key.subject, other.subject])
        assert dict(found) == {key.subject: key}

    def test_put_writes_over(self) -> None:
        """A key that is put takes the place of the subject's former one."""
        ids, begin = FrozenIds(), self.make()
        key = _wrapped(ids)
        newer = WrappedKey(key.subject, 2, b"\x01newer")
        with begin() as work:
            work.keys.put([key])
            work.keys.put([newer])
            assert work.keys.get([key.subject])[key.subject] == newer

    def test_add_keeps_the_first(self) -> None:
        """A key that is added never takes the place of another."""
        ids, begin = FrozenIds(), self.make()
        key, other = _wrapped(ids), _wrapped(ids)
        late = WrappedKey(key.subject, 1, b"\x01late")
        with begin() as work:
            work.keys.add([key])
        with begin() as work:
            work.keys.add([late, other])
            found = work.keys.get([key.subject, other.subject])
        assert dict(found) == {key.subject: key, other.subject: other}

    def test_destroyed_is_gone(self) -> None:
        """A destroyed key is absent; destroying it again changes nothing."""
        ids, begin = FrozenIds(), self.make()
        key, kept = _wrapped(ids), _wrapped(ids)
        with begin() as work:
            work.keys.put([key, kept])
            work.keys.destroy([key.subject])
            work.keys.destroy([key.subject])
        with begin() as work:
            assert list(work.keys.get([key.subject, kept.subject])) == [kept.subject]

    def test_behind_gives_other_versions_alone(self) -> None:
        """Keys behind a version are those of any other, up to the limit."""
        ids, begin = FrozenIds(), self.make()
        old = {_wrapped(ids, version) for version in (1, 2, 1)}
        with begin() as work:
            work.keys.put([*old, _wrapped(ids, 3)])
            assert set(work.keys.behind(3, 10)) == old
            assert len(work.keys.behind(3, 2)) == 2  # noqa: PLR2004 - the limit
            assert len(work.keys.behind(9, 10)) == len(old) + 1


def key_store_contract(make: Callable[[], BeginKeyWork]) -> type[Any]:
    """Give a test class that any key store must pass.

    Args:
        make: makes an empty storage and gives the function that opens its units of
            work, each of which commits on clean exit.
    """
    return type("KeyStoreContract", (_KeyStoreContract,), {"make": staticmethod(make)})
