"""INSERT that passes over what is already there, in the dialect of the session."""

from functools import cache

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Table


def insert_once(session: AsyncSession, table: type[Table]) -> Insert:
    """INSERT … ON CONFLICT DO NOTHING."""
    return once(session.get_bind().dialect.name, table)


@cache
def once(dialect: str, table: type[Table]) -> Insert:
    """The same for a dialect, to build a statement that is used often once and for all."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
