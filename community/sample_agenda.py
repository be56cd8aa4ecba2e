"""The sample agenda, for who tries Palabre: its dates are relative to the day it is loaded."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange
from community.exchanges import in_utc
from content.entries import SampleExchange


async def load_sample(
    session: AsyncSession, agenda: Iterable[SampleExchange], today: date, zone: str
) -> bool:
    """Fill an empty agenda with the sample one. False when there are exchanges already."""
    if (await session.scalars(select(Exchange.id).limit(1))).first() is not None:
        return False
    session.add_all(_from_sample(sample, today, zone) for sample in agenda)
    return True


def _from_sample(sample: SampleExchange, today: date, zone: str) -> Exchange:
    day = _working_day(today + timedelta(days=sample.starts.days))
    starts = datetime.combine(day, sample.starts.time)
    return Exchange(
        uid=f"exemple-{sample.id}",
        theme=sample.theme,
        kind=sample.kind,
        title=sample.title,
        starts=starts.isoformat(),
        ends=datetime.combine(day, sample.ends).isoformat(),
        zone=zone,
        starts_at=in_utc(starts, zone),
        place=sample.place or "",
        visio=sample.visio or "",
        description=sample.description,
        programme="\n".join(f"{step.time} : {step.title}" for step in sample.programme),
        meal=sample.meal or "",
        capacity=sample.capacity,
        sample=True,
    )


def _working_day(day: date) -> date:
    """Nobody meets on a weekend: Saturday and Sunday become Monday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
