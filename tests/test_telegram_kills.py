"""`kill -9` at any moment while people talk: nothing is lost, nothing is done twice."""

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import String, cast, func, literal, select

from community.db.engine import Database, parse_url
from community.db.tables import Consent, Delivery, Inbox, Member, Membership
from tests.bot_api import BotApi, Person, running_bot_api

KILLS = 50
PEOPLE = 300
LINES = ("/rejoindre renouveau-productif", "oui", "{name}", "aucune", "62", "/moi", "/faq")
ACCEPT = "J’accepte"


@dataclass
class Talker:
    """Somebody who says her lines: all at once, or each when the one before is answered."""

    person: Person
    hasty: bool
    said: int = 0

    def go_on(self) -> None:
        """Say what can be said now."""
        while self.said < len(LINES) and (self.hasty or len(self.person.read) >= self.said):
            self._say(LINES[self.said].format(name=self.person.first_name))
            self.said += 1

    def _say(self, line: str) -> None:
        last = self.person.read[-1:] if not self.hasty else []
        if line == "oui" and last and "reply_markup" in last[0]:
            self.person.taps(last[0], ACCEPT)
        else:
            self.person.says(line)


@pytest.mark.timeout(400)
async def test_kill_9_while_three_hundred_people_talk(
    sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    async with running_bot_api(delay=0.02, limits=None) as api:
        talkers = [Talker(api.person(n, f"Prénom {n}"), n % 2 == 0) for n in range(1, PEOPLE + 1)]
        killed = await _talk_and_kill(api, talkers, file)
    record_property("kills through Telegram", dict(Counter(kill["moment"] for kill in killed)))
    assert len(killed) == KILLS
    repeats = await _check_base(sqlite_url, api)
    record_property("repeats through Telegram", repeats)
    assert repeats <= sum(kill["in_flight"] for kill in killed), "no more than were in flight"
    assert not api.open_queries - api.callback_answers.keys(), "every tap was answered"


async def _talk_and_kill(api: BotApi, talkers: list[Talker], file: str) -> list[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram_killing", file, api.url, api.token, str(KILLS)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    killed: list[dict[str, Any]] = []
    talking = asyncio.create_task(_talk(api, talkers, killed))
    async for line in process.stdout:
        kill = json.loads(line)
        if not kill["moment"]:
            break
        killed.append(kill)
        api.stir()
    await talking
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    return killed


async def _talk(api: BotApi, talkers: list[Talker], killed: list[dict[str, Any]]) -> None:
    """A few more people speak up after each kill, so that there is talk until the last one."""

    def done() -> bool:
        speaking = min(len(talkers), (len(killed) + 1) * len(talkers) // KILLS)
        for talker in talkers[:speaking]:
            talker.go_on()
        return len(killed) == KILLS and all(len(t.person.read) >= len(LINES) for t in talkers)

    await api.until(done, within=300)


async def _check_base(url: str, api: BotApi) -> int:
    """Each update changed the data once and was answered; give how many messages came twice."""
    base = Database(parse_url(url))
    async with base.transaction() as session:
        for table in (Member, Membership, Consent):
            assert await session.scalar(select(func.count()).select_from(table)) == PEOPLE
        names = set(await session.scalars(select(Member.name)))
        assert names == {f"Prénom {n}" for n in range(1, PEOPLE + 1)}
        assert await session.scalar(select(func.count(Inbox.id))) == PEOPLE * len(LINES)
        query = select(Inbox.outcome, Delivery.status, func.count()).join(
            Delivery, Delivery.key == literal("answer/") + cast(Inbox.id, String)
        )
        answered = (await session.execute(query.group_by(Inbox.outcome, Delivery.status))).all()
    await base.close()
    assert [tuple(row) for row in answered] == [("answered", "sent", PEOPLE * len(LINES))]
    sent = sum(len(person.read) for person in api.people.values())
    return sent - PEOPLE * len(LINES)
