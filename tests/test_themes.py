"""The themes that content names are opened in the database."""

import asyncio

import asyncpg

from community.db.engine import Database, parse_url
from community.themes import sync_themes
from tests.conftest import Clock, _create, run_apart
from tests.servers import Postgres


async def test_two_processes_open_them_at_the_same_moment(
    postgres: Postgres, postgres_template: str, clock: Clock
) -> None:
    run_apart(_create(postgres, "palabre_themes", postgres_template))
    database = Database(parse_url(postgres.url("palabre_themes")))

    async def open_too() -> None:
        async with database.transaction() as session:
            await sync_themes(session, ["laine"], clock())

    async with database.transaction() as session:
        await sync_themes(session, ["laine"], clock())
        await session.flush()
        other = asyncio.create_task(open_too())
        await _somebody_waits(postgres.url("palabre_themes"))
    await other
    await database.close()


async def _somebody_waits(url: str) -> None:
    """Until a transaction waits for another one of this base."""
    watcher = await asyncpg.connect(url)
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = "
    while not await watcher.fetch(f"{waits}'transactionid'"):
        pass
    await watcher.close()
