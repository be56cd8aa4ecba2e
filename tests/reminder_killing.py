"""Processes that are killed with SIGKILL at chosen moments while reminders go out.

Run as `python -m tests.reminder_killing URL FOLDER KILLS`. It loads the bot once, then forks. On
SQLite one process lives at a time; on PostgreSQL two do, the one that leads is killed and the
other takes over. The last ones die of nothing. A line of JSON says at which moment each was
killed and how many deliveries it had in hand.
"""

import asyncio
import gc
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

import bot.app
from bot import reminding
from bot.app import App
from bot.knowledge import Knowledge
from bot.sending import Sender
from bot.settings import Settings
from community import audiences, passes
from community.db.engine import Database, parse_url
from community.db.tables import Delivery
from community.passes import PENDING
from community.post import leases, outbox
from scheduler import reminders
from tests.conftest import Clock
from tests.killing import FileDoor, Moment, after, before
from tests.meetings import Community

PEOPLE = 500
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIFE = timedelta(seconds=2)

Arms = dict[str, tuple[int, Callable[[Moment], None]]]

# A moment, and how often it comes before it is the last one, at most.
MAKING: Arms = {
    "taken": (2, lambda m: setattr(passes, "begin", after(passes.begin, m))),
    "its people read": (
        2,
        lambda m: setattr(audiences, "next_batch", after(audiences.next_batch, m)),
    ),
    "written, before the commit": (
        2,
        lambda m: setattr(reminders, "expand", after(reminders.expand, m)),
    ),
    "a batch committed": (
        2,
        lambda m: setattr(reminding.Reminding, "_expand", after(reminding.Reminding._expand, m)),
    ),
}
SENDING: Arms = {
    "claimed, before the commit": (2, lambda m: setattr(outbox, "claim", after(outbox.claim, m))),
    "leased, before sending": (20, lambda m: setattr(Sender, "send", before(Sender.send, m))),
    "sent, before the mark": (20, lambda m: setattr(FileDoor, "send", after(FileDoor.send, m))),
    "marked, before the commit": (
        8,
        lambda m: setattr(outbox, "mark_sent", after(outbox.mark_sent, m)),
    ),
}


MOMENTS = MAKING | SENDING


@dataclass
class Last(Moment):
    """A moment that writes down what it was called before it kills."""

    said: Path = Path()
    name: str = ""

    def come(self) -> None:
        if self.seen + 1 == self.nth:
            self.said.write_text(self.name)
        super().come()


async def prepare(url: str) -> None:
    """An exchange, to which five hundred people are to be invited."""
    base = Database(parse_url(url))
    town = Community(base, Clock(START))
    await town.open()
    for n in range(PEOPLE):
        await town.member(f"m{n}")
    await town.publish("2026-12-18T09:30")
    await base.close()


async def live(url: str, folder: Path, clock: Callable[[], datetime]) -> None:
    """One life of a process that leads its door and keeps time, until all went out."""
    settings = Settings(database_url=url, rate_limit=0)
    app = App(settings, role="run", doors=[FileDoor(folder)], clock=clock)
    (folder / str(os.getpid())).write_text(app.holder)
    await app.open()
    stopping = asyncio.Event()
    sending = asyncio.create_task(app.sender.run(stopping))
    while await left(app.database, clock()):
        await app.keeper.tick()
        await asyncio.sleep(0.02)
    stopping.set()
    await sending
    await app.keeper.leave()
    await app.close()


async def left(database: Database, now: datetime) -> int:
    """How much is still to be made or sent then."""
    async with database.transaction() as session:
        made = await reminders.due(session, now)
        unsent = await session.scalar(select(func.count()).select_from(Delivery).where(PENDING))
        return (made is not None) + (unsent or 0)


async def in_hand(url: str, holder: str) -> int:
    """The deliveries that a process had leased when it died."""
    base = Database(parse_url(url))
    async with base.transaction() as session:
        query = select(func.count()).select_from(Delivery)
        count = await session.scalar(query.where(PENDING, Delivery.holder == holder))
    await base.close()
    return count or 0


class Killing:
    """Forks lives and counts what their deaths leave."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        self._alone = url.startswith("sqlite")
        self._chance = random.Random(int(os.environ.get("PALABRE_SEED", "7")))
        self._names = self._endless()
        self._alive = 0
        self._began = time.time()
        self._lives = 0

    def _endless(self) -> Iterator[tuple[str, ...]]:
        """One moment after the other; of two processes one may keep time and the other send."""
        while True:
            for name in self._chance.sample(list(MOMENTS), len(MOMENTS)):
                others = list(SENDING if name in MAKING else MAKING)
                yield (name,) if self._alone else (name, self._chance.choice(others))

    def fork(self, *, dies: bool) -> None:
        """Begin a life, which ends at some moment when it `dies`."""
        self._lives += 1
        names = next(self._names) if dies else ()
        nths = [self._chance.randint(1, MOMENTS[name][0]) for name in names]
        if os.fork() == 0:
            self._live(dict(zip(names, nths, strict=True)))
        self._alive += 1

    def _live(self, last: dict[str, int]) -> None:
        try:
            for name, nth in last.items():
                said = self._folder / f"{os.getpid()}-moment"
                MOMENTS[name][1](Last(nth, said=said, name=name))
            asyncio.run(live(self._url, self._folder, self._clock))
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _clock(self) -> datetime:
        """On SQLite a life is two minutes after the one before, so that leases ran out."""
        passed = 120.0 * self._lives if self._alone else time.time() - self._began
        return START + timedelta(seconds=passed)

    def wait(self) -> bool:
        """Wait for the next end; tell of it. True when it was a death."""
        pid, status = os.wait()
        self._alive -= 1
        if not os.WIFSIGNALED(status):
            assert os.WEXITSTATUS(status) == 0, "a life failed"
            return False
        assert os.WTERMSIG(status) == signal.SIGKILL
        holder = (self._folder / str(pid)).read_text()
        hand = asyncio.run(in_hand(self._url, holder))
        name = (self._folder / f"{pid}-moment").read_text()
        print(json.dumps({"moment": name, "in_hand": hand}), flush=True)
        return True

    def run(self, kills: int, at_once: int) -> None:
        """Let so many be killed, `at_once` alive at any time; then the others end the work.

        A life that does not lead has nothing to die of: until the last kill every one is mortal,
        and the one that is left then may be killed too.
        """
        killed = 0
        for _ in range(at_once):
            self.fork(dies=True)
        while killed < kills and self.wait():
            killed += 1
            self.fork(dies=killed < kills)
        while self._alive:
            self.wait()


def main(url: str, folder: Path, kills: int) -> None:
    knowledge = Knowledge(None, "")
    setattr(bot.app, "Knowledge", lambda *_: knowledge)  # noqa: B010 - content is read once
    setattr(reminders, "A_BATCH", 10)  # noqa: B010 - so that there is something to kill
    setattr(reminding, "A_TICK", 1)  # noqa: B010
    setattr(leases, "LIFE", LIFE)  # noqa: B010
    gc.freeze()
    pid = os.fork()
    if pid == 0:
        asyncio.run(prepare(url))
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    Killing(url, folder).run(kills, 1 if url.startswith("sqlite") else 2)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
