"""The door itself: how people are reached on Telegram, and how it goes."""

import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.doors.telegram.fetching import fetch_file
from bot.doors.telegram.pace import Limits, Pace
from bot.doors.telegram.reading import target
from bot.doors.telegram.sending import (
    Message,
    answer_tap,
    call,
    edit_message,
    messages,
    send_message,
    understood,
)
from bot.doors.telegram.transport import Aiohttp
from community.words import Address, Door, DoorAway, DoorError, File, Moved, Reply, Sending

START = "/start"
T = TypeVar("T")


class Telegram(Door):
    """Sends through the Bot API. `username` is known once Telegram was reached."""

    name = "telegram"

    def __init__(
        self,
        token: str,
        api_url: str,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pools = (Aiohttp(), Aiohttp(connections=1))
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._pools[0],
            get_updates_request=self._pools[1],
        )
        self.id = int(token.partition(":")[0])
        self.username = ""
        self.trouble = ""
        self._away = ""
        self._pace = Pace(limits, clock)

    def link(self, token: str) -> str:
        """A link that opens the private chat, or what to type there while the name is unknown."""
        if not self.username:
            return f"{START} {token}".strip()
        start = f"?start={token}" if token else ""
        return f"https://t.me/{self.username}{start}"

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        """Send a reply, what went of it before left out, and give the number of the last message.

        Raises DoorError, Refused or Moved.
        """
        if how.tap and await self._answer_tap(reply, how.tap):
            return ""
        told = messages(reply, files, self._links(to))
        if how.edits and len(told) == 1 and not files:
            edit = partial(edit_message, self.bot, to, how.edits, told[0])
            if await self._paced(to, how, edit):
                return how.edits
        return await self._send_all(to, told, how)

    async def _answer_tap(self, reply: Reply, tap: str) -> bool:
        """Say a reply where a button was touched, or open what it leads to.

        False when that is too long ago: it is said in private then.
        """
        async with understood():
            return await answer_tap(self.bot, reply, tap, self._opened)

    def _opened(self, command: str) -> str | None:
        name, _, payload = command.partition(" ")
        return self.link(payload) if self.username and name == START else None

    async def _send_all(self, to: Address, told: Sequence[Message], how: Sending) -> str:
        sent = how.sent.split(",") if how.sent else []
        for message in told[len(sent) :]:
            try:
                number = await self._paced(to, how, partial(send_message, self.bot, to, message))
            except (DoorError, Moved) as error:
                error.sent = ",".join(sent)
                raise
            sent.append(str(number))
        return sent[-1] if sent else ""

    async def _paced(self, to: Address, how: Sending, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call when its turn comes. The topics of a group share its pace."""
        chat = to.value.partition(":")[0]
        await self._pace.turn(chat, urgent=how.urgent)
        try:
            async with understood():
                made = await call()
        except DoorError as error:
            if error.retry_after is not None:
                self._pace.hold(chat, error.retry_after)
            if isinstance(error, DoorAway):
                self._away = str(error)
            raise
        self._pace.went()
        self._away = ""
        return made

    def _links(self, to: Address) -> Callable[[str], str | None]:
        """Which commands open a link there: web addresses, and in a group what is for one alone."""
        group = to.value.startswith("-")

        def link(command: str) -> str | None:
            if command.startswith("https://"):
                return command
            return self._opened(command) if group else None

        return link

    async def updates(
        self, offset: int, held: int, patience: int, allowed: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Ask for what came after, as the Bot API gives it. Raises TelegramError.

        `Bot.get_updates` reads them all at once: one that it cannot read would keep the others
        waiting for ever, and it would log their words.
        """
        asked = {"offset": offset, "timeout": held, "allowed_updates": allowed}
        url = f"{self.bot.base_url}/getUpdates"
        raw = await call(self._pools[1], url, asked, read_timeout=patience)
        return cast("list[dict[str, Any]]", raw)

    async def fetch(self, ref: str, most: int) -> bytes:
        """Get a file that somebody sent. Raises DoorError, Refused or TooLarge."""
        return await fetch_file(self.bot, self._pools[0], ref, most)

    async def menu(self, to: Address, entries: Sequence[tuple[str, str]]) -> None:
        """Show in a private chat what can be asked for there. Raises DoorError or Refused."""
        chat, _ = target(to)
        commands = [BotCommand(*entry) for entry in entries]
        async with understood():
            await self.bot.set_my_commands(commands, scope=BotCommandScopeChat(chat))

    def share(self, processes: int) -> None:
        """Keep to that fraction of the limits, when so many processes send."""
        self._pace.processes = max(1, processes)

    def state(self) -> str:
        """What goes wrong with what comes or with what goes, or nothing."""
        return self.trouble or self._away

    async def close(self) -> None:
        """Close the connections."""
        for pool in self._pools:
            await pool.shutdown()
