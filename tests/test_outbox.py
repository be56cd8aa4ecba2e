"""What is to be sent is sent by one process, in order, and what waits for a person goes first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from community.addresses import close_address, keep_addresses
from community.db.engine import Database, Session
from community.db.tables import Delivery
from community.post import outbox, told
from community.post.outbox import Parcel, Priority
from community.words import Address, Choice, Reply

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MARIE = Address("terminal", "marie")
PAUL = Address("terminal", "paul")


async def post(
    session: Session,
    key: str,
    to: Address = MARIE,
    priority: Priority = Priority.NOTIFICATION,
    due_at: datetime | None = None,
) -> None:
    ids = await keep_addresses(session, [to], NOW)
    await outbox.add(
        session,
        key=key,
        address_id=ids[to],
        reply=Reply(f"<p>{key}</p>", (Choice("Je viens", "/viens"),)),
        now=NOW,
        priority=priority,
        due_at=due_at,
    )


async def claim(database: Database, holder: str = "a", now: datetime = NOW) -> list[Parcel]:
    async with database.transaction() as session:
        return await outbox.claim(
            session, door="terminal", only=None, holder=holder, limit=8, now=now
        )


def texts(parcels: list[Parcel]) -> list[str]:
    return [parcel.reply.html for parcel in parcels]


async def test_the_same_key_is_written_once(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "rappel/1")
        await post(session, "rappel/1")
    assert len(await claim(database)) == 1


async def test_only_the_oldest_of_an_address_is_claimed(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "un")
        await post(session, "deux")
        await post(session, "trois", PAUL)
    assert texts(await claim(database)) == ["<p>un</p>", "<p>trois</p>"]


async def test_an_answer_goes_before_an_older_notification(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "annonce")
        await post(session, "réponse", priority=Priority.ANSWER)
    assert texts(await claim(database)) == ["<p>réponse</p>"]


async def test_what_is_not_due_waits(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "demain", due_at=NOW + timedelta(days=1))
    assert await claim(database) == []
    assert len(await claim(database, now=NOW + timedelta(days=1))) == 1


async def test_a_leased_row_is_nobody_elses_until_the_lease_runs_out(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "un")
    await claim(database, "a")
    assert await claim(database, "b") == []
    assert len(await claim(database, "b", NOW + outbox.LEASE + timedelta(seconds=1))) == 1


async def test_a_mark_counts_only_while_the_lease_is_ours(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "un")
    (parcel,) = await claim(database, "a")
    await claim(database, "b", NOW + outbox.LEASE + timedelta(seconds=1))
    async with database.transaction() as session:
        await outbox.mark_sent(session, [(parcel.id, "ref")], "a", NOW)
        assert await outbox.counts(session) == {"pending": 1}


async def test_a_sent_row_keeps_its_choices_and_loses_its_text(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "un")
    (parcel,) = await claim(database)
    async with database.transaction() as session:
        await outbox.mark_sent(session, [(parcel.id, "ref")], "a", NOW)
    async with database.transaction() as session:
        row = await session.get_one(Delivery, parcel.id)
        assert (row.reply, row.status, row.ref) == (None, "sent", "ref")
        asked = await told.by_token(session, parcel.how.token, parcel.address_id)
    assert asked is not None
    assert asked.choices == (Choice("Je viens", "/viens"),)


async def test_a_token_is_worth_nothing_at_another_address(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "un")
    (parcel,) = await claim(database)
    async with database.transaction() as session:
        assert await told.by_token(session, parcel.how.token, parcel.address_id + 1) is None


async def test_a_closed_address_is_left_alone(database: Database) -> None:
    async with database.transaction() as session:
        await post(session, "un")
        ids = await keep_addresses(session, [MARIE], NOW)
        await close_address(session, ids[MARIE], NOW)
    assert await claim(database) == []


async def test_what_came_too_late_expires(database: Database) -> None:
    async with database.transaction() as session:
        ids = await keep_addresses(session, [MARIE], NOW)
        soon = NOW + timedelta(hours=1)
        await outbox.add(
            session, key="h-1", address_id=ids[MARIE], reply=Reply("x"), now=NOW, expires_at=soon
        )
        await outbox.expire(session, NOW + timedelta(hours=2))
        assert await outbox.counts(session) == {"expired": 1}


@pytest.mark.parametrize("workers", [4])
async def test_many_claimers_never_take_the_same_row(database: Database, workers: int) -> None:
    people = [Address("terminal", f"p{n}") for n in range(100)]
    async with database.transaction() as session:
        for person in people:
            await post(session, f"annonce/{person}", person)

    async def empty(holder: str) -> list[int]:
        taken: list[int] = []
        while parcels := await claim(database, holder):
            taken += [parcel.id for parcel in parcels]
        return taken

    taken = await asyncio.gather(*(empty(f"w{n}") for n in range(workers)))
    ids = [id_ for some in taken for id_ in some]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == len(people)
