"""What an address was told and may answer to: by what came last, by a token, by a message."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.tables import AddressRow, Delivery, ThreadRow
from community.post.codec import load_choices
from community.post.outbox import KEPT, PENDING, DeliveryStatus, Priority, about_recent
from community.words import Choice


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of ours that can still be answered: when it was written, and its choices.

    `card` and `digest` say what live message it is, and what it shows.
    """

    id: int
    created_at: datetime
    choices: tuple[Choice, ...]
    card: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What an untagged answer can be to: the last reply, and notifications sent after it."""

    last: Asked | None
    newer: tuple[Asked, ...]

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The choices of the last reply."""
        return self.last.choices if self.last else ()


async def conversation(session: AsyncSession, address_id: int, since: datetime) -> Conversation:
    """The last conversational reply to an address, and the newer notifications with choices."""
    values = {"whose": address_id, "since": since}
    newer: list[Asked] = []
    for row in await session.execute(RECENT, values):
        asked = Asked(row.id, row.created_at, load_choices(row.choices))
        if row.priority == Priority.ANSWER:
            return Conversation(asked, tuple(newer))
        if row.status == DeliveryStatus.SENT and asked.choices:
            newer.append(asked)
    return Conversation(None, tuple(newer))


RECENT = (
    select(Delivery.id, Delivery.created_at, Delivery.choices, Delivery.priority, Delivery.status)
    .where(
        Delivery.address_id == bindparam("whose"),
        Delivery.created_at >= bindparam("since", type_=Moment),
    )
    .order_by(Delivery.id.desc())
    .limit(20)
)


async def owner_of(session: AsyncSession, token: str, now: datetime) -> int | None:
    """The address that a message of ours went to, by its token; None when it proves nothing.

    It does for 60 days, and until as long after the exchange that the message is about.
    """
    query = select(Delivery.address_id).where(
        Delivery.token == token, or_(Delivery.created_at > now - KEPT, about_recent(now))
    )
    return (await session.scalars(query)).one_or_none()


async def by_token(session: AsyncSession, token: str, address_id: int) -> Asked | None:
    """The message of ours that a token names, if it was sent to this address.

    The token of a thread names the latest of its exchange.
    """
    query = select(Delivery.id, Delivery.created_at, Delivery.choices).where(
        Delivery.token == token, Delivery.address_id == address_id
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return await _by_thread(session, token, address_id)
    return Asked(row.id, row.created_at, load_choices(row.choices))


async def _by_thread(session: AsyncSession, token: str, address_id: int) -> Asked | None:
    """The latest that this address was told of an exchange, whose thread the token names."""
    query = (
        select(Delivery.id, Delivery.created_at, Delivery.choices)
        .join(AddressRow, AddressRow.id == Delivery.address_id)
        .join(
            ThreadRow,
            and_(
                ThreadRow.exchange_id == Delivery.exchange_id,
                ThreadRow.member_id == AddressRow.member_id,
            ),
        )
        .where(
            ThreadRow.token == token,
            Delivery.address_id == address_id,
            Delivery.choices.is_not(None),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return Asked(row.id, row.created_at, load_choices(row.choices)) if row else None


async def by_ref(session: AsyncSession, ref: str, address_id: int) -> Asked | None:
    """What an address last got, or is about to, in the message that its door calls so."""
    query = (
        select(Delivery.id, Delivery.created_at, Delivery.choices, Delivery.card, Delivery.digest)
        .where(
            Delivery.address_id == address_id,
            or_(
                and_(Delivery.ref == ref, Delivery.status == DeliveryStatus.SENT),
                and_(Delivery.edits == ref, Delivery.status == PENDING),
            ),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    return Asked(row.id, row.created_at, load_choices(row.choices), row.card, row.digest)
