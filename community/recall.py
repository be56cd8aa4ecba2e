"""The minutes that members find by their own words, straight from the rows.

A member's question costs two short scans; nothing is kept in memory, so what is withdrawn is gone
at once, in every process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Document, Exchange, Member, Minutes
from community.errors import NotMember
from community.exchanges import local
from content.search.function_words import FUNCTION_WORDS
from content.search.words import stem, words
from french.dates import date_alone

ASKED = 6  # stems of a question, the first that say something
SOME, MOST = 0.35, 0.6  # shares of what is asked that minutes may hold
FEW = 2  # stems: one word of everyday asks neither for minutes nor for a story
UNKNOWN = 0.5  # how many minutes are taken to hold what none does
NAMES = frozenset({"compte", "comptes", "rendu", "rendus", "cr"})


@dataclass(frozen=True, slots=True)
class Recalled:
    """Minutes that were found: their exchange, and the share they hold of what was asked."""

    exchange: Exchange
    share: float


def stems(text: str) -> list[str]:
    """What a text says, as it is searched: each stem once, in order."""
    told = (stem(word) for word in words(text) if word not in FUNCTION_WORDS and len(word) > 1)
    return list(dict.fromkeys(told))


def asked_of(text: str) -> list[str]:
    """What a question asks of minutes, but that they be minutes."""
    names = {stem(name) for name in NAMES}
    return [one for one in stems(text) if one not in names][:ASKED]


async def index(session: AsyncSession, minutes: Minutes) -> None:
    """Have minutes be found by what they say now, and by what is joined to their exchange."""
    exchange = await session.get_one(Exchange, minutes.exchange_id)
    query = select(Document.title).where(Document.exchange_id == exchange.id)
    titles = await session.scalars(query)
    day = date_alone(local(exchange.starts, exchange.zone))
    said = (exchange.title, exchange.place, exchange.theme, day, minutes.ideas, minutes.decisions)
    told = stems("\n".join(chain(said, (minutes.links,), titles)))
    minutes.searched = f" {' '.join(told)} " if minutes.published_at is not None else ""
    await session.flush()


async def index_missing(session: AsyncSession) -> None:
    """Index what was published before minutes could be found."""
    query = select(Minutes).where(Minutes.published_at.is_not(None), Minutes.searched == "")
    for minutes in (await session.scalars(query)).all():
        await index(session, minutes)


async def recall(
    session: AsyncSession, member: Member | None, text: str, *, limit: int, least: float = SOME
) -> list[Recalled]:
    """The minutes that hold that share of what a text asks, the nearest first. Raises NotMember."""
    if member is None:
        raise NotMember
    asked = asked_of(text)
    if not asked or not await _any(session):
        return []
    weights = await _weights(session, asked)
    whole = sum(weights) or 1.0
    parts = [
        case((_holds(one), weight / whole), else_=0.0)
        for one, weight in zip(asked, weights, strict=True)
    ]
    share = sum(parts, literal(0.0))
    query = (
        select(Exchange, share.label("share"))
        .join(Minutes, Minutes.exchange_id == Exchange.id)
        .where(Minutes.published_at.is_not(None), share >= least)
        .order_by(share.desc(), Exchange.starts_at.desc(), Exchange.id)
        .limit(limit)
    )
    return [Recalled(exchange, found) for exchange, found in (await session.execute(query)).all()]


async def _any(session: AsyncSession) -> bool:
    """Whether there are minutes at all: every free question of a member comes by here."""
    return await (await session.connection()).scalar(ANY) is not None


ANY = select(Minutes.exchange_id).where(Minutes.published_at.is_not(None)).limit(1)


async def latest(
    session: AsyncSession, member: Member | None, *, limit: int, offset: int = 0
) -> Sequence[Exchange]:
    """The exchanges whose minutes can be read, the latest first. Raises NotMember."""
    if member is None:
        raise NotMember
    query = (
        select(Exchange)
        .join(Minutes, Minutes.exchange_id == Exchange.id)
        .where(Minutes.published_at.is_not(None))
        .order_by(Exchange.starts_at.desc(), Exchange.id)
    )
    return (await session.scalars(query.limit(limit).offset(offset))).all()


async def _weights(session: AsyncSession, asked: Sequence[str]) -> list[float]:
    """What each stem is worth: the fewer minutes hold it, the more."""
    held = [func.sum(case((_holds(one), 1), else_=0)) for one in asked]
    query = select(func.count(), *held).where(Minutes.published_at.is_not(None))
    whole, *counts = (await session.execute(query.select_from(Minutes))).one()
    return [log(1 + whole / (count or UNKNOWN)) for count in counts]


def _holds(one: str) -> ColumnElement[bool]:
    return Minutes.searched.contains(f" {one} ", autoescape=True)
