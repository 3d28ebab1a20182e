"""The contact file of a town office, as dirty as they come.

Semicolons and cp1252; a title above the header; numbers written six ways; twins who
are one person, and couples with one mailbox; a column of opinions that nobody agreed
to; bought rows, children, people who had left; and cells that hold what they should
not.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import final

import attrs

from poltech.exchange._mapping import slug
from poltech.exchange.samples._dice import Dice
from poltech.exchange.samples._names import (
    COMMUNES,
    FAMILY_NAMES,
    GIVEN_NAMES,
    STREETS,
)

__all__ = ["OFFICE_COLUMNS", "OfficeFile", "office_file"]

OFFICE_COLUMNS = (
    "Civilité",
    "Prénom",
    "Nom",
    "Mél",
    "Téléphone",
    "Adresse",
    "CP",
    "Ville",
    "Né(e) le",
    "Accepte e-mails",
    "Date d'accord",
    "Preuve",
    "Désinscrit",
    "Origine",
    "Étiquettes",
    "Niveau de soutien",
    "Remarques",
)

_DOMAINS = ("courriel.example.org", "boite.example.net", "poste.example.com")
_LANDLINES = ("0199 00", "0261 91", "0353 01", "0465 71", "0536 49")
_MOBILES = "0639 98"
"""Numbers that Arcep keeps for fiction; phonenumbers takes none of the mobiles."""

_MOBILE_SHARE = 5
_ORIGINS = ("marché", "pétition", "réunion publique", "porte-à-porte", "site web")
_TAGS = ("bénévole", "adhérent", "presse", "élu", "bénévole, collage")
_NOTES = ("Rencontré au marché", "À rappeler le soir", "Propose une salle", "Œuvre ici")
_YES = ("oui", "Oui", "x", "1", "vrai", "O")
_BAD_EMAILS = ("inconnu", "www.example.org/contact", "{local}@", "{local}@courriel")
_MONTHS = ("janvier", "mars", "mai", "juin", "août", "octobre")


@final
@attrs.frozen(kw_only=True)
class OfficeFile:
    """A made-up contact file, and what was hidden in it.

    Attributes:
        content: its bytes.
        planted: how many rows bear each oddity, by its word.
    """

    content: bytes = attrs.field(repr=False)
    planted: Mapping[str, int]


def office_file(
    people: int = 3_000, *, seed: str = "permanence", today: date
) -> OfficeFile:
    """Make the contact file of a town office, with all that goes wrong in them."""
    office = _Office(Dice(seed), today)
    first = [row for _ in range(people // 2) for row in office.rows()]
    second = [row for _ in range(people - people // 2) for row in office.rows()]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Fichier de la permanence, ne pas diffuser"])
    writer.writerow([])
    writer.writerow(OFFICE_COLUMNS)
    writer.writerows(row.values() for row in first)
    text.write("".join(office.broken_lines()))
    writer.writerows(row.values() for row in second)
    return OfficeFile(
        content=text.getvalue().encode("cp1252"), planted=dict(office.planted)
    )


@final
class _Office:
    """Makes rows, and remembers what it hid in them."""

    def __init__(self, dice: Dice, today: date) -> None:
        self.planted: Counter[str] = Counter()
        self._dice = dice
        self._today = today
        self._last: dict[str, str] = {}

    def rows(self) -> Iterator[dict[str, str]]:
        """Make one person, and now and then the same person once more."""
        row = self._person()
        self._spoil(row)
        yield row
        if self._dice.chance(4):
            self.planted["duplicate"] += 1
            yield self._again(row)
        self._last = row

    def broken_lines(self) -> Iterator[str]:
        """Make lines that are no rows: a mark never closed, a cell too many."""
        yield 'M.;Jean;"Le Grand;jean.legrand@courriel.example.org' + ";" * 13 + "\r\n"
        yield "Mme;Anne;Petit;;;;62300;Lens;;;;;;;;;a dit;que oui;au marché\r\n"
        yield ";" * 16 + "\r\n"
        self.planted.update(stray_quote=1, long_row=1, blank=1)

    def _person(self) -> dict[str, str]:
        dice = self._dice
        civility = dice.pick(("Mme", "M."))
        given = dice.pick(GIVEN_NAMES[civility])
        family = dice.pick(FAMILY_NAMES)
        postcode, commune = dice.pick(COMMUNES)
        told = {
            "Civilité": civility,
            "Prénom": given,
            "Nom": family.upper() if dice.chance(30) else family,
            "Mél": "" if dice.chance(8) else self._email(given, family),
            "Téléphone": "" if dice.chance(15) else self._phone(),
            "Adresse": f"{dice.below(180) + 1} {dice.pick(STREETS)}",
            "CP": postcode.lstrip("0"),
            "Ville": commune.upper() if dice.chance(20) else commune,
            "Né(e) le": self._written(self._born(18, 90)) if dice.chance(60) else "",
            "Origine": dice.pick(_ORIGINS),
            "Étiquettes": dice.pick(_TAGS) if dice.chance(25) else "",
            "Remarques": dice.pick(_NOTES) if dice.chance(10) else "",
        }
        return dict.fromkeys(OFFICE_COLUMNS, "") | told | self._agreement()

    def _agreement(self) -> dict[str, str]:
        """Make what they said: yes with its proof, no, something unclear, nothing."""
        thrown = self._dice.below(100)
        if thrown < 45:  # noqa: PLR2004 - shares of a hundred
            day = self._today - timedelta(days=30 + self._dice.below(700))
            return {
                "Accepte e-mails": self._dice.pick(_YES),
                "Date d'accord": f"{day:%d/%m/%Y}",
                "Preuve": f"bulletin n° {self._dice.below(9_000) + 1_000}",
            }
        answer = "non" if thrown < 55 else "à voir" if thrown < 58 else ""  # noqa: PLR2004 - the same
        return {"Accepte e-mails": answer}

    def _spoil(self, row: dict[str, str]) -> None:
        """Hide oddities in a row; most rows have none."""
        for word, percent, spoil in (
            ("bad_email", 3, self._bad_email),
            ("minor", 0.4, self._minor),
            ("bought", 1, self._bought),
            ("unsubscribed", 3, self._unsubscribed),
            ("special", 30, self._special),
            ("shared_mailbox", 1, self._shared_mailbox),
            ("formula", 0.1, self._formula),
            ("nobody", 0.5, self._nobody),
        ):
            if self._dice.chance(percent):
                self.planted[word] += 1
                spoil(row)

    def _bad_email(self, row: dict[str, str]) -> None:
        bad = self._dice.pick(_BAD_EMAILS)
        row["Mél"] = bad.format(local=_local(row["Nom"]))

    def _minor(self, row: dict[str, str]) -> None:
        row["Né(e) le"] = f"{self._born(12, 14):%d/%m/%Y}"
        row["Accepte e-mails"] = "oui"

    def _bought(self, row: dict[str, str]) -> None:
        row["Origine"] = "Liste achetée 2024"

    def _unsubscribed(self, row: dict[str, str]) -> None:
        day = self._today - timedelta(days=self._dice.below(400))
        row["Désinscrit"] = self._dice.pick(("oui", "X", f"{day:%d/%m/%Y}"))

    def _special(self, row: dict[str, str]) -> None:
        row["Niveau de soutien"] = str(self._dice.below(5) + 1)

    def _shared_mailbox(self, row: dict[str, str]) -> None:
        row["Nom"] = self._last.get("Nom", row["Nom"])
        row["Mél"] = self._last.get("Mél", row["Mél"])

    def _formula(self, row: dict[str, str]) -> None:
        row["Remarques"] = '=HYPERLINK("https://example.org";"cliquez")'

    def _nobody(self, row: dict[str, str]) -> None:
        row |= dict.fromkeys(("Civilité", "Prénom", "Nom", "Téléphone"), "")
        row["Mél"] = "inconnu"

    def _again(self, row: dict[str, str]) -> dict[str, str]:
        """Write a person once more, as another hand would."""
        again = {"Mél": row["Mél"].upper(), "Nom": row["Nom"].title(), "Remarques": ""}
        if not row["Mél"]:
            again["Mél"] = self._email(row["Prénom"], row["Nom"])
        return row | again

    def _email(self, given: str, family: str) -> str:
        local = f"{_local(given)}.{_local(family)}{self._dice.below(10_000)}"
        return f"{local}@{self._dice.pick(_DOMAINS)}"

    def _phone(self) -> str:
        """Write a number in one of six ways; a mobile only in the national ones."""
        mobile = self._dice.chance(_MOBILE_SHARE)
        start = _MOBILES if mobile else self._dice.pick(_LANDLINES)
        digits = f"{start}{self._dice.below(10_000):04d}".replace(" ", "")
        pairs = [digits[at : at + 2] for at in range(0, 10, 2)]
        abroad = f"{digits[1]} {' '.join(pairs[1:])}"
        national = (" ".join(pairs), ".".join(pairs), "-".join(pairs), digits)
        return self._dice.pick(
            national
            if mobile
            else (*national, f"+33 {abroad}", f"0033{digits[1:]}", digits[1:])
        )

    def _born(self, youngest: int, oldest: int) -> date:
        days = 366 * youngest + self._dice.below(365 * (oldest - youngest) + 1)
        return self._today - timedelta(days=days)

    def _written(self, day: date) -> str:
        spoken = f"{day.day} {_MONTHS[day.month % 6]} {day.year}"
        return self._dice.pick(
            (
                f"{day:%d/%m/%Y}",
                f"{day:%d/%m/%Y}",
                f"{day:%Y-%m-%d}",
                spoken,
                f"{day:%d/%m/%y}",
            )
        )


def _local(name: str) -> str:
    return slug(name).replace("_", "-")
