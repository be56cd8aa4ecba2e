"""The database: its engine, its tables, its migrations."""

from sqlalchemy.ext.asyncio import AsyncSession as Session

__all__ = ["Session"]
