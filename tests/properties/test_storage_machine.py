"""A story of contacts and consent, told to SQL storages and to memory at once.

Memory is the reference: after each step every question has the same answer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from poltech.consent import StoredRecord, Suppression
from poltech.contacts import StoredActivity, StoredContact
from poltech.errors import PoltechError
from poltech.ids import ContactId, WorkspaceId
from poltech.law import Medium, Purpose
from poltech.storage import Storage, UnitOfWork
from poltech.storage.memory import MemoryStorage
from poltech.storage.sql import SqlStorage, migrate
from poltech.storage.testing import (
    identifiers,
    postgres_database,
    stored_activities,
    stored_contacts,
    stored_records,
    suppressions,
)
from poltech.storage.testing._contract._stage import NOON, register
from poltech.storage.testing._contract._walls import everything
from poltech.vault import WrappedKey

PEOPLE = identifiers(ContactId, 4)


class SabotageError(Exception):
    """What rolls a unit of work back."""


def _break(*, sabotaged: bool) -> None:
    if sabotaged:
        raise SabotageError


class StorageMachine(RuleBasedStateMachine):
    """Does the same to two storages, and compares all that they tell."""

    storages: Sequence[Storage]

    @initialize()
    def found(self) -> None:
        """Register an office in each."""
        self.offices = [(storage, register(storage)) for storage in self.storages]
        self.entries = 0
        self.broken = False

    def do(self, act: Callable[[UnitOfWork], Any]) -> None:
        """Do one thing in both, in a unit of work of its own."""
        outcomes = [self._outcome(*office, act) for office in self.offices]
        assert outcomes[0] == outcomes[1]

    def _outcome(
        self, storage: Storage, workspace: WorkspaceId, act: Callable[[UnitOfWork], Any]
    ) -> object:
        try:
            with storage.begin(workspace) as work:
                act(work)
                _break(sabotaged=self.broken)
        except (PoltechError, SabotageError) as error:
            return type(error)
        return None

    @rule(broken=st.booleans())
    def decide(self, *, broken: bool) -> None:
        """Let the units of work that follow commit, or roll them back."""
        self.broken = broken

    @rule(people=st.lists(stored_contacts(PEOPLE), max_size=3))
    def insert(self, people: list[StoredContact]) -> None:
        """Add contacts, some of them twice."""
        self.do(lambda work: work.contacts.insert(people))

    @rule(people=st.lists(stored_contacts(PEOPLE), max_size=2), data=st.data())
    def replace(self, people: list[StoredContact], data: st.DataObject) -> None:
        """Write contacts anew, with the right version or a wrong one."""
        with self.offices[0][0].begin(self.offices[0][1], write=False) as work:
            known = work.contacts.get([contact.id for contact in people])
        changed = [
            attrs.evolve(
                contact,
                version=known[contact.id].version
                + data.draw(st.sampled_from((1, 1, 1, 2)))
                if contact.id in known
                else 1,
            )
            for contact in people
        ]
        self.do(lambda work: work.contacts.replace(changed))

    @rule(records=stored_records(PEOPLE, 4))
    def state(self, records: list[StoredRecord]) -> None:
        """Append statements, at new entries of the log."""
        first, self.entries = self.entries, self.entries + len(records)
        moved = [attrs.evolve(r, entry=r.entry + first) for r in records]
        self.do(lambda work: work.consent.append(moved))

    @rule(rows=st.lists(suppressions(), max_size=3))
    def suppress(self, rows: list[Suppression]) -> None:
        """Suppress contact points."""
        self.do(lambda work: work.suppressions.add(rows))

    @rule(rows=st.lists(suppressions(), max_size=2))
    def lift(self, rows: list[Suppression]) -> None:
        """Lift suppressions, whether they stand or not."""
        ended = [attrs.evolve(row, lifted_at=NOON) for row in rows]
        self.do(lambda work: work.suppressions.lift(ended))

    @rule(acts=st.lists(stored_activities(PEOPLE), max_size=3))
    def act(self, acts: list[StoredActivity]) -> None:
        """Append activities."""
        self.do(lambda work: work.activities.append(acts))

    @rule(one=PEOPLE, other=PEOPLE)
    def move(self, one: ContactId, other: ContactId) -> None:
        """Give one contact's activities to another."""
        self.do(
            lambda work: work.activities.move(
                [act.id for act in work.activities.of(one)], other
            )
        )

    @rule(subject=PEOPLE, version=st.integers(1, 3), put=st.booleans())
    def keep(self, subject: ContactId, version: int, *, put: bool) -> None:
        """Write or add a key."""
        key = WrappedKey(subject, version, bytes([version]))
        self.do(lambda work: (work.keys.put if put else work.keys.add)([key]))

    @rule(subject=PEOPLE)
    def destroy(self, subject: ContactId) -> None:
        """Forget a key."""
        self.do(lambda work: work.keys.destroy([subject]))

    @precondition(lambda self: hasattr(self, "offices"))
    @invariant()
    def all_answers_agree(self) -> None:
        """Every question has the same answer in both."""
        answers: list[object] = []
        for storage, workspace in self.offices:
            with storage.begin(workspace, write=False) as work:
                facts = work.consent.facts(
                    [ContactId(int=n) for n in (4, 2, 1)],
                    Purpose.FUNDRAISING,
                    Medium.SMS,
                )
                answers.append((everything(work), list(facts)))
        assert answers[0] == answers[1]


@contextmanager
def _sqlite() -> Iterator[SqlStorage]:
    with (
        TemporaryDirectory() as folder,
        closing(SqlStorage(f"sqlite:///{Path(folder) / 'office.db'}")) as storage,
    ):
        migrate(storage)
        yield storage


@contextmanager
def _postgres() -> Iterator[SqlStorage]:
    with postgres_database() as database, closing(SqlStorage(database.url)) as storage:
        yield storage


@pytest.mark.property
@pytest.mark.parametrize(
    "opened", [_sqlite, pytest.param(_postgres, marks=pytest.mark.postgres)]
)
def test_sql_tells_the_story_that_memory_tells(
    opened: Callable[[], Any],
) -> None:
    """Whatever is done, commits and rollbacks included, SQL and memory agree."""
    with ExitStack() as stack:
        storages = [MemoryStorage(), stack.enter_context(opened())]
        machine = type("Machine", (StorageMachine,), {"storages": storages})
        case = machine.TestCase
        case.settings = settings(
            max_examples=settings().max_examples // 5,
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        )
        case().runTest()
