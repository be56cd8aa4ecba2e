"""`kill -9` while people write mails: nothing is lost, nothing is handled twice."""

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.app import wall_clock
from bot.doors.mail.home import BOUNCE
from community.addresses import keep_addresses
from community.db.engine import Database, parse_url
from community.db.tables import AddressRow, Delivery, Inbox
from community.post import outbox
from community.words import Address, Reply
from tests.mail_killing import MOMENTS
from tests.mail_lab import DOMAIN, MailLab
from tests.mail_stage import MailBot, Writer, full, until

KILLS = 15
A_LIFE = 2  # people who write between two kills
QUESTION = "c'est quoi un ptce ?"


@pytest.mark.timeout(180)
async def test_kill_9_while_people_write(
    mail_lab: MailLab, sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    bot = MailBot(mail_lab, sqlite_url)
    people = [Writer(mail_lab) for _ in range((KILLS + 1) * A_LIFE)]
    killed = await _write_and_kill(bot, people, await _tell(sqlite_url, KILLS))
    moments = Counter(kill["moment"] for kill in killed)
    record_property("kills while mails come", dict(moments))
    assert set(moments) == set(MOMENTS)
    assert bot.folder("") == 0
    assert bot.folder("Traités") == len(people) + KILLS
    assert await _bounces(sqlite_url) == [1] * KILLS
    assert await _handled(sqlite_url) == {person.address: ["unproven"] for person in people}
    repeats = sum(len(person.read) for person in people) - len(people)
    record_property("answers that came twice", repeats)
    assert repeats <= sum(kill["in_flight"] for kill in killed), "no more than were in flight"


async def _write_and_kill(
    bot: MailBot, people: list[Writer], came_back: list[str]
) -> list[dict[str, Any]]:
    """People write between two kills, and a mail of ours comes back, named by its token."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.mail_killing", json.dumps(bot.environment), str(KILLS)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    killed: list[dict[str, Any]] = []
    waiting, tokens = iter(people), iter(came_back)
    _write(bot, [next(waiting) for _ in range(A_LIFE)])
    async for line in process.stdout:
        kill = json.loads(line)
        if not kill["moment"]:
            break
        killed.append(kill)
        _bring_back(bot, next(tokens))
        _write(bot, [next(waiting) for _ in range(A_LIFE)])
    for person in people:
        await person.got(1, within=60)
    await until(lambda: bot.folder("Traités") == len(people) + len(killed))
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    return killed


def _write(bot: MailBot, people: list[Writer]) -> None:
    for person in people:
        person.write(bot.address, QUESTION)


def _bring_back(bot: MailBot, token: str) -> None:
    to = f"{bot.name}+{BOUNCE}{token}@{DOMAIN}"
    Writer(bot.lab).send(full(to), to)


async def _tell(url: str, count: int) -> list[str]:
    """Have so many people been told something; give the tokens of these mails."""
    base, now = Database(parse_url(url)), wall_clock()
    async with base.transaction() as session:
        ids = await keep_addresses(session, (_full(number) for number in range(count)), now)
        told = [
            await outbox.add(
                session, key=f"told/{id_}", address_id=id_, reply=Reply("Bonjour"), now=now
            )
            for id_ in ids.values()
        ]
        await session.execute(update(Delivery).values(status="sent"))
    await base.close()
    return [posted.token for posted in told if posted is not None]


def _full(number: int) -> Address:
    return Address("mail", f"pleine-{number}@exemple.test")


async def _bounces(url: str) -> list[int]:
    """How often mails came back from those who were told something."""
    base = Database(parse_url(url))
    async with base.transaction() as session:
        query = select(AddressRow.bounces).where(AddressRow.value.endswith("@exemple.test"))
        counted = list(await session.scalars(query))
    await base.close()
    return counted


async def _handled(url: str) -> dict[str, list[str]]:
    """How each request ended, by who made it; each has one answer, and that was sent."""
    base = Database(parse_url(url))
    async with base.transaction() as session:
        query = select(AddressRow.value, Inbox.outcome).join(Inbox).where(Inbox.outcome != "noted")
        outcomes = (await session.execute(query)).all()
        sent = list(
            await session.scalars(select(Delivery.status).where(Delivery.key.startswith("answer/")))
        )
    await base.close()
    assert sent == ["sent"] * len(outcomes)
    handled: dict[str, list[str]] = {}
    for who, outcome in outcomes:
        handled.setdefault(who, []).append(outcome)
    return handled
