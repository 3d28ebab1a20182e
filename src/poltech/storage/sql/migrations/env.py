"""Runs revisions on the connection that `migrate` hands over."""

from alembic import context
from sqlalchemy import Connection

from poltech.storage.sql import Schema

schema: Schema = context.config.attributes["schema"]
connection: Connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=[schema.tables.metadata, schema.tables.key_metadata],
    version_table=schema.version_table.name,
    version_table_schema=schema.namespace,
    include_schemas=schema.namespace is not None,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
