"""What an animator is told the evening before: who comes, who is new, what was decided."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange, Minutes, Registration
from community.registrations import Partstat, guests_of, standing
from community.roles import Rights

MOST_NAMES = 60  # beyond, a message would be cut in pieces


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes; `new` when she came to nothing of this theme before."""

    name: str
    structure: str
    guests: int
    new: bool
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Who comes (`people` with their guests), how many may come or wait, what was decided last."""

    coming: tuple[Coming, ...]
    people: int
    tentative: int
    waiting: int
    decisions: tuple[str, ...]


async def brief_of(session: AsyncSession, exchange: Exchange) -> Brief:
    """What there is to know of an exchange the evening before."""
    everybody = await guests_of(session, Rights(administrator=True), exchange)
    guests = [one for one in everybody if one.status is Partstat.ACCEPTED]
    known = await _known(session, exchange, [one.member_id for one in guests])
    stands = await standing(session, exchange.id)
    return Brief(
        coming=tuple(
            Coming(g.name, g.structure, g.guests, g.member_id not in known, g.note, g.answer)
            for g in guests[:MOST_NAMES]
        ),
        people=stands.seats,
        tentative=stands.count(Partstat.TENTATIVE),
        waiting=stands.count(Partstat.WAITLISTED),
        decisions=await _decided(session, exchange),
    )


async def _known(
    session: AsyncSession, exchange: Exchange, member_ids: Collection[int]
) -> set[int]:
    """Those of them who came to an earlier exchange of the theme."""
    query = (
        select(Registration.member_id)
        .join(Exchange, Exchange.id == Registration.exchange_id)
        .where(
            Registration.member_id.in_(member_ids),
            Registration.status == Partstat.ACCEPTED,
            Registration.attended.is_not(False),
            Exchange.theme == exchange.theme,
            Exchange.starts_at < exchange.starts_at,
        )
    )
    return set(await session.scalars(query))


async def _decided(session: AsyncSession, exchange: Exchange) -> tuple[str, ...]:
    query = (
        select(Minutes.decisions)
        .join(Exchange, Exchange.id == Minutes.exchange_id)
        .where(Exchange.theme == exchange.theme, Minutes.published_at.is_not(None))
        .order_by(Exchange.starts_at.desc())
        .limit(1)
    )
    return tuple((await session.scalar(query) or "").splitlines())
