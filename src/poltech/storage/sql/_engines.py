"""How engines are opened: the driver, and what SQLite is told on each connection."""

from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from poltech.errors import ConfigurationError, msg

__all__ = ["open_engine", "require_supported"]

PRAGMAS: Final = (
    "page_size = 8192",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",
)
_PATIENCE: Final = 30


def open_engine(url: str | URL) -> Engine:
    """Open a database by its address.

    Raises:
        ConfigurationError: the address is none of SQLite or PostgreSQL, or a driver
            is missing.
    """
    parsed = _parse(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    try:
        engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    except ImportError:
        raise ConfigurationError(
            subject="PostgreSQL",
            problem=msg("its driver is not installed"),
            remedy='pip install "poltech[postgres]"',
        ) from None
    return require_supported(engine)


def require_supported(engine: Engine) -> Engine:
    """Give back an engine that poltech speaks to.

    Raises:
        ConfigurationError: it is of another kind, or has another driver.
    """
    if engine.dialect.name != "sqlite" and engine.dialect.driver != "psycopg":
        raise _unknown(engine.dialect.name)
    return engine


def _parse(url: str | URL) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise _unknown(msg("The address of the database")) from None


def _unknown(subject: str) -> ConfigurationError:
    return ConfigurationError(
        subject=subject,
        problem=msg("not a database that poltech can use"),
        remedy=msg("Give sqlite:///FILE or postgresql+psycopg://SERVER/DATABASE."),
    )


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError(
            subject="SQLite",
            problem=msg("a database without a file"),
            remedy=msg("Name a file, or use poltech.storage.memory.MemoryStorage."),
        )
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": _PATIENCE}
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(driver: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3's own
    driver.isolation_level = None
    for pragma in PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")
