"""One door to the database, SQLite or PostgreSQL, with the same promises on both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import cast

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from community.db.one_trip import OneTripConnection, connect

Session = AsyncSession
PATIENCE = 5  # seconds

PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "synchronous=NORMAL",
    "secure_delete=ON",  # what is erased leaves no bytes behind
)


def parse_url(text_: str) -> URL:
    """Read a database address as hosts write it, for the drivers used here.

    `postgres://`, `postgresql://` (with `?sslmode=require`), `sqlite:///file`. Raises ValueError.
    """
    try:
        url = make_url(text_)
    except Exception as error:
        message = f"not a database URL: {error}"
        raise ValueError(message) from error
    if url.drivername in {"postgres", "postgresql", "postgresql+asyncpg"}:
        query = {("ssl" if name == "sslmode" else name): v for name, v in url.query.items()}
        return url.set(drivername="postgresql+asyncpg", query=query)
    if url.drivername in {"sqlite", "sqlite+aiosqlite"}:
        return url.set(drivername="sqlite+aiosqlite")
    message = f"neither SQLite nor PostgreSQL: {url.drivername}"
    raise ValueError(message)


def _prepare_sqlite(dbapi: DBAPIConnection, _: ConnectionPoolEntry, foreign_keys: bool) -> None:
    dbapi.isolation_level = None  # the driver's own BEGIN is deferred: ours is below
    cursor = dbapi.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    if not foreign_keys:
        cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def create_engine(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
    """Make an engine. On SQLite one connection and BEGIN IMMEDIATE: nothing lost, nothing locked.

    `foreign_keys=False` is for migrations alone, where batch mode would cascade into children.
    """
    if url.get_backend_name() == "postgresql":
        return create_async_engine(url, pool_size=8, max_overflow=8, hide_parameters=True)
    engine = create_async_engine(
        url,
        async_creator=partial(connect, url.database or ":memory:"),
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(dbapi: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        _prepare_sqlite(dbapi, entry, foreign_keys)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        cast("OneTripConnection", connection.connection.driver_connection).begin()

    return engine


class Database:
    """Sessions over one engine. No network may be awaited inside a session."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine = create_engine(url)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this machine (SQLite)."""
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Open a session whose work is committed at the end, or undone by an exception."""
        session = AsyncSession(self.engine, expire_on_commit=False)
        try:
            yield session
            await session.commit()
        except BaseException:
            await asyncio.shield(session.close())  # undone, even when who waits for it goes away
            raise
        await asyncio.sleep(0)  # who waits for the one connection has it next, not who comes back

    async def compact(self) -> None:
        """Rewrite the file so that nothing erased stays in it or in its journal (SQLite)."""
        if not self.embedded:
            return
        async with self.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                return
            await driver.execute("VACUUM")
            await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def answers(self) -> bool:
        """Whether it can be reached, within seconds."""
        try:
            async with asyncio.timeout(PATIENCE), self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:
            return False
        return True

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
