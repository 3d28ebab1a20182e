"""Files in, without storage: reading, normalising, screening, beside the bare reader.

Rows of eight columns (names, e-mail, phone written five ways, postcode, commune,
consent, its date). Each batch goes through every step before the next is read, so that
all steps see the same machine; read the shares. Nothing is asserted.

Usage: python benchmarks/files.py [rows]
"""

import csv
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from poltech.consent import Notice
from poltech.contacts import normalize_email, normalize_phone
from poltech.exchange import (
    Candidate,
    Screener,
    Setting,
    Terms,
    guess_mapping,
    normalize_batch,
    open_table,
    plan_of,
)
from poltech.ids import FrozenIds, NoticeId
from poltech.law import jurisdiction

T = TypeVar("T")
TODAY = date(2026, 11, 23)
HEADER = ("Prénom", "Nom", "Mél", "Téléphone", "CP", "Ville", "Opt-in", "Date opt-in")
GIVEN = ("Élise", "Jean-Loup", "Zoé", "François", "Anne", "Noël", "Léa")
FAMILY = ("Dupont", "Lefèvre", "Noël", "Guérin", "Müller", "Saint-Pol", "Traoré")
PHONES = ("01 99 {} {} {}", "01.99.{}.{}.{}", "+33199{}{}{}", "0199{}{}{}", "199{}{}{}")
NOTICE = Notice(
    id=FrozenIds().new(NoticeId),
    name="leaflet",
    locale="fr",
    text="J'accepte de recevoir les messages de la campagne.",
    purposes=frozenset({"campaign"}),
    media=frozenset({"email"}),
    since=datetime(2024, 1, 1, tzinfo=UTC),
)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Make rows."""
    for at in range(count):
        pairs = (
            f"{at // 10_000 % 100:02d}",
            f"{at // 100 % 100:02d}",
            f"{at % 100:02d}",
        )
        yield (
            GIVEN[at % 7],
            FAMILY[at // 7 % 7],
            f"elise.dupont{at}@courriel{at % 50}.example.org",
            PHONES[at % 5].format(*pairs),
            f"{62_000 + at % 990}",
            "Lens",
            ("oui", "", "non", "x")[at % 4],
            f"{1 + at % 28:02d}/{1 + at % 12:02d}/2024",
        )


class Watch:
    """Adds up the processor time of each step."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    def take(self, step: str, count: int, work: Callable[[], T]) -> T:
        """Do a step and note its microseconds a row."""
        start = time.process_time()
        done = work()
        took = time.process_time() - start
        self.spent.setdefault(step, []).append(took / max(count, 1) * 1e6)
        return done

    def report(self) -> None:
        """Print mean, median and the best tenth of each step."""
        for step, found in self.spent.items():
            best = statistics.quantiles(found, n=10)[0]
            middle = statistics.median(found)
            mean = statistics.fmean(found)
            print(
                f"{step:28} {mean:6.2f} mean {middle:6.2f} median {best:6.2f} best tenth"
                f"  {1e6 / mean:10,.0f} rows/s"
            )


def run(file: Path) -> int:
    """Put a file through every step; give the number of rows."""
    watch = Watch()
    reader = open_table(file)
    plan = plan_of(guess_mapping(reader.layout), Setting(today=TODAY))
    terms = Terms(
        source_kind="web_form", notice=NOTICE, mechanism="unticked_box", today=TODAY
    )
    screener = Screener(jurisdiction("FR"), terms, plan.definitions)
    batches = reader.batches()
    total = 0
    with file.open(encoding="cp1252", newline="") as stream:
        bare = csv.reader(stream, delimiter=";")
        while batch := watch.take("read", 1_000, lambda: next(batches, None)):
            count = len(batch.rows)
            total += count
            watch.take("bare csv", count, lambda: list(islice(bare, count)))  # noqa: B023 - at once
            found = watch.take("normalise", count, lambda: normalize_batch(plan, batch))
            named = [row for row in found if isinstance(row, Candidate)]
            watch.take("screen", count, lambda: list(screener.screen(named)))  # noqa: B023 - at once
            cells = [row for _, row in batch.rows]
            watch.take(
                "of which e-mail alone",
                count,
                lambda: [normalize_email(row[2]) for row in cells],  # noqa: B023 - at once
            )
            watch.take(
                "of which phone alone",
                count,
                lambda: [normalize_phone(row[3]) for row in cells],  # noqa: B023 - at once
            )
    watch.report()
    return total


def main() -> None:
    """Measure with the garbage collector as it is, then without it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        with file.open("w", encoding="cp1252", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(HEADER)
            writer.writerows(rows(count))
        for collects in (True, False):
            print(
                f"\n{'with' if collects else 'without'} the garbage collector, microseconds a row"
            )
            (gc.enable if collects else gc.disable)()
            print(f"{run(file):,} rows")


if __name__ == "__main__":
    main()
