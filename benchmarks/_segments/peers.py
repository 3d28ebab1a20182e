"""The same questions by hand-written SQL, in several ways, and by a naive ORM."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import attrs
from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.orm import Session, registry

from poltech.contacts import Reach
from poltech.law import Subject
from poltech.segments import Expression, parse
from poltech.storage.sql import Schema
from poltech.storage.sql._types import microseconds

from _segments.data import NOW, WORKSPACE

_PLACE = re.compile(r"(?<!:):([a-z]+)")
_STARTS = {"quarter": NOW - timedelta(days=90), "year": NOW - timedelta(days=365)}

_TAG = """SELECT t.contact_id AS id FROM poltech_contact_tag t
    WHERE t.workspace_id = :w AND t.tag = '{}'"""
_SIGNED = """SELECT a.contact_id AS id FROM poltech_activity a
    WHERE a.workspace_id = :w AND a.kind = 'signed'"""
_CONSENT = """SELECT s.contact_id AS id FROM poltech_consent_state s
    WHERE s.workspace_id = :w AND s.purpose = '{}' AND s.medium = '{}'
    AND s.statement = 'given'"""
_CONTACT = """SELECT c.id FROM poltech_contact c
    WHERE c.workspace_id = :w AND c.subject = 'active'"""
_OTHERS = """SELECT c.id FROM poltech_contact c
    WHERE c.workspace_id = :w AND c.subject != 'active'"""
_PETITION = _SIGNED + " AND a.subject = 'petition-0' AND a.at >= :quarter"
_GIFTS = """SELECT a.contact_id AS id FROM poltech_activity a
    WHERE a.workspace_id = :w AND a.kind = 'gave' AND a.at >= :year
    AND a.currency = 'EUR' GROUP BY a.contact_id HAVING sum(a.amount) >= 10000"""


def _has(query: str, column: str, contact: str = "few.id") -> str:
    return f"EXISTS ({query} AND {column} = {contact})"


def _among(driver: str, *conditions: str) -> str:
    return f"SELECT few.id FROM ({driver}) few WHERE {' AND '.join(conditions)}"


_LENS = _CONTACT + " AND c.postcode >= '62' AND c.postcode < '63'"
_STALL = _TAG.format("porte-à-porte")
_CAMPAIGN = _CONSENT.format("campaign", "email")
_LETTER = _CONSENT.format("newsletter", "email")
_DONORS = _TAG.format("donateur")
_YEAR = _SIGNED + " AND a.at >= :year"


@attrs.frozen(kw_only=True)
class Question:
    """One question, asked in every way.

    Attributes:
        text: in the words of poltech.
        by_hand: statements that give the identifiers, by what they begin with.
        naive: the same as a join of everything.
    """

    text: str
    by_hand: Mapping[str, str]
    naive: Callable[["Models"], Select[Any]]

    @property
    def where(self) -> Expression:
        """The question, read."""
        return parse(self.text)


class Models:
    """The tables as classes of an ORM."""

    def __init__(self, schema: Schema) -> None:
        tables, maps = schema.tables, registry()
        self.contact = self._map(maps, tables.contacts.contact)
        self.tag = self._map(maps, tables.contacts.tag)
        self.activity = self._map(maps, tables.contacts.activity)
        self.state = self._map(maps, tables.consent.state)

    @staticmethod
    def _map(maps: registry, table: Any) -> Any:  # noqa: ANN401 - made at run time
        model: Any = type(table.name, (), {})
        maps.map_imperatively(model, table)
        return model

    def of(self, model: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a model
        """Join a model to the contact it belongs to."""
        joined: ColumnElement[bool] = (
            model.workspace_id == self.contact.workspace_id
        ) & (model.contact_id == self.contact.id)
        return joined

    def active(self) -> Select[Any]:
        """Begin with the contacts, as ORMs do."""
        return (
            select(self.contact.id)
            .where(self.contact.workspace_id == WORKSPACE)
            .where(self.contact.subject == Subject.ACTIVE.value)
        )

    def given(self, purpose: str, medium: str) -> ColumnElement[bool]:
        """Say what was agreed to."""
        state = self.state
        stated: ColumnElement[bool] = (
            (state.purpose == purpose)
            & (state.medium == medium)
            & (state.statement == "given")
        )
        return stated


def _narrow(models: Models) -> Select[Any]:
    contact, tag, act = models.contact, models.tag, models.activity
    return (
        models.active()
        .join(tag, models.of(tag))
        .join(act, models.of(act))
        .join(models.state, models.of(models.state))
        .where(contact.postcode.like("62%"), tag.tag == "porte-à-porte")
        .where(act.kind == "signed", act.subject == "petition-0")
        .where(act.at >= _STARTS["quarter"], models.given("campaign", "email"))
        .distinct()
    )


def _broad(models: Models) -> Select[Any]:
    tag, act, state = models.tag, models.activity, models.state
    donors = select(tag.contact_id).where(
        tag.workspace_id == WORKSPACE, tag.tag == "donateur"
    )
    signed = (act.kind == "signed") & (act.at >= _STARTS["year"])
    return (
        models.active()
        .outerjoin(tag, models.of(tag) & (tag.tag == "contact"))
        .outerjoin(act, models.of(act) & signed)
        .join(state, models.of(state))
        .where((tag.tag.is_not(None)) | (act.id.is_not(None)))
        .where(models.given("newsletter", "email"))
        .where(models.contact.id.not_in(donors))
        .distinct()
    )


def _letter(models: Models) -> Select[Any]:
    state, email = models.state, Reach.EMAIL.value
    return (
        models.active()
        .join(state, models.of(state))
        .where(models.given("newsletter", "email"))
        .where(models.contact.reach.bitwise_and(email) != 0)
        .distinct()
    )


def _donors(models: Models) -> Select[Any]:
    act = models.activity
    return (
        models.active()
        .join(act, models.of(act))
        .where(act.kind == "gave", act.currency == "EUR", act.at >= _STARTS["year"])
        .where(models.contact.language == "fr")
        .group_by(models.contact.id)
        .having(func.sum(act.amount) >= 10_000)  # noqa: PLR2004 - 100 EUR
    )


QUESTIONS = {
    "narrow": Question(
        text="tag:porte-à-porte and postcode:62*"
        " and signed(petition-0, within: 90 days) and consents(campaign, email)",
        by_hand={
            "signers": _among(
                _PETITION.replace("SELECT", "SELECT DISTINCT"),
                _has(_STALL, "t.contact_id"),
                _has(_LENS, "c.id"),
                _has(_CAMPAIGN, "s.contact_id"),
            ),
            "tag": _among(
                _STALL,
                _has(_LENS, "c.id"),
                _has(_PETITION, "a.contact_id"),
                _has(_CAMPAIGN, "s.contact_id"),
            ),
            "contacts": _among(
                _LENS,
                _has(_STALL, "t.contact_id"),
                _has(_PETITION, "a.contact_id"),
                _has(_CAMPAIGN, "s.contact_id"),
            ),
        },
        naive=_narrow,
    ),
    "broad": Question(
        text="(tag:contact or signed(within: 365 days))"
        " and consents(newsletter, email) and not tag:donateur",
        by_hand={
            "consent": _among(
                _LETTER,
                f"({_has(_TAG.format('contact'), 't.contact_id')}"
                f" OR {_has(_YEAR, 'a.contact_id')})",
                "NOT " + _has(_DONORS, "t.contact_id"),
                _has(_CONTACT, "c.id"),
            ),
            "union": _among(
                f"{_TAG.format('contact')} UNION {_YEAR}",
                _has(_LETTER, "s.contact_id"),
                "NOT " + _has(_DONORS, "t.contact_id"),
                _has(_CONTACT, "c.id"),
            ),
            "sets": f"SELECT id FROM ({_TAG.format('contact')} UNION {_YEAR}) either"
            f" INTERSECT {_LETTER} EXCEPT {_DONORS} EXCEPT {_OTHERS}",
        },
        naive=_broad,
    ),
    "letter": Question(
        text="consents(newsletter, email) and reachable(email)",
        by_hand={
            "consent": _among(
                _LETTER, _has(_CONTACT + " AND c.reach & 1 != 0", "c.id")
            ),
            "join": _LETTER.replace(
                "WHERE",
                "JOIN poltech_contact c ON c.workspace_id = s.workspace_id"
                " AND c.id = s.contact_id WHERE c.subject = 'active'"
                " AND c.reach & 1 != 0 AND",
            ),
            "sets": f"{_LETTER} INTERSECT {_CONTACT} AND c.reach & 1 != 0",
        },
        naive=_letter,
    ),
    "donors": Question(
        text="gave(total: 100 EUR, within: 365 days) and language:fr",
        by_hand={
            "gifts": _among(_GIFTS, _has(_CONTACT + " AND c.language = 'fr'", "c.id")),
            "sets": f"{_GIFTS} INTERSECT {_CONTACT} AND c.language = 'fr'",
        },
        naive=_donors,
    ),
}


class ByHand:
    """Runs hand-written statements on the driver itself."""

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.connection.driver_connection
        self._embedded = connection.dialect.name == "sqlite"
        embedded = self._embedded
        self._values: dict[str, Any] = {"w": WORKSPACE.bytes if embedded else WORKSPACE}
        for name, start in _STARTS.items():
            self._values[name] = microseconds(start) if embedded else start

    def count(self, statement: str) -> int:
        """Count what it gives."""
        rows = self._run(f"SELECT count(*) FROM ({statement}) AS found")
        number: int = rows[0][0]
        return number

    def ids(self, statement: str) -> int:
        """Read what it gives, in order."""
        return len(self._run(f"SELECT id FROM ({statement}) AS found ORDER BY id"))

    def _run(self, statement: str) -> list[Any]:
        if not self._embedded:
            statement = _PLACE.sub(r"%(\1)s", statement)
        cursor = self._driver.cursor()
        rows: list[Any] = cursor.execute(statement, self._values).fetchall()
        return rows


class ByOrm:
    """Runs naive statements through an ORM."""

    def __init__(self, connection: Connection, models: Models) -> None:
        self._session = Session(connection)
        self._models = models

    def count(self, question: Question) -> int:
        """Count as ORMs do."""
        found = question.naive(self._models).subquery()
        number: int = self._session.execute(
            select(func.count()).select_from(found)
        ).scalar_one()
        return number

    def ids(self, question: Question) -> int:
        """Read identifiers as ORMs do."""
        query = question.naive(self._models).order_by(self._models.contact.id)
        return len(self._session.scalars(query).all())
