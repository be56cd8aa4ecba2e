"""`palabre run` and `palabre chat`: the bot at work, until it is told to stop."""

import asyncio
import signal
from argparse import Namespace
from collections.abc import Coroutine
from datetime import UTC, datetime

from bot.app import App
from bot.console import Refusal, say
from bot.doors.terminal import Terminal, converse
from bot.opening import hold_database, prepare_database, require_database
from bot.settings import Settings
from community.invitations import first_code
from community.words import Address
from handlers import COMMANDS

DEMO = Address(Terminal.name, "demo")
CLOSED = (
    "Portes fermées, pas encore disponibles dans cette version : Telegram "
    "(PALABRE_TELEGRAM_TOKEN) et courriel (PALABRE_IMAP_URL, PALABRE_SMTP_URL) ; {rest}."
)
TALKS = "la conversation s’ouvre dans ce terminal"
TICKS = "seul l’agenda travaille, jusqu’à l’arrêt"
NO_WEB = "Rien n’arrive encore par HTTP dans cette version : « run --web » n’a rien à ouvrir."
FIRST_CODE = "Pour administrer Palabre, écrivez-lui une fois : /start {code}"

Talk = Coroutine[object, object, None]


async def run(arguments: Namespace, settings: Settings) -> int:
    """Open every configured door, else this terminal, and keep time."""
    if arguments.web:
        say(NO_WEB)
        return 0
    with hold_database(settings):
        await prepare_database(settings)
        app = _worker(settings) if arguments.worker else _terminal(settings, "run", DEMO)
        try:
            stopping = _heed_signals(app)
            await app.open()
            say(CLOSED.format(rest=TICKS if arguments.worker else TALKS))
            await _welcome_administrator(app)
            await _serve(app, stopping, None if arguments.worker else _talk(app, DEMO))
        finally:
            await app.close()
    return 0


async def chat(arguments: Namespace, settings: Settings) -> int:
    """Talk as one address, beside a running bot or without."""
    name = arguments.name.strip()
    if not name:
        sentence = "--as : il manque un nom, par exemple « palabre chat --as marie »"
        raise Refusal(sentence, code=2)
    await _ready(settings)
    address = Address(Terminal.name, name)
    app = _terminal(settings, "chat", address)
    try:
        stopping = _heed_signals(app)
        await app.open()
        await _serve(app, stopping, _talk(app, address))
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


def _terminal(settings: Settings, role: str, address: Address) -> App:
    return App(settings, role=role, doors=[Terminal()], only=address)


def _worker(settings: Settings) -> App:
    return App(settings, role="run", doors=[])


def _talk(app: App, address: Address) -> Talk:
    names = [command.name for command in COMMANDS if not command.hidden]
    return converse(address, names, app.receive, app.settle)


async def _welcome_administrator(app: App) -> None:
    """Give the single-use code as long as there is no administrator."""
    async with app.database.transaction() as session:
        code = await first_code(session, datetime.now(UTC))
    if code is not None:
        say(FIRST_CODE.format(code=code))


async def _serve(app: App, stopping: asyncio.Event, talk: Talk | None) -> None:
    """Work until the conversation ends or a signal comes; then finish what is in hand."""
    tasks = [asyncio.create_task(app.run(stopping)), asyncio.create_task(stopping.wait())]
    if talk is not None:
        tasks.append(asyncio.create_task(talk))
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    for task in tasks[2:]:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


def _heed_signals(app: App) -> asyncio.Event:
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
    if app.role == "run":  # a conversation ends with its terminal
        loop.add_signal_handler(signal.SIGHUP, reload)
    return stopping
