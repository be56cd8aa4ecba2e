"""The thread of an exchange: one address and one subject for each member, for ever."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from community.db.engine import Session
from community.db.tables import Exchange
from community.exchanges import change_exchange, plan_of
from community.post import threads
from community.post.tokens import TOKEN
from community.privacy import rows_about
from community.words import INVITATION, Attachment, Thread
from tests.conftest import Clock
from tests.people import People
from tests.test_exchange_file import ADMIN, Filature

FIRST, NEXT = "f" * 26, "n" * 26


@pytest.fixture
async def visit(people: People, clock: Clock) -> Filature:
    visit = Filature(people, clock)
    await visit.publish()
    await people.join("marie")
    await people.join("anne")
    return visit


async def thread(visit: Filature, who: str, token: str = FIRST) -> Thread | None:
    async with visit.people.context(who) as ctx:
        return await threads.thread_of(ctx.db, visit.id, ctx.address_id, token, ctx.now)


async def test_the_first_message_begins_it(visit: Filature) -> None:
    begun = await thread(visit, "marie")
    assert begun is not None
    assert begun.root == FIRST
    assert TOKEN.fullmatch(begun.token)
    assert (begun.title, begun.day) == ("Visite de la filature", date(2026, 12, 18))


async def test_the_next_ones_go_on_with_it(visit: Filature) -> None:
    assert await thread(visit, "marie") == await thread(visit, "marie", NEXT)


async def test_it_keeps_its_subject_when_the_exchange_changes(visit: Filature) -> None:
    begun = await thread(visit, "marie")
    async with visit.people.context("paul") as ctx:
        plan = plan_of(await ctx.db.get_one(Exchange, visit.id))
        moved = replace(plan, title="Visite du moulin", starts=datetime(2027, 1, 4, 10))  # noqa: DTZ001
        moved = replace(moved, ends=None)
        await change_exchange(ctx.db, ADMIN, visit.id, moved, ctx.now)
    assert await thread(visit, "marie", NEXT) == begun


async def test_each_member_has_her_own(visit: Filature) -> None:
    marie, anne = await thread(visit, "marie"), await thread(visit, "anne")
    assert marie is not None
    assert anne is not None
    assert marie.token != anne.token


async def test_who_is_no_member_has_none(visit: Filature) -> None:
    assert await thread(visit, "inconnue") is None


async def test_an_exchange_that_is_gone_has_none(visit: Filature) -> None:
    async with visit.people.context("marie") as ctx:
        assert await threads.thread_of(ctx.db, 999, ctx.address_id, FIRST, ctx.now) is None


async def test_it_is_forgotten_60_days_after_the_exchange(visit: Filature) -> None:
    async def held(session: Session, days: int) -> bool:
        exchange = await session.get_one(Exchange, visit.id)
        await threads.purge(session, exchange.starts_at + timedelta(days=days, seconds=1))
        session.expire_all()
        return bool(await threads.calendars(session, visit.id, [member_id]))

    await thread(visit, "marie")
    async with visit.people.context("marie") as ctx:
        member_id = ctx.require_member().id
        assert [await held(ctx.db, days) for days in (59, 60)] == [True, False]


async def test_its_secrets_are_in_no_export(visit: Filature) -> None:
    await thread(visit, "marie")
    async with visit.people.context("marie") as ctx:
        told = await rows_about(ctx.db, [ctx.address_id], ctx.require_member().id)
    (row,) = told["threads"]
    assert row["title"] == "Visite de la filature"
    assert not TOKEN.search(str(row))


@pytest.mark.parametrize("kind", ["exchange.ics", INVITATION])
def test_a_calendar_tells_what_a_message_is_about(kind: str) -> None:
    other = Attachment("qr", ("https://exemple.org",), "code.png")
    assert threads.exchange_in((other, Attachment(kind, ("7", "1"), "x.ics"))) == 7
    assert threads.exchange_in((other,)) is None
