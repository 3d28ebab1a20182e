"""The directory of town halls, as public sites publish it, made up.

`département,commune,email`: one line a commune, about 35,000 of them. Some cells hold a
web address, the word `inconnu`, an address cut short, or two addresses; several
communes share one secretary's mailbox.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from typing import final

import attrs

from poltech.exchange.samples import Dice

__all__ = ["TownHalls", "town_halls"]

_STARTS = [
    "Saint-",
    "Sainte-",
    "Le ",
    "La ",
    "Les ",
    "L'",
    "Val-",
    "Mont-",
    "Bois-",
    "Ville-",
    "Aubigny-",
    "Neuf-",
    "",
]
_STEMS = """
    Martin Pierre Aubin Léger Ouen Rémy Hilaire Germain Maurice Étienne Cyr Loup Vaast
    Chapelle Fontaine Roche Motte Ferté Haye Croix Neuville Bruyère Chaussée Verrière
""".split()  # noqa: SIM905 - a list of words reads better as words
_ENDS = [
    "-sur-Lys",
    "-en-Artois",
    "-le-Château",
    "-lès-Lens",
    "-d'Aunis",
    "-sous-Bois",
    "",
]
_DEPARTMENTS = (
    *(f"{number:02d}" for number in range(1, 20)),
    "2A",
    "2B",
    *(str(number) for number in range(21, 96)),
    "971",
    "972",
    "973",
    "974",
    "976",
)
_HOSTS = ("example.org", "courriel.example.net", "mairies.example.com")
_ODDITIES = (
    ("web_address", 2.0, "https://www.{name}.example.org"),
    ("unknown", 3.0, "inconnu"),
    ("truncated", 1.5, "mairie.{name}@"),
    ("cut_domain", 1.0, "mairie.{name}@courriel"),
    ("two_addresses", 0.5, "mairie@{name}.example.org; accueil@{name}.example.org"),
    ("spaced", 0.5, " mairie@{name}.example.org "),
    ("missing", 0.5, ""),
)


@final
@attrs.frozen(kw_only=True)
class TownHalls:
    """A made-up directory.

    Attributes:
        content: its bytes, in UTF-8.
        rows: how many lines follow the header.
        planted: how many lines bear each oddity.
    """

    content: bytes = attrs.field(repr=False)
    rows: int
    planted: Mapping[str, int]


def town_halls(rows: int = 35_000, *, seed: str = "mairies") -> TownHalls:
    """Make a directory of town halls; the same seed gives the same bytes."""
    dice = Dice(seed)
    planted: Counter[str] = Counter()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("département", "commune", "email"))
    shared = "syndicat@example.org"
    for number in range(rows):
        commune = _commune(dice)
        email, oddity = _email(dice, f"commune{number}")
        if oddity is None and dice.chance(4):
            email, oddity = shared, "shared"
        elif oddity is None:
            shared = email
        planted.update([oddity] if oddity else ["plain"])
        writer.writerow((dice.pick(_DEPARTMENTS), commune, email))
    return TownHalls(content=text.getvalue().encode(), rows=rows, planted=dict(planted))


def _commune(dice: Dice) -> str:
    return f"{dice.pick(_STARTS)}{dice.pick(_STEMS)}{dice.pick(_ENDS)}"


def _email(dice: Dice, name: str) -> tuple[str, str | None]:
    """Make an address, or one of the things that stand in its place."""
    thrown = dice.below(1_000)
    for word, percent, pattern in _ODDITIES:
        thrown -= int(percent * 10)
        if thrown < 0:
            return pattern.format(name=name), word
    return f"mairie.{name}@{dice.pick(_HOSTS)}", None
