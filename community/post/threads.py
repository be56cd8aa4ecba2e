"""The thread of an exchange for a member: one address, one subject, the same for ever.

Made when she is first told of the exchange by a door that keeps threads. Its subject is of that
moment: programs keep a thread together by it, so that a new title or date must not change it.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.conflict import insert_once
from community.db.tables import AddressRow, Exchange, ThreadRow
from community.post.outbox import KEPT
from community.post.tokens import new_token
from community.words import INVITATION, Attachment, Thread

CALENDARS = frozenset({"exchange.ics", INVITATION})


def exchange_in(attachments: Iterable[Attachment]) -> int | None:
    """The number of the exchange whose calendar a message carries; None without one."""
    found = (one.args[0] for one in attachments if one.kind in CALENDARS)
    number = next(found, None)
    return int(number) if number else None


async def thread_of(
    session: AsyncSession, exchange_id: int, address_id: int, token: str, now: datetime
) -> Thread | None:
    """The thread of an exchange for who has an address; the message with this token may begin it.

    None for who is no member, and for an exchange that is gone.
    """
    address = await session.get(AddressRow, address_id)
    exchange = await session.get(Exchange, exchange_id)
    if exchange is None or address is None or address.member_id is None:
        return None
    row = await _find(session, exchange_id, address.member_id)
    if row is None:
        await _begin(session, exchange, address, token, now)
        row = await _find(session, exchange_id, address.member_id)
        assert row is not None
    row.address_id = address_id
    return Thread(row.token, row.root, exchange.theme, row.title, date.fromisoformat(row.day))


async def _find(session: AsyncSession, exchange_id: int, member_id: int) -> ThreadRow | None:
    query = select(ThreadRow).where(
        ThreadRow.exchange_id == exchange_id, ThreadRow.member_id == member_id
    )
    return (await session.scalars(query)).one_or_none()


async def _begin(
    session: AsyncSession, exchange: Exchange, address: AddressRow, token: str, now: datetime
) -> None:
    """Begin a thread, unless another process did meanwhile."""
    row = {
        "exchange_id": exchange.id,
        "member_id": address.member_id,
        "begun_at": now,
        "token": new_token(),
        "root": token,
        "title": exchange.title,
        "day": exchange.starts[: len("2026-12-18")],
        "address_id": address.id,
    }
    await session.execute(insert_once(session, ThreadRow), [row])


async def has_thread(session: AsyncSession, exchange_id: int, member_id: int) -> bool:
    """Whether a member was told of an exchange where threads are kept."""
    return await _find(session, exchange_id, member_id) is not None


async def owner_of(session: AsyncSession, token: str) -> int | None:
    """The address that a thread goes to, by its token."""
    query = select(ThreadRow.address_id).where(ThreadRow.token == token)
    return (await session.scalars(query)).one_or_none()


async def calendars(
    session: AsyncSession, exchange_id: int, member_ids: Collection[int]
) -> dict[int, int]:
    """The addresses by which calendars were asked, of those of these members that hold it."""
    query = (
        select(ThreadRow.member_id, AddressRow.id)
        .join(AddressRow, AddressRow.id == ThreadRow.address_id)
        .where(
            ThreadRow.exchange_id == exchange_id,
            ThreadRow.member_id.in_(member_ids),
            AddressRow.closed_at.is_(None),
        )
    )
    return {row.member_id: row.id for row in await session.execute(query)}


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget the threads of exchanges that began 60 days ago."""
    over = select(Exchange.id).where(Exchange.starts_at < now - KEPT)
    await session.execute(delete(ThreadRow).where(ThreadRow.exchange_id.in_(over)))
