"""The result of a diagnostic that a member asked to keep: one, the latest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Diagnostic


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered to each question, where, and when it was kept."""

    answers: Mapping[str, str]
    territory: str
    kept_at: datetime


async def kept_by(session: AsyncSession, member_id: int) -> Kept | None:
    """The result that a member kept."""
    row = await session.scalar(select(Diagnostic).where(Diagnostic.member_id == member_id))
    return Kept(json.loads(row.answers), row.territory, row.kept_at) if row else None


async def keep(
    session: AsyncSession,
    member_id: int,
    answers: Mapping[str, str],
    territory: str,
    now: datetime,
) -> None:
    """Keep a result in place of the one before."""
    await forget(session, member_id)
    said = json.dumps(dict(answers), ensure_ascii=False)
    session.add(Diagnostic(member_id=member_id, answers=said, territory=territory, kept_at=now))


async def forget(session: AsyncSession, member_id: int) -> None:
    """Keep none."""
    await session.execute(delete(Diagnostic).where(Diagnostic.member_id == member_id))
