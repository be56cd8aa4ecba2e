"""Both engines come from empty, from the previous revision, and refuse what they do not know."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from community.db.engine import create_engine, parse_url
from community.db.migrate import check_revision, config, migrate
from community.errors import BaseTooNew, BaseTooOld


@pytest.fixture
async def empty_url(database_url: str) -> str:
    """The address of a base without any table."""
    engine = create_engine(parse_url(database_url), foreign_keys=False)
    async with engine.begin() as connection:
        await connection.run_sync(_downgrade, "base")
    await engine.dispose()
    return database_url


def _downgrade(connection: Connection, target: str) -> None:
    command.downgrade(config(connection), target)


async def test_an_empty_base_is_brought_to_the_newest_revision(empty_url: str) -> None:
    await migrate(parse_url(empty_url))
    await check_revision(parse_url(empty_url))


async def test_the_previous_revision_keeps_its_rows(empty_url: str) -> None:
    url = parse_url(empty_url)
    await migrate(url, "0001")
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO themes (slug, opened_at) VALUES ('theme', '2026-01-01 00:00:00')")
        )
    await migrate(url)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM themes")) == 1
    await engine.dispose()


async def test_the_tables_are_what_the_migrations_make(database_url: str) -> None:
    engine = create_engine(parse_url(database_url))
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.check(config(sync)))
    await engine.dispose()


async def test_an_older_base_is_refused(empty_url: str) -> None:
    await migrate(parse_url(empty_url), "0001")
    with pytest.raises(BaseTooOld):
        await check_revision(parse_url(empty_url))


@pytest.mark.parametrize("act", [check_revision, migrate])
async def test_a_newer_base_is_refused(act: object, database_url: str) -> None:
    url = parse_url(database_url)
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    assert callable(act)
    with pytest.raises(BaseTooNew):
        await act(url)


async def test_a_number_is_never_given_twice(sqlite_url: str) -> None:
    """A key of the outbox or an old choice may still name a row that is gone."""
    engine = create_engine(parse_url(sqlite_url))
    async with engine.connect() as connection:
        tables = await connection.execute(text("SELECT name, sql FROM sqlite_master"))
        numbered = {name: sql for name, sql in tables if sql and "\n\tid INTEGER" in sql}
    await engine.dispose()
    assert {"inbox", "deliveries", "members", "exchanges"} <= numbered.keys()
    assert [name for name, sql in numbered.items() if "AUTOINCREMENT" not in sql] == []
