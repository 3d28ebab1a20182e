"""Runs revisions on the connection that `migrate` hands over."""

from alembic import context
from sqlalchemy import Connection

from poltech.storage.sql import Schema


def _run() -> None:
    schema: Schema = context.config.attributes["schema"]
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=[schema.tables.metadata, schema.tables.key_metadata],
        version_table=schema.version_table.name,
        version_table_schema=schema.namespace,
        include_schemas=schema.namespace is not None,
        render_as_batch=True,
    )
    context.run_migrations()


if hasattr(context, "config"):  # absent unless Alembic runs this file
    _run()
