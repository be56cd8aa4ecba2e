"""The clock of the house, with real seconds: few, and none measured."""

import asyncio
import logging

import pytest

from scheduler.ticking import Ticking


async def _never() -> None:
    raise AssertionError("no hour has passed")


async def test_a_job_longer_than_a_second_runs_alone_and_in_silence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    calls, running = [], 0

    async def slow() -> None:
        nonlocal running
        assert running == 0
        running += 1
        calls.append(await asyncio.sleep(1.5, "told"))
        running -= 1
        if len(calls) == 2:
            done.set()

    done = asyncio.Event()
    ticking = Ticking(each_second=slow, each_hour=_never)
    ticking.start()
    await done.wait()
    await ticking.stop()
    assert calls == ["told", "told"]
    assert not caplog.records
