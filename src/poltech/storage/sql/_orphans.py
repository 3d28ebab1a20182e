"""Rows that name what is not there, where the database does not look after it.

A foreign key costs a third of the time of a bulk load, so tables of many rows have
none; this finds what one would have refused.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Table, exists, func, select

from poltech.ids import ContactId, Id
from poltech.storage.sql._session import Session

__all__ = ["find_orphans"]

_PAGE: Final = 10_000


def find_orphans(session: Session, keys: Session) -> Mapping[str, int]:
    """Count the rows that name what is not there, by table and column.

    Args:
        session: the workspace's rows.
        keys: its wrapped keys, which may lie in another database.
    """
    tables = {
        table.name: table for table in session.schema.tables.metadata.sorted_tables
    }
    found: dict[str, int] = {}
    for table in tables.values():
        for column, target in table.info["points"]:
            there = tables[session.schema.prefix + target]
            found[f"{table.name}.{column}"] = _count(session, table, column, there)
    vault_key = session.schema.tables.vault.key
    found[f"{vault_key.name}.subject"] = sum(_strange_keys(session, keys))
    return {place: count for place, count in found.items() if count}


def _count(session: Session, table: Table, column: str, target: Table) -> int:
    named = table.c[column]
    there = exists().where(session.mine(target), target.c.id == named)
    query = select(func.count()).select_from(table)
    lost = query.where(session.mine(table), named.is_not(None), ~there)
    count: int = session.read(lost)[0][0]
    return count


def _strange_keys(session: Session, keys: Session) -> Iterator[int]:
    """Count, page by page, keys of neither a contact nor the workspace itself."""
    key, contact = (
        session.schema.tables.vault.key,
        session.schema.tables.contacts.contact,
    )
    query = select(key.c.subject).where(keys.mine(key)).order_by(key.c.subject)
    known = select(contact.c.id).where(session.mine(contact))
    last = Id(int=0)
    while page := keys.read(query.where(key.c.subject > last).limit(_PAGE)):
        subjects = [row.subject for row in page]
        people = {
            row.id
            for row in session.look_up(known, contact.c.id, _as_contacts(subjects))
        }
        yield len({*subjects} - people - {session.workspace})
        last = subjects[-1]


def _as_contacts(subjects: list[Id]) -> list[ContactId]:
    return [ContactId.of(subject) for subject in subjects]
