"""Tables that SQLite is told to read by an index.

Left to itself SQLite guesses, unless somebody gathered statistics: it reads wide rows
where a narrow index has all, or a whole petition for each contact.
"""

from functools import lru_cache
from typing import Any, final

from sqlalchemy import Alias, FromClause, Table
from sqlalchemy.ext.compiler import compiles

__all__ = ["named"]


@final
class _Indexed(Alias):
    """A table under another name, with the index to read it by.

    The name tells the index, so that statements which differ in it are not mixed up.
    """

    inherit_cache = True
    index: str


@compiles(_Indexed)
def _elsewhere(element: _Indexed, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's compiler is untyped
    """Write the table alone."""
    text: str = compiler.visit_alias(element, **options)
    return text


@compiles(_Indexed, "sqlite")
def _on_sqlite(element: _Indexed, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - the same
    """Write the table, and where it is read from the index too."""
    text: str = compiler.visit_alias(element, **options)
    if not options.get("asfrom"):
        return text
    return f"{text} INDEXED BY {compiler.preparer.quote(element.index)}"


@lru_cache(maxsize=4096)
def named(table: Table, number: int, by: str | None) -> FromClause:
    """Give a table a name within a statement, and perhaps the index to read it by.

    It is kept: to repeat its columns takes longer than all else.
    """
    if by is None:
        return table.alias(f"{table.name}_{number}")
    plain = table.alias(f"{table.name}_{number}_{by}")
    indexed = _Indexed.__new__(_Indexed)
    indexed.__dict__.update(plain.__dict__)
    indexed.index = f"{table.name}_{by}_ix"
    return indexed
