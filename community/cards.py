"""The live cards of exchanges in groups: opened with the invitation, edited when they change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.conflict import insert_once
from community.db.tables import AddressRow, Delivery, Exchange, Group, GroupCard, Reminder
from community.post import outbox
from community.post.outbox import PENDING, DeliveryStatus
from community.words import Reply

APART = timedelta(seconds=3)  # between two edits of a message


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card to look at: its group's address and its exchange."""

    address_id: int
    exchange_id: int


@dataclass(frozen=True, slots=True)
class Card:
    """A card to render, locked; `kept` says whether its group still follows its theme."""

    row: GroupCard
    exchange: Exchange
    kept: bool


async def open_cards(session: AsyncSession, exchange: Exchange, now: datetime) -> None:
    """Give an exchange a card in each group of its theme, once."""
    for address_id in await session.scalars(
        select(Group.address_id).where(Group.theme == exchange.theme)
    ):
        await _open(session, address_id, exchange.id, now)


async def catch_up(session: AsyncSession, address_id: int, theme: str, now: datetime) -> None:
    """Give a group that was just bound a card of what its theme was invited to already, once."""
    query = (
        select(Exchange.id)
        .join(Reminder, Reminder.exchange_id == Exchange.id)
        .where(
            Exchange.theme == theme,
            Exchange.status == "published",
            Exchange.starts_at > now,
            Reminder.kind == "invitation",
        )
    )
    for exchange_id in await session.scalars(query):
        await _open(session, address_id, exchange_id, now)


async def _open(session: AsyncSession, address_id: int, exchange_id: int, now: datetime) -> None:
    await session.execute(
        insert_once(session, GroupCard).values(
            address_id=address_id, exchange_id=exchange_id, dirty_at=now
        )
    )


async def due_cards(session: AsyncSession, now: datetime, limit: int) -> list[DueCard]:
    """The cards that no longer say what is and may be edited again, the longest so first.

    An exchange that began is one of them: its card takes no more answers.
    """
    values = {"now": now, "before": now - APART, "most": limit}
    rows = await (await session.connection()).execute(DUE, values)
    return [DueCard(*row) for row in rows]


# Built once: it is asked at each tick.
DUE = (
    select(GroupCard.address_id, GroupCard.exchange_id)
    .join(Exchange, Exchange.id == GroupCard.exchange_id)
    .where(
        or_(GroupCard.dirty_at.is_not(None), Exchange.starts_at <= bindparam("now", type_=Moment)),
        or_(
            GroupCard.edited_at.is_(None),
            GroupCard.edited_at <= bindparam("before", type_=Moment),
        ),
    )
    .order_by(GroupCard.dirty_at, GroupCard.exchange_id)
    .limit(bindparam("most", type_=Integer))
)


async def take_card(session: AsyncSession, due: DueCard) -> Card | None:
    """Lock a card; None when it went, or another process has it, or its last render still waits."""
    query = (
        select(GroupCard, Exchange, Group.theme, AddressRow.closed_at)
        .join(Exchange, Exchange.id == GroupCard.exchange_id)
        .join(AddressRow, AddressRow.id == GroupCard.address_id)
        .outerjoin(Group, Group.address_id == GroupCard.address_id)
        .where(GroupCard.address_id == due.address_id, GroupCard.exchange_id == due.exchange_id)
        .with_for_update(of=GroupCard, skip_locked=True)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    row, exchange, theme, closed_at = found
    if await _waits(session, due):
        return None
    return Card(row, exchange, closed_at is None and theme == exchange.theme)


async def put_card(
    session: AsyncSession, card: Card, reply: Reply, now: datetime, *, last: bool
) -> None:
    """Show a render in its group, in place of the one before, unless it shows the same.

    After the `last` one the card is no longer looked at.
    """
    due = DueCard(card.row.address_id, card.row.exchange_id)
    shown = await _shown(session, due)
    news = shown is None and not last  # what closed before it was ever shown is no news
    if news or (shown is not None and shown.digest != outbox.digest(reply)):
        await outbox.add(
            session,
            key=f"card/{due.address_id}/{due.exchange_id}/{now.isoformat()}",
            address_id=due.address_id,
            reply=reply,
            now=now,
            edits=shown.ref if shown else "",
        )
        card.row.edited_at = now
    card.row.dirty_at = None
    if last:
        await drop_card(session, card)


async def drop_card(session: AsyncSession, card: Card) -> None:
    """Look at a card no more; its message stays as it is."""
    await session.execute(
        delete(GroupCard).where(
            GroupCard.address_id == card.row.address_id,
            GroupCard.exchange_id == card.row.exchange_id,
        )
    )


def name_of(exchange_id: int) -> str:
    """What a delivery calls the card of an exchange."""
    return f"exchange/{exchange_id}"


async def _waits(session: AsyncSession, due: DueCard) -> bool:
    query = select(Delivery.id).where(
        Delivery.address_id == due.address_id,
        Delivery.card == name_of(due.exchange_id),
        Delivery.status == PENDING,
    )
    return (await session.scalars(query.limit(1))).first() is not None


async def _shown(session: AsyncSession, due: DueCard) -> Delivery | None:
    """The last render that its group got."""
    query = (
        select(Delivery)
        .where(
            Delivery.address_id == due.address_id,
            Delivery.card == name_of(due.exchange_id),
            Delivery.status == DeliveryStatus.SENT,
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()
