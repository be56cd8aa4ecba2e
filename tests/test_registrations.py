"""Who gets a seat, who waits, and who is next."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from community.addresses import keep_addresses
from community.db.tables import Exchange, Member
from community.errors import ExchangeCancelled, ExchangeStarted, NoRoomForGuests, UnknownExchange
from community.exchanges import Plan, cancel_exchange, plan_exchange, publish_exchange
from community.members import Profile, join_community
from community.registrations import Answered, Partstat, answer, guests_of, standing
from community.roles import Rights
from community.words import Address
from tests.conftest import Clock
from tests.people import PRODUCTIVE, People

if TYPE_CHECKING:
    from community.db.engine import Database

ANIMATOR = Rights(animated=frozenset({PRODUCTIVE}))


class Meeting:
    """A published exchange, and people who answer it."""

    def __init__(self, people: People, clock: Clock) -> None:
        self.database: Database = people.database
        self.clock = clock
        self.id = 0

    async def publish(self, capacity: int | None) -> None:
        await self.plan(capacity)
        async with self.database.transaction() as session:
            await publish_exchange(session, ANIMATOR, self.id, self.clock())

    async def plan(self, capacity: int | None) -> None:
        async with self.database.transaction() as session:
            plan = Plan(
                theme=PRODUCTIVE,
                kind="atelier",
                title="Atelier",
                starts=datetime.fromisoformat("2026-12-18T09:30"),
                zone="Europe/Paris",
                capacity=capacity,
            )
            exchange = await plan_exchange(session, ANIMATOR, plan, self.clock())
            self.id = exchange.id

    async def member(self, name: str) -> Member:
        async with self.database.transaction() as session:
            address = Address("terminal", name)
            ids = await keep_addresses(session, [address], self.clock())
            profile = Profile(name, "", "59", "Europe/Paris")
            return await join_community(session, ids[address], profile, "oui", self.clock())

    async def answers(
        self, member: Member, status: Partstat = Partstat.ACCEPTED, guests: int = 0
    ) -> Answered:
        async with self.database.transaction() as session:
            self.clock.forward(seconds=1)
            return await answer(session, self.id, member, status, self.clock(), guests=guests)

    async def statuses(self) -> dict[str, Partstat]:
        async with self.database.transaction() as session:
            exchange = await session.get_one(Exchange, self.id)
            return {one.name: one.status for one in await guests_of(session, ANIMATOR, exchange)}

    async def seats(self) -> int:
        async with self.database.transaction() as session:
            return (await standing(session, self.id)).seats


@pytest.fixture
def meeting(people: People, clock: Clock) -> Meeting:
    return Meeting(people, clock)


async def test_who_comes_first_has_the_last_seat(meeting: Meeting) -> None:
    await meeting.publish(1)
    marie, paul = await meeting.member("marie"), await meeting.member("paul")
    await meeting.answers(marie)
    assert (await meeting.answers(paul)).rank == 1


async def test_maybe_holds_no_seat(meeting: Meeting) -> None:
    await meeting.publish(1)
    await meeting.answers(await meeting.member("marie"), Partstat.TENTATIVE)
    assert (await meeting.answers(await meeting.member("paul"))).rank is None


async def test_a_party_waits_whole(meeting: Meeting) -> None:
    await meeting.publish(3)
    await meeting.answers(await meeting.member("marie"))
    assert (await meeting.answers(await meeting.member("paul"), guests=2)).rank == 1


async def test_a_freed_seat_goes_to_the_first_who_fits(meeting: Meeting) -> None:
    await meeting.publish(2)
    marie, paul = await meeting.member("marie"), await meeting.member("paul")
    jean, lea = await meeting.member("jean"), await meeting.member("lea")
    await meeting.answers(marie)
    await meeting.answers(paul)
    await meeting.answers(jean, guests=1)
    await meeting.answers(lea)
    seated = (await meeting.answers(paul, Partstat.DECLINED)).seated
    assert [one.member_id for one in seated] == [lea.id]


async def test_who_is_offered_a_seat_and_declines_passes_it_on(meeting: Meeting) -> None:
    await meeting.publish(1)
    marie, paul, jean = [await meeting.member(name) for name in ("marie", "paul", "jean")]
    for one in (marie, paul, jean):
        await meeting.answers(one)
    await meeting.answers(marie, Partstat.DECLINED)
    seated = (await meeting.answers(paul, Partstat.DECLINED)).seated
    assert [one.member_id for one in seated] == [jean.id]


async def test_saying_yes_twice_changes_nothing(meeting: Meeting) -> None:
    await meeting.publish(1)
    marie, paul = await meeting.member("marie"), await meeting.member("paul")
    await meeting.answers(marie)
    await meeting.answers(paul)
    await meeting.answers(marie)
    assert (await meeting.answers(paul)).rank == 1


async def test_guests_who_find_no_room_cost_nobody_her_seat(meeting: Meeting) -> None:
    await meeting.publish(1)
    marie = await meeting.member("marie")
    await meeting.answers(marie)
    with pytest.raises(NoRoomForGuests):
        await meeting.answers(marie, guests=1)
    assert await meeting.statuses() == {"marie": Partstat.ACCEPTED}


async def test_guests_take_seats(meeting: Meeting) -> None:
    await meeting.publish(5)
    await meeting.answers(await meeting.member("marie"), guests=2)
    assert await meeting.seats() == 3


async def test_without_limit_nobody_waits(meeting: Meeting) -> None:
    await meeting.publish(None)
    assert (await meeting.answers(await meeting.member("marie"), guests=20)).rank is None


async def test_nothing_changes_once_it_began(meeting: Meeting) -> None:
    await meeting.publish(1)
    marie = await meeting.member("marie")
    meeting.clock.forward(days=40)
    with pytest.raises(ExchangeStarted):
        await meeting.answers(marie)


async def test_nobody_comes_to_what_is_called_off(meeting: Meeting) -> None:
    await meeting.publish(1)
    marie = await meeting.member("marie")
    async with meeting.database.transaction() as session:
        await cancel_exchange(session, ANIMATOR, meeting.id, meeting.clock())
    with pytest.raises(ExchangeCancelled):
        await meeting.answers(marie)


async def test_nobody_answers_what_is_not_shown_yet(meeting: Meeting) -> None:
    marie = await meeting.member("marie")
    await meeting.plan(1)
    with pytest.raises(UnknownExchange):
        await meeting.answers(marie)


async def test_an_exchange_that_never_was_is_said_so(meeting: Meeting) -> None:
    marie = await meeting.member("marie")
    meeting.id = 999
    with pytest.raises(UnknownExchange):
        await meeting.answers(marie)


@pytest.mark.timeout(120)
async def test_two_hundred_at_once_for_ten_seats(meeting: Meeting) -> None:
    await meeting.publish(10)
    people = [await meeting.member(f"m{n}") for n in range(200)]
    now = meeting.clock() + timedelta(minutes=1)

    async def come(member: Member) -> Answered:
        async with meeting.database.transaction() as session:
            return await answer(session, meeting.id, member, Partstat.ACCEPTED, now)

    ranks = [one.rank for one in await asyncio.gather(*map(come, people))]
    assert sorted(rank for rank in ranks if rank is not None) == list(range(1, 191))
