"""What those who animate find to answer: open questions, grouped when alike, and what is said.

Two may answer at the same moment: the first does, the second is told so before anything is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community import channels, helpfulness
from community.alike import Item, grouped, item_of
from community.db.tables import AddressRow, Answer, Member, Question
from community.errors import NotAnimator, QuestionTaken, UnknownQuestion
from community.helpfulness import What
from community.questions import KEPT, QuestionStatus
from community.roles import Rights, Role, role_of

LOOKED_AT = 500  # open questions that are grouped, the latest: each is held against the others


@dataclass(frozen=True, slots=True)
class Asker:
    """Who waits for an answer: what she asked, under which number, and where she is told."""

    question_id: int
    text: str
    address_id: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and those who waited for it."""

    answer: Answer
    askers: tuple[Asker, ...]


def require_animator(rights: Rights) -> None:
    """Raise NotAnimator unless she animates some theme."""
    if role_of(rights, member=False) < Role.ANIMATOR:
        raise NotAnimator(theme="")


async def open_items(session: AsyncSession, rights: Rights) -> list[Item]:
    """What is to be answered: first what somebody waits for, the oldest; then the most asked.

    Raises NotAnimator.
    """
    require_animator(rights)
    items = [item_of(alike) for alike in grouped(await _open(session))]
    return sorted(items, key=lambda one: (not one.waiting, -one.askers, one.since, one.id))


async def find_item(session: AsyncSession, rights: Rights, question_id: int) -> Item:
    """The questions like that one. Raises NotAnimator, UnknownQuestion, QuestionTaken."""
    require_animator(rights)
    return item_of(await _alike(session, question_id))


async def asked_between(session: AsyncSession, start: datetime, end: datetime) -> list[Item]:
    """What was asked in that time and still waits, the most asked first."""
    rows = [row for row in await _open(session) if start <= row.asked_at < end]
    return sorted(map(item_of, grouped(rows)), key=lambda one: (-one.askers, one.since, one.id))


async def give(
    session: AsyncSession,
    rights: Rights,
    question_id: int,
    *,
    text: str = "",
    document: str = "",
    by: Member | None,
    now: datetime,
) -> Given:
    """Answer a question and those like it. Raises NotAnimator, UnknownQuestion, QuestionTaken."""
    require_animator(rights)
    rows = await _taken(session, question_id)
    answer = Answer(
        by_id=by.id if by else None,
        text=text,
        document=document,
        answered_at=now,
        asked_at=min((row.sent_at for row in rows if row.sent_at), default=None),
    )
    session.add(answer)
    await session.flush()
    await _mark(session, rows, QuestionStatus.ANSWERED, answer.id)
    await helpfulness.count(session, What.ANSWERED, now)
    return Given(answer, await _askers(session, rows))


async def put_away(session: AsyncSession, rights: Rights, question_id: int) -> tuple[Asker, ...]:
    """Leave a question and those like it without an answer; give who waited. Raises as `give`."""
    require_animator(rights)
    rows = await _taken(session, question_id)
    await _mark(session, rows, QuestionStatus.CLOSED, None)
    return await _askers(session, rows)


async def _askers(session: AsyncSession, rows: Iterable[Question]) -> tuple[Asker, ...]:
    """Those who sent it to a person."""
    askers = [
        Asker(row.id, row.text, await _reached(session, row.address_id))
        for row in rows
        if row.sent_at is not None
    ]
    return tuple(askers)


async def median_wait(session: AsyncSession, start: datetime, end: datetime) -> timedelta | None:
    """How long who sent a question waited for a person, in the middle; None when nobody did."""
    query = select(Answer.asked_at, Answer.answered_at).where(
        Answer.asked_at.is_not(None), Answer.answered_at >= start, Answer.answered_at < end
    )
    found = await session.execute(query)
    waits = [(answered - asked).total_seconds() for asked, answered in found if asked]
    return timedelta(seconds=median(waits)) if waits else None


async def _mark(
    session: AsyncSession, rows: Iterable[Question], status: QuestionStatus, answer_id: int | None
) -> None:
    numbers = [row.id for row in rows]
    marked = update(Question).where(Question.id.in_(numbers))
    await session.execute(marked.values(status=status, answer_id=answer_id))


async def _taken(session: AsyncSession, question_id: int) -> list[Question]:
    """The questions like that one, locked: who comes second finds them taken."""
    numbers = [row.id for row in await _alike(session, question_id)]
    query = (
        select(Question)
        .where(Question.id.in_(numbers), Question.status == QuestionStatus.OPEN)
        .order_by(Question.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = list(await session.scalars(query))
    if question_id not in {row.id for row in rows}:
        raise QuestionTaken
    return rows


async def _alike(session: AsyncSession, question_id: int) -> list[Question]:
    one = await session.get(Question, question_id)
    if one is None:
        raise UnknownQuestion
    if one.status != QuestionStatus.OPEN:
        raise QuestionTaken
    groups = grouped(await _open(session))
    return next((rows for rows in groups if one in rows), [one])


async def _open(session: AsyncSession) -> list[Question]:
    query = select(Question).where(Question.status == QuestionStatus.OPEN)
    latest = (await session.scalars(query.order_by(Question.id.desc()).limit(LOOKED_AT))).all()
    return sorted(latest, key=lambda row: row.id)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget the words of answers a year old that are for nobody else, and who gave them."""
    old = and_(Answer.published_at.is_(None), Answer.answered_at < now - KEPT, Answer.text != "")
    await session.execute(update(Answer).where(old).values(text="", question="", by_id=None))


async def _reached(session: AsyncSession, address_id: int) -> int | None:
    """The address where she asked or, when it is closed, another of hers."""
    row = await session.get_one(AddressRow, address_id)
    if row.closed_at is None or row.member_id is None:
        return address_id
    return await channels.reach(session, row.member_id)
