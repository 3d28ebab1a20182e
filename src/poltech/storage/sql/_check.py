"""Whether a database is ready: its tables' version, and its walls.

The walls of PostgreSQL are read from its catalogue, so what is found is what holds.
"""

from collections.abc import Iterator, Sequence
from typing import Final, final
from weakref import WeakKeyDictionary

import attrs
from sqlalchemy import Connection, Engine, Table, inspect, select, text

from poltech.errors import msg
from poltech.storage.errors import OutdatedSchemaError, UnsafeDatabaseError
from poltech.storage.sql._schema import Schema
from poltech.storage.sql._session import AnyRow
from poltech.storage.sql._walls import SETTING
from poltech.storage.sql.migrations import HEADS

__all__ = ["Gap", "find_gaps", "is_ready", "require_ready"]

_CHECKED: WeakKeyDictionary[Engine, set[tuple[Schema, bool]]] = WeakKeyDictionary()

_ROLE: Final = text(
    "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
)
_TABLES: Final = text(
    """
    SELECT place, c.oid IS NOT NULL AS there,
           c.relrowsecurity AND c.relforcerowsecurity AS forced,
           pg_has_role(c.relowner, 'MEMBER') AS owned,
           has_table_privilege(c.oid, 'TRUNCATE') AS emptied,
           has_table_privilege(c.oid, 'UPDATE, DELETE') AS changed
    FROM unnest(CAST(:places AS text[])) place
    LEFT JOIN pg_class c ON c.oid = to_regclass(place)
    """
)
_POLICIES: Final = text(
    """
    SELECT place, count(*) FILTER (WHERE polcmd = '*' AND polroles = '{0}'
               AND pg_get_expr(polqual, polrelid) = pg_get_expr(polwithcheck, polrelid)
               AND pg_get_expr(polqual, polrelid) LIKE :seen) AS ours,
           count(*) AS permissive
    FROM unnest(CAST(:places AS text[])) place
    LEFT JOIN pg_policy p ON p.polrelid = to_regclass(place) AND p.polpermissive
    GROUP BY place
    """
)
_VIEWS: Final = text(
    """
    SELECT DISTINCT v.oid::regclass::text AS place
    FROM unnest(CAST(:places AS text[])) place
    JOIN pg_depend d ON d.refobjid = to_regclass(place)
        AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_rewrite r ON r.oid = d.objid
    JOIN pg_class v ON v.oid = r.ev_class AND v.oid <> d.refobjid
    WHERE v.relkind = 'm' OR NOT coalesce((
        SELECT option_value::boolean FROM pg_options_to_table(v.reloptions)
        WHERE option_name = 'security_invoker'), false)
    """
)
_FUNCTIONS: Final = text(
    """
    SELECT DISTINCT f.oid::regprocedure::text AS place
    FROM unnest(CAST(:places AS text[])) place
    JOIN pg_class c ON c.oid = to_regclass(place)
    JOIN pg_proc f ON f.prosecdef AND f.prosrc LIKE '%' || c.relname || '%'
        AND (f.pronamespace = c.relnamespace OR length(c.relname) > 12)
    """
)


@final
@attrs.frozen
class Gap:
    """A hole in the wall: where it is, and what is wrong there."""

    place: str
    problem: str


def is_ready(place: Engine | Connection, schema: Schema, *, unforced: bool) -> bool:
    """Tell whether it was asked already, and found well."""
    engine = place.engine if isinstance(place, Connection) else place
    return (schema, unforced) in _CHECKED.get(engine, ())


def require_ready(
    connection: Connection, schema: Schema, tables: Sequence[Table], *, unforced: bool
) -> None:
    """Go on only if tables are of this version and behind their wall.

    Raises:
        OutdatedSchemaError: they are of another version, or missing.
        UnsafeDatabaseError: the database does not hold workspaces apart.
    """
    _require_version(connection, schema)
    if connection.dialect.name != "sqlite" and not unforced:
        for gap in find_gaps(connection, tables):
            raise UnsafeDatabaseError(subject=gap.place, problem=gap.problem)
    _CHECKED.setdefault(connection.engine, set()).add((schema, unforced))


def find_gaps(connection: Connection, tables: Sequence[Table]) -> Iterator[Gap]:
    """Find every hole in the wall around some tables.

    Raises:
        OutdatedSchemaError: one of them does not exist.
    """
    quote = connection.dialect.identifier_preparer.format_table
    walled = {quote(table): table for table in tables if table.info["walled"]}
    places = {"places": [*walled]}
    if connection.execute(_ROLE).scalar_one():
        yield Gap(msg("the role"), msg("it may pass through row-level security"))
    for row in connection.execute(_TABLES, places):
        for problem in _find_in_table(row, walled[row.place]):
            yield Gap(row.place, problem)
    seen = f"(workspace_id = ( SELECT (NULLIF(current_setting('{SETTING}'::text, true)%"
    for row in connection.execute(_POLICIES, {**places, "seen": seen}):
        if (row.ours, row.permissive) != (1, 1):
            yield Gap(row.place, msg("its policies are not the one that walls it"))
    for row in connection.execute(_VIEWS, places):
        yield Gap(row.place, msg("a view that shows rows by its owner's rights"))
    for row in connection.execute(_FUNCTIONS, places):
        yield Gap(row.place, msg("a function that runs with its owner's rights"))


def _find_in_table(row: AnyRow, table: Table) -> Iterator[str]:
    if not row.there:
        raise OutdatedSchemaError
    if not row.forced:
        yield msg("row-level security is not enabled and forced")
    if row.owned:
        yield msg("the role owns it")
    if row.emptied:
        yield msg("the role may empty it")
    if row.changed and table.info["append_only"]:
        yield msg("the role may change what is append-only")


def _require_version(connection: Connection, schema: Schema) -> None:
    """Compare the revisions that were run, where poltech's own migrations ran."""
    name = schema.version_table.name
    if inspect(connection).has_table(name, schema=schema.namespace):
        found = connection.execute(select(schema.version_table.c.version_num))
        if not HEADS.issuperset(found.scalars()):
            raise OutdatedSchemaError
