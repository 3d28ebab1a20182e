"""Tables of consent."""

from typing import final

from sqlalchemy import BigInteger, Integer, LargeBinary, Table

from poltech.ids import ContactId, NoticeId, RecordId
from poltech.storage.sql._shape import Shape, column, identifier, instant, word

__all__ = ["ConsentTables"]


@final
class ConsentTables:
    """What people said.

    `consent_state` is the fold of `consent_record`, kept so that segments and the gate
    need not fold it again. An empty word in `suppression` stands for all.
    """

    def __init__(self, shape: Shape) -> None:
        self.record = _record(shape)
        self.state = _state(shape)
        self.suppression = _suppression(shape)
        self.notice = _notice(shape)
        self.election = _election(shape)


def _record(shape: Shape) -> Table:
    return shape.table(
        "consent_record",
        identifier("contact_id", ContactId),
        column("entry", BigInteger()),
        identifier("id", RecordId),
        word("statement"),
        word("purpose"),
        word("medium"),
        identifier("notice_id", NoticeId, null=True),
        instant("at"),
        instant("recorded_at"),
        word("categories"),
        key=["contact_id", "entry"],
        points=[("contact_id", "contact"), ("notice_id", "notice")],
        append_only=True,
    )


def _state(shape: Shape) -> Table:
    return shape.table(
        "consent_state",
        identifier("contact_id", ContactId),
        word("purpose"),
        word("medium"),
        word("statement"),
        identifier("notice_id", NoticeId, null=True),
        instant("at"),
        identifier("record_id", RecordId),
        column("entry", BigInteger()),
        word("categories"),
        key=["contact_id", "purpose", "medium"],
        indexes={"stated": ["purpose", "medium", "statement", "contact_id"]},
        points=[("contact_id", "contact"), ("notice_id", "notice")],
    )


def _suppression(shape: Shape) -> Table:
    table = shape.table(
        "suppression",
        column("digest", LargeBinary()),
        word("cause"),
        word("medium"),
        word("purpose"),
        instant("at"),
        instant("lifted_at", null=True),
        key=["digest", "cause", "medium", "purpose", "at"],
    )
    shape.index(
        table,
        "standing",
        ["digest", "cause", "medium", "purpose"],
        unique=True,
        where=table.c.lifted_at.is_(None),
    )
    return table


def _notice(shape: Shape) -> Table:
    return shape.table(
        "notice",
        identifier("id", NoticeId),
        word("name"),
        column("version", Integer()),
        word("locale"),
        word("text"),
        word("purposes"),
        word("media"),
        word("categories"),
        instant("since"),
        key=["id"],
        unique=[["name", "version"]],
        references=[("workspace_id", "workspace")],
    )


def _election(shape: Shape) -> Table:
    return shape.table(
        "election",
        word("name"),
        word("kind"),
        word("territory", null=True),
        word("days"),
        word("time_zone"),
        key=["name"],
        references=[("workspace_id", "workspace")],
    )
