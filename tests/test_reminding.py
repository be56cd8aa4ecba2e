"""The process makes deliveries of what is due, at each of its ticks."""

import logging
from collections.abc import AsyncIterator

import pytest

from scheduler import reminders
from tests.conftest import Clock
from tests.meetings import Community
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
