"""`kill -9` while people write mails: nothing is lost, nothing is handled twice."""

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from community.db.engine import Database, parse_url
from community.db.tables import AddressRow, Delivery, Inbox
from tests.mail_killing import MOMENTS
from tests.mail_lab import MailLab
from tests.mail_stage import MailBot, Writer, until

KILLS = 15
A_LIFE = 2  # people who write between two kills
QUESTION = "c'est quoi un ptce ?"


@pytest.mark.timeout(180)
async def test_kill_9_while_people_write(
    mail_lab: MailLab, sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    bot = MailBot(mail_lab, sqlite_url)
    people = [Writer(mail_lab) for _ in range((KILLS + 1) * A_LIFE)]
    killed = await _write_and_kill(bot, people)
    moments = Counter(kill["moment"] for kill in killed)
    record_property("kills while mails come", dict(moments))
    assert set(moments) == set(MOMENTS)
    assert bot.folder("") == 0
    assert bot.folder("Traités") == len(people)
    assert await _handled(sqlite_url) == {person.address: ["answered"] for person in people}
    repeats = sum(len(person.read) for person in people) - len(people)
    record_property("answers that came twice", repeats)
    assert repeats <= sum(kill["in_flight"] for kill in killed), "no more than were in flight"


async def _write_and_kill(bot: MailBot, people: list[Writer]) -> list[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.mail_killing", json.dumps(bot.environment), str(KILLS)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    killed: list[dict[str, Any]] = []
    waiting = iter(people)
    _write(bot, [next(waiting) for _ in range(A_LIFE)])
    async for line in process.stdout:
        kill = json.loads(line)
        if not kill["moment"]:
            break
        killed.append(kill)
        _write(bot, [next(waiting) for _ in range(A_LIFE)])
    for person in people:
        await person.got(1, within=60)
    await until(lambda: bot.folder("Traités") == len(people))
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    return killed


def _write(bot: MailBot, people: list[Writer]) -> None:
    for person in people:
        person.write(bot.address, QUESTION)


async def _handled(url: str) -> dict[str, list[str]]:
    """How each request ended, by who made it; each has one answer, and that was sent."""
    base = Database(parse_url(url))
    async with base.transaction() as session:
        query = select(AddressRow.value, Inbox.outcome).join(Inbox)
        outcomes = (await session.execute(query)).all()
        sent = list(await session.scalars(select(Delivery.status)))
    await base.close()
    assert sent == ["sent"] * len(outcomes)
    handled: dict[str, list[str]] = {}
    for who, outcome in outcomes:
        handled.setdefault(who, []).append(outcome)
    return handled
