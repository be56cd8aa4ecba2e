"""The one web server: for hosts that ask whether all is well, and for Telegram to bring updates."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.doors.telegram.webhook import HEADER, secret
from bot.server import serve
from tests.bot_api import BotApi, running_bot_api
from tests.calls import palabre, start, wait_for
from tests.conftest import _create, run_apart
from tests.servers import Postgres, free_port


@pytest.fixture
def base(postgres: Postgres, postgres_template: str) -> str:
    run_apart(_create(postgres, "palabre_web", postgres_template))
    return postgres.url("palabre_web")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with running_bot_api(delay=0) as running:
        yield running


@contextmanager
def process(folder: Path, *call: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    started = start(folder, "run", *call, **settings)
    try:
        yield started
    finally:
        started.terminate()
        started.communicate()


async def status(method: str, url: str, headers: dict[str, str] | None = None) -> int:
    """The answer of a server that is about to listen."""
    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            try:
                async with session.request(method, url, json={}, headers=headers) as answer:
                    return answer.status
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
    message = f"nobody listens at {url}"
    raise AssertionError(message)


@asynccontextmanager
async def serving(*, well: bool) -> AsyncIterator[str]:
    async def healthy() -> bool:
        return well

    port, stopping = free_port(), asyncio.Event()
    task = asyncio.create_task(serve([], healthy, port, stopping))
    yield f"http://127.0.0.1:{port}"
    stopping.set()
    await task


class TestHealth:
    @pytest.mark.parametrize(("well", "said"), [(True, 200), (False, 503)])
    async def test_says_whether_the_database_answers(self, well: bool, said: int) -> None:
        async with serving(well=well) as url:
            assert await status("GET", f"{url}/healthz") == said

    async def test_changes_nothing(self) -> None:
        async with serving(well=True) as url:
            assert await status("POST", f"{url}/healthz") == 405


def settings(base: str, api: BotApi, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": base,
        "PALABRE_TELEGRAM_TOKEN": api.token,
        "PALABRE_TELEGRAM_API_URL": api.url,
        "PORT": str(port),
    }


class TestAWebProcess:
    async def test_without_an_address_only_says_that_it_is_well(
        self, base: str, api: BotApi, tmp_path: Path
    ) -> None:
        url = f"http://127.0.0.1:{(port := free_port())}"
        with process(tmp_path, "--web", **settings(base, api, port)) as web:
            await asyncio.to_thread(wait_for, web, "répond seulement à /healthz")
            assert await status("GET", f"{url}/healthz") == 200
            assert await status("POST", f"{url}/telegram") == 404
            assert not [call for call in api.calls if call.method in {"getUpdates", "setWebhook"}]

    async def test_with_an_address_takes_updates_and_a_worker_beside_it_works(
        self, base: str, api: BotApi, tmp_path: Path
    ) -> None:
        url = f"http://127.0.0.1:{(port := free_port())}"
        both = settings(base, api, port) | {"PALABRE_PUBLIC_URL": url}
        with (
            process(tmp_path, "--web", **both) as web,
            process(tmp_path, "--worker", **both) as worker,
        ):
            await asyncio.to_thread(wait_for, web, f"il apporte les messages à {url}")
            await asyncio.to_thread(wait_for, worker, "« run --web » y prend les messages")
            await api.until(lambda: bool(api.webhook))
            marie = api.person(42)
            marie.says("/faq")
            await api.until(lambda: len(marie.read) == 1)
            for line in ("/rejoindre renouveau-productif", "oui", "Marie", "aucune", "62"):
                marie.says(line)
            await api.until(lambda: "chat/42" in api.menus)
            assert not [call for call in api.calls if call.method == "getUpdates"]

    def test_refuses_a_base_that_was_not_migrated(self, postgres: Postgres, tmp_path: Path) -> None:
        run_apart(_create(postgres, "palabre_empty", "template1"))
        done = palabre(tmp_path, "run", "--web", DATABASE_URL=postgres.url("palabre_empty"))
        assert (done.returncode, "palabre migrate" in done.stderr) == (1, True)

    async def test_takes_them_from_telegram_alone(
        self, base: str, api: BotApi, tmp_path: Path
    ) -> None:
        url = f"http://127.0.0.1:{(port := free_port())}"
        both = settings(base, api, port) | {"PALABRE_PUBLIC_URL": url}
        with process(tmp_path, "--web", **both) as web:
            await asyncio.to_thread(wait_for, web, "il apporte les messages")
            assert await status("POST", f"{url}/telegram", {HEADER: "guess"}) == 403
            assert await status("POST", f"{url}/telegram", {HEADER: secret(api.token)}) == 200
