"""Keeps the process in order: content reloaded, tables in line with it, time's errands."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.knowledge import Knowledge
from bot.leading import Leading
from bot.logs import trace
from bot.reminding import Reminding
from bot.sending import Clock, Sender
from community import entries, privacy, recall
from community.addresses import bounced
from community.cards import DueCard, due_cards
from community.context import Event
from community.db.engine import Database, Session
from community.digests import sync_fiches
from community.menus import DueMenu
from community.post import inbox, leases, outbox, told
from community.roles import administrators
from community.sample_agenda import load_sample
from community.themes import sync_themes
from community.words import Reply
from content.faults import ContentFaults
from scheduler import cards, digests, fiche_news, housekeeping, losses, stories, unknowns

logger = logging.getLogger(__name__)

FAULTS_TOLD = 10
CARDS = 20  # refreshed a tick


@dataclass(frozen=True, slots=True)
class Due:
    """What a tick finds to do: a reminder, cards of groups, menus."""

    reminder: int | None = None
    cards: Sequence[DueCard] = ()
    menus: Sequence[DueMenu] = ()


class Keeper:
    """What the process does beside answering."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        sender: Sender,
        leading: Leading,
        zone: ZoneInfo,
        clock: Clock,
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._sender = sender
        self._leading = leading
        self._zone = zone
        self._clock = clock
        self._reminding = Reminding(database, knowledge, sender, leading, clock)
        self._compared: object = None  # the library whose fiches were held against what was told

    async def prepare(self, *, sample: bool) -> None:
        """Open and close themes as the content says; fill an empty agenda with the sample one.

        Minutes of an older release are made to be found.
        """
        await self.read_entries()
        library = self._knowledge.library
        async with self._database.transaction() as session:
            closed = await sync_themes(session, library.themes, self._clock())
            if closed:
                html = library.texts.html("housekeeping.themes_closed", themes=closed)
                await self._tell_administrators(session, Reply(html), "themes-closed")
            await recall.index_missing(session)
            await sync_fiches(session, library.fiches.keys(), self._clock())
            if sample:
                today = self._clock().astimezone(self._zone)
                await load_sample(session, library.agenda, today.date(), self._zone.key)

    async def after(self, event: Event) -> None:
        """Do what a committed request asked of the process."""
        if event is Event.CONTENT_CHANGED:
            await self.reload()
        elif event is Event.ENTRIES_CHANGED:
            await self.read_entries()
        elif event is Event.PERSON_ERASED:
            await self.forget()

    async def read_entries(self) -> None:
        """Know the answers of persons that are published now, when another version of them is."""
        async with self._database.transaction() as session:
            version = await entries.version(session)
            if version == self._knowledge.version:
                return
            known = await entries.entries(session, self._zone)
        await self._knowledge.know(known, version)

    async def reload(self) -> None:
        """Read the content again and tell the administrators how it went."""
        try:
            await self._knowledge.reload()
        except ContentFaults as faulty:
            told = [str(fault) for fault in faulty.faults[:FAULTS_TOLD]]
            logger.warning("content has %d faults; the former one is kept", len(faulty.faults))
            html = self._knowledge.library.texts.html("state.reload_failed", faults=told)
        else:
            await self.prepare(sample=False)
            html = self._knowledge.library.texts.html("state.reloaded")
        async with self._database.transaction() as session:
            await self._tell_administrators(session, Reply(html), "reload")
        self._sender.wake()

    async def tell_of_unreadable_mail(self) -> None:
        """Tell the administrators that mails were put aside, once an hour at most."""
        html = self._knowledge.library.texts.html("housekeeping.unreadable_mail")
        async with self._database.transaction() as session:
            hour = f"{self._clock():%Y%m%dT%H}"
            await self._tell_administrators(session, Reply(html), "unreadable-mail", hour)
        self._sender.wake()

    async def came_back(self, door: str, id_: str, token: str, hard: bool) -> None:
        """A message did not arrive, for good (`hard`) or for now: its address may be closed.

        `id_` is what its door calls the news, which count once however often they are brought.
        """
        async with self._database.transaction() as session:
            now = self._clock()
            owner_id = await told.owner_of(session, token, now)
            if owner_id is not None and await inbox.note(session, door, id_, owner_id, now):
                await bounced(session, owner_id, hard=hard, now=now)

    async def forget(self) -> None:
        """Delete what an erasure left for the goodbye, and rewrite the file without it."""
        async with self._database.transaction() as session:
            gone = await privacy.forget_leaving(session)
        if not gone:
            return
        await self._database.compact()
        await self._leading.forget_menus(gone)

    async def tick(self) -> None:
        """Each second; a tick that fails says so and the next one tries again."""
        try:
            await self._leading.lead()
            await self.read_entries()
            if self._leading.leads:
                due = await self._look()
                await self._reminding.work(due.reminder)
                await self._refresh(due.cards)
                await self._leading.show_menus(due.menus)
                await self._tell_of_fiches()
        except Exception as error:
            logger.error("a tick failed: %s", trace(error))

    async def keep_time(self) -> None:
        """Give up, free or put off what its time has passed for, unless another process does."""
        async with self._database.transaction() as session:
            await self._keep(session)

    async def _keep(self, session: Session) -> bool:
        """False when another process keeps time."""
        now = self._clock()
        held = await leases.hold(session, "tick", self._leading.holder, now)
        if held:
            await housekeeping.tick(session, now)
            if await losses.tell(session, self._knowledge.library, now):
                self._sender.wake()
        return held

    async def _look(self) -> Due:
        """Keep time and find what is due, all in one transaction: it is done each second."""
        async with self._database.transaction() as session:
            shown = await self._leading.due_menus(session)
            if not await self._keep(session):
                return Due(menus=shown)
            reminder = await self._reminding.due(session)
            return Due(reminder, await due_cards(session, self._clock(), CARDS), shown)

    async def _refresh(self, due: Sequence[DueCard]) -> None:
        """A transaction a card: who answers an exchange waits for one at most."""
        now, library = self._clock(), self._knowledge.library
        for one in due:
            async with self._database.transaction() as session:
                if await leases.hold(session, "tick", self._leading.holder, now):
                    await cards.refresh(session, one, library, self._zone, now)
        if due:
            self._sender.wake()

    async def _tell_of_fiches(self) -> None:
        """When what is known was read anew, tell those who follow a fiche that changed."""
        library = self._knowledge.library
        while self._compared is not library:
            async with self._database.transaction() as session:
                now = self._clock()
                if not await leases.hold(session, "tick", self._leading.holder, now):
                    return
                if not await fiche_news.tell(session, library, now):
                    self._compared = library
            self._sender.wake()

    async def sweep(self) -> None:
        """Each hour."""
        try:
            async with self._database.transaction() as session:
                if not await leases.hold(session, "tick", self._leading.holder, self._clock()):
                    return
                texts = self._knowledge.library.texts
                erased = await housekeeping.sweep(session, texts, self._clock())
            if erased:
                await self._database.compact()
            while await self._send_digests():
                self._sender.wake()
            for told in (self._tell_unknown, self._ask_of_stories):
                if await told():
                    self._sender.wake()
        except Exception as error:
            logger.error("the hourly sweep failed: %s", trace(error))

    async def _send_digests(self) -> bool:
        """Write some digests, a transaction for some people. False when all are written."""
        async with self._database.transaction() as session:
            now = self._clock()
            held = await leases.hold(session, "tick", self._leading.holder, now)
            return held and await digests.send(session, self._knowledge.library, now)

    async def _tell_unknown(self) -> bool:
        """On Mondays, tell those who animate what was not known. True when somebody is told."""
        async with self._database.transaction() as session:
            now, library = self._clock(), self._knowledge.library
            held = await leases.hold(session, "tick", self._leading.holder, now)
            return held and await unknowns.send(session, library, self._zone, now)

    async def _ask_of_stories(self) -> bool:
        """Ask whether what was told of poles still holds. True when somebody is asked."""
        async with self._database.transaction() as session:
            now = self._clock()
            held = await leases.hold(session, "tick", self._leading.holder, now)
            return held and await stories.ask(session, self._knowledge.library, now)

    async def leave(self) -> None:
        """Give up what this process held, so that another takes over at once."""
        async with self._database.transaction() as session:
            await leases.leave(session, self._leading.holder)

    async def _tell_administrators(
        self, session: Session, reply: Reply, what: str, once: str = ""
    ) -> None:
        """Tell each of them; `once` names what is told a single time."""
        now = self._clock()
        once = once or f"{now:%Y%m%dT%H%M%S%f}"
        for address_id in await administrators(session):
            key = f"{what}/{once}/{address_id}"
            await outbox.add(
                session,
                key=key,
                address_id=address_id,
                reply=reply,
                now=now,
                expires_at=now + timedelta(days=7),
            )
