"""People who speak to the handlers, one transaction each, without a door or a process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import router
from community import roles
from community.addresses import keep_addresses
from community.context import Context
from community.db.engine import Database, Session
from community.db.tables import AddressRow, DraftRow, Member
from community.drafts import read_draft
from community.post import outbox
from community.themes import sync_themes
from community.words import Address, Reply, Request
from content.library import Library
from content.loading import load
from handlers import COMMANDS, FORMS

if TYPE_CHECKING:
    from tests.conftest import Clock

PRODUCTIVE = "renouveau-productif"
JOBS = "securisation-des-parcours"


@lru_cache(maxsize=1)
def library() -> Library:
    return load(None, "contact@exemple.fr")


class People:
    """Lets anyone say anything, and remembers what was answered as the process would."""

    def __init__(self, database: Database, clock: "Clock") -> None:
        self.database = database
        self.clock = clock
        self._said = 0

    async def open_themes(self) -> None:
        async with self.database.transaction() as session:
            await sync_themes(session, library().themes, self.clock())

    @asynccontextmanager
    async def context(self, who: str) -> AsyncIterator[Context]:
        """What a handler would work with if this person spoke now."""
        address = Address("terminal", who)
        async with self.database.transaction() as session:
            ids = await keep_addresses(session, [address], self.clock())
            row = await session.get_one(AddressRow, ids[address])
            yield await self._context(session, address, row)

    async def _context(self, session: Session, address: Address, row: AddressRow) -> Context:
        draft = await session.get(DraftRow, row.id)
        return Context(
            db=session,
            library=library(),
            address=address,
            address_id=row.id,
            member=await session.get(Member, row.member_id) if row.member_id else None,
            rights=await roles.rights_of(session, row),
            now=self.clock(),
            zone=ZoneInfo("Europe/Paris"),
            home=ZoneInfo("Europe/Paris"),
            menu=COMMANDS,
            forms=FORMS,
            draft=read_draft(draft.form, draft.asking, draft.answers) if draft else None,
            links=lambda token: (f"/start {token}",),
        )

    async def say(self, who: str, *texts: str) -> Reply:
        """Say each text in turn; give the last answer."""
        reply = Reply("")
        for text in texts:
            self._said += 1
            async with self.context(who) as ctx:
                request = Request(str(self._said), ctx.address, text, ctx.now)
                reply = await router.route(request, ctx)
                await outbox.add(
                    ctx.db,
                    key=f"answer/{self._said}",
                    address_id=ctx.address_id,
                    reply=reply,
                    now=ctx.now,
                    priority=outbox.Priority.ANSWER,
                )
        return reply

    async def join(self, who: str, theme: str = PRODUCTIVE, structure: str = "aucune") -> None:
        """Become a member of a theme."""
        await self.say(who, f"/rejoindre {theme}", "oui", who.capitalize(), structure, "59")

    async def member(self, who: str) -> Member | None:
        async with self.context(who) as ctx:
            return ctx.member

    async def grant(self, who: str, role: str, theme: str = "") -> None:
        async with self.context(who) as ctx:
            await roles.grant(ctx.db, ctx.address_id, role, theme, ctx.now)


def commands(reply: Reply) -> list[str]:
    return [choice.command for choice in reply.choices]
