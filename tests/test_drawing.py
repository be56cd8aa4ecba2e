"""What draws is loaded only when something is drawn, in a process of its own."""

import asyncio
import sys
import time

import pytest

from drawing import Drawn, NotDrawn, draw
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.stage import open_stage

HEAVY = ("matplotlib", "PIL", "fpdf", "fontTools")
CHART = {"title": "Bilan", "alt": "", "foot": "", "panels": []}

RUNNING = """
import asyncio, sys
from datetime import UTC, datetime
from tests.conftest import Clock
from tests.stage import open_stage

async def main():
    async with open_stage(sys.argv[1], Clock(datetime(2026, 11, 23, 9, tzinfo=UTC))) as stage:
        await stage.grant("sophie", "animator", "renouveau-productif")
        await stage.say("sophie", "/bilan")
    print([name for name in {heavy} if name in sys.modules])

asyncio.run(main())
"""


async def test_a_running_bot_has_loaded_nothing_that_draws(sqlite_url: str) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", RUNNING.replace("{heavy}", repr(HEAVY)), sqlite_url),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await child.communicate()
    assert out.decode().strip() == "[]"


async def test_others_are_answered_while_a_picture_is_drawn() -> None:
    longest, stop = 0.0, False

    async def live() -> None:
        nonlocal longest
        while not stop:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    living = asyncio.create_task(live())
    before = time.perf_counter()
    picture = await draw(Drawn.CHART, CHART)
    took = time.perf_counter() - before
    stop = True
    await living
    assert picture.startswith(b"\x89PNG")
    assert longest < took / 2


async def test_what_cannot_be_drawn_is_said_and_leaves_no_process() -> None:
    with pytest.raises(NotDrawn):
        await draw(Drawn.CHART, {"panels": "nonsense"})


async def test_a_picture_reaches_who_asked_for_it(sqlite_url: str, clock: Clock) -> None:
    async with open_stage(sqlite_url, clock) as stage:
        await stage.grant("sophie", "animator", PRODUCTIVE)
        await stage.join("marie", PRODUCTIVE)
        await stage.publish(
            "(Un échange « Visite » est publié dans renouveau-productif, vendredi 18 décembre 2026"
            " de 9 h 30 à 16 h 30)"
        )
        await stage.say("marie", "/je_viens 5")
        clock.forward(days=28)
        await stage.say("sophie", "/presence 5 oui reste")
        read = await stage.say("sophie", f"/bilan_image {PRODUCTIVE} 2026")
    assert "[fichier : bilan-2026-renouveau-productif.png]" in read
    assert "matplotlib" not in sys.modules
