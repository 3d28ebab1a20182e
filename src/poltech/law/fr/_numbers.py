"""Numbers, hours and territories that French law sets."""

from datetime import date, time
from typing import final

import attrs

from poltech.law._model import Citation, Row, Rows

__all__ = ["POLLS_CLOSE", "SATURDAY_VOTES", "TERRITORIES", "Territory", "votes_early"]

_VOUCHED = date(2020, 7, 1)
"""First day of the code électoral as we read it, after the law of 2 December 2019."""

POLLS_CLOSE: Rows[time] = Rows(
    "polls_close",
    (
        Row(
            value=time(20, 0),
            since=_VOUCHED,
            source=Citation("Code électoral article R41, at the latest", "M"),
        ),
    ),
)
"""Local hour at which the last polling stations close."""


@final
@attrs.frozen
class Territory:
    """A territory overseas with its own clock: its INSEE code and IANA zone."""

    code: str
    time_zone: str


TERRITORIES: tuple[Territory, ...] = (
    Territory("971", "America/Guadeloupe"),
    Territory("972", "America/Martinique"),
    Territory("973", "America/Cayenne"),
    Territory("974", "Indian/Reunion"),
    Territory("975", "America/Miquelon"),
    Territory("976", "Indian/Mayotte"),
    Territory("977", "America/St_Barthelemy"),
    Territory("978", "America/Marigot"),
    Territory("986", "Pacific/Wallis"),
    Territory("987", "Pacific/Tahiti"),
    Territory("988", "Pacific/Noumea"),
)


def _saturday(kind: str, territory: str, citation: Citation) -> Rows[bool]:
    """Give a row that says that a kind of vote is held early in a territory."""
    row = Row(value=True, since=_VOUCHED, source=citation)
    return Rows(f"saturday_vote.{kind}.{territory}", (row,))


def _legislative(territory: str, article: str) -> Rows[bool]:
    """The same for the general election of deputies, by its article."""
    source = Citation(f"Code électoral article {article}", "T")
    return _saturday("legislative", territory, source)


_AMERICAS_AND_POLYNESIA = ("971", "972", "973", "975", "977", "978", "987")

SATURDAY_VOTES: tuple[Rows[bool], ...] = (
    _legislative("971", "L173"),
    _legislative("972", "L173"),
    _legislative("973", "L173"),
    _legislative("975", "L534"),
    _legislative("977", "L480"),
    _legislative("978", "L507"),
    _legislative("987", "L397"),
    *(
        _saturday(kind, territory, Citation(text, "M"))
        for kind, text in (
            ("presidential", "Décret 2001-213"),
            ("european", "Loi 77-729"),
        )
        for territory in _AMERICAS_AND_POLYNESIA
    ),
)
"""Where a vote is held on the Saturday before, by kind of vote."""

_EARLY = {rows.name: rows for rows in SATURDAY_VOTES}


def votes_early(kind: str, territory: str | None, day: date) -> bool:
    """Tell whether a place votes on the Saturday before a vote's Sunday.

    >>> votes_early("legislative", "97105", date(2027, 6, 13))
    True
    >>> votes_early("municipal", "97105", date(2026, 3, 15))
    False
    """
    rows = _EARLY.get(f"saturday_vote.{kind}.{(territory or '')[:3]}")
    return rows is not None and rows.at(day)
