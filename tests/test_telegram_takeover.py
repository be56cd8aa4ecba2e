"""Two processes on PostgreSQL: one polls Telegram, the other takes over when it dies."""

import asyncio
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot_api import BotApi, Person, running_bot_api
from tests.calls import start, wait_for
from tests.conftest import _create, run_apart
from tests.servers import Postgres

TAKEOVER = 30  # seconds
LINES = ("/rejoindre renouveau-productif", "oui", "{name}", "aucune", "62")


@pytest.fixture
def base(postgres: Postgres, postgres_template: str) -> str:
    name = "palabre_takeover"
    run_apart(_create(postgres, name, postgres_template))
    return postgres.url(name)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with running_bot_api(limits=None) as running:
        yield running


@contextmanager
def process(folder: Path, base: str, api: BotApi) -> Iterator[subprocess.Popen[str]]:
    settings = {
        "DATABASE_URL": base,
        "PALABRE_TELEGRAM_TOKEN": api.token,
        "PALABRE_TELEGRAM_API_URL": api.url,
        "PALABRE_TELEGRAM_PER_CHAT": "100",
        "PALABRE_TELEGRAM_PER_SECOND": "1000",
    }
    started = start(folder, "run", "--worker", **settings)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def people(api: BotApi, first: int) -> list[Person]:
    """Twenty people who say all their lines at once."""
    them = [api.person(n, f"Prénom {n}") for n in range(first, first + 20)]
    for line in LINES:
        for person in them:
            person.says(line.format(name=person.first_name))
    return them


def answered(them: list[Person]) -> Callable[[], bool]:
    return lambda: all(len(told(person)) >= len(LINES) for person in them)


async def _opened(process: subprocess.Popen[str]) -> None:
    await asyncio.to_thread(wait_for, process, "Telegram est ouvert")


@pytest.mark.timeout(120)
async def test_the_other_takes_over_from_one_that_is_killed(
    base: str, api: BotApi, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with process(tmp_path, base, api) as first:
        await _opened(first)
        before = people(api, 1)
        await api.until(answered(before), within=30)
        with process(tmp_path, base, api) as second:
            await _opened(second)
            caught = people(api, 101)
            await api.until(lambda: any(person.read for person in caught))
            first.send_signal(signal.SIGKILL)
            late = people(api, 201)
            killed = time.monotonic()
            await api.until(lambda: not api.updates, within=TAKEOVER)
            record_property("seconds until the other polled", round(time.monotonic() - killed))
            await api.until(answered([*caught, *late]))
    wanted = told(before[0])
    assert len(wanted) == len(LINES)
    assert [told(person) for person in (*before, *caught, *late)] == [wanted] * 60


def told(person: Person) -> list[str]:
    """What she read, in order; what was in flight at a death may come twice."""
    texts = (one["text"].replace(person.first_name, "…") for one in person.read)
    return list(dict.fromkeys(texts))


@pytest.mark.timeout(60)
async def test_the_other_takes_over_at_once_from_one_that_is_stopped(
    base: str, api: BotApi, tmp_path: Path
) -> None:
    with process(tmp_path, base, api) as first:
        await _opened(first)
        with process(tmp_path, base, api) as second:
            await _opened(second)
            first.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(first.wait) == 0
            await api.until(answered(people(api, 1)), within=10)
