"""A process that kills its children with SIGKILL at chosen moments while people speak.

Run as `python -m tests.killing URL FOLDER KILLS`. It loads the bot once, then forks a child a kill:
each child opens the app on the same base, feeds it the requests that were not confirmed, and dies
at its moment. The last child dies of nothing and finishes the work. What was counted is printed
as JSON.
"""

import asyncio
import gc
import json
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import answering, reception
from bot.app import App
from bot.knowledge import Knowledge
from bot.sending import Sender
from bot.settings import Settings
from community.addresses import keep_addresses
from community.db.tables import Inbox
from community.post import inbox, outbox
from community.roles import ADMINISTRATOR, ANIMATOR, grant
from community.words import Address, Door, File, Reply, Request, Sending

THEME = "renouveau-productif"
PEOPLE = 6
A_CHILD = 12  # requests a child adds to the stream
ALICE = Address("terminal", "alice")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

AsyncFunction = Callable[..., Awaitable[Any]]


@dataclass
class Moment:
    """Dies the nth time it comes."""

    nth: int
    seen: int = 0

    def come(self) -> None:
        self.seen += 1
        if self.seen == self.nth:
            os.kill(os.getpid(), signal.SIGKILL)


def after(function: AsyncFunction, moment: Moment) -> AsyncFunction:
    async def dying(*args: Any, **kwargs: Any) -> Any:
        result = await function(*args, **kwargs)
        moment.come()
        return result

    return dying


def before(function: AsyncFunction, moment: Moment) -> AsyncFunction:
    async def dying(*args: Any, **kwargs: Any) -> Any:
        moment.come()
        return await function(*args, **kwargs)

    return dying


MOMENTS: dict[str, Callable[[Moment], None]] = {
    "receiving, before the commit": lambda m: setattr(inbox, "receive", after(inbox.receive, m)),
    "received, not yet confirmed": lambda m: setattr(App, "receive", after(App.receive, m)),
    "the try counted": lambda m: setattr(
        answering.Answering, "answer", before(answering.Answering.answer, m)
    ),
    "handled, before the commit": lambda m: setattr(outbox, "add", after(outbox.add, m)),
    "committed, before sending": lambda m: setattr(Sender, "send", before(Sender.send, m)),
    "sent, before the mark": lambda m: setattr(FileDoor, "send", after(FileDoor.send, m)),
    "marked, before the commit": lambda m: setattr(outbox, "mark_sent", after(outbox.mark_sent, m)),
    "answered": lambda m: setattr(
        answering.Answering, "answer", after(answering.Answering.answer, m)
    ),
}


class FileDoor(Door):
    """Writes what it sends at the end of a file, as a network that cannot take it back."""

    name = "terminal"

    def __init__(self, folder: Path) -> None:
        self._sent = os.open(folder / "sent", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def link(self, token: str) -> str:
        return token

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        await asyncio.sleep(0.002)
        os.write(self._sent, f"{how.token}\n".encode())
        return "ref"


class Stream:
    """An endless list of requests, and how far the door has confirmed it."""

    def __init__(self, folder: Path) -> None:
        self._confirmed = folder / "confirmed"
        self._count = folder / "count"

    def grow(self, by: int) -> None:
        self._count.write_text(str(_number(self._count) + by))

    def pending(self) -> list[Request]:
        return [_request(n) for n in range(_number(self._confirmed), _number(self._count))]

    def confirm(self, upto: int) -> None:
        temporary = self._confirmed.with_suffix(".new")
        temporary.write_text(str(upto))
        temporary.rename(self._confirmed)


def _number(path: Path) -> int:
    return int(path.read_text()) if path.exists() else 0


def _request(number: int) -> Request:
    sender = Address("terminal", f"animatrice-{number % PEOPLE}")
    return Request(id=str(number), sender=sender, text=f"/inviter {THEME}", sent_at=START)


async def live(url: str, folder: Path, stream: Stream, now: datetime) -> None:
    """One life of the process: open, receive what is not confirmed, handle, send."""
    app = App(
        Settings(database_url=url, rate_limit=0),
        role="run",
        doors=[FileDoor(folder)],
        clock=lambda: now,
    )
    await app.open()
    pending = stream.pending()
    for start in range(0, len(pending), 3):
        batch = pending[start : start + 3]
        await app.receive(batch)
        stream.confirm(int(batch[-1].id) + 1)
        await asyncio.sleep(0.003)
    await app.settle()
    await app.close()


async def prepare(url: str) -> None:
    """Make the speakers animators."""
    app = App(Settings(database_url=url, rate_limit=0), role="run", doors=[])
    await app.open()
    people = [Address("terminal", f"animatrice-{n}") for n in range(PEOPLE)]
    async with app.database.transaction() as session:
        ids = await keep_addresses(session, people, START)
        for id_ in ids.values():
            await grant(session, id_, ANIMATOR, THEME, START)
        alice = await keep_addresses(session, [ALICE], START)
        await grant(session, alice[ALICE], ADMINISTRATOR, "", START)
    await app.close()


async def retry_shelved(url: str, folder: Path, now: datetime) -> None:
    """A request that was in hand at three deaths is shelved: an administrator takes it up again."""
    app = App(
        Settings(database_url=url, rate_limit=0),
        role="run",
        doors=[FileDoor(folder)],
        clock=lambda: now,
    )
    async with app.database.transaction() as session:
        query = select(Inbox.id).where(Inbox.outcome == "shelved")
        shelved = list(await session.scalars(query))
    await app.receive(
        [Request(f"retry{id_}", ALICE, f"/reprendre_demande {id_}", now) for id_ in shelved]
    )
    await app.settle()
    await app.close()


def fork(run: Callable[[], None]) -> int:
    """Run something in a child and give the signal it died of, 0 for none."""
    pid = os.fork()
    if pid == 0:
        try:
            run()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    if os.WEXITSTATUS(status):
        sys.exit("a child failed")
    return 0


def main(url: str, folder: Path, kills: int) -> None:
    knowledge = Knowledge(None, "")
    setattr(reception, "RETRY", 0.01)  # noqa: B010 - a module's constant, for this process alone
    import bot.app

    setattr(bot.app, "Knowledge", lambda *_: knowledge)  # noqa: B010 - content is read once
    gc.freeze()
    fork(lambda: asyncio.run(prepare(url)))
    stream = Stream(folder)
    chance = random.Random(int(os.environ.get("PALABRE_SEED", "7")))
    fallen = dict.fromkeys(MOMENTS, 0)
    names = list(MOMENTS)
    life = 0
    while sum(fallen.values()) < kills:
        name = names[life % len(names)]
        life += 1
        stream.grow(A_CHILD)
        moment = Moment(chance.randint(1, A_CHILD if "commit" not in name else 4))

        def run(name: str = name, moment: Moment = moment, life: int = life) -> None:
            MOMENTS[name](moment)
            asyncio.run(live(url, folder, stream, START + timedelta(minutes=2 * life)))

        if fork(run) == signal.SIGKILL:
            fallen[name] += 1
    # Each of the last ones lives when the leases of the one before have run out.
    after = [START + timedelta(minutes=2 * (life + n)) for n in (1, 2, 3)]
    fork(lambda: asyncio.run(live(url, folder, stream, after[0])))
    fork(lambda: asyncio.run(retry_shelved(url, folder, after[1])))
    fork(lambda: asyncio.run(live(url, folder, stream, after[2])))
    print(json.dumps({"fallen": fallen, "requests": _number(folder / "count"), "lives": life}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
