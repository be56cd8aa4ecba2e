"""The last sign of life of each door and job, read by /etat."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.conflict import replacing
from community.db.tables import Status


async def report(session: AsyncSession, name: str, now: datetime, detail: str = "") -> None:
    """Leave a sign of life."""
    connection = await session.connection()
    row = {"name": name, "at": now, "detail": detail}
    await connection.execute(replacing(connection.dialect.name, Status), row)


async def all_statuses(session: AsyncSession) -> list[Status]:
    """Every sign of life, by name."""
    return list(await session.scalars(select(Status).order_by(Status.name)))
