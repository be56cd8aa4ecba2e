"""A door that no longer reaches somebody: another takes over, and it is said once."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from community.addresses import bounced, close_address, find_address
from community.db.tables import AddressRow, Delivery
from community.post import outbox
from community.words import Reply
from tests.conftest import Clock
from tests.stage import Stage, mail_address, open_stage

THEME = "renouveau-productif"


@pytest.fixture
async def stage(database_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """Marie is reached by mail first, and in the terminal."""
    async with open_stage(database_url, clock, by_mail=True) as opened:
        await opened.join("Marie", THEME, by_mail=True)
        opened.read_mail("Marie")
        await opened.write("Marie", "relier telegram", verified=True)
        await opened.say("Marie", "/start {lien}")
        await opened.say("Marie", "oui")
        opened.read_mail("Marie")
        yield opened


async def bounce(stage: Stage, *, hard: bool = False) -> bool:
    async with stage.app.database.transaction() as session:
        row = await find_address(session, mail_address("Marie"))
        assert row is not None
        return await bounced(session, row.id, hard=hard, now=stage.clock())


async def notify(stage: Stage, key: str) -> None:
    """Something for her, by mail as long as it reaches her."""
    async with stage.app.database.transaction() as session:
        hers = select(AddressRow.id).where(AddressRow.door == "mail")
        number = await session.scalar(hers)
        assert number is not None
        await outbox.add(
            session,
            key=key,
            address_id=number,
            reply=Reply("<p>Du nouveau.</p>"),
            now=stage.clock(),
        )


async def test_one_bounce_for_good_closes(stage: Stage) -> None:
    assert await bounce(stage, hard=True)
    await stage.pass_time(1, "minutes")
    assert "Mes courriels n’arrivent plus" in stage.read("Marie")


async def test_three_bounces_for_now_close(stage: Stage) -> None:
    assert [await bounce(stage) for _ in range(3)] == [False, False, True]


async def test_bounces_are_forgiven_after_a_month(stage: Stage) -> None:
    for _ in range(4):
        assert not await bounce(stage)
        stage.clock.forward(days=31)


async def test_bounces_are_forgiven_when_she_writes_from_there(stage: Stage) -> None:
    await bounce(stage)
    await bounce(stage)
    await stage.write("Marie", "aide", verified=True)
    assert not await bounce(stage)


async def test_a_false_name_does_not_open_an_address_again(stage: Stage) -> None:
    await bounce(stage, hard=True)
    await stage.write("Marie", "aide")
    async with stage.app.database.transaction() as session:
        mail = select(AddressRow).where(AddressRow.door == "mail")
        assert (await session.scalars(mail)).one().closed_at is not None


async def test_what_waited_goes_by_the_other_door(stage: Stage) -> None:
    await notify(stage, "news")
    await bounce(stage, hard=True)
    await stage.pass_time(1, "minutes")
    assert "Du nouveau" in stage.read("Marie")
    assert stage.read_mail("Marie") == ""


async def test_it_is_said_once(stage: Stage) -> None:
    await bounce(stage, hard=True)
    await stage.pass_time(1, "minutes")
    assert stage.read("Marie")
    await bounce(stage, hard=True)
    await stage.pass_time(1, "jours")
    assert stage.read("Marie") == ""


async def test_without_another_door_what_waited_is_dropped(stage: Stage) -> None:
    async with stage.app.database.transaction() as session:
        for address in await session.scalars(select(AddressRow)):
            await close_address(session, address.id, stage.clock())
    await notify(stage, "late")
    async with stage.app.database.transaction() as session:
        for address in await session.scalars(select(AddressRow)):
            await close_address(session, address.id, stage.clock())
        pending = select(Delivery).where(Delivery.status == "pending")
        assert (await session.scalars(pending)).all() == []


async def test_an_animator_whose_address_is_lost_is_told_elsewhere(stage: Stage) -> None:
    await stage.grant("Marie", "animator", THEME, by_mail=True)
    await bounce(stage, hard=True)
    await stage.join("Paul", THEME, by_mail=True)
    stage.read_mail("Paul")
    await stage.bounce("Paul", hard=True)
    await stage.pass_time(1, "minutes")
    assert "Paul" in stage.read("Marie")


async def test_nobody_knows_an_address_that_never_wrote(stage: Stage) -> None:
    async with stage.app.database.transaction() as session:
        assert not await bounced(session, 999, hard=True, now=stage.clock())
