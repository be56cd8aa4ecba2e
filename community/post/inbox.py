"""What was received, kept until it is handled: nothing said to the bot is lost or done twice."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.addresses import keep_addresses
from community.db.base import Moment
from community.db.conflict import insert_once
from community.db.tables import AddressRow, Inbox
from community.post.codec import dump_request
from community.words import Address, Request

TRIES = 3
KEPT = timedelta(days=30)


class Outcome(StrEnum):
    """How a request ended."""

    ANSWERED = "answered"
    LIMITED = "limited"
    PUZZLED = "puzzled"
    SHELVED = "shelved"
    NOTED = "noted"
    UNPROVEN = "unproven"  # answered, though nobody knows who it was
    SILENCED = "silenced"


@dataclass(frozen=True, slots=True)
class Taken:
    """A request whose try is counted, about to be handled; `exhausted` after three."""

    id: int
    payload: str
    received_at: datetime
    exhausted: bool


async def receive(
    session: AsyncSession, requests: Sequence[Request], now: datetime
) -> Counter[int]:
    """Write requests down, each once; give how many each address (by its row id) sent."""
    ids = await keep_addresses(session, (request.sender for request in requests), now)
    rows = [
        {
            "door": request.sender.door,
            "request_id": request.id,
            "address_id": ids[request.sender],
            "payload": dump_request(request),
            "received_at": now,
            "attempts": 0,
            "outcome": "",
        }
        for request in requests
    ]
    if rows:
        await session.execute(insert_once(session, Inbox), rows)
    return Counter(ids[request.sender] for request in requests)


async def receive_one(session: AsyncSession, request: Request, now: datetime) -> int:
    """Write a request down and give its row id."""
    await receive(session, [request], now)
    query = select(Inbox.id).where(
        Inbox.door == request.sender.door, Inbox.request_id == request.id
    )
    return (await session.scalars(query)).one()


async def note(session: AsyncSession, door: str, id_: str, address_id: int, now: datetime) -> bool:
    """Write down something about an address that asks for no answer. False when it was before."""
    row = {
        "door": door,
        "request_id": id_,
        "address_id": address_id,
        "payload": None,
        "received_at": now,
        "attempts": 0,
        "handled_at": now,
        "outcome": Outcome.NOTED,
    }
    noted = await session.scalar(insert_once(session, Inbox).returning(Inbox.id), row)
    return noted is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an address waits for: how many requests, and the most tries any of them had."""

    count: int
    tries: int


async def waiting_addresses(
    session: AsyncSession, before: datetime, only: Address | None = None
) -> dict[int, Waiting]:
    """Addresses with requests received before then and not handled yet."""
    query = (
        select(Inbox.address_id, func.count(), func.max(Inbox.attempts))
        .where(Inbox.handled_at.is_(None), Inbox.received_at <= before)
        .group_by(Inbox.address_id)
        .order_by(Inbox.address_id)
    )
    if only is not None:
        query = query.join(AddressRow, AddressRow.id == Inbox.address_id).where(
            AddressRow.door == only.door, AddressRow.value == only.value
        )
    return {row[0]: Waiting(row[1], row[2]) for row in await session.execute(query)}


async def take_next(session: AsyncSession, address_ids: Collection[int]) -> dict[int, Taken]:
    """Take the oldest unhandled request of each address and count the try.

    Commit before handling: a try is a handling that never committed, so its count must be safe.
    """
    taken: dict[int, Taken] = {}
    asked = set(address_ids)
    while asked:
        taken |= await _take(session, asked)
        # On PostgreSQL another process may just have handled the one we chose: choose again.
        asked = await _still_waiting(session, asked - taken.keys())
    return taken


async def _take(session: AsyncSession, address_ids: set[int]) -> dict[int, Taken]:
    connection = await session.connection()
    rows = await connection.execute(TAKE, {"whose": list(address_ids)})
    return {
        row.address_id: Taken(row.id, row.payload or "", row.received_at, row.attempts > TRIES)
        for row in rows
    }


async def _still_waiting(session: AsyncSession, address_ids: set[int]) -> set[int]:
    if not address_ids:
        return set()
    query = select(Inbox.address_id).where(
        Inbox.address_id.in_(address_ids), Inbox.handled_at.is_(None)
    )
    return set(await session.scalars(query))


_OLDEST = (
    select(func.min(Inbox.id))
    .where(Inbox.address_id.in_(bindparam("whose", expanding=True)), Inbox.handled_at.is_(None))
    .group_by(Inbox.address_id)
)
TAKE = (
    update(Inbox)
    .where(Inbox.id.in_(_OLDEST), Inbox.handled_at.is_(None))
    .values(attempts=Inbox.attempts + 1)
    .returning(Inbox.id, Inbox.address_id, Inbox.payload, Inbox.received_at, Inbox.attempts)
)


async def close(session: AsyncSession, row_id: int, outcome: Outcome, now: datetime) -> None:
    """Mark a request handled; only a shelved one keeps its words, for a person to look at."""
    close = KEEP if outcome is Outcome.SHELVED else EMPTY
    connection = await session.connection()
    await connection.execute(close, {"row_id": row_id, "moment": now, "how": outcome})


KEEP = (
    update(Inbox)
    .where(Inbox.id == bindparam("row_id"))
    .values(handled_at=bindparam("moment", type_=Moment), outcome=bindparam("how"))
)
EMPTY = KEEP.values(payload=None)


async def follows(session: AsyncSession, address_id: int, request: Request) -> bool:
    """Whether a request comes with an earlier one of the same album."""
    if not request.album:
        return False
    itself = select(Inbox.id).where(
        Inbox.door == request.sender.door, Inbox.request_id == request.id
    )
    query = select(Inbox.id).where(
        Inbox.address_id == address_id,
        Inbox.request_id.startswith(f"{request.album}-", autoescape=True),
        Inbox.id < itself.scalar_subquery(),
    )
    return await session.scalar(query.limit(1)) is not None


async def outcomes(session: AsyncSession, address_id: int, since: datetime) -> Counter[str]:
    """How many requests of an address, received since then, ended in each way."""
    query = (
        select(Inbox.outcome, func.count())
        .where(Inbox.address_id == address_id, Inbox.received_at > since)
        .group_by(Inbox.outcome)
    )
    return Counter({row[0]: row[1] for row in await session.execute(query)})


async def counts(session: AsyncSession) -> tuple[int, int]:
    """How many requests wait, and how many are shelved."""
    waiting = select(func.count()).select_from(Inbox).where(Inbox.handled_at.is_(None))
    shelved = select(func.count()).select_from(Inbox).where(Inbox.outcome == Outcome.SHELVED)
    return await session.scalar(waiting) or 0, await session.scalar(shelved) or 0


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what was handled 30 days ago: by then no door sends it twice."""
    await session.execute(
        delete(Inbox).where(Inbox.handled_at.is_not(None), Inbox.received_at < now - KEPT)
    )


async def shelved(session: AsyncSession) -> list[int]:
    """The requests put aside for a person to look at, the oldest first."""
    query = select(Inbox.id).where(Inbox.outcome == Outcome.SHELVED).order_by(Inbox.id)
    return list(await session.scalars(query))


async def restart_tries(session: AsyncSession, row_id: int) -> bool:
    """Give a shelved request its three tries again. False when it is not shelved."""
    restarted = await session.execute(
        update(Inbox)
        .where(Inbox.id == row_id, Inbox.outcome == Outcome.SHELVED)
        .values(attempts=0, handled_at=None, outcome="")
        .returning(Inbox.id)
    )
    return restarted.one_or_none() is not None
