"""Run by Alembic inside the transaction that community.db.migrate opened."""

from alembic import context

from community.db import tables
from community.db.base import Table

assert tables  # importing them fills the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    user_module_prefix="",
)
with context.begin_transaction():
    context.run_migrations()
