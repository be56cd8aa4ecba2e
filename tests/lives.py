"""One person, Marie, at a real door, and Sophie, who animates her theme, at a terminal."""

import asyncio
import itertools
import re
import time
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from email.message import EmailMessage, Message
from functools import partial
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from bot.arrivals import MailArrivals, TelegramArrivals, mail_door, telegram_door
from bot.settings import Settings
from community.db.tables import AddressRow, Delivery
from community.post.outbox import DeliveryStatus
from community.words import Door
from tests.bot_api import BotApi, running_bot_api
from tests.calendar_programs import google
from tests.conftest import Clock
from tests.mail_lab import MailLab
from tests.mail_stage import MailBot, Writer, until
from tests.mails import arrived, plain_of
from tests.stage import Stage, known, new_app
from tests.telegram_stage import labels, show

NAME = "Marie Dumont"
# What a door puts around what is said: a line above, choices, files, who writes.
AROUND = re.compile(r"^.*\ufeff+\n\n|\n\n(?:Répondez avec vos mots|\[fichier|  1\. |-- \n)")
Work = Coroutine[Any, Any, None]
Program = Callable[[EmailMessage, str], bytes]


class Life(Stage):
    """A stage with a door more, which Marie comes through.

    `words` are all that she read, in order, without what a door puts around them.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings.database_url, clock)
        self.settings = settings
        self.words: list[str] = []

    @abstractmethod
    def her_door(self) -> Door:
        """The door that is hers."""

    @abstractmethod
    def arrivals(self, stopping: asyncio.Event) -> Work:
        """What fetches what she says."""

    @abstractmethod
    async def writes(self, text: str) -> None:
        """Let her say something out of the blue."""

    @abstractmethod
    async def answers(self, said: str, program: Program, *, tap: str = "") -> None:
        """Let her answer the last message: in words above its quote, or in a chat, or by a tap."""

    @abstractmethod
    async def calendar_says(self, partstat: str, *, tap: str) -> None:
        """Let her calendar answer, or tap where no calendar answers."""

    @abstractmethod
    async def look(self) -> None:
        """Have her read what she got since."""

    async def open(self) -> None:
        self.hers = self.her_door()
        self.app = new_app(self.settings, [self.door, self.hers], self.clock)
        await self.app.open()
        self._stopping = asyncio.Event()
        self._work = asyncio.create_task(self.arrivals(self._stopping))

    async def close(self) -> None:
        self._stopping.set()
        await self._work
        await self.app.close()

    async def says(self, who: str, *texts: str) -> None:
        """Let somebody at the terminal say each in turn."""
        for text in texts:
            await self.say(who, text)

    async def pass_time(self, count: int, unit: str) -> None:
        await super().pass_time(count, unit)
        await self.look()

    async def pass_days(self, count: int) -> None:
        """One after the other: what each brings is not late."""
        for _ in range(count):
            await self.pass_time(1, "jour")

    async def handled(self) -> None:
        """Once all that came is answered, she reads, and a second passes."""
        await self.app.settle()
        self.clock.forward(seconds=1)
        await self.look()

    async def sent(self) -> list[str]:
        """What her door called all that went to her, in order."""
        went = (
            select(Delivery.ref)
            .join(AddressRow)
            .where(AddressRow.door == self.hers.name, Delivery.status == DeliveryStatus.SENT)
            .order_by(Delivery.id)
        )
        async with self.app.database.transaction() as session:
            return list(await session.scalars(went))


class MailLife(Life):
    """By mail, through servers of her own and of the bot's."""

    def __init__(self, lab: MailLab, url: str, clock: Clock) -> None:
        self.bot = MailBot(lab, url, contact="contact@exemple.fr", rate_limit=0)
        super().__init__(self.bot.settings, clock)
        self.marie = Writer(lab)
        self.mails: list[EmailMessage] = []
        self._numbers = itertools.count(1)

    def her_door(self) -> Door:
        library = partial(known, self.settings.contact)
        door = mail_door(self.settings, lambda: library().library, self.clock)
        assert door is not None
        self._door = door
        return door

    def arrivals(self, stopping: asyncio.Event) -> Work:
        return MailArrivals(self.settings, self.app, self._door, self.clock).work(stopping)

    async def close(self) -> None:
        await super().close()
        await self._door.close()

    async def writes(self, text: str) -> None:
        mail = EmailMessage()
        mail["To"] = self.bot.address
        mail.set_content(text)
        await self._send(mail)

    async def answers(self, said: str, program: Program, *, tap: str = "") -> None:
        await self._send(arrived(program(self.mails[-1], said)))

    async def calendar_says(self, partstat: str, *, tap: str) -> None:
        asked = [mail for mail in self.mails if "text/calendar" in map(_type, mail.walk())]
        await self._send(google(asked[-1], partstat, self.marie.address, self.clock()))

    async def _send(self, mail: EmailMessage) -> None:
        number = next(self._numbers)
        del mail["From"], mail["Message-ID"]
        mail["From"] = f"{NAME} <{self.marie.address}>"
        mail["Message-ID"] = f"<{number}@{self.marie.name}.test>"
        self.marie.send(mail, str(mail["To"]))
        await until(lambda: self.bot.has_handled(number))
        await self.handled()

    async def look(self) -> None:
        went = (await self.sent())[len(self.mails) :]
        await until(lambda: set(went) <= self._read.keys())
        new = [self._read[ref] for ref in went]
        self.mails += new
        self.words += [AROUND.split(plain_of(mail))[1] for mail in new]

    @property
    def _read(self) -> dict[str, EmailMessage]:
        return {str(mail["Message-ID"]).strip("<>"): mail for mail in self.marie.read}


class TelegramLife(Life):
    """By Telegram, as its Bot API would have it."""

    def __init__(self, api: BotApi, url: str, clock: Clock) -> None:
        settings = Settings(
            database_url=url,
            contact="contact@exemple.fr",
            rate_limit=0,
            telegram_token=SecretStr(api.token),
            telegram_api_url=api.url,
        )
        super().__init__(settings, clock)
        self.api = api
        self.marie = api.person(42, NAME)
        self._seen: dict[int, str] = {}

    def her_door(self) -> Door:
        door = telegram_door(self.settings, clock=self.api.clock)
        assert door is not None
        self._door = door
        return door

    def arrivals(self, stopping: asyncio.Event) -> Work:
        arrivals = TelegramArrivals(self.settings, self.app, self._door)
        return arrivals.work(stopping, web=False, worker=False)

    async def close(self) -> None:
        await super().close()
        await self._door.close()

    async def writes(self, text: str) -> None:
        self.marie.says(text)
        await self._taken()

    async def answers(self, said: str, program: Program, *, tap: str = "") -> None:
        await (self._tap(tap) if tap else self.writes(said))

    async def calendar_says(self, partstat: str, *, tap: str) -> None:
        await self._tap(tap)

    async def _tap(self, label: str) -> None:
        offering = [one for one in self.marie.read if label in labels(one)]
        self.marie.taps(offering[-1], label)
        await self._taken()

    async def _taken(self) -> None:
        await self.api.until(lambda: not self.api.updates)
        await self.handled()

    async def look(self) -> None:
        for message in self.marie.read:
            shown = show(message)
            if self._seen.get(message["message_id"]) != shown:
                self._seen[message["message_id"]] = shown
                self.words.append(AROUND.split(shown)[0])


def _type(part: Message) -> str:
    return part.get_content_type()


@asynccontextmanager
async def by_mail(lab: MailLab, url: str, clock: Clock) -> AsyncIterator[Life]:
    async with _opened(MailLife(lab, url, clock)) as life:
        yield life


@asynccontextmanager
async def by_telegram(url: str, clock: Clock) -> AsyncIterator[Life]:
    def passing() -> float:  # what the limits of Telegram are counted in: a line is a second
        return clock().timestamp() + time.monotonic()

    async with (
        running_bot_api(delay=0, clock=passing) as api,
        _opened(TelegramLife(api, url, clock)) as life,
    ):
        yield life


@asynccontextmanager
async def _opened(life: Life) -> AsyncIterator[Life]:
    await life.open()
    try:
        yield life
    finally:
        await life.close()
