"""`palabre run`: every door that the settings ask for, until it is told to stop."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.app import App
from bot.arrivals import MailArrivals, TelegramArrivals, mail_door, telegram_door, web_server
from bot.calls.chatting import DEMO, Work, heed_signals, serve, talk
from bot.console import Refusal, say, warn
from bot.doors.terminal import Terminal
from bot.knowledge import Knowledge
from bot.opening import hold_database, prepare_database, require_database
from community.invitations import first_code

if TYPE_CHECKING:
    import asyncio
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from starlette.routing import Route

    from bot.doors.mail.door import Mail
    from bot.doors.telegram.door import Telegram
    from bot.settings import Settings
    from community.words import Door

CLOSED = "Telegram (PALABRE_TELEGRAM_TOKEN) et le courriel (PALABRE_IMAP_URL) sont fermés : "
TALKS = CLOSED + "la conversation s’ouvre dans ce terminal."
TICKS = CLOSED + "seul l’agenda travaille, jusqu’à l’arrêt."
READS_MAIL = "Le courriel est ouvert : Palabre relève la boîte {address}."
SENDS_MAIL = "Le courriel est ouvert : « run --worker » relève la boîte {address}."
POLLS = "Telegram est ouvert : Palabre y relève les messages."
WORKS = "Telegram est ouvert : « run --web » y prend les messages, ce processus fait le reste."
IS_CALLED = "Telegram est ouvert : il apporte les messages à {url}."
HEALTH_ONLY = "PALABRE_PUBLIC_URL n’est pas réglé : « run --web » répond seulement à /healthz."
NEEDS_SERVER = (
    "« run --web » et « run --worker » se partagent une base PostgreSQL : réglez DATABASE_URL, "
    "ou lancez un seul « palabre run »."
)
VANISHES = (
    "ATTENTION : PORT est réglé et la base est le fichier {file}. Chez la plupart des hébergeurs "
    "qui donnent un PORT, les fichiers disparaissent à chaque redémarrage : TOUT SERAIT PERDU. "
    "Réglez DATABASE_URL sur une base PostgreSQL."
)
# A thread that comes back from SQLite or the model waits for the loop no longer than this; Python's
# own 5 ms, at each of ten statements, cost a tenth of all that is handled.
HANDED_OVER = 0.0001  # seconds
FIRST_CODE = "Pour administrer Palabre, écrivez-lui une fois : /start {code}"


def _spare_what_stays() -> None:
    """Let the collector pass over what is known and loaded for good, and come by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def run(arguments: Namespace, settings: Settings) -> int:
    """Open every configured door, else this terminal, and keep time."""
    if arguments.web and settings.database_file is not None:
        raise Refusal(NEEDS_SERVER)
    sys.setswitchinterval(HANDED_OVER)
    if settings.port is not None and settings.database_file is not None:
        warn(VANISHES.format(file=settings.database_file))
    with hold_database(settings):
        await (require_database if arguments.web else prepare_database)(settings)
        knowledge = Knowledge(settings.content, settings.contact, settings.index)
        opened = Opened(telegram_door(settings), mail_door(settings, lambda: knowledge.library))
        alone = not (opened.doors or arguments.web or arguments.worker)
        doors = [Terminal()] if alone else opened.doors
        role = "web" if arguments.web else "run"
        only = DEMO if alone else None
        app = App(settings, role=role, doors=doors, only=only, knowledge=knowledge)
        try:
            stopping = heed_signals(app)
            await app.open()
            _spare_what_stays()
            say(" ".join(_said(arguments, settings, opened)))
            if not arguments.web:
                await _welcome_administrator(app)
            works = [talk(app, DEMO)] if alone else []
            works += _works(arguments, settings, app, opened, stopping)
            await serve(app, stopping, works)
        finally:
            await opened.close()
            await app.close()
    return 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The doors that the settings ask for."""

    telegram: Telegram | None
    mail: Mail | None

    @property
    def doors(self) -> list[Door]:
        """Those that are open."""
        return [door for door in (self.telegram, self.mail) if door is not None]

    async def close(self) -> None:
        """Close their connections."""
        for door in (self.telegram, self.mail):
            if door is not None:
                await door.close()


def _said(arguments: Namespace, settings: Settings, opened: Opened) -> Iterator[str]:
    """What is open, and how messages come."""
    if opened.telegram is not None and settings.public_url:
        yield WORKS if arguments.worker else IS_CALLED.format(url=settings.public_url)
    elif opened.telegram is not None and not arguments.web:
        yield POLLS
    if opened.mail is not None:
        told = SENDS_MAIL if arguments.web else READS_MAIL
        yield told.format(address=settings.mail_address)
    if not (opened.doors or arguments.web):
        yield TICKS if arguments.worker else TALKS
    if arguments.web and not settings.public_url:
        yield HEALTH_ONLY


def _works(
    arguments: Namespace,
    settings: Settings,
    app: App,
    opened: Opened,
    stopping: asyncio.Event,
) -> list[Work]:
    """What brings requests in, and the web server when this process has an address."""
    works: list[Work] = []
    routes: Sequence[Route] = ()
    if opened.mail is not None and not arguments.web:
        works.append(MailArrivals(settings, app, opened.mail).work(stopping))
    if opened.telegram is not None:
        arrivals = TelegramArrivals(settings, app, opened.telegram)
        works.append(arrivals.work(stopping, web=arguments.web, worker=arguments.worker))
        routes = arrivals.routes() if settings.public_url else ()
    if not arguments.worker and (arguments.web or settings.port or settings.public_url):
        works.append(web_server(settings, app, routes, stopping))
    return works


async def _welcome_administrator(app: App) -> None:
    """Give the single-use code as long as there is no administrator."""
    async with app.database.transaction() as session:
        code = await first_code(session, datetime.now(UTC))
    if code is not None:
        say(FIRST_CODE.format(code=code))
