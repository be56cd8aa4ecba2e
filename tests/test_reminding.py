"""The process makes deliveries of what is due, at each of its ticks."""

import logging
from collections.abc import AsyncIterator

import pytest

from community.db.tables import Exchange
from community.series import extend_from, set_rule
from scheduler import reminders
from tests.conftest import Clock
from tests.meetings import BOSS, Community
from tests.people import PRODUCTIVE
from tests.stage import Stage, open_stage

FRIDAY = "2026-12-18T09:30"


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url, clock) as it:
        await it.join("Marie", PRODUCTIVE)
        yield it


async def test_a_tick_brings_the_invitation(stage: Stage) -> None:
    await Community(stage.app.database, stage.clock).publish(FRIDAY)
    await stage.pass_time(1, "seconde")
    assert "Atelier" in stage.read("Marie")


async def test_one_that_fails_does_not_hold_back_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    town = Community(stage.app.database, stage.clock)
    await town.publish(FRIDAY, title="Cassé")
    await town.publish(FRIDAY, title="Entier")
    expand = reminders.expand

    async def expand_but_one(session: object, id_: int, *rest: object) -> None:
        if id_ == 1:
            raise ZeroDivisionError
        await expand(session, id_, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(reminders, "expand", expand_but_one)
        await stage.pass_time(1, "seconde")
    read = stage.read("Marie")
    assert "Entier" in read
    assert "Cassé" not in read
    assert "reminder 1 could not be made: ZeroDivisionError" in caplog.text
    await stage.pass_time(1, "minute")
    assert "Cassé" in stage.read("Marie")


async def test_the_next_of_a_series_is_invited_to_once_the_one_before_began(stage: Stage) -> None:
    town = Community(stage.app.database, stage.clock)
    first = await town.publish("2026-11-24T10:00", title="Le mardi")
    await stage.pass_time(1, "seconde")
    stage.read("Marie")
    async with town.now() as session:
        exchange = await session.get_one(Exchange, first)
        await set_rule(session, BOSS, exchange, "FREQ=WEEKLY;BYDAY=TU", town.clock())
        await extend_from(session, exchange, town.clock())
    await stage.pass_time(1, "heure")
    assert stage.read("Marie") == ""
    await stage.pass_time(1, "jour")
    await stage.pass_time(1, "seconde")
    read = stage.read("Marie")
    assert "Mardi 1er décembre 2026" in read
    assert "8 décembre" not in read
