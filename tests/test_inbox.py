"""What was received is kept once, in order, until it is handled."""

from datetime import UTC, datetime, timedelta

from community.db.engine import Database, Session
from community.db.tables import Inbox
from community.post import inbox
from community.post.inbox import Outcome, Taken
from community.words import Address, Request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MARIE = Address("terminal", "marie")


def request(id_: str, text: str = "bonjour", sender: Address = MARIE) -> Request:
    return Request(id_, sender, text, NOW)


async def _close(session: Session, taken: Taken, outcome: Outcome) -> str:
    row = await session.get_one(Inbox, taken.id, populate_existing=True)
    inbox.close(row, outcome, NOW)
    await session.flush()
    return row.request_id


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
        while taken := await inbox.take_next(session, marie):
            heard.append(await _close(session, taken, Outcome.ANSWERED))
    assert heard == ["b", "a"]


async def test_a_try_is_counted_when_it_begins_and_the_fourth_is_too_many(
    database: Database,
) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1")], NOW)
    for exhausted in (False, False, False, True):
        async with database.transaction() as session:
            taken = await inbox.take_next(session, marie)
            assert taken is not None
            assert taken.exhausted is exhausted


async def test_a_handled_request_loses_its_words(database: Database) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1", "secret")], NOW)
        taken = await inbox.take_next(session, marie)
        assert taken is not None
        await _close(session, taken, Outcome.ANSWERED)
        assert (await session.get_one(Inbox, taken.id)).payload is None


async def test_a_shelved_request_keeps_its_words_and_can_be_tried_again(
    database: Database,
) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1", "secret")], NOW)
        taken = await inbox.take_next(session, marie)
        assert taken is not None
        await _close(session, taken, Outcome.SHELVED)
        await inbox.restart_tries(session, taken.id)
    async with database.transaction() as session:
        again = await inbox.take_next(session, marie)
        assert again is not None
        assert "secret" in again.payload


async def test_handled_requests_are_forgotten_after_a_month(database: Database) -> None:
    async with database.transaction() as session:
        (marie,) = await inbox.receive(session, [request("1"), request("2")], NOW)
        taken = await inbox.take_next(session, marie)
        assert taken is not None
        await _close(session, taken, Outcome.ANSWERED)
        await inbox.purge(session, NOW + inbox.KEPT + timedelta(days=1))
        assert await inbox.counts(session) == (1, 0)
