"""`palabre chat`, and what any process does once it is open: work until it is told to stop."""

import asyncio
import signal
from argparse import Namespace
from collections.abc import Coroutine, Sequence

from bot.app import App
from bot.console import Refusal
from bot.doors.terminal import Terminal, converse
from bot.opening import prepare_database, require_database
from bot.settings import Settings
from community.words import Address
from handlers import COMMANDS

Work = Coroutine[object, object, None]
DEMO = Address(Terminal.name, "demo")
GRACE = 4.0  # seconds to finish what is in hand


async def chat(arguments: Namespace, settings: Settings) -> int:
    """Talk as one address, beside a running bot or without."""
    name = arguments.name.strip()
    if not name:
        sentence = "--as : il manque un nom, par exemple « palabre chat --as marie »"
        raise Refusal(sentence, code=2)
    await _ready(settings)
    address = Address(Terminal.name, name)
    app = App(settings, role="chat", doors=[Terminal()], only=address)
    try:
        stopping = heed_signals(app)
        await app.open()
        await serve(app, stopping, [talk(app, address)])
    finally:
        await app.close()
    return 0


async def _ready(settings: Settings) -> None:
    """A first conversation makes its SQLite file; any other base is only used as it is."""
    file = settings.database_file
    if file is not None and not file.exists():
        await prepare_database(settings)
    else:
        await require_database(settings)


def talk(app: App, address: Address) -> Work:
    """A conversation in this terminal."""
    names = [command.name for command in COMMANDS if not command.hidden]
    return converse(address, names, app.receive, app.settle)


async def serve(app: App, stopping: asyncio.Event, works: Sequence[Work]) -> None:
    """Work until a conversation ends or a signal comes; then finish what is in hand."""
    tasks = [asyncio.create_task(app.run(stopping)), asyncio.create_task(stopping.wait())]
    tasks += [asyncio.create_task(work) for work in works]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    await asyncio.wait(tasks, timeout=GRACE)
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


def heed_signals(app: App) -> asyncio.Event:
    """Give the event that SIGTERM or Ctrl+C sets; a `run` reads its content again on SIGHUP."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    reloading: set[asyncio.Task[None]] = set()  # a task nobody holds may vanish

    def reload() -> None:
        task = asyncio.create_task(app.keeper.reload())
        reloading.add(task)
        task.add_done_callback(reloading.discard)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if app.role != "chat":  # a conversation ends with its terminal
        loop.add_signal_handler(signal.SIGHUP, reload)
    return stopping
