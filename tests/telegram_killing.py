"""`palabre run` on Telegram, killed with SIGKILL at chosen moments while people talk.

Run as `python -m tests.telegram_killing DATABASE API_URL TOKEN KILLS`. It loads the bot once, then
forks a child a kill: each child opens the door on the same base and works until its moment comes.
The last one dies of nothing and works until it is told to stop. A line of JSON says what each
kill left in flight.
"""

import asyncio
import gc
import json
import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable

from pydantic import SecretStr

from bot import answering, reception
from bot.app import App
from bot.arrivals import TelegramArrivals, telegram_door
from bot.calls.chatting import heed_signals, serve
from bot.doors.telegram import door, intake, polling
from bot.knowledge import Knowledge
from bot.sending import Sender
from bot.settings import Settings
from community.post import inbox, outbox
from tests.killing import Moment, after, before, fork

# A moment, and how often it comes before it is the last one.
MOMENTS: dict[str, tuple[int, Callable[[Moment], None]]] = {
    "receiving, before the commit": (
        2,
        lambda m: setattr(inbox, "receive", after(inbox.receive, m)),
    ),
    "received, the tap not answered": (
        2,
        lambda m: setattr(App, "receive", after(App.receive, m)),
    ),
    "the tap answered": (
        8,
        lambda m: setattr(intake.Intake, "_answer_tap", after(intake.Intake._answer_tap, m)),
    ),
    "taken in, not confirmed": (
        2,
        lambda m: setattr(intake.Intake, "take", after(intake.Intake.take, m)),
    ),
    "the try counted": (
        40,
        lambda m: setattr(answering.Answering, "answer", before(answering.Answering.answer, m)),
    ),
    "handled, before the commit": (
        40,
        lambda m: setattr(outbox, "add", after(outbox.add, m)),
    ),
    "committed, before sending": (
        40,
        lambda m: setattr(Sender, "send", before(Sender.send, m)),
    ),
    "sent, before the mark": (
        40,
        lambda m: setattr(door.Telegram, "send", after(door.Telegram.send, m)),
    ),
    "marked, before the commit": (
        20,
        lambda m: setattr(outbox, "mark_sent", after(outbox.mark_sent, m)),
    ),
}


async def live(settings: Settings) -> None:
    """One life of the process."""
    telegram = telegram_door(settings)
    assert telegram is not None
    app = App(settings, role="run", doors=[telegram])
    stopping = heed_signals(app)
    await app.open()
    arrivals = TelegramArrivals(settings, app, telegram)
    try:
        await serve(app, stopping, [arrivals.work(stopping, web=False, worker=False)])
    finally:
        await telegram.close()
        await app.close()


def in_flight(file: str) -> int:
    """The deliveries that a process had in hand when it died."""
    base = sqlite3.connect(file)
    query = "SELECT count(*) FROM deliveries WHERE status = 'pending' AND holder IS NOT NULL"
    (count,) = base.execute(query).fetchone()
    base.close()
    return int(count)


def main(file: str, api_url: str, token: str, kills: int) -> None:
    knowledge = Knowledge(None, "")
    setattr(reception, "RETRY", 0.01)  # noqa: B010 - a module's constant, for this process alone
    setattr(polling, "HELD", 1)  # noqa: B010
    import bot.app

    setattr(bot.app, "Knowledge", lambda *_: knowledge)  # noqa: B010 - content is read once
    gc.freeze()
    settings = Settings(
        database_url=f"sqlite:///{file}",
        rate_limit=0,
        telegram_token=SecretStr(token),
        telegram_api_url=api_url,
        telegram_per_second=10_000,
        telegram_per_chat=1_000,
    )
    chance = random.Random(int(os.environ.get("PALABRE_SEED", "7")))
    names = list(MOMENTS)
    for life in range(kills):
        name = names[life % len(names)]
        most, arm = MOMENTS[name]
        moment = Moment(chance.randint(max(1, most // 2), most))

        def run(arm: Callable[[Moment], None] = arm, moment: Moment = moment) -> None:
            arm(moment)
            asyncio.run(live(settings))

        assert fork(run) == signal.SIGKILL
        print(json.dumps({"moment": name, "in_flight": in_flight(file)}), flush=True)
    print(json.dumps({"moment": "", "in_flight": 0}), flush=True)
    asyncio.run(live(settings))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
