"""Suppressions, notices and elections in SQL."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, final

from sqlalchemy import select

from poltech.consent import Election, Notice, Suppression
from poltech.ids import NoticeId
from poltech.law import Cause
from poltech.storage._rules import in_order
from poltech.storage.sql._bulk import Clash, load
from poltech.storage.sql._session import AnyRow, Session

__all__ = [
    "SqlElections",
    "SqlNotices",
    "SqlSuppressions",
    "read_suppression",
    "read_words",
    "words",
]

_SUPPRESSION: Final = ("digest", "cause", "medium", "purpose", "at", "lifted_at")


def words(said: Iterable[str]) -> str:
    """Write a set of words; nothing for none.

    >>> words({"b", "a"})
    '["a", "b"]'
    """
    ordered = sorted(said)
    return json.dumps(ordered, ensure_ascii=False) if ordered else ""


def read_words(text: str) -> frozenset[str]:
    """Read a set of words again."""
    return frozenset(json.loads(text)) if text else frozenset()


@final
class SqlSuppressions:
    """Suppressions of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.consent.suppression

    def add(self, suppressions: Sequence[Suppression]) -> None:
        """Write suppressions; one that stands already stays as it is."""
        rows = [self._row(suppression) for suppression in suppressions]
        load(self._session, self._table, _SUPPRESSION, rows, clash=Clash.KEEP)

    def of(self, digests: Sequence[bytes]) -> Sequence[Suppression]:
        """Read every suppression of contact points, the lifted included."""
        query = select(self._table).where(self._session.mine(self._table))
        asked = sorted(set(digests))
        rows = self._session.look_up(query, self._table.c.digest, asked)
        return sorted(map(read_suppression, rows), key=in_order)

    def lift(self, suppressions: Sequence[Suppression]) -> None:
        """Mark suppressions as ended, each at its `lifted_at`."""
        columns = self._table.c
        for ended in suppressions:
            self._session.write(
                self._table.update()
                .where(self._session.mine(self._table))
                .where(
                    columns.digest == ended.digest, columns.cause == ended.cause.value
                )
                .where(columns.medium == (ended.medium or ""))
                .where(columns.purpose == (ended.purpose or ""))
                .where(columns.at == ended.at)
                .values(lifted_at=ended.lifted_at)
            )

    def _row(self, suppression: Suppression) -> tuple[object, ...]:
        return (
            self._session.owner,
            suppression.digest,
            suppression.cause.value,
            suppression.medium or "",
            suppression.purpose or "",
            self._session.instant(suppression.at),
            self._session.instant(suppression.lifted_at),
        )


def read_suppression(row: AnyRow) -> Suppression:
    """Read a suppression from its row."""
    return Suppression(
        digest=row.digest,
        cause=Cause(row.cause),
        medium=row.medium or None,
        purpose=row.purpose or None,
        at=row.at,
        lifted_at=row.lifted_at,
    )


@final
class SqlNotices:
    """Wordings of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.consent.notice

    def add(self, notice: Notice) -> None:
        """Write a new version.

        Raises:
            DuplicateError: that name has that version already.
        """
        self._session.write(
            self._table.insert().values(
                workspace_id=self._session.workspace,
                id=notice.id,
                name=notice.name,
                version=notice.version,
                locale=notice.locale,
                text=notice.text,
                purposes=words(notice.purposes),
                media=words(notice.media),
                categories=words(notice.categories),
                since=notice.since,
            )
        )

    def get(self, ids: Sequence[NoticeId]) -> Mapping[NoticeId, Notice]:
        """Read versions; the unknown are absent."""
        query = select(self._table).where(self._session.mine(self._table))
        rows = self._session.look_up(query, self._table.c.id, ids)
        return {row.id: _read_notice(row) for row in rows}

    def versions(self, name: str) -> Sequence[Notice]:
        """Read every version of a wording, oldest first."""
        columns = self._table.c
        query = select(self._table).where(self._session.mine(self._table))
        query = query.where(columns.name == name).order_by(columns.version)
        return [_read_notice(row) for row in self._session.read(query)]


def _read_notice(row: AnyRow) -> Notice:
    return Notice(
        id=row.id,
        name=row.name,
        version=row.version,
        locale=row.locale,
        text=row.text,
        purposes=read_words(row.purposes),
        media=read_words(row.media),
        categories=read_words(row.categories),
        since=row.since,
    )


@final
class SqlElections:
    """Votes of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.schema.tables.consent.election

    def put(self, election: Election) -> None:
        """Write a vote, over the one of the same name."""
        row = (
            self._session.owner,
            election.name,
            election.kind,
            election.territory,
            json.dumps(election.days),
            election.time_zone,
        )
        columns = ("name", "kind", "territory", "days", "time_zone")
        load(self._session, self._table, columns, [row], clash=Clash.REPLACE)

    def all(self) -> Sequence[Election]:
        """Read every vote."""
        query = select(self._table).where(self._session.mine(self._table))
        return [
            Election(
                name=row.name,
                kind=row.kind,
                territory=row.territory,
                days=tuple(json.loads(row.days)),
                time_zone=row.time_zone,
            )
            for row in self._session.read(query.order_by(self._table.c.name))
        ]
