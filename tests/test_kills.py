"""`kill -9` at any moment: every request changes the data exactly once, and is answered."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import String, cast, func, literal, select, text

from community.db.engine import Database, create_engine, parse_url
from community.db.migrate import check_revision, config
from community.db.tables import Delivery, Inbox, Invitation
from tests.conftest import run_apart
from tests.killing import PEOPLE

KILLS = 60


@pytest.mark.timeout(300)
async def test_kill_9_under_a_stream_of_requests(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    counted = _kill(database_url, tmp_path)
    record_property(f"kills on {database_url.partition(':')[0]}", counted["fallen"])
    assert all(counted["fallen"].values())
    base = Database(parse_url(database_url))
    async with base.transaction() as session:
        assert await session.scalar(select(func.count(Invitation.id))) == counted["requests"]
        asked = select(func.count(Inbox.id)).where(Inbox.request_id.not_like("retry%"))
        assert await session.scalar(asked) == counted["requests"]
        statuses = await session.execute(
            select(Inbox.outcome, Delivery.status, Delivery.token).join(
                Delivery, Delivery.key == literal("answer/") + cast(Inbox.id, String)
            )
        )
        rows = statuses.all()
        handled = await session.scalar(select(func.count(Inbox.id)))
    await base.close()
    assert len(rows) == handled, "every request has its answer"
    assert {(outcome, status) for outcome, status, _ in rows} == {("answered", "sent")}
    sent = Counter((tmp_path / "sent").read_text().split())
    assert {token for _, _, token in rows} <= set(sent)
    repeats = sent.total() - len(sent)
    record_property(f"repeats on {database_url.partition(':')[0]}", repeats)
    record_property(f"shelved on {database_url.partition(':')[0]}", handled - counted["requests"])
    assert repeats <= PEOPLE * KILLS, "no more repeats than were in flight"


def _kill(url: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", url, str(folder), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


DYING_MIGRATION = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from community.db.engine import parse_url
from community.db.migrate import migrate

left = int(sys.argv[2])

@event.listens_for(Engine, "before_cursor_execute")
def die(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(migrate(parse_url(sys.argv[1])))
"""


@pytest.mark.timeout(300)
def test_kill_9_at_each_statement_of_a_migration(
    database_url: str, record_property: Callable[[str, object], None]
) -> None:
    run_apart(_back_to_the_first_revision(database_url))
    kills = 0
    while _migrate_and_die(database_url, kills + 1) == -signal.SIGKILL:
        kills += 1
    record_property(f"kills inside a migration on {database_url.partition(':')[0]}", kills)
    assert kills > 0
    run_apart(_has_kept_its_row(database_url))


def _migrate_and_die(url: str, statement: int) -> int:
    line = [sys.executable, "-c", DYING_MIGRATION, url, str(statement)]
    return subprocess.run(line, check=False).returncode


async def _back_to_the_first_revision(url: str) -> None:
    engine = create_engine(parse_url(url), foreign_keys=False)
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "0001"))
        await connection.execute(
            text("INSERT INTO themes (slug, opened_at) VALUES ('theme', '2026-01-01 00:00:00')")
        )
    await engine.dispose()


async def _has_kept_its_row(url: str) -> None:
    await check_revision(parse_url(url))
    engine = create_engine(parse_url(url))
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM themes")) == 1
    await engine.dispose()
