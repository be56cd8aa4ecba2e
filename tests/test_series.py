"""Exchanges that come back by a rule."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from community import reminders, series
from community.db.tables import Exchange, Reminder, Series
from community.exchanges import (
    ExchangeStatus,
    Plan,
    cancel_exchange,
    change_exchange,
    drop_draft,
    plan_exchange,
    plan_of,
    publish_exchange,
)
from community.reminders import ReminderStatus
from community.roles import Rights
from community.timing import Kind
from tests.conftest import Clock
from tests.people import PRODUCTIVE, People

ANIMATOR = Rights(animated=frozenset({PRODUCTIVE}))
FIRST_TUESDAYS = "FREQ=MONTHLY;BYDAY=1TU"
PLAN = Plan(
    theme=PRODUCTIVE,
    kind="atelier",
    title="Le mardi des pôles",
    starts=datetime.fromisoformat("2026-12-01T10:00"),
    ends=datetime.fromisoformat("2026-12-01T12:00"),
    zone="Europe/Paris",
)


class Monthly:
    """A series, seen from outside."""

    def __init__(self, people: People, clock: Clock) -> None:
        self.database = people.database
        self.clock = clock
        self.id = 0

    async def plan(self, rule: str = FIRST_TUESDAYS) -> None:
        async with self.database.transaction() as session:
            draft = await plan_exchange(session, ANIMATOR, PLAN, self.clock())
            await series.set_rule(session, ANIMATOR, draft, rule, self.clock())
            self.id = draft.id

    async def publish(self) -> None:
        async with self.database.transaction() as session:
            exchange = await publish_exchange(session, ANIMATOR, self.id, self.clock())
            await series.extend_from(session, exchange, self.clock())

    async def day_passes(self, moment: str) -> None:
        self.clock.now = datetime.fromisoformat(f"{moment}+00:00")
        async with self.database.transaction() as session:
            await series.extend(session, self.clock())
            await series.invite_next(session, self.clock())

    async def exchanges(self) -> list[Exchange]:
        async with self.database.transaction() as session:
            query = select(Exchange).order_by(Exchange.starts_at)
            return list(await session.scalars(query))

    async def starts(self) -> list[str]:
        return [one.starts for one in await self.exchanges()]

    async def invited(self) -> list[str]:
        async with self.database.transaction() as session:
            query = (
                select(Exchange.starts)
                .join(Reminder, Reminder.exchange_id == Exchange.id)
                .where(Reminder.kind == Kind.INVITATION)
                .order_by(Exchange.starts_at)
            )
            return [start[:10] for start in await session.scalars(query)]


@pytest.fixture
def monthly(people: People, clock: Clock) -> Monthly:
    return Monthly(people, clock)


async def test_a_rule_makes_exchanges_for_three_months(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    assert await monthly.starts() == [
        "2026-12-01T10:00:00",
        "2027-01-05T10:00:00",
        "2027-02-02T10:00:00",
    ]


async def test_each_has_its_own_uid_and_length(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    made = await monthly.exchanges()
    assert len({one.uid for one in made}) == 3
    assert {one.ends[11:16] for one in made} == {"12:00"}


async def test_a_draft_makes_nothing(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.day_passes("2026-11-24T09:00")
    assert len(await monthly.starts()) == 1


async def test_days_that_pass_add_what_comes_into_sight_once(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    for _ in range(2):
        await monthly.day_passes("2026-12-05T09:00")
    assert (await monthly.starts())[3:] == ["2027-03-02T10:00:00"]


async def test_what_a_stopped_bot_let_pass_is_not_made(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    await monthly.day_passes("2027-05-20T09:00")
    assert (await monthly.starts())[3:] == [
        "2027-06-01T10:00:00",
        "2027-07-06T10:00:00",
        "2027-08-03T10:00:00",
    ]


async def test_half_past_nine_stays_half_past_nine_over_a_clock_change(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    await monthly.day_passes("2027-02-10T09:00")
    assert "2027-04-06T10:00:00" in await monthly.starts()
    april = (await monthly.exchanges())[-1]
    assert april.starts_at.hour == 8  # 10 h in Paris, by then in summer


async def test_only_the_next_one_invites(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    assert await monthly.invited() == ["2026-12-01"]
    await monthly.day_passes("2026-12-01T08:59")
    assert await monthly.invited() == ["2026-12-01"]
    await monthly.day_passes("2026-12-01T09:01")
    assert await monthly.invited() == ["2026-12-01", "2027-01-05"]


async def test_nobody_is_nudged_about_what_she_was_not_invited_to(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    second = (await monthly.exchanges())[1]
    async with monthly.database.transaction() as session:
        assert await reminders.find(session, second.id, Kind.NUDGE) is None
        assert await reminders.find(session, second.id, Kind.EVE) is not None
    await monthly.day_passes("2026-12-02T09:00")
    async with monthly.database.transaction() as session:
        nudge = await reminders.find(session, second.id, Kind.NUDGE)
        assert nudge is not None
        assert nudge.status == ReminderStatus.PENDING


async def test_when_the_next_one_is_cancelled_the_one_after_invites(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    async with monthly.database.transaction() as session:
        await cancel_exchange(session, ANIMATOR, monthly.id, monthly.clock())
    await monthly.day_passes("2026-11-24T09:00")
    assert await monthly.invited() == ["2026-12-01", "2027-01-05"]


async def test_one_is_moved_alone_and_is_not_made_again(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    _, second, _ = await monthly.exchanges()
    moved = datetime.fromisoformat("2027-01-12T14:00")
    async with monthly.database.transaction() as session:
        plan = replace(plan_of(second), starts=moved, ends=None)
        await change_exchange(session, ANIMATOR, second.id, plan, monthly.clock())
    await monthly.day_passes("2026-11-24T09:00")
    assert [start[:10] for start in await monthly.starts()] == [
        "2026-12-01",
        "2027-01-12",
        "2027-02-02",
    ]


async def test_a_series_is_ended_from_one_of_its_dates_on(monthly: Monthly) -> None:
    await monthly.plan()
    await monthly.publish()
    second = (await monthly.exchanges())[1]
    async with monthly.database.transaction() as session:
        exchange = await session.get_one(Exchange, second.id)
        off = await series.end(session, ANIMATOR, exchange, monthly.clock())
    assert len(off) == 2
    await monthly.day_passes("2026-12-05T09:00")
    assert [one.status for one in await monthly.exchanges()] == [
        ExchangeStatus.PUBLISHED,
        ExchangeStatus.CANCELLED,
        ExchangeStatus.CANCELLED,
    ]


async def test_a_rule_may_have_an_end(monthly: Monthly) -> None:
    await monthly.plan(f"{FIRST_TUESDAYS};UNTIL=20270131T235959")
    await monthly.publish()
    assert len(await monthly.starts()) == 2


async def test_a_draft_that_is_dropped_leaves_no_series(monthly: Monthly) -> None:
    await monthly.plan()
    async with monthly.database.transaction() as session:
        await drop_draft(session, ANIMATOR, monthly.id)
    async with monthly.database.transaction() as session:
        assert (await session.scalars(select(Series))).all() == []


async def test_a_draft_may_come_back_no_more(monthly: Monthly) -> None:
    await monthly.plan()
    async with monthly.database.transaction() as session:
        draft = await session.get_one(Exchange, monthly.id)
        await series.set_rule(session, ANIMATOR, draft, "", monthly.clock())
        assert await series.rule_of(session, draft) == ""
    await monthly.publish()
    assert len(await monthly.starts()) == 1
