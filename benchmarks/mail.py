"""Mails, in and out: how they are read, how fast many go, and how long an answer takes.

`python -m benchmarks.mail [--quick]` prints what `mail.md` holds. Mails go through a Postfix and a
Dovecot of our own, so it runs as root, where they are installed.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from benchmarks.mail_reading import measure_reading
from community.addresses import keep_addresses
from community.db.engine import Database, parse_url
from community.db.migrate import migrate
from community.db.tables import Delivery
from community.exchanges import Plan, plan_exchange, publish_exchange
from community.members import Profile, join_community
from community.post.outbox import DeliveryStatus
from community.reminders import announce
from community.roles import Rights
from community.themes import join_theme, sync_themes
from community.timing import Kind
from community.words import Address
from tests.calls import start, wait_for
from tests.mail_lab import DOMAIN, MailLab, running_mail_lab
from tests.mail_stage import MailBot, Writer

THEME = "renouveau-productif"
ZONES = ("Europe/Paris", "America/Martinique", "Pacific/Tahiti", "Pacific/Noumea", "Indian/Reunion")
INVITED = 1_000
BOSS = Rights(administrator=True)
QUESTION = "Bonjour,\n\nc'est quoi un ptce ?\n\nMarie"
ANSWERED = 20  # an hour: who proves nothing of herself is answered no more than that
LATE = 900.0  # seconds


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer mails to read and to answer")
    quick = parser.parse_args().quick
    measure_reading(1_000 if quick else 10_000)
    with tempfile.TemporaryDirectory() as folder, running_mail_lab() as lab:
        bot = MailBot(lab, f"sqlite:///{folder}/palabre.db")
        await migrate(parse_url(bot.settings.database_url))
        base = Database(parse_url(bot.settings.database_url))
        try:
            with start(Path(folder), "run", **bot.environment) as process:
                try:
                    wait_for(process, "relève la boîte")
                    await measure_answers(bot, 40 if quick else 400)
                    await measure_invitations(base, lab, process)
                finally:
                    process.terminate()
        finally:
            await base.close()


async def measure_answers(bot: MailBot, count: int) -> None:
    """From a mail handed to Postfix until its answer lies in the mailbox of who wrote it."""
    took: list[float] = []
    for number in range(count):
        if number % ANSWERED == 0:
            somebody = Writer(bot.lab)
        took.append(await _answer(bot, somebody, number % ANSWERED))
    centiles = statistics.quantiles(took, n=100, method="inclusive")
    print(f"\n{count} questions, one after the other, from SMTP in to the answer in her mailbox:")
    print(f"| p50 | p99 | slowest | goal |\n|---|---|---|---|\n| {centiles[49]:.2f} s"
          f" | {centiles[98]:.2f} s | {max(took):.2f} s | 5 s |")  # fmt: skip


async def _answer(bot: MailBot, somebody: Writer, number: int) -> float:
    began = time.monotonic()
    somebody.write(bot.address, QUESTION)
    await somebody.got(number + 1)
    return time.monotonic() - began


async def measure_invitations(base: Database, lab: MailLab, process: Popen[str]) -> None:
    """From an exchange announced until Postfix has every invitation, with its calendar."""
    now = datetime.now(UTC)
    async with base.transaction() as session:
        await sync_themes(session, (THEME,), now)
        box = lab.account()
        addresses = [Address("mail", f"{box}+{number}@{DOMAIN}") for number in range(INVITED)]
        ids = await keep_addresses(session, addresses, now)
        for number, id_ in enumerate(ids.values()):
            profile = Profile(f"Membre {number}", "", "59", _awake(now))
            member = await join_community(session, id_, profile, "oui", now)
            await join_theme(session, member, THEME, now)
        starts = (now + timedelta(days=20)).replace(tzinfo=None)
        plan = Plan(THEME, "atelier", "Atelier", starts, "Europe/Paris", place="Romans")
        exchange = await plan_exchange(session, BOSS, plan, now)
        await publish_exchange(session, BOSS, exchange.id, now)
        await announce(session, exchange, Kind.INVITATION, now)
    began = time.monotonic()
    while await _sent(base) < INVITED:
        assert time.monotonic() - began < LATE
        await asyncio.sleep(0.2)
    took = time.monotonic() - began
    print(f"\n{INVITED} invitations with their calendars, through one connection:")
    print(f"| mails a second | all of them | memory, most |\n|---|---|---|\n"
          f"| {INVITED / took:.0f} | {took:.1f} s | {_memory(process):.0f} MB |")  # fmt: skip


async def _sent(base: Database) -> int:
    async with base.transaction() as session:
        query = select(func.count()).where(
            Delivery.status == DeliveryStatus.SENT, Delivery.kind == Kind.INVITATION
        )
        return await session.scalar(query) or 0


def _awake(now: datetime) -> str:
    """A zone where it is day: nobody is written to at night."""
    return next(zone for zone in ZONES if 10 <= now.astimezone(ZoneInfo(zone)).hour < 18)


def _memory(process: Popen[str]) -> float:
    """The most that a process ever held, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    asyncio.run(main())
