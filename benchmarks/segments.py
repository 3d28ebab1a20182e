"""Segments: our compiler beside the best hand-written SQL and a naive ORM.

An office is drawn at random (a contact has five activities and three states) and
written into SQLite and into PostgreSQL, where all run behind row-level security as a
plain role. Rounds are interleaved and medians shown; read the ratios: up to 1.0 ours
is as fast as the best of several hand-written statements on the same tables and
indexes. Nothing is asserted but that all find the same number of people.

Usage: python benchmarks/segments.py [contacts] [rounds]
"""

import gc
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import attrs
from sqlalchemy import create_engine

from _segments.data import NOW, WORKSPACE, Office, fill
from _segments.peers import QUESTIONS, ByHand, ByOrm, Models, Question
from poltech.profile import Controller, ControllerKind, Profile
from poltech.storage import WorkspaceRow
from poltech.storage.sql import Schema, SqlStorage, SqlWork, migrate
from poltech.storage.testing import postgres_database

PROFILE = Profile(
    controller=Controller(
        name="Mairie de Lens",
        kind=ControllerKind.PUBLIC_BODY,
        email="droits@lens.example",
        postal_address="17 bis place Jean-Jaurès, 62300 Lens",
    )
)
MODELS = Models(Schema())
NAIVE_ROUNDS = 2


@attrs.frozen
class Timing:
    """What one way of asking took, and how many it found."""

    seconds: float
    found: int


@contextmanager
def sqlite() -> Iterator[tuple[str, str]]:
    """Make a database in a file: its address as who runs, and as who owns."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'office.db'}"
        with closing(SqlStorage(url)) as storage:
            migrate(storage)
        yield url, url


@contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """Make a database on a real server: its address as who runs, and as who owns."""
    with postgres_database() as database:
        yield database.url, database.owner_url


@contextmanager
def opened(url: str, owner: str, contacts: int) -> Iterator[SqlWork]:
    """Fill a database, and open a unit of work that reads it."""
    with ExitStack() as stack:
        storage = stack.enter_context(closing(SqlStorage(url)))
        row = WorkspaceRow(id=WORKSPACE, name="Lens", created_at=NOW)
        storage.create(row, PROFILE)
        engine = create_engine(owner)
        seconds = fill(engine, storage.schema, Office(contacts))
        engine.dispose()
        print(f"  filled in {seconds:.0f} s")
        yield stack.enter_context(storage.begin(WORKSPACE, write=False))


def timed(ask: Callable[[], int]) -> Timing:
    """Time one way of asking."""
    started = perf_counter()
    found = ask()
    return Timing(perf_counter() - started, found)


def ways(
    work: SqlWork, question: Question, verb: str
) -> Mapping[str, Callable[[], int]]:
    """Give every way of asking one question by one verb."""
    connection = work.session.connection
    hand, orm = ByHand(connection), ByOrm(connection, MODELS)
    where = question.where
    if verb == "count":
        ours = {"poltech": lambda: work.audiences.count(where, NOW)}
        naive = {"orm": lambda: orm.count(question)}
    else:
        ours = {"poltech": lambda: sum(map(len, work.audiences.ids(where, NOW)))}
        naive = {"orm": lambda: orm.ids(question)}
    run = hand.count if verb == "count" else hand.ids
    by_hand = {
        name: lambda statement=statement: run(statement)
        for name, statement in question.by_hand.items()
    }
    return {**ours, **by_hand, **naive}


def measure(work: SqlWork, question: Question, verb: str, rounds: int) -> None:
    """Ask one question in every way, and print how the ways compare."""
    taken: dict[str, list[float]] = {}
    found: set[int] = set()
    for number in range(rounds + 1):
        for name, ask in ways(work, question, verb).items():
            if name == "orm" and number >= NAIVE_ROUNDS:
                continue
            timing = timed(ask)
            found.add(timing.found)
            if number or name == "orm":  # the first round warms caches
                taken.setdefault(name, []).append(timing.seconds)
    assert len(found) == 1, f"they disagree: {found}"
    show(verb, found.pop(), {name: median(times) for name, times in taken.items()})


def show(verb: str, found: int, seconds: Mapping[str, float]) -> None:
    """Print one line."""
    ours, naive = seconds["poltech"], seconds["orm"]
    by_hand = {n: s for n, s in seconds.items() if n not in {"poltech", "orm"}}
    best = min(by_hand, key=by_hand.__getitem__)
    others = ", ".join(f"{n} {s * 1000:.0f}" for n, s in by_hand.items())
    print(
        f"  {verb:5} {found:9,} people  poltech {ours * 1000:7.1f} ms"
        f" = {ours / by_hand[best]:4.2f} x best by hand ({others})"
        f"  orm {naive * 1000:7.0f} ms = {naive / ours:5.1f} x ours"
    )


def main() -> None:
    """Measure."""
    gc.freeze()  # as servers do: what was imported is not searched for garbage
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5  # noqa: PLR2004 - the second
    print(
        f"{contacts:,} contacts, {5 * contacts:,} activities, {3 * contacts:,} states"
    )
    for engine, place in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        print(engine)
        with place() as (url, owner), opened(url, owner, contacts) as work:
            for name, question in QUESTIONS.items():
                print(f" {name}: {question.text}")
                for verb in ("count", "ids"):
                    measure(work, question, verb, rounds)


if __name__ == "__main__":
    main()
