"""`palabre run` with a mailbox, killed with SIGKILL at chosen moments while people write.

Run as `python -m tests.mail_killing SETTINGS KILLS`, the settings as JSON. It loads the bot once,
then forks a child a kill: each child opens the door on the same base and works until its moment
comes. The last one dies of nothing and works until it is told to stop. A line of JSON says what
each kill left in flight.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from bot import reception
from bot.app import App
from bot.arrivals import MailArrivals, mail_door
from bot.calls.chatting import heed_signals, serve
from bot.doors.mail import door, intake, mailbox
from bot.knowledge import Knowledge
from bot.sending import Sender
from bot.settings import Settings
from community.post import inbox
from tests.killing import Moment, after, before, fork
from tests.telegram_killing import in_flight


def _moved(moment: Moment) -> None:
    put = mailbox.Mailbox.put

    def dying(*args: Any, **kwargs: Any) -> None:
        put(*args, **kwargs)
        moment.come()

    setattr(mailbox.Mailbox, "put", dying)  # noqa: B010 - for this process alone


MOMENTS: dict[str, Callable[[Moment], None]] = {
    "kept, not moved": lambda m: setattr(intake.Intake, "take", after(intake.Intake.take, m)),
    "receiving, before the commit": lambda m: setattr(inbox, "receive", after(inbox.receive, m)),
    "some moved": _moved,
    "answered, before sending": lambda m: setattr(Sender, "send", before(Sender.send, m)),
    "sent, before the mark": lambda m: setattr(door.Mail, "send", after(door.Mail.send, m)),
}


async def live(settings: Settings, knowledge: Knowledge) -> None:
    """One life of the process."""
    mail = mail_door(settings, lambda: knowledge.library)
    assert mail is not None
    app = App(settings, role="run", doors=[mail], knowledge=knowledge)
    stopping = heed_signals(app)
    await app.open()
    arrivals = MailArrivals(settings, app, mail)
    try:
        await serve(app, stopping, [arrivals.work(stopping)])
    finally:
        await mail.close()
        await app.close()


def main(settings: Settings, kills: int) -> None:
    knowledge = Knowledge(None, "")
    setattr(reception, "RETRY", 0.01)  # noqa: B010 - a module's constant, for this process alone
    gc.freeze()
    names = list(MOMENTS)
    file = str(settings.database_file)
    for life in range(kills):
        name = names[life % len(names)]

        def run(name: str = name) -> None:
            MOMENTS[name](Moment(1))
            asyncio.run(live(settings, knowledge))

        assert fork(run) == signal.SIGKILL
        print(json.dumps({"moment": name, "in_flight": in_flight(file)}), flush=True)
    print(json.dumps({"moment": "", "in_flight": 0}), flush=True)
    asyncio.run(live(settings, knowledge))


if __name__ == "__main__":
    os.environ.update(json.loads(sys.argv[1]))
    main(Settings(), int(sys.argv[2]))
