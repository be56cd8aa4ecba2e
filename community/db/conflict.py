"""INSERT where something may be already: passed over or replaced, in the dialect of the session."""

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


@cache
def replacing(dialect: str, table: type[Table]) -> Insert:
    """INSERT … ON CONFLICT of the primary key DO UPDATE every other column."""
    made = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    columns = table.__table__.columns
    keys = [one.name for one in columns if one.primary_key]
    others = {one.name: made.excluded[one.name] for one in columns if not one.primary_key}
    return made.on_conflict_do_update(index_elements=keys, set_=others)
