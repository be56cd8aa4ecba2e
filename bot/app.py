"""Puts the house together: a database, what is known, the doors, who answers and who sends."""

import asyncio
import shutil
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

from bot.answering import Answering, Rehearsal
from bot.drawings import Drawings
from bot.fetching import Fetcher
from bot.house import House
from bot.indexing import Indexing
from bot.keeping import Keeper
from bot.knowledge import Knowledge
from bot.leading import Leading
from bot.reception import Reception
from bot.sending import Clock, Sender
from bot.settings import Settings
from community.context import Event
from community.db.engine import Database, parse_url
from community.errors import UnknownDocument
from community.post import leases, outbox
from community.roles import Role
from community.words import Address, Attachment, Door, File, Request, Suggestion
from handlers import COMMANDS
from handlers.files import DRAWINGS, RENDERERS
from handlers.menus import menu
from handlers.suggesting import suggest
from scheduler.ticking import Ticking

LEFT_BEHIND = timedelta(seconds=10)
LOOK_AGAIN = 5.0
DRAIN = 2.5


def wall_clock() -> datetime:
    """What time it is, aware."""
    return datetime.now(UTC)


class App:
    """A process of the bot. Doors bring requests to `receive`.

    `role` is `run`, `web` (which leads no door and keeps no time) or `chat`, which serves one
    address alone (`only`), beside a running bot. `knowledge` is read unless it is given.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        role: str,
        doors: Sequence[Door],
        only: Address | None = None,
        clock: Clock = wall_clock,
        knowledge: Knowledge | None = None,
    ) -> None:
        self.database = Database(parse_url(settings.database_url))
        self.knowledge = knowledge or Knowledge(settings.content, settings.contact, settings.index)
        self.role = role
        self.holder = f"{role}:{uuid.uuid4().hex}"
        self._doors = {door.name: door for door in doors}
        self._only = only
        self._drawings = Drawings()
        self.sender = Sender(self.database, self._doors, self.holder, self._render, clock, only)
        zone = ZoneInfo(settings.timezone)
        self._leading = Leading(
            self.database, self.knowledge, self.sender, self._doors, clock, leads=role == "run"
        )
        self.keeper = Keeper(self.database, self.knowledge, self.sender, self._leading, zone, clock)
        self._fetcher = Fetcher(self.database, self.knowledge, self._doors, self.sender, clock)
        house = House(
            knowledge=self.knowledge,
            doors=self._doors,
            report=self._report,
            after=self._after,
            zone=zone,
            rate_limit=settings.rate_limit,
        )
        self._answering = Answering(self.database, house, self.holder, clock)
        self._reception = Reception(self.database, self._answering, self.sender, clock)

    async def open(self) -> None:
        """Get ready: tables in line with the content, and what was left unhandled taken up."""
        await self.keeper.prepare(sample=set(self._doors) <= {"terminal"})
        if self.role == "run" and self.database.embedded:
            async with self.database.transaction() as session:
                await outbox.release_all(session, self.role)
                await leases.clear(session)
        if self.role != "chat":
            await self._leading.lead()
        if self.role == "run":
            await self.keeper.keep_time()  # before anything is sent
        await self._reception.take_up(only=self._only)

    async def receive(self, requests: Sequence[Request]) -> None:
        """Take in what a door received; once this returns it may confirm outside."""
        await self._reception.receive(requests)

    async def rehearse(self, request: Request) -> Rehearsal:
        """How a request would be answered now; nothing changes and nothing is sent."""
        return await self._answering.rehearse(request)

    def leads(self, door: str) -> bool:
        """Whether what a door brings is for this process to fetch, and its notices to send."""
        return door in self.sender.led

    async def suggest(self, text: str) -> Sequence[Suggestion]:
        """What is worth sharing, from what was typed so far."""
        found = await self.knowledge.find(text)
        return suggest(text, self.knowledge.library, found)

    def menu(self, role: Role, *, public: bool = False) -> Sequence[tuple[str, str]]:
        """What a person of that role can ask for; with `public`, in a group."""
        return menu(self.knowledge.library, COMMANDS, role, public=public)

    async def healthy(self) -> bool:
        """Whether the database answers."""
        return await self.database.answers()

    async def settle(self) -> None:
        """Wait until all that was received is handled, and all that is due is fetched and sent."""
        await self._reception.settle()
        if self._leading.leads:
            await self._fetcher.drain()
        await self.sender.drain()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send and keep time until told to stop; then finish what is in hand, within 3 s."""
        ticking = Ticking(each_second=self.keeper.tick, each_hour=self.keeper.sweep)
        if self.role != "chat":
            ticking.start()
        try:
            indexing = Indexing(self.knowledge).run(stopping)
            works = [self.sender.run(stopping), self._look_again(stopping), indexing]
            if self._leading.leads:
                works.append(self._fetcher.run(stopping))
            await asyncio.gather(*works)
        finally:
            if self.role != "chat":
                await ticking.stop()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._reception.settle(), DRAIN)
            await self.keeper.leave()

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()

    async def _after(self, event: Event) -> None:
        """Do what a committed request asked of the process."""
        if event is Event.FILE_JOINED:
            self._fetcher.wake()
        else:
            await self.keeper.after(event)

    async def _look_again(self, stopping: asyncio.Event) -> None:
        """Take up what a process that died left unhandled (several run on PostgreSQL)."""
        while not stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), LOOK_AGAIN)
                return
            await self._reception.take_up(older_than=LEFT_BEHIND, only=self._only)

    async def _render(self, recipe: Attachment) -> File | None:
        """Make a file; what is long to draw is drawn after the transaction, one at a time.

        None for a document that was taken away meanwhile.
        """
        if recipe.kind not in DRAWINGS:
            async with self.database.transaction() as session:
                with suppress(UnknownDocument):
                    return await RENDERERS[recipe.kind](session, self.knowledge.library, recipe)
                return None
        what, tell = DRAWINGS[recipe.kind]
        async with self.database.transaction() as session:
            told = await tell(session, self.knowledge.library, recipe)
        return File(recipe.filename, what.media_type, await self._drawings.draw(what, told))

    def _report(self) -> Mapping[str, str]:
        """What /etat cannot read in the database."""
        folder = self.database.url.database if self.database.embedded else None
        free = shutil.disk_usage(folder or ".").free
        return {"version": version("palabre"), "disk_free_mb": str(free // 2**20)}
