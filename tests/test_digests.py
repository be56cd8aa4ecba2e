"""What is new is told together, on Mondays or each day, and not at all when nothing is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from community.db.tables import Delivery, Minutes
from community.digests import Pace, last_moment, sync_fiches
from tests.conftest import Clock
from tests.stage import Stage, open_stage

THEME = "renouveau-productif"
TITLE = "les nouvelles"


def visit(day: str, theme: str = THEME) -> str:
    return f"(Un échange « Visite » est publié dans {theme}, {day} de 9 h 30 à 16 h 30, à Romans)"


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """Marie has a mail address; it is Monday, past nine."""
    async with open_stage(sqlite_url, clock, by_mail=True) as opened:
        await opened.join("Marie", THEME, by_mail=True)
        opened.read_mail("Marie")
        yield opened


async def digests(stage: Stage) -> int:
    async with stage.app.database.transaction() as session:
        rows = await session.scalars(select(Delivery.id).where(Delivery.kind == "digest"))
        return len(rows.all())


async def days(stage: Stage, count: int) -> None:
    """The bot lives through these days, and looks around every four hours of them."""
    for _ in range(6 * count):
        await stage.pass_time(4, "heures")


@pytest.mark.parametrize(
    ("now", "weekly", "daily"),
    [
        ("2026-11-23T07:59", "2026-11-16", "2026-11-21"),  # Monday, 8 h 59 in Paris
        ("2026-11-23T08:00", "2026-11-23", "2026-11-23"),
        ("2026-11-25T12:00", "2026-11-23", "2026-11-25"),
        ("2026-11-29T12:00", "2026-11-23", "2026-11-28"),  # a Sunday
    ],
)
def test_a_digest_is_due_at_nine_where_she_lives(now: str, weekly: str, daily: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    for pace, day in ((Pace.WEEKLY, weekly), (Pace.DAILY, daily)):
        due = last_moment(pace, "Europe/Paris", moment).astimezone(ZoneInfo("Europe/Paris"))
        assert f"{due:%Y-%m-%d %H:%M}" == f"{day} 09:00"


async def test_nothing_to_say_is_not_said(stage: Stage) -> None:
    await days(stage, 8)
    assert await digests(stage) == 0


async def test_it_comes_once_a_week(stage: Stage) -> None:
    await stage.publish(visit("vendredi 11 décembre 2026"))
    await days(stage, 14)
    assert await digests(stage) == 1  # of the Monday before it: the other had nothing near
    assert TITLE in stage.read_mail("Marie")


async def test_it_comes_on_both_engines(database_url: str, clock: Clock) -> None:
    async with open_stage(database_url, clock, by_mail=True) as stage:
        await stage.join("Marie", THEME, by_mail=True)
        await stage.publish(visit("vendredi 4 décembre 2026"))
        await stage.pass_time(7, "jours")
        assert TITLE in stage.read_mail("Marie")


async def test_other_themes_are_not_hers(stage: Stage) -> None:
    await stage.publish(visit("vendredi 4 décembre 2026", "securisation-des-parcours"))
    await days(stage, 8)
    assert await digests(stage) == 0


async def test_minutes_are_told_by_their_title(stage: Stage) -> None:
    await stage.publish(visit("vendredi 27 novembre 2026"))
    await stage.pass_time(5, "jours")
    async with stage.app.database.transaction() as session:
        session.add(
            Minutes(exchange_id=1, drafted_at=stage.clock(), published_at=stage.clock(), ideas="x")
        )
    stage.read_mail("Marie")
    await days(stage, 3)
    assert "Comptes rendus à lire" in stage.read_mail("Marie")


async def test_a_new_fiche_is_told_those_of_the_start_are_not(stage: Stage) -> None:
    known = list(stage.app.knowledge.library.fiches)
    async with stage.app.database.transaction() as session:
        await sync_fiches(session, [*known, "nouvelle"], stage.clock())
    await days(stage, 8)
    assert await digests(stage) == 1
    assert "fiches de pôles" not in stage.read_mail("Marie")  # its page is gone again


async def test_never_is_never(stage: Stage) -> None:
    await stage.publish(visit("vendredi 4 décembre 2026"))
    await stage.write("Marie", "nouvelles jamais", verified=True)
    await days(stage, 8)
    assert await digests(stage) == 0


async def test_each_day_when_she_asks(stage: Stage) -> None:
    await stage.publish(visit("jeudi 26 novembre 2026"))
    await stage.write("Marie", "nouvelles chaque jour", verified=True)
    await days(stage, 3)
    assert await digests(stage) == 1  # of Wednesday: the day before the visit


async def test_who_has_no_mail_address_reads_it_when_she_asks(stage: Stage) -> None:
    await stage.join("Paul", THEME)
    assert "pas de nouvelles" in await stage.say("Paul", "/nouvelles")
    await stage.publish(visit("vendredi 4 décembre 2026"))
    await days(stage, 8)
    assert TITLE not in stage.read("Paul")
    await stage.say("Paul", "/nouvelles semaine")
    await stage.publish(visit("vendredi 11 décembre 2026"))
    await days(stage, 7)
    assert TITLE in stage.read("Paul")


async def test_stop_stops_it(stage: Stage) -> None:
    await stage.publish(visit("vendredi 4 décembre 2026"))
    await stage.write("Marie", "STOP")
    await days(stage, 8)
    assert await digests(stage) == 0
