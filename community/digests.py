"""What is new in a member's themes, told together: each week or each day, as she likes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.agenda import coming_exchanges
from community.channels import About, address_for
from community.db.conflict import insert_once
from community.db.tables import AddressRow, Exchange, KnownFiche, Member, Membership, Minutes

AT = time(9)
MONDAY, SUNDAY = 0, 6
LATE = timedelta(hours=36)  # a digest of Monday is still worth reading on Tuesday
AHEAD = timedelta(days=30)
LONGEST_AGO = datetime(2000, 1, 1).astimezone()
BATCH = 200
LISTED = 8


class Pace(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    DAILY = "daily"
    NEVER = "never"


PERIODS = {Pace.WEEKLY: timedelta(days=7), Pace.DAILY: timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Reader:
    """A member whose digest is due: for which moment, since when, where, and her themes."""

    member: Member
    address_id: int
    due: datetime
    since: datetime
    period: timedelta
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class News:
    """What there is to say; `soon` tells whether something comes before the next digest."""

    planned: tuple[Exchange, ...]
    minutes: tuple[Exchange, ...]
    fiches: tuple[str, ...]
    soon: bool

    @property
    def empty(self) -> bool:
        """Whether it is not worth a message."""
        return not (self.minutes or self.fiches or self.soon)


def last_moment(pace: Pace, zone: str, now: datetime) -> datetime:
    """When the last digest was due in a zone: on Monday at 9 h, or each day but Sunday."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() >= AT else local.date() - timedelta(days=1)
    if pace is Pace.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    elif day.weekday() == SUNDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, AT, ZoneInfo(zone)).astimezone(now.tzinfo)


async def next_readers(session: AsyncSession, now: datetime, zones: Iterable[str]) -> list[Reader]:
    """The next of those whose digest is due; they are not due again for this moment."""
    for zone in sorted(zones):
        for pace in PERIODS:
            due = last_moment(pace, zone, now)
            if now - due < LATE and (readers := await _due(session, pace, zone, due, now)):
                return readers
    return []


async def _due(
    session: AsyncSession, pace: Pace, zone: str, due: datetime, now: datetime
) -> list[Reader]:
    address = address_for(About.DIGESTS)
    paces = [pace.value, *([""] if pace is Pace.WEEKLY else [])]
    query = (
        select(Member, AddressRow)
        .join(AddressRow, AddressRow.id == address)
        .where(
            Member.zone == zone,
            Member.digest.in_(paces),
            or_(Member.digest != "", AddressRow.door == "mail"),
            Member.created_at < due,
            or_(Member.digested_at.is_(None), Member.digested_at < due),
            Member.stopped_at.is_(None),
            or_(Member.paused_until.is_(None), Member.paused_until <= now),
        )
        .order_by(Member.id)
        .limit(BATCH)
    )
    found = (await session.execute(query)).all()
    themes = await _themes(session, [member.id for member, _ in found])
    return [
        _reader(member, row.id, due, PERIODS[pace], themes.get(member.id, frozenset()))
        for member, row in found
    ]


def _reader(
    member: Member, address_id: int, due: datetime, period: timedelta, themes: frozenset[str]
) -> Reader:
    since = max(member.digested_at or due - period, due - 4 * period)
    member.digested_at = due
    return Reader(member, address_id, due, since, period, themes)


async def _themes(session: AsyncSession, ids: Collection[int]) -> dict[int, frozenset[str]]:
    themes: dict[int, set[str]] = {}
    query = select(Membership.member_id, Membership.theme).where(Membership.member_id.in_(ids))
    for member_id, theme in await session.execute(query):
        themes.setdefault(member_id, set()).add(theme)
    return {member_id: frozenset(hers) for member_id, hers in themes.items()}


async def news_of(session: AsyncSession, reader: Reader, now: datetime) -> News:
    """What is planned in her themes, and what is new there since her last digest."""
    coming = await coming_exchanges(session, now, reader.themes, limit=LISTED)
    minutes = (
        select(Exchange)
        .join(Minutes, Minutes.exchange_id == Exchange.id)
        .where(
            Exchange.theme.in_(reader.themes),
            Minutes.published_at > reader.since,
            Minutes.published_at <= now,
        )
        .order_by(Minutes.published_at)
        .limit(LISTED)
    )
    fiches = select(KnownFiche.slug).where(KnownFiche.known_at > reader.since)
    return News(
        planned=tuple(one for one in coming if one.starts_at <= now + AHEAD),
        minutes=tuple(await session.scalars(minutes)),
        fiches=tuple(await session.scalars(fiches.order_by(KnownFiche.known_at, KnownFiche.slug))),
        soon=any(one.starts_at <= now + reader.period for one in coming),
    )


async def sync_fiches(session: AsyncSession, slugs: Collection[str], now: datetime) -> None:
    """Note the fiches that are new; those there at first are of long ago."""
    known = set(await session.scalars(select(KnownFiche.slug)))
    known_at = now if known else LONGEST_AGO
    if new := [{"slug": slug, "known_at": known_at} for slug in sorted(set(slugs) - known)]:
        await session.execute(insert_once(session, KnownFiche), new)


def set_pace(member: Member, pace: Pace) -> None:
    """How often she reads what is new."""
    member.digest = pace


async def pace_of(session: AsyncSession, member: Member) -> Pace:
    """How often she reads it: what she chose, else each week by mail."""
    if member.digest:
        return Pace(member.digest)
    mails = select(func.count()).where(AddressRow.member_id == member.id, AddressRow.door == "mail")
    return Pace.WEEKLY if await session.scalar(mails) else Pace.NEVER
