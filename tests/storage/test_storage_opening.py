"""What is told when a storage cannot be opened."""

import sys
from pathlib import Path

import pytest

from poltech.errors import ConfigurationError
from poltech.i18n import explain
from poltech.storage import InvalidSchemaError
from poltech.storage.sql import Schema, SqlStorage, migrate


def test_the_postgres_driver_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg the remedy is the command that installs it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigurationError) as caught:
        SqlStorage("postgresql://server/office")
    assert 'pip install "poltech[postgres]"' in explain(caught.value, "fr")


def test_alembic_is_an_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Alembic the remedy is the command that installs it."""
    storage = SqlStorage(f"sqlite:///{tmp_path / 'office.db'}")
    monkeypatch.setitem(sys.modules, "alembic", None)
    with pytest.raises(ConfigurationError) as caught:
        migrate(storage)
    storage.close()
    assert 'pip install "poltech[migrations]"' in explain(caught.value, "en")


def test_sqlite_has_no_namespace(tmp_path: Path) -> None:
    """Tables of SQLite are told apart by their prefix alone."""
    with pytest.raises(InvalidSchemaError):
        SqlStorage(f"sqlite:///{tmp_path / 'a.db'}", schema=Schema(namespace="crm"))


def test_addresses_are_not_repeated() -> None:
    """An error about an address does not print the password in it."""
    with pytest.raises(ConfigurationError) as caught:
        SqlStorage("mysql://office:s3cret@server/office")
    assert "s3cret" not in f"{caught.value!r} {caught.value}"
