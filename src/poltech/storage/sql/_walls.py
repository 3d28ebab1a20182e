"""What keeps workspaces apart, and rows from being changed, as SQL.

PostgreSQL: every table of a workspace has row-level security enabled and forced, with
one policy that reads and writes go by: the workspace that the transaction was told.
Without one, or with an empty one, no row is seen and none can be written. The role that
poltech runs under owns nothing and may not change what is append-only.

SQLite has no roles: triggers keep what is append-only.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Table

from poltech.storage.sql._schema import Schema

__all__ = ["POLICY", "SETTING", "append_only", "grants_for", "protections", "wall"]

SETTING: Final = "poltech.workspace"
POLICY: Final = "poltech_workspace"

_SEEN: Final = (
    f"workspace_id = (SELECT nullif(current_setting('{SETTING}', true), '')::uuid)"
)
_TRIGGER: Final = (
    'CREATE TRIGGER "{0}_no_{1}" BEFORE {1} ON "{0}"'
    " BEGIN SELECT RAISE(ABORT, 'append only'); END"
)


def wall(table: str) -> Iterator[str]:
    """Say how a table of PostgreSQL is walled, given its name in quotes."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY {POLICY} ON {table} USING ({_SEEN}) WITH CHECK ({_SEEN})"


def append_only(table: str) -> Iterator[str]:
    """Say how rows of a table of SQLite are kept from change and deletion."""
    for verb in ("UPDATE", "DELETE"):
        yield _TRIGGER.format(table, verb)


def protections(schema: Schema, engine: str) -> Iterator[str]:
    """Give every statement that protects the tables on an engine.

    `migrate` has run them already; a host that makes the tables by its own migrations
    runs them there.

    Args:
        schema: where the tables lie.
        engine: `sqlite` or `postgresql`.
    """
    for table in schema.tables.all:
        if engine == "sqlite" and table.info["append_only"]:
            yield from append_only(table.name)
        elif engine != "sqlite" and table.info["walled"]:
            yield from wall(_place(table))


def grants_for(
    schema: Schema, role: str, *, tables: Sequence[Table] | None = None
) -> Iterator[str]:
    """Give what a role needs to run poltech on PostgreSQL, and no more.

    Args:
        schema: where the tables lie.
        role: a role that owns nothing, is no superuser and cannot bypass row-level
            security.
        tables: those that lie in this database, if not all of them.
    """
    who = _quote(role)
    if schema.namespace:
        yield f"GRANT USAGE ON SCHEMA {_quote(schema.namespace)} TO {who}"
    yield f"GRANT SELECT ON {_place(schema.version_table)} TO {who}"
    for table in schema.tables.all if tables is None else tables:
        verbs = "SELECT, INSERT"
        if table.info["walled"] and not table.info["append_only"]:
            verbs += ", UPDATE, DELETE"
        yield f"REVOKE ALL ON {_place(table)} FROM {who}"
        yield f"GRANT {verbs} ON {_place(table)} TO {who}"


def _place(table: Table) -> str:
    own = _quote(table.name)
    return f"{_quote(table.schema)}.{own}" if table.schema else own


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
