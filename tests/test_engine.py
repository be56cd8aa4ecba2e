"""One connection to a SQLite file, and who has it when."""

import asyncio

from sqlalchemy import select

from community.db.engine import Database, parse_url
from community.db.tables import Status


async def test_who_comes_back_at_once_does_not_pass_before_who_waits(sqlite_url: str) -> None:
    base = Database(parse_url(sqlite_url))
    turns: list[str] = []

    async def take(who: str) -> None:
        async with base.transaction() as session:
            await session.execute(select(Status))
            turns.append(who)

    async def hurry() -> None:
        for _ in range(5):
            await take("in haste")

    await asyncio.gather(hurry(), take("patient"))
    await base.close()
    assert turns[1] == "patient"
