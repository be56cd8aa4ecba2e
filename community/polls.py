"""When shall we meet: dates are offered, members say which suit them, one becomes the exchange."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from community import quiet, reminders
from community.db.tables import Exchange, Member, Membership, Poll, Reminder, Slot, Vote
from community.errors import (
    NotInTheme,
    PollClosed,
    PollDecided,
    SlotsUnfit,
    UnknownPoll,
)
from community.exchanges import Plan, in_utc, plan_exchange, publish_exchange
from community.registrations import Partstat, answer
from community.roles import Rights
from community.timing import Kind

FEWEST, MOST = 2, 6
NUDGED_BEFORE = timedelta(days=1)  # the deadline, or half-way when that is sooner
KEPT = timedelta(days=60)
SUITING = (Partstat.ACCEPTED, Partstat.TENTATIVE)
ANSWERS = frozenset({*SUITING, Partstat.DECLINED})


class PollStatus(StrEnum):
    """Where a poll stands. An open one takes answers until its deadline, a choice after it too."""

    OPEN = "open"
    CHOSEN = "chosen"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Times:
    """A slot: local and naive, as the poll's zone reads them."""

    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What an animator asks. `deadline` is in UTC; `zone` is an IANA name."""

    theme: str
    kind: str
    title: str
    zone: str
    slots: Sequence[Times]
    deadline: datetime
    place: str = ""
    visio: str = ""


async def open_poll(
    session: AsyncSession, rights: Rights, asked: Question, author: Member | None, now: datetime
) -> Poll:
    """Ask the members of a theme. Raises NotAnimator, SlotsUnfit."""
    rights.require_animator(asked.theme)
    _check(asked, now)
    poll = Poll(
        theme=asked.theme,
        kind=asked.kind,
        title=asked.title,
        zone=asked.zone,
        deadline=asked.deadline,
        created_at=now,
        place=asked.place,
        visio=asked.visio,
        created_by=author.id if author else None,
    )
    session.add(poll)
    await session.flush()
    for position, slot in enumerate(sorted(asked.slots, key=lambda one: one.starts), 1):
        session.add(new_slot(poll.id, position, slot))
    await _plan(session, poll, now)
    return poll


def _check(asked: Question, now: datetime) -> None:
    starts = [slot.starts for slot in asked.slots]
    different = len(set(starts)) == len(starts) and FEWEST <= len(starts) <= MOST
    if not different or not now < asked.deadline < in_utc(min(starts), asked.zone):
        raise SlotsUnfit


def new_slot(poll_id: int, position: int, slot: Times) -> Slot:
    """A date of a poll, which no session knows yet."""
    ends = slot.ends.isoformat() if slot.ends else ""
    return Slot(poll_id=poll_id, position=position, starts=slot.starts.isoformat(), ends=ends)


async def _plan(session: AsyncSession, poll: Poll, now: datetime) -> None:
    """The question goes now, one nudge before the deadline, the standings to its animators after.

    Where quiet hours would bring the nudge before the question, there is none.
    """
    zones = await reminders.zones(session)
    asked = {zone: quiet.after(now, zone) for zone in zones}
    await _remind(session, poll, Kind.POLL, now, asked.values())
    nudged_at = poll.deadline - min(NUDGED_BEFORE, (poll.deadline - now) / 2)
    nudged = {zone: quiet.before(nudged_at, zone) for zone in zones}
    later = [nudged[zone] for zone in zones if nudged[zone] > asked[zone]]
    if later:
        await _remind(session, poll, Kind.POLL_NUDGE, nudged_at, later)
    closed = [quiet.after(poll.deadline, zone) for zone in zones]
    await _remind(session, poll, Kind.POLL_CLOSED, poll.deadline, closed)


async def _remind(
    session: AsyncSession, poll: Poll, kind: Kind, at: datetime, moments: Iterable[datetime]
) -> None:
    session.add(
        Reminder(kind=kind, theme=poll.theme, due_at=min(moments), nominal_at=at, poll_id=poll.id)
    )
    await session.flush()


async def find_poll(session: AsyncSession, poll_id: int) -> Poll:
    """One poll by its number. Raises UnknownPoll."""
    poll = await session.get(Poll, poll_id)
    if poll is None:
        raise UnknownPoll
    return poll


async def lock_poll(session: AsyncSession, poll_id: int) -> Poll:
    """One poll, which nobody else answers or decides meanwhile. Raises UnknownPoll."""
    query = (
        select(Poll)
        .where(Poll.id == poll_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    poll = (await session.scalars(query)).one_or_none()
    if poll is None:
        raise UnknownPoll
    return poll


def takes_answers(poll: Poll, now: datetime) -> bool:
    """Whether members can still answer."""
    return poll.status == PollStatus.OPEN and now < poll.deadline


async def slots_of(session: AsyncSession, poll_id: int) -> list[Slot]:
    """The dates of a poll, in order."""
    query = select(Slot).where(Slot.poll_id == poll_id).order_by(Slot.position)
    return list(await session.scalars(query))


async def undecided(session: AsyncSession, themes: Collection[str]) -> list[Poll]:
    """The polls of these themes whose date is not chosen, the first to close first."""
    query = (
        select(Poll)
        .where(Poll.theme.in_(themes), Poll.status == PollStatus.OPEN)
        .order_by(Poll.deadline, Poll.id)
    )
    return list(await session.scalars(query))


async def polls_for(session: AsyncSession, member: Member, now: datetime) -> list[Poll]:
    """The polls that a member can answer, the first to close first."""
    query = select(Membership.theme).where(Membership.member_id == member.id)
    themes = list(await session.scalars(query))
    return [poll for poll in await undecided(session, themes) if takes_answers(poll, now)]


async def vote(
    session: AsyncSession,
    poll_id: int,
    member: Member,
    said: Mapping[int, Partstat],
    now: datetime,
) -> None:
    """Take what a member says of some dates, by position; what she said of the others stays.

    Whatever she says, she is not asked again. Raises UnknownPoll, PollClosed, NotInTheme.
    """
    poll = await lock_poll(session, poll_id)
    if not takes_answers(poll, now):
        raise PollClosed(title=poll.title)
    await _require_membership(session, poll, member)
    slots = {slot.position: slot.id for slot in await slots_of(session, poll_id)}
    if not said.keys() <= slots.keys() or not ANSWERS.issuperset(said.values()):
        raise UnknownPoll
    before = await votes_of(session, poll_id, member.id)
    for position, status in said.items():
        if position in before:
            before[position].status, before[position].answered_at = status, now
        else:
            hers = Vote(
                slot_id=slots[position], member_id=member.id, status=status, answered_at=now
            )
            session.add(hers)
    await session.flush()
    kinds = (Kind.POLL, Kind.POLL_NUDGE)
    await reminders.expire_keys(session, [f"{kind}/poll-{poll_id}/{member.id}" for kind in kinds])


async def _require_membership(session: AsyncSession, poll: Poll, member: Member) -> None:
    query = select(Membership.id).where(
        Membership.member_id == member.id, Membership.theme == poll.theme
    )
    if await session.scalar(query) is None:
        raise NotInTheme(theme=poll.theme)


async def votes_of(session: AsyncSession, poll_id: int, member_id: int) -> dict[int, Vote]:
    """What a member said of the dates of a poll, by position."""
    query = (
        select(Slot.position, Vote)
        .join(Vote, Vote.slot_id == Slot.id)
        .where(Slot.poll_id == poll_id, Vote.member_id == member_id)
    )
    return {row.position: row.Vote for row in await session.execute(query)}


async def choose(
    session: AsyncSession, rights: Rights, poll_id: int, position: int, now: datetime
) -> Exchange:
    """Make a date the exchange: those it suits are registered, the others invited. Once.

    Raises UnknownPoll, NotAnimator, PollDecided, PollClosed, PastExchange.
    """
    poll = await _undecided(session, rights, poll_id)
    slot = next((one for one in await slots_of(session, poll_id) if one.position == position), None)
    if slot is None:
        raise UnknownPoll
    exchange = await plan_exchange(session, rights, _planned(poll, slot), now)
    await publish_exchange(session, rights, exchange.id, now)
    for member, status in await _suited(session, poll, slot):
        await answer(session, exchange.id, member, status, now)
    for kind in (Kind.CHOSEN, Kind.CHOSEN_MAYBE):
        await reminders.announce(session, exchange, kind, now)
    poll.status, poll.exchange_id = PollStatus.CHOSEN, exchange.id
    await reminders.drop_poll(session, poll_id)
    return exchange


async def _undecided(session: AsyncSession, rights: Rights, poll_id: int) -> Poll:
    """A poll to decide, locked. Raises UnknownPoll, NotAnimator, PollDecided, PollClosed."""
    poll = await lock_poll(session, poll_id)
    rights.require_animator(poll.theme)
    if poll.status == PollStatus.CHOSEN:
        raise PollDecided(title=poll.title)
    if poll.status == PollStatus.STOPPED:
        raise PollClosed(title=poll.title)
    return poll


def _planned(poll: Poll, slot: Slot) -> Plan:
    return Plan(
        theme=poll.theme,
        kind=poll.kind,
        title=poll.title,
        starts=datetime.fromisoformat(slot.starts),
        ends=datetime.fromisoformat(slot.ends) if slot.ends else None,
        zone=poll.zone,
        place=poll.place,
        visio=poll.visio,
    )


async def _suited(session: AsyncSession, poll: Poll, slot: Slot) -> list[tuple[Member, Partstat]]:
    """Those of the theme whom a date suits, or does if need be, the first to say so first."""
    query = (
        select(Member, Vote.status)
        .join(Vote, Vote.member_id == Member.id)
        .join(Membership, Membership.member_id == Member.id)
        .where(Vote.slot_id == slot.id, Vote.status.in_(SUITING), Membership.theme == poll.theme)
        .order_by(Vote.answered_at, Vote.id)
    )
    return [(member, Partstat(status)) for member, status in await session.execute(query)]


async def stop_poll(session: AsyncSession, rights: Rights, poll_id: int) -> Poll:
    """Ask no more, without a date. Raises UnknownPoll, NotAnimator, PollDecided, PollClosed."""
    poll = await _undecided(session, rights, poll_id)
    poll.status = PollStatus.STOPPED
    await reminders.drop_poll(session, poll_id)
    return poll


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget the polls that closed 60 days ago, and what was said in them."""
    await session.execute(delete(Poll).where(Poll.deadline < now - KEPT))
