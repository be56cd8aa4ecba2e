"""`kill -9` while reminders go out: each person is told, and hardly anybody twice."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.sending import AT_HAND
from community.db.engine import Database, parse_url
from community.db.tables import AddressRow, Delivery
from tests.reminder_killing import PEOPLE

KILLS = {"sqlite": 30, "postgresql": 7}


@pytest.mark.timeout(300)
async def test_kill_9_while_five_hundred_reminders_go_out(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    engine = database_url.partition(":")[0]
    killed = await asyncio.to_thread(_kill, database_url, tmp_path, KILLS[engine])
    record_property(f"kills on {engine}", dict(Counter(kill["moment"] for kill in killed)))
    assert len(killed) >= KILLS[engine]
    base = Database(parse_url(database_url))
    async with base.transaction() as session:
        query = select(AddressRow.value, Delivery.token, Delivery.status).join(
            Delivery, Delivery.address_id == AddressRow.id
        )
        rows = (await session.execute(query)).all()
    await base.close()
    assert sorted(who for who, _, _ in rows) == sorted(f"m{n}" for n in range(PEOPLE))
    assert {status for _, _, status in rows} == {"sent"}
    sent = Counter((tmp_path / "sent").read_text().split())
    assert sent.keys() == {token for _, token, _ in rows}
    repeats = sent.total() - len(sent)
    record_property(f"repeats on {engine}", repeats)
    assert repeats <= sum(kill["in_hand"] for kill in killed), "no more than were in flight"
    assert all(kill["in_hand"] <= AT_HAND for kill in killed)


def _kill(url: str, folder: Path, kills: int) -> list[dict[str, Any]]:
    line = [sys.executable, "-m", "tests.reminder_killing", url, str(folder), str(kills)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(said) for said in done.stdout.splitlines()]
