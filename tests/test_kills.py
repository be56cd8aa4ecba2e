"""`kill -9` at any moment: every request changes the data exactly once, and is answered."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from community.db.engine import Database, parse_url
from community.db.tables import Delivery, Inbox, Invitation

KILLS = 60


@pytest.mark.timeout(300)
async def test_kill_9_under_a_stream_of_requests(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = _kill(database_url, tmp_path)
    with capsys.disabled():
        print(f"\nkills on {database_url.partition(':')[0]}: {counted['fallen']}")
    assert all(counted["fallen"].values())
    base = Database(parse_url(database_url))
    async with base.transaction() as session:
        assert await session.scalar(select(func.count(Invitation.id))) == counted["requests"]
        assert await session.scalar(select(func.count(Inbox.id))) == counted["requests"]
        statuses = await session.execute(
            select(Inbox.outcome, Delivery.status, Delivery.token).join(
                Delivery, Delivery.key == func.concat("answer/", Inbox.id)
            )
        )
        rows = statuses.all()
    await base.close()
    assert {(outcome, status) for outcome, status, _ in rows} == {("answered", "sent")}
    sent = Counter((tmp_path / "sent").read_text().split())
    assert set(sent) == {token for _, _, token in rows}
    repeats = sent.total() - len(sent)
    assert repeats <= 8 * KILLS, "no more repeats than were in flight"


def _kill(url: str, folder: Path) -> dict[str, object] | dict[str, dict[str, int]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", url, str(folder), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, dict[str, int]] = json.loads(done.stdout)
    return counted
