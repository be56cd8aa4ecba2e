"""Whom each reminder is for, in the order of their numbers, so that a pass can stop anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.channels import About, address_for
from community.db.tables import (
    AddressRow,
    Delivery,
    Member,
    Membership,
    Registration,
    Reminder,
    RoleRow,
    Slot,
    ThreadRow,
    Vote,
)
from community.minutes import are_published
from community.passes import Pass
from community.post.outbox import DeliveryStatus
from community.registrations import Partstat, standing
from community.reminders import Audience
from community.roles import ANIMATOR
from community.timing import Kind
from content.places import PARIS

NUDGES = (Kind.NUDGE, Kind.POLL_NUDGE)
MOST_NUDGES = 2
NUDGED_WITHIN = timedelta(days=7)
UNSENT_OR_SENT = (DeliveryStatus.PENDING, DeliveryStatus.SENT)

People = Select[int, int | None, int | None, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell: by what number a pass counts her, whether a member, where she is reached.

    `address_id` is None when every door lost her.
    """

    id: int
    member_id: int | None
    address_id: int | None
    zone: str
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of those to tell, and where to go on; None when they are the last of this pass."""

    recipients: tuple[Recipient, ...]
    after_id: int | None


async def next_batch(session: AsyncSession, current: Pass, now: datetime, size: int) -> Batch:
    """The next people of a pass, `size` of them at most, as things stand now.

    Who said STOP is not among them, nor who had her fill of nudges.
    """
    if await _is_in_vain(session, current):
        return Batch((), None)
    rows = (await session.execute(_remaining(current).limit(size))).all()
    people = [Recipient(*row) for row in rows]
    if current.kind in NUDGES:
        enough = await _nudged_enough(session, [one.id for one in people], now)
        people = [one for one in people if one.id not in enough]
    return Batch(tuple(people), rows[-1][0] if len(rows) == size else None)


async def _is_in_vain(session: AsyncSession, current: Pass) -> bool:
    """Whether it is of no use to anybody: a start without a link, a nudge to what is full.

    Who published the minutes need not be told that they are to be written.
    """
    exchange = current.exchange
    if current.kind is Kind.WRAP_UP:
        return exchange is None or await are_published(session, exchange.id)
    if current.kind is Kind.STARTING:
        return exchange is None or not exchange.visio
    if current.kind is Kind.NUDGE and exchange is not None and exchange.capacity is not None:
        return (await standing(session, exchange.id)).seats >= exchange.capacity
    return False


def _remaining(current: Pass) -> People:
    """Those whom a pass still has to reach, by number."""
    query = WHOM[current.kind](current.reminder)
    number, _, _, zone, _ = query.selected_columns
    query = query.where(number > current.reminder.after_id, Member.stopped_at.is_(None))
    if current.zones is not None:
        query = query.where(zone.in_(current.zones))
    return query.order_by(number)


async def _nudged_enough(session: AsyncSession, ids: list[int], now: datetime) -> set[int]:
    query = (
        select(AddressRow.member_id)
        .join(Delivery, Delivery.address_id == AddressRow.id)
        .where(
            AddressRow.member_id.in_(ids),
            Delivery.kind.in_(NUDGES),
            Delivery.status.in_(UNSENT_OR_SENT),
            Delivery.due_at > now - NUDGED_WITHIN,
        )
        .group_by(AddressRow.member_id)
        .having(func.count() >= MOST_NUDGES)
    )
    return {id_ for id_ in await session.scalars(query) if id_ is not None}


ABOUT: Mapping[Kind, About] = {
    **dict.fromkeys((Kind.INVITATION, Kind.NUDGE, Kind.POLL, Kind.POLL_NUDGE), About.INVITATIONS),
    Kind.MESSAGE: About.PERSONAL,
}
REACHED = {about: address_for(about) for about in About}  # built once


def _members(row: Reminder) -> People:
    """Members, each with the address by which she hears of that kind."""
    address = REACHED[ABOUT.get(Kind(row.kind), About.REMINDERS)]
    return select(Member.id, Member.id, address, Member.zone, Member.paused_until)


def _in_theme(row: Reminder) -> People:
    hers = Membership.member_id == Member.id
    return _members(row).join(Membership, hers).where(Membership.theme == row.theme)


def _answered(row: Reminder, *statuses: Partstat) -> People:
    query = _members(row).join(Registration, Registration.member_id == Member.id)
    return query.where(
        Registration.exchange_id == row.exchange_id, Registration.status.in_(statuses)
    )


def _coming(row: Reminder) -> People:
    return _answered(row, Partstat.ACCEPTED)


def _participants(row: Reminder) -> People:
    """Those who came, and those of whom the roll-call does not say that they did not."""
    return _coming(row).where(Registration.attended.is_not(False))


def _concerned(row: Reminder) -> People:
    """Those who count on it, and those who said nothing but whose calendar holds it."""
    answers = select(Registration.member_id).where(Registration.exchange_id == row.exchange_id)
    counting = answers.where(
        Registration.status.in_((Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.WAITLISTED))
    )
    asked = select(ThreadRow.member_id).where(
        ThreadRow.exchange_id == row.exchange_id,
        ThreadRow.member_id.not_in(answers.where(Registration.status != Partstat.NEEDS_ACTION)),
    )
    return _members(row).where(Member.id.in_(counting.union(asked)))


def _silent(row: Reminder) -> People:
    said = exists().where(
        Registration.exchange_id == row.exchange_id,
        Registration.member_id == Member.id,
        Registration.status != Partstat.NEEDS_ACTION,
    )
    return _in_theme(row).where(~said)


def _voteless(row: Reminder) -> People:
    """Those of the theme who said nothing of any date of a poll."""
    voted = (
        exists()
        .where(Vote.slot_id == Slot.id, Vote.member_id == Member.id, Slot.poll_id == row.poll_id)
        .correlate(Member)
    )
    return _in_theme(row).where(~voted)


def _undecided(row: Reminder) -> People:
    return _answered(row, Partstat.TENTATIVE)


def _uninvited(row: Reminder) -> People:
    """Those who said nothing and were not invited yet, to another date or another place."""
    invited = (
        select(AddressRow.member_id)
        .join(Delivery, Delivery.address_id == AddressRow.id)
        .where(
            Delivery.exchange_id == row.exchange_id,
            Delivery.kind == Kind.INVITATION,
            Delivery.status.in_(UNSENT_OR_SENT),
            AddressRow.member_id.is_not(None),
        )
    )
    return _silent(row).where(Member.id.not_in(invited))


def _animators(row: Reminder) -> People:
    """By the address that has the role: there may be no member yet, who lives in Paris then."""
    zone = func.coalesce(Member.zone, PARIS)
    here = case((AddressRow.closed_at.is_(None), AddressRow.id), else_=REACHED[About.REMINDERS])
    return (
        select(AddressRow.id, Member.id, here, zone, Member.paused_until)
        .join(RoleRow, RoleRow.address_id == AddressRow.id)
        .outerjoin(Member, Member.id == AddressRow.member_id)
        .where(RoleRow.role == ANIMATOR, RoleRow.theme == row.theme)
    )


def _addressed(row: Reminder) -> People:
    """Those whom an animator's message is for."""
    audience = Audience(row.audience)
    if audience is Audience.COMING:
        return _coming(row)
    if audience is Audience.NOT_COMING:
        return _answered(row, Partstat.DECLINED)
    return _silent(row) if audience is Audience.SILENT else _in_theme(row)


WHOM: Mapping[Kind, Callable[[Reminder], People]] = {
    Kind.INVITATION: _uninvited,
    Kind.NUDGE: _silent,
    Kind.WEEK: _coming,
    Kind.BRIEF: _animators,
    Kind.WRAP_UP: _animators,
    Kind.EVE: _coming,
    Kind.HOUR: _coming,
    Kind.STARTING: _coming,
    Kind.THANKS: _participants,
    Kind.MINUTES: _in_theme,
    Kind.MOVED: _concerned,
    Kind.CANCELLED: _concerned,
    Kind.MESSAGE: _addressed,
    Kind.POLL: _voteless,
    Kind.POLL_NUDGE: _voteless,
    Kind.POLL_CLOSED: _animators,
    Kind.CHOSEN: _coming,
    Kind.CHOSEN_MAYBE: _undecided,
}
