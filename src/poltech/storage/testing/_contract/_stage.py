"""What the tests of the contract stand on."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, TypeVar, final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poltech.contacts import ContactKind, Reach, Source, Standing, StoredContact
from poltech.ids import ContactId, SourceId, SystemIds, WorkspaceId
from poltech.law import Origin, Subject
from poltech.profile import Controller, ControllerKind, Profile
from poltech.storage._ports import Storage, UnitOfWork, WorkspaceRow

__all__ = [
    "IDS",
    "NOON",
    "PROFILE",
    "Office",
    "Stage",
    "a_contact",
    "a_source",
    "law",
    "together",
]

T = TypeVar("T")

IDS: Final = SystemIds()
NOON: Final = datetime(2026, 11, 23, 11, tzinfo=UTC)
PROFILE: Final = Profile(
    controller=Controller(
        name="Mairie de Lens",
        kind=ControllerKind.PUBLIC_BODY,
        email="droits@lens.example",
        postal_address="17 bis place Jean-Jaurès, 62300 Lens",
    )
)
_PATIENCE: Final = 60


@final
@attrs.frozen
class Office:
    """A new workspace of a storage."""

    storage: Storage
    workspace: WorkspaceId

    def write(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work that writes."""
        return self.storage.begin(self.workspace)

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """Open one that only reads."""
        return self.storage.begin(self.workspace, write=False)


class Stage:
    """What every part of the contract has: a storage, and new workspaces in it."""

    storage: ClassVar[Storage]

    def office(self) -> Office:
        """Register a new workspace."""
        return Office(self.storage, register(self.storage))


def register(storage: Storage) -> WorkspaceId:
    """Register a workspace of a name of its own."""
    workspace = IDS.new(WorkspaceId)
    row = WorkspaceRow(id=workspace, name=f"office {workspace}", created_at=NOON)
    storage.create(row, PROFILE)
    return workspace


def law(
    **drawn: st.SearchStrategy[Any],
) -> Callable[[Callable[..., None]], Callable[[Any], None]]:
    """Make a law of the contract: Hypothesis tries to break it in a new workspace.

    The property is made anew at each run, so that several storages can be held to it.
    """

    def decorate(function: Callable[..., None]) -> Callable[[Any], None]:
        def test(self: Stage) -> None:
            @settings(max_examples=settings().max_examples * 2 // 5)
            @given(**drawn)
            def holds(**values: Any) -> None:  # noqa: ANN401 - as drawn
                function(self, self.office(), **values)

            holds()

        test.__name__ = function.__name__
        test.__doc__ = function.__doc__
        return pytest.mark.property(test)

    return decorate


def together(*acts: Callable[[], T]) -> Sequence[T]:
    """Run acts in threads of their own, and give what each came to.

    Raises:
        Exception: what the first of them that failed raised.
    """
    results: dict[int, T] = {}
    failures: list[BaseException] = []

    def run(number: int, act: Callable[[], T]) -> None:
        try:
            results[number] = act()
        except BaseException as failure:  # noqa: BLE001 - raised again below
            failures.append(failure)

    threads = [
        threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
        assert not thread.is_alive(), "they wait for each other"
    for failure in failures:
        raise failure
    return [results[number] for number in range(len(acts))]


def a_source(origin: Origin = Origin.PERSON) -> Source:
    """Make a source."""
    return Source(
        id=IDS.new(SourceId), kind="paper_form", origin=origin, label="marché du mardi"
    )


def a_contact(source: SourceId | None = None, **changes: Any) -> StoredContact:  # noqa: ANN401 - any field
    """Make a contact, with some fields as the test needs them."""
    source = source or IDS.new(SourceId)
    contact = StoredContact(
        id=IDS.new(ContactId),
        kind=ContactKind.PERSON,
        subject=Subject.ACTIVE,
        standing=Standing.NONE,
        reach=Reach.EMAIL,
        postcode="62300",
        commune="Lens",
        insee="62498",
        country="FR",
        language="fr",
        birth_year=1980,
        household=None,
        source=source,
        merged_into=None,
        version=1,
        created_at=NOON,
        updated_at=NOON,
        sealed=b"sealed",
        sources=frozenset({source}),
    )
    return attrs.evolve(contact, **changes)
