"""What is to be sent: written with the change that causes it, sent after, marked when gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cache
from hashlib import sha256

from sqlalchemy import (
    ColumnElement,
    Insert,
    String,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from community.db.base import Moment
from community.db.conflict import once
from community.db.tables import AddressRow, Delivery, Exchange, Lease
from community.post.codec import dump_choices, dump_reply, load_reply
from community.post.tokens import new_token
from community.words import Address, Matter, Reply, Sending

LEASE = timedelta(minutes=3)  # longer than a slow door takes; the dead are noticed sooner
TRIES = 8
KEPT = timedelta(days=60)
NOTHING = Matter()


class Priority(IntEnum):
    """Who waits: a person who asked, or nobody."""

    ANSWER = 0
    NOTIFICATION = 1


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    SHELVED = "shelved"


# Written out: of a bound value no planner knows in time that the index of what is pending will do,
# and SQLite prepares the statement anew at each execution, which took two thirds of it.
PENDING: ColumnElement[str] = literal_column(f"'{DeliveryStatus.PENDING}'", String)


@dataclass(frozen=True, slots=True)
class Posted:
    """A delivery that was written down: its row and its secret name."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery, with what its door needs."""

    id: int
    address_id: int
    to: Address
    reply: Reply
    attempts: int
    how: Sending


async def add(  # noqa: PLR0913 - a delivery is what, to whom, when and until when
    session: AsyncSession,
    *,
    key: str,
    address_id: int,
    reply: Reply,
    now: datetime,
    priority: Priority = Priority.NOTIFICATION,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    quoted_id: int | None = None,
    holder: str | None = None,
    edits: str = "",
    matter: Matter = NOTHING,
) -> Posted | None:
    """Write a delivery down, once per key; None when that key was written before.

    With a holder it is leased to that process, which sends it itself right after the commit; with
    `edits` it takes the place of that message.
    """
    token = new_token()
    row = {
        "key": key,
        "token": token,
        "address_id": address_id,
        "reply": dump_reply(reply),
        "choices": dump_choices(reply.choices),
        "priority": priority,
        "created_at": now,
        "due_at": due_at or now,
        "expires_at": expires_at,
        "status": DeliveryStatus.PENDING,
        "attempts": 0,
        "ref": "",
        "quoted_id": quoted_id,
        "holder": holder,
        "leased_until": now + LEASE if holder else None,
        "card": reply.card,
        "digest": digest(reply) if reply.card else "",
        "edits": edits,
        "answers": matter.answers,
        "subject": matter.subject,
    }
    connection = await session.connection()
    id_ = await connection.scalar(_add(connection.dialect.name), row)
    return Posted(id_, token) if id_ is not None else None


@cache
def _add(dialect: str) -> Insert:
    return once(dialect, Delivery).returning(Delivery.id)


def digest(reply: Reply) -> str:
    """What a reply shows, to tell whether it changed."""
    return sha256(dump_reply(reply).encode()).hexdigest()


async def claim(
    session: AsyncSession,
    *,
    door: str,
    only: Address | None,
    holder: str,
    limit: int,
    now: datetime,
) -> list[Parcel]:
    """Lease up to `limit` due deliveries of a door: answers first, the oldest of each address.

    With `only`, those of one address alone.
    """
    earlier = aliased(Delivery)
    first_of_address = ~exists().where(
        earlier.address_id == Delivery.address_id,
        earlier.status == PENDING,
        # an answer that its door put off holds back the later ones; a planned message does not
        or_(earlier.due_at <= now, earlier.priority == Priority.ANSWER),
        or_(
            earlier.priority < Delivery.priority,
            and_(earlier.priority == Delivery.priority, earlier.id < Delivery.id),
        ),
    )
    query = (
        select(Delivery, AddressRow)
        .join(AddressRow, AddressRow.id == Delivery.address_id)
        .where(
            Delivery.status == PENDING,
            Delivery.due_at <= now,
            or_(Delivery.expires_at.is_(None), Delivery.expires_at > now),
            or_(Delivery.leased_until.is_(None), Delivery.leased_until < now),
            # behind a function, or SQLite reads all that was ever sent to each address of the door
            func.coalesce(AddressRow.door, "") == door,
            AddressRow.closed_at.is_(None),
            first_of_address,
            AddressRow.value == only.value if only else true(),
        )
        .order_by(Delivery.priority, Delivery.id)
        .limit(limit)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    return [lease(row, to, holder, now) for row, to in (await session.execute(query))]


def lease(row: Delivery, to: AddressRow, holder: str, now: datetime) -> Parcel:
    """Lease one delivery to a process and give what its door needs."""
    row.holder = holder
    row.leased_until = now + LEASE
    row.attempts += 1
    return Parcel(
        id=row.id,
        address_id=row.address_id,
        to=Address(to.door, to.value),
        reply=load_reply(row.reply or '{"html": ""}'),
        attempts=row.attempts,
        how=Sending(
            row.token,
            row.priority == Priority.ANSWER,
            row.ref,
            row.edits,
            matter=Matter(row.answers, row.subject, row.theme, row.exchange_id),
        ),
    )


async def mark_sent(
    session: AsyncSession, sent: Sequence[tuple[int, str]], holder: str, now: datetime
) -> None:
    """Mark deliveries (id, ref) sent, if the lease is still ours; their text goes."""
    marks = [{"sent_id": id_, "its_ref": ref, "ours": holder, "moment": now} for id_, ref in sent]
    await (await session.connection()).execute(MARK, marks)


MARK = (
    update(Delivery)
    .where(Delivery.id == bindparam("sent_id"), Delivery.holder == bindparam("ours"))
    .values(
        status=DeliveryStatus.SENT,
        sent_at=bindparam("moment", type_=Moment),
        ref=bindparam("its_ref"),
        reply=None,
        holder=None,
        leased_until=None,
    )
)


async def release(
    session: AsyncSession, id_: int, holder: str, due_at: datetime, *, sent: str = "", tries: int
) -> None:
    """Give a delivery back, to be sent later, with the pieces that went and its count of tries."""
    await session.execute(
        update(Delivery)
        .where(Delivery.id == id_, Delivery.holder == holder)
        .values(holder=None, leased_until=None, due_at=due_at, ref=sent, attempts=tries)
    )


async def end(session: AsyncSession, id_: int, holder: str, status: DeliveryStatus) -> None:
    """End a delivery that will not be sent. Its text goes, unless it is shelved."""
    values: dict[str, object] = {"status": status, "holder": None, "leased_until": None}
    if status is not DeliveryStatus.SHELVED:
        values["reply"] = None
    await session.execute(
        update(Delivery).where(Delivery.id == id_, Delivery.holder == holder).values(**values)
    )


async def release_all(session: AsyncSession, role: str) -> None:
    """Free the leases of dead processes of a role (`run`), when this one is known to be alone."""
    await session.execute(
        update(Delivery)
        .where(Delivery.status == PENDING, Delivery.holder.startswith(f"{role}:"))
        .values(holder=None, leased_until=None)
    )


async def release_dead(session: AsyncSession, now: datetime) -> None:
    """Free what dead processes had in hand: they hold no lease. A chat never gives a sign of life.

    Their leases would run out by themselves, but somebody waits.
    """
    await (await session.connection()).execute(RELEASE_DEAD, {"now": now})


async def expire(session: AsyncSession, now: datetime) -> None:
    """Give up what came too late to be useful."""
    await (await session.connection()).execute(EXPIRE, {"now": now})


# Built once: these are asked at each tick.
RELEASE_DEAD = (
    update(Delivery)
    .where(
        Delivery.status == PENDING,
        Delivery.holder.is_not(None),
        Delivery.holder.not_in(
            select(Lease.holder).where(Lease.expires_at >= bindparam("now", type_=Moment))
        ),
        Delivery.holder.not_like("chat:%"),
    )
    .values(holder=None, leased_until=None)
)
EXPIRE = (
    update(Delivery)
    .where(
        Delivery.status == PENDING,
        Delivery.expires_at <= bindparam("now", type_=Moment),
    )
    .values(status=DeliveryStatus.EXPIRED, reply=None, holder=None, leased_until=None)
)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget deliveries that ended 60 days ago; of an exchange, 60 days after it."""
    await session.execute(
        delete(Delivery).where(
            Delivery.status != PENDING,
            Delivery.created_at < now - KEPT,
            ~about_recent(now),
        )
    )


def about_recent(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery is about an exchange to come, or of the last 60 days."""
    return (
        exists()
        .where(Exchange.id == Delivery.exchange_id, Exchange.starts_at > now - KEPT)
        .correlate(Delivery)
    )


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many deliveries stand at each status."""
    query = select(Delivery.status, func.count()).group_by(Delivery.status)
    return {row[0]: row[1] for row in await session.execute(query)}
