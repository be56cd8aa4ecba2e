"""Opens the doors that the settings ask for, and lets in what comes through them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from starlette.routing import Route

from bot.app import App, wall_clock
from bot.calls.chatting import Work
from bot.doors.mail.door import Mail
from bot.doors.mail.home import Home
from bot.doors.mail.intake import Intake as MailIntake
from bot.doors.mail.mailbox import Mailbox
from bot.doors.mail.receiving import Receiving
from bot.doors.mail.servers import imap_server, smtp_server
from bot.doors.telegram.door import Telegram
from bot.doors.telegram.intake import Intake
from bot.doors.telegram.pace import Limits
from bot.doors.telegram.polling import Polling
from bot.doors.telegram.presenting import Presentation, insist, meet, present
from bot.doors.telegram.sharing import Sharing
from bot.doors.telegram.webhook import route, set_webhook
from bot.sending import Clock
from bot.server import serve
from bot.settings import Settings
from community.roles import Role
from content.library import Library
from handlers import COMMANDS


class TelegramArrivals:
    """What comes by Telegram: asked for by who leads, or brought to who has an address."""

    def __init__(self, settings: Settings, app: App, door: Telegram) -> None:
        self._settings = settings
        self._app = app
        self._door = door
        names = frozenset(name for c in COMMANDS for name in (c.name, *c.also))
        asides = frozenset(command.name for command in COMMANDS if command.aside)
        sharing = Sharing(door, app.suggest, self._label)
        self._intake = Intake(door, names, asides, app.receive, sharing)

    def _label(self, name: str) -> str:
        """The words of that name, as the content says them now."""
        return self._app.knowledge.library.texts.label(name)

    def routes(self) -> Sequence[Route]:
        """Where Telegram brings updates."""
        return [route(self._door.bot.token, self._intake.take)]

    def work(self, stopping: asyncio.Event, *, web: bool, worker: bool) -> Work:
        """What this process does for the door, until told to stop."""
        if not self._settings.public_url and not web:
            return self._poll(stopping)
        if worker or not self._settings.public_url:
            return self._until_stopped(stopping, self._meet)
        return self._until_stopped(stopping, self._welcome, self._present)

    async def _poll(self, stopping: asyncio.Event) -> None:
        """Menus are shown beside it: Telegram may refuse them for hours, and people speak."""
        beside: list[asyncio.Task[None]] = []

        async def greet() -> None:
            await self._greet()
            if not beside:
                beside.append(asyncio.create_task(insist(self._present, self._door, stopping)))

        leads = partial(self._app.leads, self._door.name)
        await Polling(self._door, greet, self._intake.take, leads).run(stopping)
        for showing in beside:
            showing.cancel()
        await asyncio.gather(*beside, return_exceptions=True)

    async def _until_stopped(
        self, stopping: asyncio.Event, *acts: Callable[[], Awaitable[None]]
    ) -> None:
        for act in acts:
            await insist(act, self._door, stopping)
        await stopping.wait()

    async def _meet(self) -> None:
        await meet(self._door)

    async def _greet(self) -> None:
        """Before asking for updates: Telegram must not bring them as well."""
        await meet(self._door)
        await self._door.bot.delete_webhook()

    async def _welcome(self) -> None:
        await meet(self._door)
        await set_webhook(self._door, self._settings.public_url or "")

    async def _present(self) -> None:
        presentation = Presentation(
            newcomers=self._app.menu(Role.NEWCOMER),
            groups=self._app.menu(Role.NEWCOMER, public=True),
            group_administrators=self._app.menu(Role.ANIMATOR, public=True),
            description=self._label("telegram.description"),
            about=self._label("telegram.about"),
        )
        await present(self._door, presentation)


def telegram_door(
    settings: Settings, clock: Callable[[], float] = time.monotonic
) -> Telegram | None:
    """The door, when there is a token for it."""
    if settings.telegram_token is None:
        return None
    limits = Limits(
        settings.telegram_per_second, settings.telegram_per_chat, settings.telegram_per_group
    )
    token = settings.telegram_token.get_secret_value()
    return Telegram(token, settings.telegram_api_url, limits, clock)


class MailArrivals:
    """What comes by mail, fetched by who leads."""

    def __init__(self, settings: Settings, app: App, door: Mail, clock: Clock = wall_clock) -> None:
        self._app = app
        self._door = door
        self._clock = clock
        self._url = settings.imap_url
        self._intake = MailIntake(
            door.home,
            settings.trusted_authserv,
            app.receive,
            partial(app.keeper.came_back, door.name),
            app.keeper.tell_of_unreadable_mail,
            clock,
        )

    async def work(self, stopping: asyncio.Event) -> None:
        """Read the mailbox until told to stop; meanwhile learn what the mail server takes."""
        assert self._url is not None
        mailbox = Mailbox(imap_server(self._url.get_secret_value()))
        leads = partial(self._app.leads, self._door.name)
        receiving = Receiving(self._door, mailbox, self._intake.take, leads, self._clock)
        await asyncio.gather(self._door.meet(), receiving.run(stopping))


def mail_door(
    settings: Settings, library: Callable[[], Library], clock: Clock = wall_clock
) -> Mail | None:
    """The door, when there is a mailbox for it. `library` gives what is known now."""
    if settings.mail_address is None or settings.smtp_url is None or settings.imap_url is None:
        return None
    here, _, domain = settings.mail_address.rpartition("@")
    pattern = settings.mail_reply or f"{here}+%s@{domain}"
    home = Home(settings.mail_address, settings.mail_name, pattern, library)
    server = smtp_server(settings.smtp_url.get_secret_value())
    return Mail(home, server, settings.mail_per_second, clock)


def web_server(
    settings: Settings, app: App, routes: Sequence[Route], stopping: asyncio.Event
) -> Work:
    """Answer hosts and whoever brings something."""
    return serve(routes, app.healthy, settings.port or DEFAULT_PORT, stopping)


DEFAULT_PORT = 8080
