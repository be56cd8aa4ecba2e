"""What somebody asked that was not known: kept at her address, sent to a person if she likes.

It is erased and exported with that address, and forgotten after a year.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community import helpfulness
from community.db.tables import Delivery, Question
from community.errors import TooManyQuestions
from community.helpfulness import What
from community.post.outbox import PENDING
from french.folding import essence

KEPT = timedelta(days=365)
OFFERED = timedelta(days=7)
TOLD = "question"  # how the keys begin of what those who animate are told of one
MOST = 10  # questions of one address that may wait for a person


class QuestionStatus(StrEnum):
    """Where a question stands, for those who animate. Nobody reads one that is offered."""

    OFFERED = "offered"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


async def keep_unknown(
    session: AsyncSession, address_id: int, text: str, guess: str, now: datetime
) -> Question:
    """Keep what was not known; what she asks again is kept once."""
    hers = await _open_of(session, address_id)
    known = next((one for one in hers if not one.entry and _alike(one.text, text)), None)
    if known is not None:
        return known
    await helpfulness.count(session, What.UNKNOWN, now)
    return await _add(session, address_id, text, "", guess, now)


async def keep_failed(
    session: AsyncSession, address_id: int, entry: str, text: str, guess: str, now: datetime
) -> Question:
    """Keep that an answer did not help, with what she had asked where it is known; once."""
    hers = [one for one in await _open_of(session, address_id) if one.entry == entry]
    known = next((one for one in hers if _alike(one.text, text)), None)
    if known is not None:
        return known
    if not hers:
        await helpfulness.count(session, What.FAILED, now, entry)
    return await _add(session, address_id, text, entry, guess, now)


async def keep_offered(
    session: AsyncSession, address_id: int, text: str, guess: str, now: datetime
) -> Question:
    """Keep what she asked in case she has it sent, so that she need not write it again.

    Only the last one of an address: nobody reads it before she says so.
    """
    await session.execute(
        delete(Question).where(
            Question.address_id == address_id, Question.status == QuestionStatus.OFFERED
        )
    )
    return await _add(session, address_id, text, "", guess, now, QuestionStatus.OFFERED)


def _alike(one: str, other: str) -> bool:
    return essence(one) == essence(other)


async def _open_of(session: AsyncSession, address_id: int) -> Iterable[Question]:
    query = select(Question).where(
        Question.address_id == address_id, Question.status == QuestionStatus.OPEN
    )
    return (await session.scalars(query.order_by(Question.id))).all()


async def _add(
    session: AsyncSession,
    address_id: int,
    text: str,
    entry: str,
    guess: str,
    now: datetime,
    status: QuestionStatus = QuestionStatus.OPEN,
) -> Question:
    row = Question(
        address_id=address_id,
        text=text,
        entry=entry,
        guess=guess,
        status=status,
        asked_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def kept_of(session: AsyncSession, address_id: int, question_id: int) -> Question | None:
    """A question that was asked at this address and still waits."""
    found = await session.get(Question, question_id)
    waits = {QuestionStatus.OPEN, QuestionStatus.OFFERED}
    if found is None or found.address_id != address_id or found.status not in waits:
        return None
    return found


async def send(session: AsyncSession, question: Question, now: datetime) -> bool:
    """Have a person answer it: she hears of it then. False when it was sent. Raises
    TooManyQuestions.
    """
    if question.sent_at is not None:
        return False
    waiting = select(func.count()).where(
        Question.address_id == question.address_id,
        Question.status == QuestionStatus.OPEN,
        Question.sent_at.is_not(None),
    )
    if (await session.scalar(waiting) or 0) >= MOST:
        raise TooManyQuestions(most=MOST)
    question.status, question.sent_at = QuestionStatus.OPEN, now
    await helpfulness.count(session, What.SENT, now)
    return True


async def count_of(session: AsyncSession, address_ids: Collection[int]) -> int:
    """How many questions are kept of these addresses."""
    query = select(func.count()).where(Question.address_id.in_(address_ids))
    return await session.scalar(query) or 0


async def forget(session: AsyncSession, numbers: Collection[int]) -> None:
    """Keep questions no more, nor what is not sent yet to those who animate and quotes them."""
    for number in numbers:
        quoting = Delivery.key.startswith(f"{TOLD}/{number}/")
        unsent = Delivery.status == PENDING
        await session.execute(delete(Delivery).where(quoting, unsent))
    await session.execute(delete(Question).where(Question.id.in_(numbers)))


async def forget_of(session: AsyncSession, address_id: int) -> None:
    """The same of all that was asked at an address."""
    query = select(Question.id).where(Question.address_id == address_id)
    await forget(session, (await session.scalars(query)).all())


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what was asked a year ago, and a week ago what she did not have sent."""
    await session.execute(delete(Question).where(Question.asked_at < now - KEPT))
    offered = Question.status == QuestionStatus.OFFERED
    await session.execute(delete(Question).where(offered, Question.asked_at < now - OFFERED))
