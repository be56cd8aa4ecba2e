"""Answers of persons that became answers for everybody: found by questions, as the files are.

A change counts up a version, by which every process learns that what it knows is old.
"""

from collections.abc import Sequence
from datetime import datetime
from textwrap import shorten
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.answers import require_animator
from community.db.conflict import insert_once
from community.db.tables import Answer, Member, Question, Version
from community.errors import UnknownAnswer
from community.roles import Rights
from content.entries import FaqEntry
from content.markdown import escaped

NAME = "entries"
BUTTON = 34  # characters that a button shows


async def publish(
    session: AsyncSession, rights: Rights, answer_id: int, now: datetime, question: str = ""
) -> Answer:
    """Make an answer one for everybody, to that question or to the one that it was given to.

    Without any, it is left unpublished. Raises NotAnimator, UnknownAnswer.
    """
    answer = await find_answer(session, rights, answer_id)
    answer.question = question or answer.question or await _asked(session, answer_id)
    if answer.question:
        answer.published_at = answer.published_at or now
        await _changed(session)
    return answer


async def find_answer(session: AsyncSession, rights: Rights, answer_id: int) -> Answer:
    """An answer in somebody's words. Raises NotAnimator, UnknownAnswer."""
    require_animator(rights)
    answer = await session.get(Answer, answer_id)
    if answer is None or not answer.text:
        raise UnknownAnswer
    return answer


async def _asked(session: AsyncSession, answer_id: int) -> str:
    """What was asked first of what it answers; empty when nothing is kept of it."""
    query = select(Question.text).where(Question.answer_id == answer_id, Question.text != "")
    said = await session.scalar(query.order_by(Question.id).limit(1)) or ""
    one_line = " ".join(said.split())
    return one_line[:1].upper() + one_line[1:]


async def withdraw(session: AsyncSession, rights: Rights, answer_id: int) -> Answer:
    """Give an answer to nobody any more. Raises NotAnimator, UnknownAnswer."""
    answer = await find_answer(session, rights, answer_id)
    answer.published_at = None
    await _changed(session)
    return answer


async def sign(
    session: AsyncSession, rights: Rights, answer_id: int, by: Member | None, *, signed: bool
) -> Answer:
    """Have her name stand below her own answer, or not. Raises NotAnimator, UnknownAnswer."""
    answer = await find_answer(session, rights, answer_id)
    if by is None or answer.by_id != by.id:
        raise UnknownAnswer
    answer.signed = signed
    await _changed(session)
    return answer


async def published(session: AsyncSession) -> Sequence[Answer]:
    """The answers that are for everybody, the latest first."""
    query = select(Answer).where(Answer.published_at.is_not(None))
    return (await session.scalars(query.order_by(Answer.published_at.desc(), Answer.id))).all()


async def entries(session: AsyncSession, zone: ZoneInfo) -> list[FaqEntry]:
    """The same as search and answers know them."""
    rows = await published(session)
    signers = [row.by_id for row in rows if row.signed]
    query = select(Member.id, Member.name).where(Member.id.in_(signers))
    names = {number: name for number, name in await session.execute(query)}  # noqa: C416
    return [entry_of(row, names.get(row.by_id or 0), zone) for row in rows]


def entry_of(answer: Answer, name: str | None, zone: ZoneInfo) -> FaqEntry:
    """An answer as an entry; what was written is text, whatever signs are in it."""
    day = answer.answered_at.astimezone(zone).date()
    long = len(answer.question) > BUTTON
    return FaqEntry(
        id=id_of(answer),
        question=answer.question,
        button=shorten(answer.question, BUTTON, placeholder="…") if long else None,
        body=escaped(answer.text),
        checked=f"{day:%Y-%m}",
        answered=day,
        answered_by=name,
    )


def id_of(answer: Answer) -> str:
    """What commands call it."""
    return f"reponse-{answer.id}"


async def version(session: AsyncSession) -> int:
    """Which version of the published answers stands."""
    return await session.scalar(select(Version.number).where(Version.name == NAME)) or 0


async def _changed(session: AsyncSession) -> None:
    await session.execute(insert_once(session, Version).values(name=NAME, number=0))
    more = update(Version).where(Version.name == NAME).values(number=Version.number + 1)
    await session.execute(more)
