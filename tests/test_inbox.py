"""What was received is kept once, in order, until it is handled."""

from datetime import UTC, datetime, timedelta

from community.db.engine import Database
from community.post import inbox
from community.post.inbox import Outcome
from community.words import Address, Request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MARIE = Address("terminal", "marie")


def request(id_: str, text: str = "bonjour", sender: Address = MARIE) -> Request:
    return Request(id_, sender, text, NOW)


async def test_a_request_delivered_twice_is_kept_once(database: Database) -> None:
    async with database.transaction() as session:
        await inbox.receive(session, [request("1")], NOW)
        await inbox.receive(session, [request("1"), request("2")], NOW)
        assert await inbox.counts(session) == (2, 0)


async def test_twice_in_one_batch_is_once(database: Database) -> None:
    async with database.transaction() as session:
        await inbox.receive(session, [request("1"), request("1")], NOW)
        assert await inbox.counts(session) == (1, 0)


async def test_one_person_is_heard_in_order(database: Database) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("b"), request("a")], NOW)
        heard = []
        while row := await inbox.oldest(session, marie):
            heard.append(row.request_id)
            inbox.close(row, Outcome.ANSWERED, NOW)
            await session.flush()
    assert heard == ["b", "a"]


async def test_a_try_is_counted_when_it_begins(database: Database) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1")], NOW)
    for count in (1, 2):
        async with database.transaction() as session:
            row = await inbox.take_next(session, marie)
            assert row is not None
            assert row.attempts == count


async def test_a_handled_request_loses_its_words(database: Database) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1", "secret")], NOW)
        row = await inbox.take_next(session, marie)
        assert row is not None
        inbox.close(row, Outcome.ANSWERED, NOW)
        assert row.payload is None


async def test_a_shelved_request_keeps_its_words_and_can_be_tried_again(
    database: Database,
) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1", "secret")], NOW)
        row = await inbox.take_next(session, marie)
        assert row is not None
        inbox.close(row, Outcome.SHELVED, NOW)
        await session.flush()
        await inbox.restart_tries(session, row.id)
    async with database.transaction() as session:
        again = await inbox.oldest(session, marie)
        assert again is not None
        assert "secret" in (again.payload or "")


async def test_handled_requests_are_forgotten_after_a_month(database: Database) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1"), request("2")], NOW)
        row = await inbox.take_next(session, marie)
        assert row is not None
        inbox.close(row, Outcome.ANSWERED, NOW)
        await session.flush()
        await inbox.purge(session, NOW + inbox.KEPT + timedelta(days=1))
        assert await inbox.counts(session) == (1, 0)
