"""The same theatre with Telegram in between: people have telephones, the bot polls or is called."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from zlib import crc32

from pydantic import SecretStr

from bot.app import App
from bot.arrivals import TelegramArrivals, telegram_door, web_server
from bot.doors.plain import to_text
from bot.settings import Settings
from community.words import Address
from french.folding import essence
from tests.bot_api import BotApi, Person, running_bot_api
from tests.conftest import Clock
from tests.servers import free_port
from tests.stage import Stage, new_app

Json = dict[str, Any]
NO_NAME = "."  # a first name that the bot will not offer: dialogs are the same at every door
LINK = re.compile(r"https://t\.me/palabre_bot\?start=")


class Running:
    """The bot with its Telegram door, put together as `palabre run` does."""

    def __init__(self, settings: Settings, clock: Clock, passing: Callable[[], float]) -> None:
        self._settings = settings
        self._clock = clock
        self._passing = passing

    async def open(self) -> App:
        """`passing` is the time that the limits of Telegram are counted in."""
        door = telegram_door(self._settings, clock=self._passing)
        assert door is not None
        self._door = door
        self.app = new_app(self._settings, [door], self._clock)
        await self.app.open()
        await self.app.keeper.prepare(sample=True)
        arrivals = TelegramArrivals(self._settings, self.app, door)
        self._stopping = asyncio.Event()
        works = [arrivals.work(self._stopping, web=False, worker=False)]
        if self._settings.public_url:
            routes = arrivals.routes()
            works.append(web_server(self._settings, self.app, routes, self._stopping))
        self._works = [asyncio.create_task(work) for work in works]
        return self.app

    async def close(self) -> None:
        self._stopping.set()
        await asyncio.gather(*self._works)
        await self._door.close()
        await self.app.close()


def through(settings: Settings, api_url: str, token: str, *, webhook: bool) -> Settings:
    """The same settings with a Bot API to speak to, by either way of taking updates."""
    port = free_port() if webhook else None
    return settings.model_copy(
        update={
            "telegram_token": SecretStr(token),
            "telegram_api_url": api_url,
            "public_url": f"http://127.0.0.1:{port}" if webhook else None,
            "port": port,
        }
    )


class TelegramStage(Stage):
    """People who tap and write in Telegram; what they read is what Telegram keeps."""

    def __init__(self, url: str, clock: Clock, api: BotApi, *, webhook: bool) -> None:
        super().__init__(url, clock)
        self.settings = through(self.settings, api.url, api.token, webhook=webhook)
        self._running = Running(self.settings, clock, api.clock)
        self.api = api
        self._seen: defaultdict[int, dict[int, str]] = defaultdict(dict)

    async def open(self) -> None:
        self.app = await self._running.open()

    async def close(self) -> None:
        await self._running.close()

    def person(self, who: str) -> Person:
        return self.api.person(crc32(who.lower().encode()) % 10**9, NO_NAME)

    def address(self, who: str) -> Address:
        return Address("telegram", str(self.person(who).id))

    async def say(self, who: str, text: str, in_reply_to: str | None = None) -> str:
        assert in_reply_to is None
        self.person(who).says(self.filled(text))
        return await self._answered(who)

    async def tap(self, who: str, label: str) -> str:
        person = self.person(who)
        for message in reversed(person.read):
            if found := _labels(message).get(essence(label)):
                person.taps(message, found)
                return await self._answered(who)
        raise AssertionError(f"nobody offered « {label} » to {who}")

    async def settle(self) -> None:
        """Until Telegram has nothing more for the bot, nor the bot for anybody."""
        await self.api.until(lambda: not self.api.updates)
        await self.app.settle()
        self.clock.forward(seconds=1)

    async def _answered(self, who: str) -> str:
        await self.settle()
        return self.read(who)

    def read(self, who: str) -> str:
        new = []
        for message in self.person(who).read:
            shown = show(message)
            if self._seen[message["chat"]["id"]].get(message["message_id"]) != shown:
                self._seen[message["chat"]["id"]][message["message_id"]] = shown
                new.append(shown)
        text = self.remember("\n\n".join(new))
        text = text.replace(str(self.address(who)), f"terminal/{who.lower()}")
        return "\n".join(line.lstrip() for line in text.splitlines())

    def unread(self) -> object:
        return [who.first_name for who in self.api.people.values() if self._new(who)]

    def _new(self, who: Person) -> bool:
        seen = self._seen[who.id]
        return any(seen.get(one["message_id"]) != show(one) for one in who.read)


def labels(message: Json) -> list[str]:
    """What the buttons of a message say."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _labels(message: Json) -> dict[str, str]:
    return {essence(label): label for label in labels(message)}


def show(message: Json) -> str:
    """A message as the terminal would show it."""
    html = message.get("html", "").replace("\n", "<br>").replace("• ", "- ")
    parts = [LINK.sub("/start ", to_text(html))]
    if "document" in message:
        parts.append(f"[fichier : {message['document']['file_name']}]")
    if "photo" in message:
        parts.append("[fichier : image.png]")  # a photo has no name in Telegram
    labels = _labels(message).values()
    parts.append("\n".join(f"  {n}. {label}" for n, label in enumerate(labels, 1)))
    return "\n\n".join(part for part in parts if part)


@asynccontextmanager
async def open_telegram_stage(
    url: str,
    clock: Clock,
    *,
    webhook: bool,
    delay: float = 0.08,
    kind: type[TelegramStage] = TelegramStage,
) -> AsyncIterator[TelegramStage]:
    """The limits of Telegram are counted with the clock of the stage, where a line is a second."""

    def passing() -> float:
        return clock().timestamp() + time.monotonic()

    async with running_bot_api(delay=delay, clock=passing) as api:
        stage = kind(url, clock, api, webhook=webhook)
        await stage.open()
        try:
            yield stage
        finally:
            await stage.close()
