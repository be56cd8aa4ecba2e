"""How many times each fiche was said to be useful, or not. Nobody is kept with it."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.conflict import insert_once
from community.db.tables import FicheOpinion


async def count_opinion(session: AsyncSession, fiche: str, *, useful: bool) -> None:
    """Count one more."""
    row = {"fiche": fiche, "useful": 0, "not_useful": 0}
    await session.execute(insert_once(session, FicheOpinion), [row])
    column = FicheOpinion.useful if useful else FicheOpinion.not_useful
    await session.execute(
        update(FicheOpinion).where(FicheOpinion.fiche == fiche).values({column: column + 1})
    )


async def opinions_of_fiches(session: AsyncSession) -> dict[str, tuple[int, int]]:
    """How many found each useful, and how many did not."""
    rows = await session.execute(
        select(FicheOpinion.fiche, FicheOpinion.useful, FicheOpinion.not_useful)
    )
    return {fiche: (useful, not_useful) for fiche, useful, not_useful in rows}
