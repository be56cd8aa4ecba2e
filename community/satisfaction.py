"""How useful exchanges were to those who came, from enough scores on that none is told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange, Feedback
from community.feedback import MEAN_FROM


@dataclass(frozen=True, slots=True)
class Usefulness:
    """The mean of some scores of 1 to 5, and how many they are."""

    scores: int
    mean: float


async def usefulness(
    session: AsyncSession, held: Sequence[ColumnElement[bool]]
) -> Usefulness | None:
    """How useful the exchanges that these conditions name were; none below five scores."""
    query = (
        select(Exchange.theme, func.count(Feedback.score), func.sum(Feedback.score))
        .join(Feedback, Feedback.exchange_id == Exchange.id)
        .where(*held, Feedback.score.is_not(None))
        .group_by(Exchange.id)
    )
    found = (await session.execute(query)).all()
    kept = _of_enough((theme, count, total or 0) for theme, count, total in found)
    scores = sum(count for count, _ in kept)
    return Usefulness(scores, sum(total for _, total in kept) / scores) if scores else None


def _of_enough(rows: Iterable[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """Scores by exchange, those of few together by theme, without what still is of few.

    Who animates reads the mean of each exchange that has enough, and of each theme: less these, the
    mean of a year would tell the few that are left.
    """
    parts: list[tuple[int, int]] = []
    few: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for theme, count, total in rows:
        (parts if count >= MEAN_FROM else few[theme]).append((count, total))
    together = [(sum(n for n, _ in pool), sum(t for _, t in pool)) for pool in few.values()]
    return [part for part in (*parts, *together) if part[0] >= MEAN_FROM]
